"""Every unit's papers to read from: the large print stamped, the Word document and the text filled in.

They lie in the cache by what they are made from and by record, as `personalise` has it for sheets. Heavy libraries are
imported only where a base must be made.
"""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.campaign.bundle import Bundle
from outreach.campaign.units import Unit
from outreach.core.cache import Shelf, Store
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, ordered
from outreach.core.hashing import digest
from outreach.core.workers import spread
from outreach.products.loudspeakers.booklet import ScriptPapers
from outreach.products.loudspeakers.booklet_job import (
    BASE,
    KIND,
    PARTS,
    TEXT,
    WORDS,
    Aloud,
    Writing,
    kind_of,
    label,
    names_of,
    title_of,
)
from outreach.products.loudspeakers.boxes import Setter, UnitWords, read_boxes
from outreach.products.loudspeakers.check import check_unit
from outreach.products.loudspeakers.script import Script
from outreach.products.loudspeakers.text_files import Prepared as Files
from outreach.products.loudspeakers.text_files import ScriptFiles, marked
from outreach.render import fonts, stamping
from outreach.render.glyphs import Family
from outreach.render.stamping import Unstampable
from outreach.sheets.fallback import fit_unit
from outreach.sheets.records.personalise import Incomplete
from outreach.sheets.records.task import name_of

if TYPE_CHECKING:
    from outreach.products.prepare import Prepared

FIGURES = "0123456789.()+-/:"
MANY = 256
"""Units that one process makes at a time."""
FEW = 4
"""Units whose paper one process sets in full at a time."""


def aloud_of(prepared: Prepared) -> Aloud | None:
    """What is read in units' names; None if that is nothing."""
    bundle = prepared.bundle
    scripts = [script for script in prepared.scripts if script.meta.kit]
    if not scripts or bundle.broadcasts is None:
        return None
    words = UnitWords(scripts, bundle.broadcasts, bundle.campaign)
    setter = Setter(read_boxes(), Family(prepared.fonts))
    blank = words.of(None)
    html = ScriptPapers(bundle, setter).booklet(scripts, bundle.broadcasts, setter.lines(blank)).html
    text = ScriptFiles(bundle).prepared(scripts, bundle.broadcasts, marked(list(blank))).text
    from outreach.sheets.typeset_document import tools

    return Aloud(
        words,
        digest(tools(bundle, prepared.fonts), sys.version, html, text, repr(label(bundle))),
        bundle.words.text("script.file"),
    )


def known(bundle: Bundle, scripts: Iterable[Script], key: str) -> Aloud:
    """Scripts in units' names, of scripts that were read again; `key` is as it was."""
    assert bundle.broadcasts is not None
    unit_scripts = [script for script in scripts if script.meta.kit]
    return Aloud(UnitWords(unit_scripts, bundle.broadcasts, bundle.campaign), key, bundle.words.text("script.file"))


def place_of(bundle: Bundle, aloud: Aloud, every: Iterable[Unit]) -> str:
    """The key in the cache of units' files: other characters ask for another base, which makes other files."""
    return digest(aloud.key, _letters(bundle, aloud, every))[:32]


def fill(
    bundle: Bundle,
    files: Mapping[int, Path],
    aloud: Aloud,
    units: Sequence[Unit],
    every: Sequence[Unit],
    prepared: Prepared | None = None,
) -> Shelf:
    """Makes what is missing of these units' files, of a list whose units are `every`; they lie on the shelf returned.

    Raises OutreachError for units whose words break a script's rules or do not fit, and, without `prepared`,
    personalise.Incomplete where a base must be made or a paper be set in full.
    """
    store, place = Store(bundle.project.cache), place_of(bundle, aloud, every)
    shelf = store.shelf(KIND, place)
    wanted = [unit for unit in units if shelf.damaged_or_missing(names_of(unit))]
    if not wanted:
        return shelf
    aloud, warned = _fitting(aloud, files, wanted)
    faces = [*files.values(), *fonts.italics(bundle.brand.fonts).values()]
    os.environ["FONTCONFIG_FILE"] = str(fonts.isolate(faces, bundle.project.cache))
    reason = ""
    if not _ready(shelf):
        if prepared is None:
            raise Incomplete
        proofs = sorted(wanted, key=lambda unit: (-len(unit.name), unit.code))
        from outreach.products.loudspeakers import booklet_base as making  # heavy: WeasyPrint, pikepdf

        job = making.Making(bundle, files, aloud, shelf, _letters(bundle, aloud, every), proofs)
        found, reason = spread(making.make, [(job, aloud.stem, 0)])[0]
        if found:
            raise OutreachError(found)
    pieces = [wanted[at : at + MANY] for at in range(0, len(wanted), MANY)]
    jobs = [
        Writing(files, aloud, shelf, piece, [title_of(bundle, unit) for unit in piece], reason, _own(warned, piece))
        for piece in pieces
    ]
    lists = map(_write, jobs) if len(jobs) == 1 else spread(_write, [(job, aloud.stem, 0) for job in jobs])
    if left := [each for some in lists for each in some]:
        if prepared is None:
            raise Incomplete
        for unit, why in left:
            warned[name_of(unit)] = [*warned.get(name_of(unit), []), _told(aloud, unit, why)]
        _in_full(bundle, files, aloud, shelf, [unit for unit, _ in left], warned)
    return store.shelf(KIND, place)


