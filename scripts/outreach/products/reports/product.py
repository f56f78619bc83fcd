"""Reports in the build: what is asked is read and checked, each unit's form goes into its kit, others' onto a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from outreach.campaign.broadcasts import read_broadcasts
from outreach.campaign.units import Unit
from outreach.core.findings import Finding, has_errors
from outreach.products.catalogue import Entry
from outreach.products.product import BuildOptions, PreparedCampaign, Product, Publication, SitePage, Source
from outreach.products.reports import THEME
from outreach.products.reports.check import check
from outreach.products.reports.form import Form, form_of
from outreach.products.reports.form_paper import FormPaper, PaperWords, paper_label
from outreach.products.reports.form_workbook import form_workbook
from outreach.products.reports.official_text import NAME as OFFICIAL
from outreach.products.reports.official_text import OfficialFields, OfficialText, read_official_text
from outreach.products.reports.reporters import read_reporters
from outreach.products.reports.table import NAME, Period, Reports, read_reports
from outreach.products.reports.unit_files import KINDS, UnitForms, forget_forms, unit_forms
from outreach.render.glyphs import Family
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.label import unit_title
from outreach.sheets.typeset_document import set_documents

FOLDER = "bao-cao"
"""Of the forms of those who are no units, below docs/ and in the site; like other folders the same in each language."""
PAPERS = "report-papers"
"""In the cache: the forms on paper of those who are no units."""
LOOKS = "report-looks"
"""In the cache: what the pictures of the form are drawn from."""
PAGE = "reports"
"""`lists` of the page that shows them."""


class ReportForms(Product):
    """The forms in which a campaign is reported on."""

    sources = (
        Source(f"docs/_data/{NAME}", "", Reports),
        Source(f"docs/_data/{OFFICIAL}", "official report", OfficialFields),
    )

    def __init__(self) -> None:
        self.form: Form | None = None
        self._looks: Mapping[str, Mapping[str, str | int]] = {}
        """Kind of the form → file of its picture, width and height in px."""
        self.official: OfficialText | None = None
        self.reporters: Mapping[str, Unit] = {}
        """Code → who reports besides the units."""

    def read(self, campaign: PreparedCampaign) -> list[Finding]:
        self._bundle = campaign.bundle
        reports, table, faults = read_reports(campaign.bundle)
        if reports is None:
            return faults
        broadcasts, _, wrong = read_broadcasts(campaign.bundle.project)
        self.reporters, more = read_reporters(campaign.bundle)
        self.official, doubts = read_official_text(campaign.bundle, reports)
        faults = [*faults, *more, *doubts, *check(reports, table)]
        if not has_errors([*faults, *wrong]):  # the loudspeakers tell faults of broadcasts
            self.form = form_of(campaign.bundle, campaign.materials, reports, broadcasts)
        return faults

    def make(
        self, campaign: PreparedCampaign, sheets: Sequence[FinishedSheet], options: BuildOptions
    ) -> Mapping[str, bytes | Path]:
        self._bundle = campaign.bundle
        if self.form is None:
            if options.kits:
                forget_forms(campaign.bundle.project)  # nobody is asked any more
            return {}
        about = campaign.bundle.campaign
        period, words = self.form.current(about.as_of), campaign.bundle.words
        workbooks = {
            self._path(self.form, unit): form_workbook(self.form, unit, period, words, about.issuer.name, about.as_of)
            for unit in self.reporters.values()
        }
        papers = self._papers(self.form, campaign, options)
        return {**workbooks, **papers, **self._draw(self.form, campaign)}

    def _draw(self, form: Form, campaign: PreparedCampaign) -> dict[str, bytes]:
        """Pictures of the form with the name of the first that reports, for the page. Raises OutreachError."""
        from outreach.products.reports import form_look  # heavy

        bundle, words = campaign.bundle, PaperWords(Family(campaign.fonts))
        sample = next(iter([*self.reporters.values(), *bundle.live]), None)
        if sample is None:
            return {}
        paper = FormPaper(bundle, form, words).compose(form.reports.file, words.of(sample), form.reports.title)
        look = form_look.workbook_look(bundle, form, sample)
        files = set_documents(bundle, campaign.fonts, [look, paper], LOOKS)
        looks = {kind: form_look.draw(file.read_bytes(), kind) for kind, file in zip(KINDS, files, strict=True)}
        names = {kind: f"{form.reports.file}-{kind}.png" for kind in KINDS}
        self._looks = {
            kind: {"file": names[kind], "width": look.width, "height": look.height} for kind, look in looks.items()
        }
        return {f"{FOLDER}/{names[kind]}": look.content for kind, look in looks.items()}

    def _papers(self, form: Form, campaign: PreparedCampaign, options: BuildOptions) -> dict[str, bytes]:
        """The paper of each that reports besides the units. Raises OutreachError for what can't be set."""
        from outreach.render.pdf.labels import add_label  # heavy

        bundle, words = campaign.bundle, PaperWords(Family(campaign.fonts))
        paper, title = FormPaper(bundle, form, words), form.reports.title
        units = {self._path(form, unit, "pdf"): unit for unit in self.reporters.values()}
        documents = [
            paper.compose(Path(path).stem, words.of(unit), unit_title(bundle, title, unit))
            for path, unit in units.items()
        ]
        files = set_documents(bundle, campaign.fonts, documents, PAPERS, options.progress)
        return {
            path: add_label(file.read_bytes(), paper_label(bundle, form, unit_title(bundle, title, unit)))
            for (path, unit), file in zip(units.items(), files, strict=True)
        }

    def _path(self, form: Form, unit: Unit, kind: str = "xlsx") -> str:
        return f"{FOLDER}/{form.reports.file}-{unit.code}.{kind}"

    def markdown(self, page: SitePage, text: str) -> str:
        if page.meta.get("lists") != PAGE or self.form is None:
            return text
        form = self.form
        forms = [
            (unit, {kind: Path(self._path(form, unit, kind)).name for kind in KINDS})
            for unit in self.reporters.values()
        ]
        values = {"forms": forms, "looks": self._looks, "words": self._bundle.words}
        return f"{text}\n\n{Templates([THEME]).render('report_forms.md.j2', values)}"

    def publish(self, site: Path) -> Publication:
        language, words = self._bundle.campaign.language, self._bundle.words
        if self.form is None:
            return Publication()
        titles = [(unit, words.text("report.form_title", name=unit.name)) for unit in self.reporters.values()]
        return Publication(
            [
                Entry(self._path(self.form, unit, kind), "report", title, kind.upper(), "", language)
                for unit, title in titles
                for kind in KINDS
            ]
        )

    def unit_files(self, campaign: PreparedCampaign) -> UnitForms | None:
        if self.form is None:
            return None
        return unit_forms(campaign.bundle, campaign.fonts, self.form)


def period_of(form: Form, name: str) -> Period | None:
    """The period with an id."""
    return next((period for period in form.reports.periods if period.id == name), None)
