"""The records of one sheet made: bases found and verified where they are missing, then every unit's file stamped.

Runs in worker processes and by itself. What is heavy is imported only where a base must be made. FONTCONFIG_FILE must
be set before (see `personalise`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outreach.campaign.units import Unit
from outreach.core.cache import Shelf
from outreach.render import qr, stamping
from outreach.render.glyphs import Family
from outreach.render.stamping import Base, Unstampable
from outreach.sheets.records.record import Personal, Variant
from outreach.sheets.records.task import STAMPED, Key, Task, bases_of, name_of, name_of_base

if TYPE_CHECKING:
    from outreach.render.qr_batch import Drawing

CHUNK = 512
"""Symbols in hand at a time: the memory of a process hardly grows with the country."""


@dataclass(frozen=True)
class Outcome:
    """Units of a sheet that could not be stamped, each with the reason."""

    sheet: str
    unstamped: tuple[tuple[Unit, str], ...] = ()


def missing(shelf: Shelf, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units whose file is not there, or not as it was put there."""
    names = {name_of(unit): unit for unit in units}
    return tuple(names[name] for name in shelf.damaged_or_missing(names))


def run(task: Task, making: bool = True) -> Outcome | None:
    """Stamps the task's units, each file whole or not at all.

    None if a base is missing that may not be made here.
    """
    family = Family(dict(task.fonts))
    personal = Personal(task.bundle, task.sheet, family)
    if personal.reason:
        return Outcome(task.sheet.name, tuple((unit, personal.reason) for unit in task.units))
    faces = {weight: family.face(weight) for weight in task.fonts}
    bases: dict[Key, Base | None] = {}
    unstamped: list[tuple[Unit, str]] = []
    missing: dict[Key, list[Variant]] = {}
    for variant, drawn in _drawn(task.units, personal, unstamped):
        key = variant.structure, drawn.modules
        if key not in bases:
            entry = task.store.entry(bases_of(task.key), name_of_base(key))
            bases[key] = stamping.read(entry.folder, faces) if entry else None
        if (known := bases[key]) is None:
            missing.setdefault(key, []).append(variant)
        else:
            _write(task, personal, variant, drawn, known, unstamped)
    if missing:
        if not making:
            return None
        from outreach.sheets.records import bases as heavy  # WeasyPrint, pikepdf

        listed = _listed(task, personal, missing)
        for key, found in heavy.made(task, personal, faces, listed).items():
            if isinstance(found, str):
                unstamped += [(variant.unit, found) for variant in missing[key]]
                continue
            for variant, drawn in _with_symbols(missing[key]):
                _write(task, personal, variant, drawn, found, unstamped)
    return Outcome(task.sheet.name, tuple(unstamped))


def _listed(
    task: Task, personal: Personal, missing: Mapping[Key, Sequence[Variant]]
) -> Mapping[Key, Sequence[Variant]]:
    """All records of the list by the missing bases that they are stamped on."""
    if sum(map(len, missing.values())) == len(task.every):
        return missing
    found: dict[Key, list[Variant]] = {key: [] for key in missing}
    for variant, drawn in _drawn(task.every, personal, []):
        if (key := (variant.structure, drawn.modules)) in found:
            found[key].append(variant)
    return found


def _drawn(
    units: Sequence[Unit], personal: Personal, unstamped: list[tuple[Unit, str]]
) -> Iterator[tuple[Variant, Drawing]]:
    """Each unit's variant with its symbol; units whose words are not simply set are noted in `unstamped`."""
    variants: list[Variant] = []
    for unit, found in zip(units, personal.variants(units), strict=True):
        if isinstance(found, Variant):
            variants.append(found)
        else:
            unstamped.append((unit, found))
    return _with_symbols(variants)


def _with_symbols(variants: Sequence[Variant]) -> Iterator[tuple[Variant, Drawing]]:
    from outreach.render.qr_batch import symbols  # numpy

    for start in range(0, len(variants), CHUNK):
        chunk = variants[start : start + CHUNK]
        yield from zip(chunk, symbols([qr.link_text(variant.link) for variant in chunk]), strict=True)


def _write(
    task: Task, personal: Personal, variant: Variant, drawn: Drawing, base: Base, unstamped: list[tuple[Unit, str]]
) -> None:
    try:
        content = base.stamp(personal.keys(variant.shape), variant.lines, drawn.path, personal.title(variant.unit))
    except Unstampable as why:
        unstamped.append((variant.unit, str(why)))
        return
    task.store.shelf(STAMPED, task.key).put(name_of(variant.unit), content)
