"""Bases of one sheet made and verified: what two trials tell, held against full renders of records.

Imports the heavy libraries; see `batch`, which calls it where a base is missing.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from outreach.campaign.units import Unit
from outreach.checks.scan import read as scan
from outreach.core.findings import Finding, OutreachError, has_errors, ordered
from outreach.core.hashing import digest
from outreach.core.lengths import mm_to_px
from outreach.render import optics, qr, raster, stamping
from outreach.render.glyphs import Face
from outreach.render.pdf.base import Trial, base
from outreach.render.qr_batch import symbols
from outreach.render.stamping import Base, Table, Unstampable
from outreach.render.templates import Templates
from outreach.sheets import produce
from outreach.sheets.compose import Composer, Composition
from outreach.sheets.finished_sheet import place_findings
from outreach.sheets.label import sheet_label
from outreach.sheets.make import limits_of
from outreach.sheets.presswork import presswork
from outreach.sheets.probe import Probe
from outreach.sheets.records.record import SLUG, SLUG_WEIGHT, Personal, Variant, Varying
from outreach.sheets.records.task import Key, Task, bases_of, name_of_base

RANDOM = 5
"""Records beside the longest and the shortest that a sheet's bases are verified with."""
VERIFIED_PX = 1000
"""Width of the pages whose pixels are compared."""
Proof = tuple[Variant, bytes]
"""A record, and its stamped file."""


def made(
    task: Task,
    personal: Personal,
    faces: Mapping[int, Face],
    missing: Mapping[Key, Sequence[Variant]],
) -> dict[Key, Base | str]:
    """The missing bases by structure and modules, kept in the task's folder; for one that can't be, the reason.

    `missing` has all records of the list that a base is for. One that can't be stamped condemns none: the next one is
    stamped as a proof. A base of which there is no proof is not kept.
    """
    _freeze()
    setter = _Setter(task, personal)
    found: dict[Key, Base | str] = {}
    cut: dict[Key, tuple[bytes, Table]] = {}
    stampers: dict[Key, Base] = {}
    for key, variants in missing.items():
        try:
            cut[key] = setter.base(variants[0], faces)
        except Unstampable as why:
            found[key] = str(why)
        else:
            stampers[key] = Base(*cut[key], faces)
    for key, proofs in _proofs(missing, stampers, personal).items():
        found[key] = stampers[key]
        try:
            warned = setter.proven(proofs)
        except Unstampable as why:
            found[key] = str(why)
            continue
        if proofs:
            task.store.keep(bases_of(task.key), name_of_base(key), stamping.files_of(*cut[key]), warned)
    return found


@cache
def _freeze() -> None:
    """Exempt what is in memory from garbage collection, once a process: it is mostly modules, which stay."""
    gc.freeze()


