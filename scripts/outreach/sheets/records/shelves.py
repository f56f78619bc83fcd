"""Every unit's files of some patterns: what is missing is stamped on all cores, what can't be stamped is set in full.

The files lie in the cache by pattern, unit and record, so nothing that is unchanged is made again, and a build that was
broken off goes on where it stood.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from outreach.campaign.units import Unit
from outreach.core.cache import Shelf, Store
from outreach.core.findings import Finding, OutreachError, ordered
from outreach.core.workers import Progress, parallel_map
from outreach.sheets.records import batch
from outreach.sheets.records.pattern import BASES, Pattern, Task, bases_of, record_file_name

FEW = 4000
"""Files up to which processes of their own would cost more than they save, where bases are there."""
AnyPattern = TypeVar("AnyPattern", bound=Pattern)
FullSetting = Callable[[Sequence[tuple[AnyPattern, Unit]]], Sequence[tuple[bytes, Sequence[Finding]]]]
"""Sets patterns for units in full: the PDF of each, and doubts about it. Raises OutreachError."""


class Incomplete(Exception):
    """Something must be made for which the whole campaign must be prepared."""


@dataclass(frozen=True)
class UnitShelves:
    """Where each pattern's files lie, and how many were made now."""

    shelves: Mapping[str, Shelf]
    """Name of the pattern → its files in the cache."""
    stamped: int
    full: int
    """Set in full, since they could not be stamped."""


def fill(
    store: Store,
    patterns: Sequence[AnyPattern],
    units: Iterable[Unit],
    every: Iterable[Unit],
    set_in_full: FullSetting[AnyPattern] | None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> UnitShelves:
    """Make what is missing of the files of `units`, of a list whose units are `every`: its records prove bases.

    Fonts must be restricted to those of the patterns. Raises OutreachError with all records that do not fit, and
    Incomplete where a file must be set in full and nobody can.
    """
    shelves = {pattern.name: store.shelf(pattern.kind, pattern.key) for pattern in patterns}
    by_file = {record_file_name(unit): unit for unit in units}
    missing = [shelves[pattern.name].damaged_or_missing(by_file) for pattern in patterns]
    tasks = [
        Task(pattern, tuple(by_file[name] for name in names), tuple(every), shelves[pattern.name])
        for pattern, names in zip(patterns, missing, strict=True)
        if names
    ]
    outcomes = _run(tasks, progress, workers)
    if errors := [error for outcome in outcomes for error in outcome.errors]:
        raise OutreachError(ordered(errors))
    by_name = {pattern.name: pattern for pattern in patterns}
    left = [(by_name[outcome.pattern], unit, why) for outcome in outcomes for unit, why in outcome.unstamped]
    if left and set_in_full is None:
        raise Incomplete
    settings = set_in_full([(pattern, unit) for pattern, unit, _ in left]) if left and set_in_full else ()
    for (pattern, unit, why), (content, findings) in zip(left, settings, strict=True):
        contact = any(finding.slug == "unit-contact" for finding in findings)  # which says why it is not stamped
        reasons = [] if contact else [_unstamped(pattern, unit, why)]
        shelves[pattern.name].put(record_file_name(unit), content, [*reasons, *findings])
    # Shelves are opened again: processes have put files there.
    shelves = {name: store.shelf(shelf.kind, shelf.key) for name, shelf in shelves.items()}
    return UnitShelves(shelves, sum(len(task.units) for task in tasks) - len(left), len(left))


def _run(tasks: Sequence[Task], progress: Progress | None, workers: int | None) -> list[batch.Outcome]:
    """Outcomes of tasks: first of those few whose bases are there, in this process, then of the others."""
    total = sum(len(task.units) for task in tasks)
    based = [task for task in tasks if (task.shelf.store.root / bases_of(task.shelf)).exists()]
    here = [batch.run(task, make_bases=False) for task in based] if total <= FEW else []
    done = {outcome.pattern for outcome in here if outcome}
    others = sorted(tasks, key=lambda task: -task.pattern.pages)  # what takes longest is begun first
    jobs = [(task, task.pattern.name, len(task.units)) for task in others if task.pattern.name not in done]
    there = parallel_map(batch.run, jobs, progress, workers)
    return [outcome for outcome in (*here, *there) if outcome]


def _unstamped(pattern: Pattern, unit: Unit, why: str) -> Finding:
    return Finding(
        "sheet-unstamped",
        "warning",
        pattern.file or unit.file,
        data={"sheet": pattern.name, "unit": unit.code, "count": 1, "reason": why},
    )


def standing_warnings(shelves: Iterable[Shelf], units: Iterable[Unit]) -> list[Finding]:
    """The warnings that stand about these units' files, and about the bases of these."""
    names = list(map(record_file_name, units))
    alike: dict[str, list[Finding]] = {}
    for finding in [finding for shelf in shelves for finding in (*_about_bases(shelf), *shelf.findings(names))]:
        data = {key: value for key, value in finding.data.items() if key != "unit"}
        alike.setdefault(repr(replace(finding, data=data)), []).append(finding)
    return ordered(_counted(findings) for findings in alike.values())


def _about_bases(shelf: Shelf) -> list[Finding]:
    kind = bases_of(shelf)
    keys = sorted(path.name for path in (shelf.store.root / kind).glob("[!.]*"))
    return [finding for key in keys if (entry := shelf.store.entry(kind, key)) for finding in entry.findings]


def _counted(findings: Sequence[Finding]) -> Finding:
    """Findings that differ in their unit alone as one, which names the first and how many there are."""
    first = findings[0]
    return replace(first, data={**first.data, "count": len(findings)}) if "unit" in first.data else first


def prune(
    store: Store, kind: str, shelves: Iterable[Shelf], files: Collection[str], names: Collection[str] = ()
) -> None:
    """Remove from the cache what no unit uses any more: all of a kind but these `files` on these shelves, and bases.

    What was made to order lies where it was ordered; the next order shall not wait for its bases: the latest of
    patterns of these `names` stay.
    """
    used = {shelf.key.rpartition("-")[0]: shelf.key for shelf in shelves}
    bases = sorted((store.root / f"{kind}{BASES}").glob("*"), key=lambda folder: folder.stat().st_mtime_ns)
    latest = {name: folder.name for folder in bases if (name := folder.name.rpartition("-")[0]) in names}
    store.prune(kind, set(used.values()))
    store.prune(f"{kind}{BASES}", set((latest | used).values()))
    for key in used.values():
        store.shelf(kind, key).prune(files)
