"""Each unit's form in its kit, with the unit's name and code in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from outreach.campaign.broadcasts import read_broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.materials import Material, read_material
from outreach.campaign.units import Unit
from outreach.content.page import read_pages
from outreach.core.cache import Shelf, Store
from outreach.core.hashing import digest
from outreach.core.project import MATERIALS, Project
from outreach.core.workers import map_pieces
from outreach.products.reports.form import Form, form_of
from outreach.products.reports.form_paper import Boxes, FormPaper, PaperWords, paper_label
from outreach.products.reports.form_pattern import FormPattern, FormRecords, characters, set_in_full
from outreach.products.reports.form_workbook import form_workbook
from outreach.products.reports.table import read_reports
from outreach.render.fonts import restrict
from outreach.render.glyphs import Family
from outreach.sheets.records.pattern import pattern_key, record_file_name
from outreach.sheets.records.shelves import fill, prune
from outreach.sheets.typeset_document import tools

KINDS = ("xlsx", "pdf")
"""Endings of a unit's files, in the order in which they are shown."""
MANY = 256
"""Forms that one process writes at a time."""


@dataclass(frozen=True)
class UnitForms:
    """The forms of units, as `products.unit_files.UnitFiles` has it."""

    bundle: Bundle
    fonts: Mapping[int, Path]
    form: Form
    key: str
    product = "reports"
    kinds = KINDS
    anchor = "report"
    entry_kind = "report"

    @property
    def title(self) -> str:
        return self.form.reports.title

    @property
    def words(self) -> Mapping[str, str]:
        reports, texts = self.form.reports, self.bundle.words
        period = self.form.current(self.bundle.campaign.as_of)
        send = reports.send.format(email=reports.email, due=texts.date(period.due))
        return {**texts.section("report"), "unit_lead": texts.text("report.unit_lead", send=send)}

    def names(self, unit: Unit) -> dict[str, str]:
        stem = record_file_name(unit).removesuffix("pdf")
        return {f"{self.form.reports.file}-{unit.code}.{kind}": f"{stem}{kind}" for kind in KINDS}

    def pattern(self, every: Iterable[Unit]) -> FormPattern:
        """The form on paper as a pattern of a list: its units decide what characters bases have."""
        signs, name = characters(self.bundle, every), self.form.reports.file
        records = FormRecords(self.bundle, self.form, signs, Family(dict(self.fonts)))
        return FormPattern(name, pattern_key(name, records, self.key), self.fonts, 2, "", self.bundle, self.form, signs)

    def shelf_key(self, every: Iterable[Unit]) -> str:
        return self.pattern(every).key

    def fill(self, units: Sequence[Unit], every: Sequence[Unit], *, light: bool = False) -> Shelf:
        """Make what is missing of these units' forms, of a list whose units are `every`; they lie on the shelf.

        Raises OutreachError for names that do not fit, and Incomplete where `light` and a form must be set in full.
        """
        store, pattern = Store(self.bundle.project.cache), self.pattern(every)
        restrict(self.bundle.brand.fonts, self.fonts, store.root)
        fill(store, [pattern], units, every, None if light else set_in_full)
        shelf = store.shelf(pattern.kind, pattern.key)
        missing = [unit for unit in units if shelf.damaged_or_missing(self.names(unit).values())]
        map_pieces(partial(_write, self, pattern.key), missing, MANY, self.form.reports.file)
        return store.shelf(pattern.kind, pattern.key)

    def prune(self, shelf: Shelf, every: Iterable[Unit]) -> None:
        forget_forms(self.bundle.project, [shelf], {name for unit in every for name in self.names(unit).values()})


def _write(forms: UnitForms, key: str, units: Sequence[Unit]) -> None:
    """Make the workbooks of units, each whole or not at all. Runs in workers."""
    campaign, words = forms.bundle.campaign, forms.bundle.words
    shelf = Store(forms.bundle.project.cache).shelf(FormPattern.kind, key)
    period = forms.form.current(campaign.as_of)
    for unit in units:
        content = form_workbook(forms.form, unit, period, words, campaign.issuer.name, campaign.as_of)
        workbook, _ = forms.names(unit).values()
        shelf.put(workbook, content)


def forget_forms(project: Project, shelves: Sequence[Shelf] = (), files: Collection[str] = ()) -> None:
    """Remove from the cache all of units' forms but these files on these shelves, and what they are made from."""
    prune(Store(project.cache), FormPattern.kind, shelves, files)


def unit_forms(bundle: Bundle, fonts: Mapping[int, Path], form: Form) -> UnitForms:
    """The forms of a campaign's units."""
    setter, title = PaperWords(Family(dict(fonts))), form.reports.title
    html = FormPaper(bundle, form, setter).compose(form.reports.file, dict.fromkeys(Boxes.model_fields, ""), title).html
    words, label = repr(sorted(bundle.words.section("report").items())), repr(paper_label(bundle, form, title))
    return UnitForms(bundle, fonts, form, digest(tools(bundle, fonts), repr(form), words, html, label)[:32])


def restore(bundle: Bundle, fonts: Mapping[int, Path], key: str) -> UnitForms:
    """The forms of a campaign that was prepared before: what is asked is read again, `key` is as it was."""
    pages, _ = read_pages(bundle, sorted((bundle.project.docs / MATERIALS).glob("*.md")))
    materials: list[Material] = []
    for name, page in pages.items():
        material, _ = read_material(Path(name).stem, page.table, bundle)
        materials += [material] if material is not None else []
    reports, _, _ = read_reports(bundle)
    assert reports is not None  # or there would be no key
    return UnitForms(bundle, fonts, form_of(bundle, materials, reports, read_broadcasts(bundle.project)[0]), key)