def _in_full(
    bundle: Bundle,
    files: Mapping[int, Path],
    aloud: Aloud,
    shelf: Shelf,
    units: Sequence[Unit],
    warned: Mapping[str, Sequence[Finding]],
) -> None:
    """Sets what could not be stamped; `warned` says why, by file."""
    from outreach.products.loudspeakers import booklet_base as making  # heavy

    pieces = [units[at : at + FEW] for at in range(0, len(units), FEW)]
    jobs = [(Writing(files, aloud, shelf, piece, warned=_own(warned, piece)), aloud.stem, 0) for piece in pieces]
    if faults := [fault for some in spread(partial(making.in_full, bundle), jobs) for fault in some]:
        raise OutreachError(faults)


def _own(warned: Mapping[str, Sequence[Finding]], units: Sequence[Unit]) -> dict[str, Sequence[Finding]]:
    """The warnings about these units' files."""
    return {name: warned[name] for name in map(name_of, units) if name in warned}


def _told(aloud: Aloud, unit: Unit, why: str) -> Finding:
    data: dict[str, str | int | float] = {"sheet": aloud.stem, "unit": unit.code, "count": 1, "reason": why}
    return Finding("sheet-unstamped", "warning", unit.file, data=data)


def _ready(shelf: Shelf) -> bool:
    """True if what units' files are made from is there."""
    kind = kind_of(shelf)
    return all(shelf.store.entry(kind, name) for name in (BASE, WORDS))


def _fitting(aloud: Aloud, files: Mapping[int, Path], units: Iterable[Unit]) -> tuple[Aloud, dict[str, list[Finding]]]:
    """Scripts with as much of each unit's record as fits, and warnings by file about the rest.

    Raises OutreachError for units whose words break a script's rules, or do not fit the paper, all the same.
    """
    setter = Setter(read_boxes(), Family(dict(files)))

    def faults(unit: Unit) -> list[Finding]:
        own = [finding for script in aloud.words.scripts for finding in check_unit(script, unit)]
        try:
            setter.lines(aloud.words.of(unit))
        except OutreachError as error:
            own += [Finding(f.slug, file=unit.file, line=unit.line, data=f.data) for f in error.findings]
        return own

    instead: dict[str, Unit] = {}
    warned: dict[str, list[Finding]] = {}
    wrong: list[Finding] = []
    for unit in units:
        less, warnings = fit_unit(unit, faults)
        if warnings:
            instead[unit.code], warned[name_of(unit)] = less, warnings
        else:
            wrong += faults(unit)
    if wrong:
        raise OutreachError(ordered(wrong))
    return replace(aloud, words=replace(aloud.words, instead=instead)), warned


def forget(bundle: Bundle, kept: Shelf | None, units: Iterable[Unit]) -> None:
    """Removes from the cache what no unit's papers use any more."""
    Store(bundle.project.cache).prune(KIND, {kept.key} if kept else ())
    if kept is not None:
        kept.prune({BASE, WORDS, *(name for unit in units for name in names_of(unit))})


def _letters(bundle: Bundle, aloud: Aloud, units: Iterable[Unit]) -> str:
    """Every character that bases have: what the language writes names with, what frames say, what records add."""
    have = set("".join(map(str, bundle.words.section("letters").values())) + FIGURES)
    units = list(units)
    for one in (None, *units[:1]):
        have.update(*aloud.words.of(one).values())
    for unit in units:
        have.update(unit.name, unit.contact_label, unit.hotline)
    return "".join(sorted(have | set("".join(have).upper())))


def _write(job: Writing) -> list[tuple[Unit, str]]:
    """Makes the files of units, each whole or not at all. Returns those whose paper can't be stamped, and why."""
    family = Family(dict(job.fonts))
    setter = Setter(read_boxes(), family)
    faces = {weight: family.face(weight) for weight in job.fonts}
    store, kind = job.shelf.store, kind_of(job.shelf)
    stamper = None if job.reason else stamping.read(store.sure_entry(kind, BASE).folder, faces)
    entry = store.sure_entry(kind, WORDS)
    with zipfile.ZipFile(entry.path(PARTS)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    filler = Files(entry.read(TEXT).decode(), parts)
    keys = setter.keys(job.aloud.words.of(None))
    left: list[tuple[Unit, str]] = []
    for unit, title in zip(job.units, job.titles, strict=True):
        words = job.aloud.words.of(unit)
        pdf, document, text = names_of(unit)
        try:
            if stamper is None:
                raise Unstampable(job.reason)
            lines = [line for some in setter.lines(words).values() for line in some]
            job.shelf.put(pdf, stamper.stamped(keys, lines, b"", title), job.warned.get(pdf, ()))
        except Unstampable as why:
            left.append((unit, str(why)))
        job.shelf.put(document, filler.as_document(words))
        job.shelf.put(text, filler.as_text(words))
    return left
