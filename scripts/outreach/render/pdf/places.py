"""Where pages of a sheet lie on other paper: plain figures, no library. Lengths in mm from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.render.pdf.geometry import Rect

Line = tuple[float, float, float, float]
"""From x, y to x, y."""


@dataclass(frozen=True)
class Placed:
    """A page of the sheet on a paper: its upper left corner as it lies, and by how much it is turned clockwise."""

    page: int
    x: float
    y: float
    turn: int = 0
    window: Rect | None = None
    """The part of the page that is shown; None: all."""


@dataclass(frozen=True)
class Paper:
    """One side of a printed paper."""

    placed: tuple[Placed, ...]
    marks: tuple[Line, ...] = ()
