"""Every unit's papers to read from: the large print stamped, the Word document and the text filled in.

They lie in the cache by what they are made from and by record, as `personalise` has it for sheets. Heavy libraries are
imported only where a base must be made.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.units import Unit
from outreach.content.page import read_pages
from outreach.core.cache import Shelf, Store
from outreach.core.findings import Data, Finding, OutreachError, ordered
from outreach.core.hashing import digest
from outreach.core.workers import parallel_map
from outreach.products.catalogue import Entry
from outreach.products.loudspeakers.booklet import ScriptPapers
from outreach.products.loudspeakers.booklet_job import (
    BASE,
    KIND,
    KINDS,
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
from outreach.products.loudspeakers.broadcasts import Broadcasts, read_broadcasts
from outreach.products.loudspeakers.check import check_unit
from outreach.products.loudspeakers.read import read_scripts
from outreach.products.loudspeakers.script import Script
from outreach.products.loudspeakers.script_fields import FOLDER
from outreach.products.loudspeakers.text_files import Prepared as Files
from outreach.products.loudspeakers.text_files import ScriptFiles, marked
from outreach.render import fonts, stamping
from outreach.render.glyphs import Family
from outreach.render.stamping import Unstampable
from outreach.sheets.fallback import fit_unit
from outreach.sheets.records.personalise import Incomplete
from outreach.sheets.records.task import name_of

FIGURES = "0123456789.()+-/:"
MANY = 256
"""Units that one process makes at a time."""
FEW = 4
"""Units whose paper one process sets in full at a time."""


@dataclass(frozen=True)
class UnitBooklets:
    """The papers of units, as `products.unit_files.UnitFiles` has it."""

    bundle: Bundle
    fonts: Mapping[int, Path]
    aloud: Aloud
    product = "loudspeakers"
    kinds = KINDS
    anchor = "read"

    @property
    def key(self) -> str:
        return self.aloud.key

    @property
    def title(self) -> str:
        return title_of(self.bundle)

    @property
    def words(self) -> Mapping[str, str]:
        return self.bundle.words.section("script")

    def names(self, unit: Unit) -> list[str]:
        return self.aloud.names(unit)

    def cache_names(self, unit: Unit) -> list[str]:
        return names_of(unit)

    def entries(self, unit: Unit) -> list[Entry]:
        language = self.bundle.campaign.language
        return [
            Entry(name, "script", self.title, kind.upper(), "", language)
            for name, kind in zip(self.names(unit), KINDS, strict=True)
        ]

    def place(self, every: Iterable[Unit]) -> str:
        """Key of the shelf: other characters ask for another base, which makes other files."""
        return digest(self.key, _letters(self.bundle, self.aloud, every))[:32]

    def fill(self, units: Sequence[Unit], every: Sequence[Unit], *, light: bool = False) -> Shelf:
        """Make what is missing of these units' files, of a list whose units are `every`; they lie on the shelf.

        Raises OutreachError for units whose words break a script's rules or do not fit, and personalise.Incomplete
        where `light` and a base must be made or a paper be set in full.
        """
        bundle, files = self.bundle, self.fonts
        store, place = Store(bundle.project.cache), self.place(every)
        shelf = store.shelf(KIND, place)
        wanted = [unit for unit in units if shelf.damaged_or_missing(names_of(unit))]
        if not wanted:
            return shelf
        aloud, warned = _fitting(self.aloud, files, wanted)
        faces = [*files.values(), *fonts.italics(bundle.brand.fonts).values()]
        fonts.restrict(faces, bundle.project.cache)
        reason = ""
        if not _ready(shelf):
            if light:
                raise Incomplete
            reason = _make_base(self, aloud, shelf, wanted, every)
        pieces = [wanted[at : at + MANY] for at in range(0, len(wanted), MANY)]
        jobs = [
            Writing(files, aloud, shelf, piece, [title_of(bundle, unit) for unit in piece], reason, _own(warned, piece))
            for piece in pieces
        ]
        lists = map(_write, jobs) if len(jobs) == 1 else parallel_map(_write, [(job, aloud.stem, 0) for job in jobs])
        if left := [each for some in lists for each in some]:
            if light:
                raise Incomplete
            for unit, why in left:
                warned[name_of(unit)] = [*warned.get(name_of(unit), []), _told(aloud, unit, why)]
            _in_full(bundle, files, aloud, shelf, [unit for unit, _ in left], warned)
        return store.shelf(KIND, place)

    def forget(self, shelf: Shelf, every: Iterable[Unit]) -> None:
        Store(self.bundle.project.cache).prune(KIND, {shelf.key})
        shelf.prune({BASE, WORDS, *(name for unit in every for name in names_of(unit))})


def unit_booklets(
    bundle: Bundle, files: Mapping[int, Path], scripts: Iterable[Script], broadcasts: Broadcasts | None
) -> UnitBooklets | None:
    """The papers of those scripts that units read; None if there are none."""
    unit_scripts = [script for script in scripts if script.meta.kit]
    if not unit_scripts or broadcasts is None:
        return None
    words = UnitWords(unit_scripts, broadcasts, bundle.campaign)
    setter = Setter(read_boxes(), Family(dict(files)))
    blank = words.of(None)
    html = ScriptPapers(bundle, setter).booklet(unit_scripts, broadcasts, setter.lines(blank)).html
    text = ScriptFiles(bundle).prepared(unit_scripts, broadcasts, marked(list(blank))).text
    from outreach.sheets.typeset_document import tools

    key = digest(tools(bundle, files), html, text, repr(label(bundle)))
    return UnitBooklets(bundle, files, Aloud(words, key, bundle.words.text("script.file")))


def restore(bundle: Bundle, files: Mapping[int, Path], key: str) -> UnitBooklets:
    """The papers of a campaign that was prepared before: its scripts are read again, `key` is as it was."""
    pages, _ = read_pages(bundle, sorted((bundle.project.docs / FOLDER).glob("*.md")))
    scripts, _ = read_scripts(bundle, pages)
    broadcasts, _, _ = read_broadcasts(bundle.project)
    assert broadcasts is not None  # or there would be no key
    words = UnitWords([script for script in scripts if script.meta.kit], broadcasts, bundle.campaign)
    return UnitBooklets(bundle, files, Aloud(words, key, bundle.words.text("script.file")))


def _make_base(
    booklets: UnitBooklets, aloud: Aloud, shelf: Shelf, wanted: Iterable[Unit], every: Iterable[Unit]
) -> str:
    """Make what units' files are made from. Returns why no paper can be stamped, "" if it can.

    Raises OutreachError for what is wrong with the paper.
    """
    from outreach.products.loudspeakers import booklet_base as making  # heavy: WeasyPrint, pikepdf

    proofs = sorted(wanted, key=lambda unit: (-len(unit.name), unit.code))
    letters = _letters(booklets.bundle, aloud, every)
    job = making.Making(booklets.bundle, booklets.fonts, aloud, shelf, letters, proofs)
    found, reason = parallel_map(making.make, [(job, aloud.stem, 0)])[0]
    if found:
        raise OutreachError(found)
    return reason


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
    if faults := [fault for some in parallel_map(partial(making.in_full, bundle), jobs) for fault in some]:
        raise OutreachError(faults)


def _own(warned: Mapping[str, Sequence[Finding]], units: Sequence[Unit]) -> dict[str, Sequence[Finding]]:
    """The warnings about these units' files."""
    return {name: warned[name] for name in map(name_of, units) if name in warned}


def _told(aloud: Aloud, unit: Unit, why: str) -> Finding:
    data: Data = {"sheet": aloud.stem, "unit": unit.code, "count": 1, "reason": why}
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
            job.shelf.put(pdf, stamper.stamp(keys, lines, b"", title), job.warned.get(pdf, ()))
        except Unstampable as why:
            left.append((unit, str(why)))
        job.shelf.put(document, filler.as_document(words))
        job.shelf.put(text, filler.as_text(words))
    return left
