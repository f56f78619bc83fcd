"""Lines that touch: the ink of each line against that of the line below it, accents and descenders as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from outreach.campaign.templates import Type
from outreach.content.inline import Run, Runs, plain
from outreach.render.glyphs import COLUMN, Face, Family, Ink

CLEAR = 0.02
"""em that must stay white between two lines: less runs together in print."""
_LEFT = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Alignment → the share of a line's free width that lies left of it."""


@dataclass(frozen=True)
class Touch:
    """Two lines that come too near to one another."""

    words: str
    """The words that do, the upper above the lower."""
    gap: float
    """em of white between them; below 0 they overlap."""


def touches(family: Family, lines: Sequence[Runs], style: Type, align: str) -> list[Touch]:
    """The neighbours among `lines` between which less than `CLEAR` stays white."""
    found: list[Touch] = []
    for upper, lower in pairwise(lines):
        gap = white(family, upper, lower, style, align)
        if gap < CLEAR:
            found.append(Touch(f"{plain(upper)} / {plain(lower)}", gap))
    return found


def white(family: Family, upper: Runs, lower: Runs, style: Type, align: str) -> float:
    """em of white between two lines: the least over all columns, each with its neighbours to left and right."""
    fonts = (style.weight, style.emphasis)
    least = min(_face(family, run, *fonts).reach(run.text)[0] for run in upper)
    most = max(_face(family, run, *fonts).reach(run.text)[1] for run in lower)
    if style.line_height + least - most >= CLEAR:
        return style.line_height + least - most  # no descender could reach an accent, wherever they stand
    width, above = _drawn(family, upper, *fonts, style.tracking)
    other, below = _drawn(family, lower, *fonts, style.tracking)
    shift = round((other - width) * _LEFT[align] / COLUMN)
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
def _drawn(family: Family, runs: Runs, weight: int, emphasis: int, tracking: float) -> tuple[float, Ink]:
    """Width and ink of a line; the sizes and profiles of a material have the same lines."""
    start = 0.0
    ink: dict[int, tuple[float, float]] = {}
    for run in runs:
        face = _face(family, run, weight, emphasis)
        for at, glyph in face.placed(run.text, tracking):
            first = round((start + at) / COLUMN)
            for column, (low, high) in glyph.items():
                was = ink.get(first + column, (low, high))
                ink[first + column] = min(low, was[0]), max(high, was[1])
        start += face.advance(run.text, not tracking) + tracking * len(run.text)
    return start, ink