class _Setter:
    """Sets documents of one sheet in full."""

    def __init__(self, task: Task, personal: Personal) -> None:
        self._task, self._personal = task, personal
        self._composer = Composer(task.bundle, dict(task.fonts))
        self._templates = Templates([task.bundle.project.templates])
        self._seeds = personal.seeds(task.seeds)
        self._rem = mm_to_px(task.sheet.form.rem)

    def proven(self, proofs: Sequence[Proof]) -> list[Finding]:
        """Doubts about stamped files, one of each kind. Raises Unstampable if one is not as it is set in full."""
        warned: dict[str, Finding] = {}
        for variant, stamped in proofs:
            full, findings = self._full(variant.unit)
            _verify(full, stamped, variant.link)
            warned = {finding.slug: finding for finding in findings} | warned
        return list(warned.values())

    def _full(self, unit: Unit) -> tuple[bytes, list[Finding]]:
        """A unit's own sheet, and doubts about it. Raises Unstampable if something of it must not be published."""
        sheet = replace(self._task.sheet, unit=unit)
        composed = self._composer.compose(sheet)
        content, findings = self._finished(composed)
        findings = [*composed.findings, *place_findings(findings, sheet)]
        if has_errors(findings):
            raise Unstampable(f"unit {unit.code}: {ordered(findings)[0].slug}")
        return content, findings

    def base(self, variant: Variant, faces: Mapping[int, Face]) -> tuple[bytes, Table]:
        """A base of the variant's structure, and its slot table. Raises Unstampable.

        One trial shows every character, the other a few in the sizes below. Other sizes are set with nothing beside
        them, but for templates that can't do without or then set them elsewhere.
        """
        lines = [self._line(line, number) for number, line in enumerate(self._personal.varying(variant.structure))]
        trials = [self._trial(variant.unit, lines, which, [line.styles[which] for line in lines]) for which in (0, 1)]
        count = max((len(line.further) for line in lines), default=0)
        styles = [[(line.further[at:] or line.styles)[0] for line in lines] for at in range(count)]
        try:
            further = [self._trial(variant.unit, lines, 1, each, bare=True) for each in styles]
            return base(trials, lines, faces, further)
        except (OutreachError, Unstampable):
            further = [self._trial(variant.unit, lines, 1, each) for each in styles]
            return base(trials, lines, faces, further)

    def _line(self, line: Varying, number: int) -> Trial:
        # All slug lines name one unit: they differ in what they say of their page.
        texts = self._seeds[line.weight], "b" if line.slot == SLUG else f"b{number}"
        words = tuple(self._personal.slug(line.line, text) if line.slot == SLUG else text for text in texts)
        styles = line.styles[0], line.styles[min(1, len(line.styles) - 1)]
        return Trial(
            slot=line.slot,
            line=line.line,
            words=words,
            styles=styles,
            weight=line.weight,
            tracking=line.tracking,
            share=line.share,
            further=line.styles[1:] or line.styles,
            rem=self._rem,
        )

    def _trial(
        self, unit: Unit, lines: Sequence[Trial], which: int, styles: Sequence[str], bare: bool = False
    ) -> bytes:
        shown: dict[str, list[str]] = {}
        for line in lines:
            shown.setdefault(line.slot, []).append(line.words[which])
        by_slot = {line.slot: style for line, style in zip(lines, styles, strict=True)}
        sheet = replace(self._task.sheet, unit=unit)
        composed = self._composer.compose(sheet, Probe(shown, by_slot, bare))
        if composed.press is not None:
            name = "b" if which else self._seeds[SLUG_WEIGHT]
            named = replace(sheet, unit=replace(unit, name=name))
            composed = replace(composed, press=presswork(self._task.bundle, named, self._templates))
        return self._finished(composed)[0]  # its words need not fit

    def _finished(self, composed: Composition) -> tuple[bytes, list[Finding]]:
        bundle, sheet = self._task.bundle, self._task.sheet
        label = replace(sheet_label(bundle, sheet), title=stamping.TITLE)
        limits = limits_of(bundle, sheet, composed)
        return produce.finish_sheet(composed.html, bundle.profiles[sheet.profile].tagged, composed.press, limits, label)


def _proofs(
    missing: Mapping[Key, Sequence[Variant]], stampers: Mapping[Key, Base], personal: Personal
) -> dict[Key, list[Proof]]:
    """Who is verified, of those that can be stamped: the longest and the shortest record, five by chance (the same
    each time), one of each shape."""
    made: dict[str, bytes] = {}

    def stamped(record: tuple[Key, Variant]) -> bool:
        key, variant = record
        (drawn,) = symbols([qr.link_text(variant.link)])
        try:
            words = personal.keys(variant.shape), variant.lines, drawn.path, personal.title(variant.unit)
            made[variant.unit.code] = stampers[key].stamp(*words)
        except Unstampable:
            return False
        return True

    every = [(key, variant) for key in stampers for variant in missing[key]]
    by_length = sorted(every, key=lambda each: (sum(map(len, each[1].lines)), each[1].unit.code))
    by_chance = sorted(every, key=lambda each: digest(each[1].unit.code))
    wanted = [(by_length, 1), (by_length[::-1], 1), (by_chance, RANDOM)]
    chosen = [each for some, count in wanted for each in islice(filter(stamped, some), count)]
    shapes = {(variant.shape, key[1]) for key, variant in chosen}
    for key, variant in by_length:
        if (shape := (variant.shape, key[1])) not in shapes and stamped((key, variant)):
            shapes.add(shape)
            chosen.append((key, variant))
    found: dict[Key, list[Proof]] = {key: [] for key in stampers}
    for key, variant in {each[1].unit.code: each for each in chosen}.values():
        found[key].append((variant, made[variant.unit.code]))
    return found


def same(full: bytes, stamped: bytes) -> None:
    """Raises Unstampable unless both files show the same pixels and text."""
    _seen(full, stamped)


def _verify(full: bytes, stamped: bytes, link: str) -> None:
    """Raises Unstampable unless both files show the same pixels and text, and the symbols of both the link."""
    pages = enumerate(_seen(full, stamped), 1)
    seen = [code.text for page, two in pages for code in scan.codes(page, optics.grey(two), two.dpi)]
    if set(seen) != {qr.link_text(link)}:
        raise Unstampable(f"the symbols say {', '.join(seen) or 'nothing'}")


def _seen(full: bytes, stamped: bytes) -> list[raster.Raster]:
    """The pages of both. Raises Unstampable if they differ."""
    try:
        return raster.same(full, stamped, VERIFIED_PX)
    except raster.Differs as where:
        if where.text:
            raise Unstampable("the text differs from that of a full setting") from None
        if not where.page:
            raise Unstampable("it has not as many pages as a full setting") from None
        raise Unstampable(f"page {where.page} looks otherwise than in a full setting") from None
