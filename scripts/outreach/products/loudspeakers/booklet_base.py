"""The base of units' papers to read from made and verified, and papers set in full.

Imports the heavy libraries; see `unit_files`, which calls it where a base is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.units import Unit
from outreach.core.cache import Shelf
from outreach.core.files import zip_files
from outreach.core.findings import Finding, OutreachError
from outreach.products.loudspeakers.booklet import ScriptPapers
from outreach.products.loudspeakers.booklet_job import (
    BASE,
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
from outreach.products.loudspeakers.text_files import ScriptFiles, marked
from outreach.render import stamping
from outreach.render.glyphs import Face, Family
from outreach.render.pdf.base import Trial, base
from outreach.render.pdf.labels import add_label
from outreach.render.pdf.normalise import finish
from outreach.render.stamping import Base, Unstampable
from outreach.sheets.records.bases import same
from outreach.sheets.typeset_document import set_document


@dataclass(frozen=True)
class Making:
    """A base to be made; the first of `proofs` that can be stamped is held against a paper set in full."""

    bundle: Bundle
    fonts: Mapping[int, Path]
    aloud: Aloud
    shelf: Shelf
    letters: str
    proofs: Sequence[Unit]


def make(job: Making) -> tuple[list[Finding], str]:
    """Makes the prepared files, and the base; or tells what is wrong with the paper, or why none can be stamped.

    Runs in a worker.
    """
    words = job.aloud.words
    files = ScriptFiles(job.bundle).prepared(words.scripts, words.broadcasts, marked(list(words.of(None))))
    packed = {TEXT: files.text.encode(), PARTS: zip_files(files.parts)}
    job.shelf.store.keep(kind_of(job.shelf), WORDS, packed)
    try:
        _based(job)
    except OutreachError as error:
        return list(error.findings), ""
    except Unstampable as why:
        return [], str(why)
    return [], ""


def _based(job: Making) -> None:
    """Makes the base. Raises OutreachError for what the layout engine complains of, and Unstampable."""
    words, family = job.aloud.words, Family(dict(job.fonts))
    setter = Setter(read_boxes(), family)
    blank = words.of(None)
    keys = setter.keys(blank)
    faces = {weight: family.face(weight) for weight in job.fonts}
    every = [_apart(job.letters, faces[setter.box(slot).weight]) for slot, _, _ in keys]
    shown = every, [f"b{number}" for number in range(len(keys))]
    trials = [_set(job.bundle, setter, words, _by_slot(keys, texts), stamping.TITLE) for texts in shown]
    places = [
        Trial(slot, line, texts, (style, style), setter.box(slot).weight, 0.0, setter.box(slot).share)
        for (slot, line, style), texts in zip(keys, zip(*shown, strict=True), strict=True)
    ]
    cut = base(trials, places, faces, symbol=False)
    stamper, why = Base(*cut, faces), Unstampable()
    for unit in job.proofs:
        lines = setter.lines(words.of(unit))
        try:
            stamped = stamper.stamp(
                keys, [line for some in lines.values() for line in some], b"", title_of(job.bundle, unit)
            )
        except Unstampable as reason:
            why = reason
        else:
            same(_set(job.bundle, setter, words, lines, title_of(job.bundle, unit)), stamped)
            break
    else:
        raise why
    job.shelf.store.keep(kind_of(job.shelf), BASE, stamping.files_of(*cut))


def _apart(letters: str, face: Face) -> str:
    """The characters that a face sets by themselves, between spaces."""
    return " ".join(each for each in letters if each.strip() and face.sets(f" {each} "))


def _by_slot(keys: Sequence[stamping.Key], texts: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for (slot, _, _), text in zip(keys, texts, strict=True):
        found.setdefault(slot, []).append(text)
    return found


def _set(bundle: Bundle, setter: Setter, words: UnitWords, lines: Mapping[str, Sequence[str]], title: str) -> bytes:
    """A paper set in full; the lines of a trial, which has a title of its own, may leave their boxes.

    Raises OutreachError for what is wrong with it.
    """
    paper = ScriptPapers(bundle, setter).booklet(words.scripts, words.broadcasts, lines, title)
    document, found = set_document(paper)
    if found := [finding for finding in found if title != stamping.TITLE or finding.slug != "overflow"]:
        raise OutreachError(found)
    return add_label(finish(document.pdf), replace(label(bundle), title=title))


def in_full(bundle: Bundle, job: Writing) -> list[Finding]:
    """Sets the papers of units in full; or tells why one can't be. Runs in a worker."""
    setter = Setter(read_boxes(), Family(dict(job.fonts)))
    try:
        for unit in job.units:
            lines = setter.lines(job.aloud.words.of(unit))
            pdf = _set(bundle, setter, job.aloud.words, lines, title_of(bundle, unit))
            name = names_of(unit)[0]
            job.shelf.put(name, pdf, job.warned.get(name, ()))
    except OutreachError as error:
        return list(error.findings)
    return []
