"""QR codes of thousands of texts at once: module for module what `render.qr` makes of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from outreach.render.qr_classes import signature

if TYPE_CHECKING:
    from outreach.render.qr import Level, Segment
    from outreach.render.qr_boards import Bits, Tables

# numpy and the boards are imported at first use: a command that draws no batch shall not wait for them.


class Drawn(NamedTuple):
    """A symbol as PDF path operators: unit = module, y down, origin = corner of the quiet zone; nothing painted."""

    modules: int
    path: bytes


@dataclass(frozen=True)
class _Plan:
    """How texts of one signature are written: the signature, itself such a text, stands for all of them."""

    segments: tuple[Segment, ...]
    version: int
    level: Level

    @cached_property
    def codewords(self) -> bytes:
        """The signature's own codewords, with fields, padding and error correction."""
        from outreach.render.qr import codewords

        return codewords(self.segments, self.version, self.level)


class Batch:
    """Draws symbols by the thousand. What a version and level need is found once and kept in the project's cache."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._plans: dict[bytes, _Plan] = {}
        self._tables: dict[tuple[int, Level], Tables] = {}

    def symbols(self, texts: Sequence[str]) -> list[Drawn]:
        """The symbols of `texts`, in order. Raises ValueError as `render.qr.symbol` does."""
        from outreach.render.qr_boards import paths

        found: dict[int, Drawn] = {}
        for indices, symbols in self._drawn(texts):
            for index, path in zip(indices, paths(symbols), strict=True):
                found[index] = Drawn(symbols.shape[-1], path)
        return [found[index] for index in range(len(texts))]

    def _drawn(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Bits]]:
        """Texts of one version and level together: their indices, and their modules (text, row, column)."""
        from outreach.render.qr_boards import LARGEST, singly

        data = [text.encode("utf-8") for text in texts]
        signatures: dict[bytes, list[int]] = {}
        for index, one in enumerate(data):
            signatures.setdefault(signature(one), []).append(index)
        groups: dict[tuple[int, Level], list[tuple[_Plan, list[int]]]] = {}
        for like, indices in signatures.items():
            plan = self._plan(like)
            groups.setdefault((plan.version, plan.level), []).append((plan, indices))
        for (version, level), members in groups.items():
            indices = [index for _, indices in members for index in indices]
            if version > LARGEST:
                yield indices, singly([texts[index] for index in indices])
                continue
            tables = self._table(version, level)
            added = [
                tables.added(plan.segments, plan.codewords, [data[index] for index in own]) for plan, own in members
            ]
            yield indices, tables.best(added)

    def _plan(self, like: bytes) -> _Plan:
        """The plan of a signature, found once: the signature is itself a text that has it."""
        from outreach.render.qr import fitted

        if like not in self._plans:
            segments, version, level = fitted(like)
            self._plans[like] = _Plan(tuple(segments), version, level)
        return self._plans[like]

    def _table(self, version: int, level: Level) -> Tables:
        from outreach.render.qr_boards import Tables

        if (version, level) not in self._tables:
            self._tables[version, level] = Tables(self._cache, version, level)
        return self._tables[version, level]
