"""Probes: what a trial sheet shows in place of a unit's words and QR code.

A sheet that differs from unit to unit is typeset a few times with probes; where the trials differ, its base is cut so
that each unit's words and symbol can be stamped on (see `records.bases`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.render import qr


@dataclass(frozen=True)
class Probe:
    """Stand-in for a record's words and symbol, at the same size and place."""

    lines: Mapping[str, Sequence[str]]
    """Text slot → its lines."""
    styles: Mapping[str, str]
    """Text slot → its style."""
    bare: bool = False
    """True: the trial shows no other slot, and no drawing."""
    first: bool = True
    """True for the trial that shows every character, False for one that shows few."""

    def symbol(self, symbol: qr.Symbol) -> qr.Symbol:
        """A symbol of the same size with a single dark module."""
        matrix = [[False] * symbol.modules for _ in range(symbol.modules)]
        matrix[0][0] = True
        return replace(symbol, matrix=tuple(tuple(row) for row in matrix))
