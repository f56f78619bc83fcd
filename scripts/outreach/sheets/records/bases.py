"""Bases of one pattern made and verified: what two trials tell, held against full settings of records.

Imports the heavy libraries; see `batch`, which calls it where a base is missing.
"""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from outreach.checks.scan import read as scan
from outreach.core.findings import Finding, OutreachError
from outreach.core.hashing import digest
from outreach.render import optics, qr, raster, stamping
from outreach.render.pdf.base import build_base
from outreach.render.stamping import Base, Table, Unstampable
from outreach.sheets.probe import Probe
from outreach.sheets.records.pattern import FEW_LETTERS, BaseKey, PatternTypesetter, Variant, bases_of, name_of_base
from outreach.sheets.records.stamper import Stamper

VERIFIED_PX = 1000
"""Width of the pages whose pixels are compared."""
Proof = tuple[Variant, bytes]
"""A record, and its stamped file."""


def make(stamper: Stamper, missing: Mapping[BaseKey, Sequence[Variant]]) -> dict[BaseKey, Base | str]:
    """The missing bases, kept in the cache; for one that can't be, the reason.

    `missing` has all records of the list that a base is for. One that can't be stamped condemns none: the next one is
    stamped as a proof. A base of which there is no proof is not kept.
    """
    _freeze()
    setter, shelf = stamper.task.pattern.setter(stamper.family), stamper.task.shelf
    outcomes: dict[BaseKey, Base | str] = {}
    parts: dict[BaseKey, tuple[bytes, Table]] = {}
    for key, variants in missing.items():
        try:
            parts[key] = _cut(setter, stamper, variants[0])
        except Unstampable as why:
            outcomes[key] = str(why)
    cut = {key: Base(*part, stamper.faces) for key, part in parts.items()}
    for key, proofs in _proofs(missing, cut, stamper).items():
        outcomes[key] = cut[key]
        try:
            doubts = _prove(setter, proofs)
        except Unstampable as why:
            outcomes[key] = str(why)
            continue
        if proofs:
            shelf.store.keep(bases_of(shelf), name_of_base(key), stamping.files_of(*parts[key]), doubts)
    return outcomes


@cache
def _freeze() -> None:
    """Exempt what is in memory from garbage collection, once a process: it is mostly modules, which stay."""
    gc.freeze()


def _cut(setter: PatternTypesetter, stamper: Stamper, variant: Variant) -> tuple[bytes, Table]:
    """A base of the variant's structure, and its slot table. Raises Unstampable.

    One trial shows every character, the other a few in the sizes below. Other sizes are set with nothing beside them,
    but for templates that can't do without or then set them elsewhere.
    """
    seeds, varying = stamper.records.seeds, stamper.records.varying(variant.structure)
    lines = [
        line if line.words else replace(line, words=(seeds[line.weight], f"{FEW_LETTERS}{number}"))
        for number, line in enumerate(varying)
    ]

    def trial(which: int, styles: Sequence[str], bare: bool = False) -> bytes:
        words: dict[str, list[str]] = {}
        for line in lines:
            words.setdefault(line.slot, []).append(line.words[which])
        by_slot = {line.slot: style for line, style in zip(lines, styles, strict=True)}
        return setter.trial(variant.unit, Probe(words, by_slot, bare, first=which == 0))

    trials = [trial(which, [line.styles[which] for line in lines]) for which in (0, 1)]
    sizes = max((len(line.further) for line in lines), default=0)
    further = [[(line.further[at:] or line.styles)[0] for line in lines] for at in range(sizes)]
    symbol = bool(variant.link)
    try:
        bare = [trial(1, styles, bare=True) for styles in further]
        return build_base(trials, lines, stamper.faces, bare, symbol)
    except (OutreachError, Unstampable):
        return build_base(trials, lines, stamper.faces, [trial(1, styles) for styles in further], symbol)


def _proofs(
    missing: Mapping[BaseKey, Sequence[Variant]], bases: Mapping[BaseKey, Base], stamper: Stamper
) -> dict[BaseKey, list[Proof]]:
    """Records that bases are verified with, of those that can be stamped: the longest and the shortest, some by
    chance (the same each time), one of each shape."""
    files: dict[str, bytes] = {}

    def stampable(record: tuple[BaseKey, Variant]) -> bool:
        ((key, variant, symbol),) = stamper.with_symbols([record[1]])
        try:
            files[variant.unit.code] = stamper.stamp(variant, symbol, bases[key])
        except Unstampable:
            return False
        return True

    records = [(key, variant) for key in bases for variant in missing[key]]
    by_length = sorted(records, key=lambda record: (sum(map(len, record[1].lines)), record[1].unit.code))
    by_chance = sorted(records, key=lambda record: digest(record[1].unit.code))
    wanted = [(by_length, 1), (by_length[::-1], 1), (by_chance, stamper.task.pattern.random_proofs)]
    chosen = [record for order, count in wanted for record in islice(filter(stampable, order), count)]
    shapes = {(variant.shape, key[1]) for key, variant in chosen}
    for key, variant in by_length:
        if (shape := (variant.shape, key[1])) not in shapes and stampable((key, variant)):
            shapes.add(shape)
            chosen.append((key, variant))
    proofs: dict[BaseKey, list[Proof]] = {key: [] for key in bases}
    for key, variant in {record[1].unit.code: record for record in chosen}.values():
        proofs[key].append((variant, files[variant.unit.code]))
    return proofs


def _prove(setter: PatternTypesetter, proofs: Sequence[Proof]) -> list[Finding]:
    """Doubts about stamped files, one of each kind. Raises Unstampable if one is not as it is set in full."""
    doubts: dict[str, Finding] = {}
    for variant, stamped in proofs:
        full, findings = setter.full(variant.unit)
        _verify(full, stamped, variant.link)
        doubts = {finding.slug: finding for finding in findings} | doubts
    return list(doubts.values())


def _verify(full: bytes, stamped: bytes, link: str) -> None:
    """Raises Unstampable unless both files show the same pixels and text, and the symbols of both the link, if any."""
    try:
        pages = raster.same(full, stamped, VERIFIED_PX)
    except raster.Differs as where:
        if where.text:
            raise Unstampable("the text differs from that of a full setting") from None
        if not where.page:
            raise Unstampable("it has not as many pages as a full setting") from None
        raise Unstampable(f"page {where.page} looks otherwise than in a full setting") from None
    if link:
        codes = [code.text for n, page in enumerate(pages, 1) for code in scan.codes(n, optics.grey(page), page.dpi)]
        if set(codes) != {qr.link_text(link)}:
            raise Unstampable(f"the symbols say {', '.join(codes) or 'nothing'}")
