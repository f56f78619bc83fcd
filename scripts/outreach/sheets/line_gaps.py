"""Lines that touch: the ink of each line against that of the line below it, accents and descenders as drawn."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from outreach.campaign.templates import SHARES, Type
from outreach.content.inline import Run, Runs, plain
from outreach.render.glyphs import COLUMN, Face, Family, Ink

CLEAR = 0.1
"""em that must stay white between two lines: an accent that stands nearer is read with the wrong line."""
_ROUNDING = 1e-6
_STEP = 0.01
"""em by which lines are set further apart."""


@dataclass(frozen=True)
class Touch:
    """Two lines that come too near to one another."""

    words: str
    """The words that do, the upper above the lower."""
    gap: float
    """em of white between them; below 0 they overlap."""


def touches(family: Family, lines: Sequence[Runs], style: Type, align: str) -> list[Touch]:
    """The neighbours among `lines` between which less than `CLEAR` stays white."""
    touches: list[Touch] = []
    for upper, lower in pairwise(lines):
        gap = white(family, upper, lower, style, align)
        if gap < CLEAR - _ROUNDING:
            touches.append(Touch(f"{plain(upper)} / {plain(lower)}", gap))
    return touches


def white_height(family: Family, lines: Sequence[Runs], style: Type, align: str) -> float:
    """The line height in em that leaves `CLEAR` white between all lines: that of the style, or more."""
    least = min((white(family, *pair, style, align) for pair in pairwise(lines)), default=CLEAR)
    more = math.ceil((CLEAR - _ROUNDING - least) / _STEP) * _STEP
    return round(style.line_height + more, 4) if more > 0 else style.line_height


def white(family: Family, upper: Runs, lower: Runs, style: Type, align: str) -> float:
    """em of white between two lines: the least over all columns, each with its neighbours to left and right.

    Heights are those of `Face.reach`: from the baseline upward, the lowest first.
    """
    weight, emphasis = style.weight, style.emphasis
    least = min(_face(family, run, weight, emphasis).reach(run.text)[0] for run in upper)
    most = max(_face(family, run, weight, emphasis).reach(run.text)[1] for run in lower)
    if style.line_height + least - most >= CLEAR:
        return style.line_height + least - most  # no descender could reach an accent, wherever they stand
    width, above = _ink_of(family, upper, weight, emphasis, style.tracking)
    other, below = _ink_of(family, lower, weight, emphasis, style.tracking)
    shift = round((other - width) * SHARES[align] / COLUMN)
    gaps = (
        style.line_height + low - below[near][1]
        for column, (low, _) in above.items()
        for near in range(column + shift - 1, column + shift + 2)
        if near in below
    )
    return min(gaps, default=style.line_height)


def _face(family: Family, run: Run, weight: int, emphasis: int) -> Face:
    return family.face(emphasis if run.strong else weight)


@lru_cache(maxsize=4096)
def _ink_of(family: Family, runs: Runs, weight: int, emphasis: int, tracking: float) -> tuple[float, Ink]:
    """Width and ink of a line; the sizes and profiles of a material have the same lines."""
    start = 0.0
    ink: dict[int, tuple[float, float]] = {}
    for run in runs:
        face = _face(family, run, weight, emphasis)
        for at, glyph in face.placements(run.text, tracking):
            first = round((start + at) / COLUMN)
            for column, (low, high) in glyph.items():
                was = ink.get(first + column, (low, high))
                ink[first + column] = min(low, was[0]), max(high, was[1])
        start += face.advance(run.text, not tracking) + tracking * len(run.text)
    return start, ink
