"""Every unit's own sheets: what is missing is stamped on all cores, what can't be stamped is rendered in full.

The files lie in the cache by sheet, unit and record, so nothing that is unchanged is made again, and a build that was
broken off goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.core.cache import Content, Shelf, Store
from outreach.core.findings import Finding, OutreachError, ordered
from outreach.core.hashing import digest, tree_digest
from outreach.core.workers import Progress, parallel_map
from outreach.render import fonts
from outreach.render.glyphs import Family
from outreach.sheets.records import batch as stamped
from outreach.sheets.records.record import Personal, characters
from outreach.sheets.records.task import STAMPED, Task, bases_of, name_of

if TYPE_CHECKING:
    from outreach.content.page import Page

FEW = 4000
"""Files up to which processes of their own would cost more than they save, where bases are there."""


@dataclass(frozen=True)
class Source:
    """A sheet that every unit gets, and the digest of all that decides how it looks without a record."""

    sheet: Sheet
    key: str


@dataclass(frozen=True)
class Personalised:
    """Where each sheet's files lie, and what could not be stamped."""

    shelves: Mapping[str, Shelf]
    """Name of the sheet without a unit → its files in the cache."""
    stamped: int
    """Files stamped in this run."""
    full: int
    """Files set in full in this run."""
    findings: list[Finding]
    """Warnings that stand."""

    def file(self, sheet: Sheet, unit: Unit) -> Path:
        """A unit's file of a sheet (given without a unit)."""
        return self.shelves[sheet.name].path(name_of(unit))

    def content(self, sheet: Sheet, unit: Unit) -> Content:
        """Length and SHA-256 of that file, as it was made."""
        return self.shelves[sheet.name].content(name_of(unit))


def keys(bundle: Bundle, sheets: Iterable[Sheet], folders: Mapping[str, Path]) -> list[Source]:
    """The sheets with their keys; `folders` are those of the finished sheets without a unit, named by their inputs."""
    shared = tree_digest([("shared", bundle.project.templates / "_shared")])
    own: dict[str, str] = {}
    found = []
    for sheet in sheets:
        name = sheet.template.name
        if name not in own:
            own[name] = tree_digest([("template", sheet.template.folder)])
        found.append(Source(sheet, digest(folders[sheet.name].name, shared, own[name])))
    return found


def places_of(
    bundle: Bundle, files: Mapping[int, Path], sources: Iterable[Source], seeds: Mapping[str, str]
) -> dict[str, str]:
    """The key in the cache of each sheet's files: other bases, which other characters ask for, make other files."""
    family = Family(dict(files))
    found = {}
    for source in sources:
        known = repr(sorted(Personal(bundle, source.sheet, family).seeds(seeds).items()))
        found[source.sheet.name] = f"{source.sheet.name}-{digest(source.key, known)[:32]}"
    return found


def _sheet_of(folder: Path) -> str:
    """The name of the sheet whose files, or bases, lie in a folder."""
    return folder.name.rpartition("-")[0]


