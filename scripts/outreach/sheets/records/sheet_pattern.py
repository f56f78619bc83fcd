"""Sheets as patterns: every unit's own sheets are stamped on all cores; what can't be stamped is set in full."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.content.page import Page
from outreach.core.cache import Store
from outreach.core.findings import Finding, OutreachError, ordered
from outreach.core.hashing import digest, tree_digest
from outreach.core.workers import Progress
from outreach.render.fonts import restrict
from outreach.render.glyphs import Family
from outreach.sheets.records.pattern import Pattern, PatternTypesetter, pattern_key
from outreach.sheets.records.sheet_records import SheetRecords, characters
from outreach.sheets.records.shelves import UnitShelves, fill


@dataclass(frozen=True)
class Source:
    """A sheet that every unit gets, and the digest of all that decides how it looks without a record."""

    sheet: Sheet
    key: str


@dataclass(frozen=True)
class SheetPattern(Pattern):
    """A sheet of which every unit has its own."""

    kind = "stamped"
    random_proofs = 5
    tables: Bundle
    """The campaign without its units: a task names those that it needs, and what goes to a process is copied."""
    sheet: Sheet
    seeds: Mapping[str, str]
    """A slot's default → the characters that records put there."""

    def records(self, family: Family) -> SheetRecords:
        return SheetRecords(self.tables, self.sheet, family, self.seeds)

    def setter(self, family: Family) -> PatternTypesetter:
        from outreach.sheets.records.sheet_setter import SheetSetter  # heavy: WeasyPrint

        return SheetSetter(self.records(family), self.fonts)


def sources_of(bundle: Bundle, sheets: Sequence[Sheet], folders: Mapping[str, Path]) -> list[Source]:
    """The sheets with their keys; `folders` are those of the finished sheets without a unit, named by their inputs."""
    shared = tree_digest([("shared", bundle.project.templates / "_shared")])
    templates = {sheet.template.name: sheet.template.folder for sheet in sheets}
    digests = {name: tree_digest([("template", folder)]) for name, folder in templates.items()}
    return [Source(s, digest(folders[s.name].name, shared, digests[s.template.name])) for s in sheets]


def patterns(
    bundle: Bundle, fonts: Mapping[int, Path], sources: Iterable[Source], every: Iterable[Unit]
) -> list[SheetPattern]:
    """The sheets as patterns of a list: its units decide what characters bases have."""
    family, seeds = Family(dict(fonts)), characters(bundle, every)
    lean = replace(bundle, units={})
    sheet_patterns = []
    for source in sources:
        sheet = source.sheet
        key = pattern_key(sheet.name, SheetRecords(lean, sheet, family, seeds), source.key)
        file = sheet.material.table.name
        sheet_patterns.append(SheetPattern(sheet.name, key, fonts, sheet.template.pages, file, lean, sheet, seeds))
    return sheet_patterns


def personalise(
    bundle: Bundle,
    fonts: Mapping[int, Path],
    sources: Iterable[Source],
    units: Sequence[Unit],
    every: Sequence[Unit],
    pages: Mapping[str, Page] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> UnitShelves:
    """The sheets of `units`, of a list whose units are `every`: it decides what characters bases have, and proves them.

    Raises OutreachError if a record does not fit its sheet, with all such records at once; without `pages` Incomplete
    if one must be set in full.
    """

    def set_in_full(left: Sequence[tuple[SheetPattern, Unit]]) -> list[tuple[bytes, list[Finding]]]:
        from outreach.sheets.make import make  # heavy: WeasyPrint

        sheets = [replace(pattern.sheet, unit=unit) for pattern, unit in left]
        try:
            finished = make(bundle, fonts, pages or {}, sheets, progress)
        except OutreachError as error:
            owners = {sheet.name: sheet.unit for sheet in sheets}
            raise OutreachError(ordered(_placed(finding, owners) for finding in error.findings)) from None
        return [(sheet.pdf.read_bytes(), sheet.findings) for sheet in finished]

    store = Store(bundle.project.cache)
    restrict(bundle.brand.fonts, fonts, store.root)
    full = set_in_full if pages is not None else None
    return fill(store, patterns(bundle, fonts, sources, every), units, every, full, progress, workers)


def _placed(finding: Finding, owners: Mapping[str, Unit | None]) -> Finding:
    """A fault of a unit's sheet stands in the unit's row; `owners` are the units by the names of their sheets."""
    unit = owners.get(str(finding.data.get("sheet")))
    return finding if unit is None else finding.at(unit.file, unit.line)
