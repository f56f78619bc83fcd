"""Reports in the build: what is asked is read and checked, each unit's form goes into its kit, others' onto a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from outreach.campaign.broadcasts import read_broadcasts
from outreach.campaign.units import Unit
from outreach.core.findings import Finding, has_errors
from outreach.products.catalogue import Entry
from outreach.products.product import Making, Prepared, Product, Publication, SitePage, Source
from outreach.products.reports import THEME
from outreach.products.reports.check import check
from outreach.products.reports.form import Form, form_of
from outreach.products.reports.form_workbook import form_workbook
from outreach.products.reports.official_text import NAME as OFFICIAL
from outreach.products.reports.official_text import OfficialFields, OfficialText, read_official_text
from outreach.products.reports.reporters import read_reporters
from outreach.products.reports.table import NAME, Period, Reports, read_reports
from outreach.products.reports.unit_files import UnitForms, unit_forms
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet

FOLDER = "bao-cao"
"""Of the forms of those who are no units, below docs/ and in the site; like other folders the same in each language."""
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
        self.official: OfficialText | None = None
        self.reporters: Mapping[str, Unit] = {}
        """Code → who reports besides the units."""

    def read(self, campaign: Prepared) -> list[Finding]:
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

    def make(self, campaign: Prepared, sheets: Sequence[FinishedSheet], making: Making) -> Mapping[str, bytes | Path]:
        self._bundle = campaign.bundle
        if self.form is None:
            return {}
        about = campaign.bundle.campaign
        period, words = self.form.current(about.as_of), campaign.bundle.words
        return {
            self._path(self.form, unit): form_workbook(self.form, unit, period, words, about.issuer.name, about.as_of)
            for unit in self.reporters.values()
        }

    def _path(self, form: Form, unit: Unit) -> str:
        return f"{FOLDER}/{form.reports.file}-{unit.code}.xlsx"

    def markdown(self, page: SitePage, text: str) -> str:
        if page.meta.get("lists") != PAGE or self.form is None:
            return text
        form = self.form
        forms = [(unit, Path(self._path(form, unit)).name) for unit in self.reporters.values()]
        values = {"form": form, "forms": forms, "words": self._bundle.words, "units": self._bundle.live}
        return f"{text}\n\n{Templates([THEME]).render('report_forms.md.j2', values)}"

    def publish(self, site: Path) -> Publication:
        language, words = self._bundle.campaign.language, self._bundle.words
        if self.form is None:
            return Publication()
        titles = [(unit, words.text("report.form_title", name=unit.name)) for unit in self.reporters.values()]
        return Publication(
            [Entry(self._path(self.form, unit), "report", title, "XLSX", "", language) for unit, title in titles]
        )

    def unit_files(self, campaign: Prepared) -> UnitForms | None:
        if self.form is None:
            return None
        return unit_forms(campaign.bundle, self.form)


def period_of(form: Form, name: str) -> Period | None:
    """The period with an id."""
    return next((period for period in form.reports.periods if period.id == name), None)
