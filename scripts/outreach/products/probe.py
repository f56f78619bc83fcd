"""Trials of a sheet, from which bases of records are cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.render import qr


@dataclass(frozen=True)
class Probe:
    """Stand-in of a trial for a record's words and symbol, at the same size and place."""

    lines: Mapping[str, Sequence[str]]
    """Text slot → its lines."""
    styles: Mapping[str, str]
    """Text slot → its style."""
    bare: bool = False
    """No other slot is shown, and no drawing."""

    def symbol(self, symbol: qr.Symbol) -> qr.Symbol:
        """A symbol of the same size with a single dark module."""
        matrix = [[False] * symbol.modules for _ in range(symbol.modules)]
        matrix[0][0] = True
        return replace(symbol, matrix=tuple(tuple(row) for row in matrix))