def personalise(
    bundle: Bundle,
    files: Mapping[int, Path],
    sources: Sequence[Source],
    units: Sequence[Unit],
    every: Sequence[Unit],
    pages: Mapping[str, Page] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Personalised:
    """The sheets of `units`, of a list whose units are `every`: it decides what characters bases have, and proves them.

    Raises OutreachError if a record does not fit its sheet, with all such records at once; without `pages` also
    if one must be rendered in full.
    """
    store = Store(bundle.project.cache)
    fonts.restrict(files.values(), store.root)
    seeds = characters(bundle, every)
    places = places_of(bundle, files, sources, seeds)
    tasks: list[Task] = []
    for source in sources:
        key = places[source.sheet.name]
        if wanted := stamped.missing(store.shelf(STAMPED, key), units):
            lean = replace(bundle, units={})  # what goes to another process is copied
            tasks.append(Task(lean, source.sheet, files, wanted, tuple(every), seeds, store, key))
    total = sum(len(task.units) for task in tasks)
    based = [task for task in tasks if total <= FEW and (store.root / bases_of(task.key)).exists()]
    outcomes = [outcome for task in based if (outcome := stamped.run(task, making=False))]
    done = {outcome.sheet for outcome in outcomes}
    tasks.sort(key=lambda task: -task.sheet.template.pages)  # what takes longest is begun first
    jobs = [(task, task.sheet.name, len(task.units)) for task in tasks if task.sheet.name not in done]
    outcomes += [outcome for outcome in parallel_map(stamped.run, jobs, progress, workers) if outcome]
    full = _in_full(bundle, files, pages, sources, outcomes, places, progress)
    shelves = {name: store.shelf(STAMPED, key) for name, key in places.items()}
    return Personalised(shelves, total - full, full, standing(shelves.values(), units))


def standing(shelves: Iterable[Shelf], units: Iterable[Unit]) -> list[Finding]:
    """The warnings that stand about these units' files, and about the bases of these."""
    names = list(map(name_of, units))
    together: dict[str, list[Finding]] = {}
    for finding in [finding for shelf in shelves for finding in (*_about_bases(shelf), *shelf.findings(names))]:
        alike = {key: said for key, said in finding.data.items() if key != "unit"}
        together.setdefault(repr(replace(finding, data=alike)), []).append(finding)
    return ordered(_one(some) for some in together.values())


def _about_bases(shelf: Shelf) -> list[Finding]:
    kind = bases_of(shelf.key)
    keys = sorted(path.name for path in (shelf.store.root / kind).glob("[!.]*"))
    return [finding for key in keys if (entry := shelf.store.entry(kind, key)) for finding in entry.findings]


def _one(findings: Sequence[Finding]) -> Finding:
    """Findings that differ in their unit alone as one, which names the first and how many there are."""
    first = findings[0]
    return replace(first, data={**first.data, "count": len(findings)}) if "unit" in first.data else first


def _in_full(
    bundle: Bundle,
    files: Mapping[int, Path],
    pages: Mapping[str, Page] | None,
    sources: Sequence[Source],
    outcomes: Sequence[stamped.Outcome],
    places: Mapping[str, str],
    progress: Progress | None,
) -> int:
    """Renders what could not be stamped, and keeps why that was. Returns how many files these are."""
    sheets = {source.sheet.name: source.sheet for source in sources}
    left = [(sheets[outcome.sheet], unit, why) for outcome in outcomes for unit, why in outcome.unstamped]
    if not left:
        return 0
    if pages is None:
        raise Incomplete
    from outreach.sheets.make import make  # heavy: WeasyPrint

    own = [replace(sheet, unit=unit) for sheet, unit, _ in left]
    try:
        finished = make(bundle, files, pages, own, progress)
    except OutreachError as error:
        units = {sheet.name: sheet.unit for sheet in own}
        raise OutreachError(ordered(_placed(finding, units) for finding in error.findings)) from None
    store = Store(bundle.project.cache)
    for one, (sheet, unit, why) in zip(finished, left, strict=True):
        shelf = store.shelf(STAMPED, places[sheet.name])
        contact = any(finding.slug == "unit-contact" for finding in one.findings)  # which says why it is not stamped
        reasons = [] if contact else [_told(sheet, unit, why)]
        shelf.put(name_of(unit), one.pdf.read_bytes(), [*reasons, *one.findings])
    return len(left)


class Incomplete(Exception):
    """Something must be rendered in full, for which the whole campaign must be prepared."""


def _told(sheet: Sheet, unit: Unit, why: str) -> Finding:
    data: dict[str, str | int | float] = {"sheet": sheet.name, "unit": unit.code, "count": 1, "reason": why}
    return Finding("sheet-unstamped", "warning", sheet.material.table.name, data=data)


def _placed(finding: Finding, units: Mapping[str, Unit | None]) -> Finding:
    """A fault of a unit's sheet stands in the unit's row; `units` by the names of their sheets."""
    unit = units.get(str(finding.data.get("sheet")))
    if unit is None:
        return finding
    return finding.at(unit.file, unit.line)


def forget(cache: Path, kept: Personalised, units: Iterable[Unit], sheets: Collection[str]) -> None:
    """Removes from the cache what no unit's kit uses any more, but for the latest bases of all `sheets` by name.

    What was made to order lies where it was ordered; the next order shall not wait for its bases.
    """
    store = Store(cache)
    used = {name: shelf.key for name, shelf in kept.shelves.items()}
    bases = sorted((cache / "bases").glob("*"), key=lambda folder: folder.stat().st_mtime_ns)
    latest = {name: folder.name for folder in bases if (name := _sheet_of(folder)) in sheets} | used
    store.prune(STAMPED, set(used.values()))
    store.prune("bases", set(latest.values()))
    names = {name_of(unit) for unit in units}
    for shelf in kept.shelves.values():
        shelf.prune(names)
