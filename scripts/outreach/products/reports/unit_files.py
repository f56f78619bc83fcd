"""Each unit's form in its kit, with the unit's name and code in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from outreach.campaign.broadcasts import read_broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.materials import Material, read_material
from outreach.campaign.units import Unit
from outreach.content.page import read_pages
from outreach.core.cache import Shelf, Store
from outreach.core.hashing import digest, digest_tools
from outreach.core.project import MATERIALS
from outreach.core.workers import map_pieces
from outreach.products.reports.form import Form, form_of
from outreach.products.reports.form_workbook import form_workbook
from outreach.products.reports.table import read_reports
from outreach.sheets.records.pattern import name_of

KIND = "report-forms"
"""In the cache: a shelf of forms, by unit and record."""
MANY = 256
"""Forms that one process writes at a time."""
CODE = ("products/reports", "core/spreadsheets.py", "core/files.py", "theme/strings")
"""Parts of the package that decide a form's bytes."""


@dataclass(frozen=True)
class UnitForms:
    """The forms of units, as `products.unit_files.UnitFiles` has it."""

    bundle: Bundle
    form: Form
    key: str
    product = "reports"
    kinds = ("xlsx",)
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
        return {f"{self.form.reports.file}-{unit.code}.xlsx": f"{name_of(unit).removesuffix('pdf')}xlsx"}

    def shelf_key(self, every: Iterable[Unit]) -> str:
        return self.key

    def fill(self, units: Sequence[Unit], every: Sequence[Unit], *, light: bool = False) -> Shelf:
        """Make what is missing of these units' forms; they lie on the shelf."""
        store = Store(self.bundle.project.cache)
        shelf = store.shelf(KIND, self.key)
        missing = [unit for unit in units if shelf.damaged_or_missing(self.names(unit).values())]
        map_pieces(partial(_write, self), missing, MANY, self.form.reports.file)
        return store.shelf(KIND, self.key)

    def prune(self, shelf: Shelf, every: Iterable[Unit]) -> None:
        store = Store(self.bundle.project.cache)
        store.prune(KIND, {shelf.key})
        shelf.prune({name for unit in every for name in self.names(unit).values()})


def _write(forms: UnitForms, units: Sequence[Unit]) -> None:
    """Make the forms of units, each whole or not at all. Runs in workers."""
    campaign, words = forms.bundle.campaign, forms.bundle.words
    shelf = Store(forms.bundle.project.cache).shelf(KIND, forms.key)
    period = forms.form.current(campaign.as_of)
    for unit in units:
        content = form_workbook(forms.form, unit, period, words, campaign.issuer.name, campaign.as_of)
        (name,) = forms.names(unit).values()
        shelf.put(name, content)


def unit_forms(bundle: Bundle, form: Form) -> UnitForms:
    """The forms of a campaign's units."""
    campaign = bundle.campaign
    code = digest_tools(bundle.project, parts=CODE)
    words = repr(sorted(bundle.words.section("report").items()))
    return UnitForms(bundle, form, digest(code, repr(form), words, campaign.issuer.name, str(campaign.as_of))[:32])


def restore(bundle: Bundle, fonts: Mapping[int, Path], key: str) -> UnitForms:
    """The forms of a campaign that was prepared before: what is asked is read again, `key` is as it was."""
    pages, _ = read_pages(bundle, sorted((bundle.project.docs / MATERIALS).glob("*.md")))
    materials: list[Material] = []
    for name, page in pages.items():
        material, _ = read_material(Path(name).stem, page.table, bundle)
        materials += [material] if material is not None else []
    reports, _, _ = read_reports(bundle)
    assert reports is not None  # or there would be no key
    return UnitForms(bundle, form_of(bundle, materials, reports, read_broadcasts(bundle.project)[0]), key)
