"""The kits of a campaign: the sheets and files that every unit gets, and the record of them for the next build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.content.page import Page
from outreach.core import last_build
from outreach.core.cache import Shelf, Store
from outreach.core.findings import Finding
from outreach.core.project import MATERIALS, Project
from outreach.core.workers import Progress
from outreach.products.kits.shell import Shell
from outreach.products.product import PreparedCampaign
from outreach.products.unit_files import UnitFiles, restore_unit_files
from outreach.render import fonts
from outreach.sheets.plan import kit_plan
from outreach.sheets.records.pattern import record_file_name
from outreach.sheets.records.sheet_pattern import Source, patterns, personalise, sources_of
from outreach.sheets.records.shelves import UnitShelves, standing_warnings

if TYPE_CHECKING:  # heavy, see product.py
    from outreach.sheets.finished_sheet import FinishedSheet

RECORD = "kits"
"""Key of the record of kits in the cache, beside that of what was published."""


@dataclass(frozen=True)
class KitSheet(Source):
    """A sheet of the kit, with the preview that units' pages show: its path in the site, width and height in px."""

    thumbnail: str
    pixels: tuple[int, int]


@dataclass(frozen=True)
class KitShelves:
    """The files of units' kits as they lie in the cache."""

    sheets: Sequence[Sheet]
    """Without a unit."""
    unit_sheets: UnitShelves
    additions: Sequence[tuple[UnitFiles, Shelf]]

    def findings(self, every: Iterable[Unit]) -> list[Finding]:
        """The warnings that stand about the files of these units."""
        return standing_warnings([*self.unit_sheets.shelves.values(), *(shelf for _, shelf in self.additions)], every)

    def files(self, unit: Unit) -> dict[str, tuple[Shelf, str]]:
        """Name of each file in a unit's kit → its shelf, and its name there; sheets come first."""
        files = {
            f"{replace(sheet, unit=unit).name}.pdf": (self.unit_sheets.shelves[sheet.name], record_file_name(unit))
            for sheet in self.sheets
        }
        for addition, shelf in self.additions:
            files |= {name: (shelf, shelf_name) for name, shelf_name in addition.names(unit).items()}
        return files


@dataclass(frozen=True)
class KitSources:
    """The sheets that units get, and the files that products add to them."""

    bundle: Bundle
    """Without units, where it goes to other processes."""
    fonts: Mapping[int, Path]
    sheets: Sequence[Source]
    additions: Sequence[UnitFiles]

    def fill(
        self,
        units: Sequence[Unit],
        every: Sequence[Unit],
        pages: Mapping[str, Page] | None = None,
        progress: Progress | None = None,
        workers: int | None = None,
    ) -> KitShelves:
        """Make what is missing of the files of `units`, of a list whose units are `every`: it decides what bases have.

        Raises OutreachError for records that do not fit their sheets, and without `pages` Incomplete where heavy
        libraries would be needed.
        """
        unit_sheets = personalise(self.bundle, self.fonts, self.sheets, units, every, pages, progress, workers)
        shelves = [(files, files.fill(units, every, light=pages is None)) for files in self.additions]
        return KitShelves([source.sheet for source in self.sheets], unit_sheets, shelves)


@dataclass(frozen=True)
class Kits(KitSources):
    """The source of all kits, apart from the unit lists."""

    sheets: Sequence[KitSheet]
    shell: Shell
    names: frozenset[str]
    """Of all sheets of the campaign, those too that are only made to order."""


def kits_of(prepared: PreparedCampaign, blank: Sequence[FinishedSheet], shell: Shell) -> Kits:
    """The kits of a campaign whose sheets without a unit are made."""
    finished = {sheet.sheet.name: sheet for sheet in blank}
    folders = {name: sheet.folder for name, sheet in finished.items()}
    sheets = tuple(
        KitSheet(source.sheet, source.key, f"{MATERIALS}/{sheet.stills[0]}", sheet.preview_size)
        for source in sources_of(prepared.bundle, kit_plan(prepared.bundle, prepared.sheets), folders)
        for sheet in [finished[source.sheet.name]]
    )
    bare = replace(prepared, bundle=replace(prepared.bundle, units={}))
    return Kits(bare.bundle, prepared.fonts, sheets, additions_of(bare), shell, frozenset(folders))


def additions_of(prepared: PreparedCampaign) -> tuple[UnitFiles, ...]:
    """The files that products add to each kit."""
    return tuple(files for product in prepared.products if (files := product.unit_files(prepared)))


def keep(kits: Kits, units: Sequence[Unit], outside: str, warnings: Sequence[Finding]) -> None:
    """Note what costs time to find out of kits, of their units only digests, and the warnings about all else."""
    record = {
        "sheets": [[sheet.sheet.name, sheet.key, sheet.thumbnail, sheet.pixels] for sheet in kits.sheets],
        "shell": kits.shell.parts,
        "names": sorted(kits.names),
        "additions": [[files.product, files.key] for files in kits.additions],
        "shelves": shelf_keys(kits, units),
        "units": {unit.code: record_file_name(unit) for unit in units},
        "outside": outside,
        "warnings": [finding.as_record() for finding in warnings],
    }
    Store(kits.bundle.project.cache).keep_value(last_build.KIND, RECORD, record)


def read_record(project: Project) -> dict[str, Any] | None:
    """The record that `keep` has written; None if there is none, or it was damaged."""
    record = Store(project.cache).value(last_build.KIND, RECORD)
    return record if isinstance(record, dict) else None


def restore(record: Mapping[str, Any], bundle: Bundle, sheets: Iterable[Sheet]) -> Kits:
    """The kits of a campaign that was loaded again, with what was noted of them; all `sheets` of its materials."""
    by_name = {sheet.name: sheet for sheet in sheets}
    kit_sheets = tuple(
        KitSheet(by_name[name], key, thumbnail, tuple(pixels)) for name, key, thumbnail, pixels in record["sheets"]
    )
    files, _ = fonts.find(bundle.brand.fonts, "", 0)
    bare = replace(bundle, units={})
    additions = tuple(restore_unit_files(product, bare, files, key) for product, key in record["additions"])
    return Kits(bare, files, kit_sheets, additions, Shell(tuple(record["shell"])), frozenset(record["names"]))


def shelf_keys(kits: Kits, units: Sequence[Unit]) -> list[str]:
    """The keys in the cache of all that is made for these units: other characters ask for other bases."""
    sheets = patterns(kits.bundle, kits.fonts, kits.sheets, units)
    return [*(pattern.key for pattern in sheets), *(files.shelf_key(units) for files in kits.additions)]


def units_to_renew(kits: Kits, record: Mapping[str, Any], units: Sequence[Unit]) -> list[Unit]:
    """The units whose kit must be made anew: whose row is another, or all if bases must have other characters."""
    if record["shelves"] != shelf_keys(kits, units):
        return list(units)
    return [unit for unit in units if record["units"].get(unit.code) != record_file_name(unit)]
