"""Where pages of a sheet lie on other paper: plain figures, no library. Lengths in mm from the upper left corner."""

from dataclasses import dataclass

from outreach.render.pdf.geometry import Rect

Line = tuple[float, float, float, float]
"""From x, y to x, y."""


@dataclass(frozen=True)
class Placement:
    """A page of the sheet on a paper: its upper left corner as it lies, and by how much it is turned clockwise."""

    page_index: int
    """From 0."""
    x: float
    y: float
    turn: int = 0
    window: Rect | None = None
    """The part of the page that is shown; None: all."""


@dataclass(frozen=True)
class Side:
    """One side of a printed paper."""

    placements: tuple[Placement, ...]
    marks: tuple[Line, ...] = ()


@dataclass(frozen=True)
class TrimMarks:
    """Marks round a trim. Lengths in mm but for the lines' width."""

    bleed: float
    slug: float
    """Room outside the bleed."""
    line_pt: float
    folds: tuple[float, ...] = ()
    """From the trim's top edge."""
    die: str = ""
    """The spot ink that draws the circle in the trim for the knife; empty: the sheet is cut straight."""
