"""Records of one pattern, each stamped into the base of its structure. No heavy library is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from outreach.campaign.units import Unit
from outreach.core.findings import Finding
from outreach.render import qr, stamping
from outreach.render.glyphs import Family
from outreach.render.stamping import Base, Unstampable
from outreach.sheets.records.pattern import BaseKey, Task, Variant, bases_of, name_of_base, record_file_name

if TYPE_CHECKING:
    from outreach.render.qr_batch import SymbolPath

CHUNK = 512
"""Symbols in hand at a time: the memory of a process hardly grows with the country."""


class Stamper:
    """Stamps the units of a task, and notes those that can't be."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.family = Family(dict(task.pattern.fonts))
        self.records = task.pattern.records(self.family)
        self.faces = {weight: self.family.face(weight) for weight in task.pattern.fonts}
        self.unstamped: list[tuple[Unit, str]] = []
        self.base = cache(self._base)

    def variants(self, units: Sequence[Unit]) -> tuple[list[Variant], list[tuple[Unit, str]], list[Finding]]:
        """Variants of units; those whose words are not simply set, with the reason; errors of those that don't fit."""
        variants: list[Variant] = []
        unstamped: list[tuple[Unit, str]] = []
        errors: list[Finding] = []
        for unit in units:
            variant = self.records.variant(unit)
            if isinstance(variant, Variant):
                variants.append(variant)
            elif isinstance(variant, str):
                unstamped.append((unit, variant))
            else:
                errors += variant
        return variants, unstamped, errors

    def with_symbols(self, variants: Sequence[Variant]) -> Iterator[tuple[BaseKey, Variant, SymbolPath]]:
        """Each variant with its symbol, and the key of its base."""
        from outreach.render.qr_batch import SymbolPath, symbols  # numpy

        for start in range(0, len(variants), CHUNK):
            chunk = variants[start : start + CHUNK]
            links = {variant.link: qr.link_text(variant.link) for variant in chunk if variant.link}
            drawings = dict(zip(links, symbols(list(links.values())), strict=True))
            for variant in chunk:
                symbol = drawings.get(variant.link, SymbolPath(0, b""))
                yield (variant.structure, symbol.modules), variant, symbol

    def _base(self, key: BaseKey) -> Base | None:
        """A base that lies in the cache."""
        entry = self.task.shelf.store.entry(bases_of(self.task.shelf), name_of_base(key))
        return stamping.read(entry.folder, self.faces) if entry else None

    def all_records(self, missing: dict[BaseKey, list[Variant]]) -> dict[BaseKey, list[Variant]]:
        """All records of the list by the missing bases that they are stamped on: bases are proved by them."""
        if sum(map(len, missing.values())) == len(self.task.every):
            return missing
        records: dict[BaseKey, list[Variant]] = {key: [] for key in missing}
        for key, variant, _ in self.with_symbols(self.variants(self.task.every)[0]):
            if key in records:
                records[key].append(variant)
        return records

    def stamp(self, variant: Variant, symbol: SymbolPath, base: Base) -> bytes:
        """A record's file. Raises Unstampable."""
        keys = self.records.keys(variant.shape)
        return base.stamp(keys, variant.lines, symbol.path, self.records.title(variant.unit))

    def write(self, variant: Variant, symbol: SymbolPath, base: Base) -> None:
        """Keep a record's file."""
        try:
            content = self.stamp(variant, symbol, base)
        except Unstampable as why:
            self.unstamped.append((variant.unit, str(why)))
        else:
            self.task.shelf.put(record_file_name(variant.unit), content, variant.findings)
