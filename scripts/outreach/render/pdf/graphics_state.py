"""The graphics state of a content stream."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from outreach.render.pdf import colours
from outreach.render.pdf.geometry import IDENTITY, Matrix, Rect, multiply
from outreach.render.pdf.model import Colour
from outreach.render.pdf.typefaces import Typeface


@dataclass
class PaintState:
    """Colour, pattern, alpha and overprint of fills or strokes."""

    space: colours.Space = colours.GRAY
    colour: Colour = field(default_factory=lambda: colours.GRAY.colour((0.0,)))
    under: colours.Space = colours.GRAY
    """The space that an uncoloured pattern takes its colour from."""
    pattern: Any = None
    alpha: float = 1.0
    overprint: bool = False


@dataclass
class State:
    """All that `q` saves. `matrix` leads to millimetres on the page."""

    matrix: Matrix
    clip: Rect
    fill: PaintState = field(default_factory=PaintState)
    stroke: PaintState = field(default_factory=PaintState)
    width: float = 1.0
    cap: int = 0
    join: int = 0
    miter: float = 10.0
    dash: tuple[float, ...] = ()
    phase: float = 0.0
    masks: tuple[Any, ...] = ()
    """Clip paths that are no boxes, for those who draw the page anew."""
    outer: float = 1.0
    """Alpha of the groups around."""
    face: Typeface | None = None
    size: float = 0.0
    character_gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def saved(self) -> State:
        """A copy that later changes leave alone."""
        state = copy.copy(self)
        state.fill, state.stroke = copy.copy(self.fill), copy.copy(self.stroke)
        return state


@dataclass
class Cursor:
    """Where text is set: the text matrix and that of the line."""

    text: Matrix = IDENTITY
    line: Matrix = IDENTITY

    def to(self, matrix: Matrix) -> None:
        self.text = self.line = matrix

    def next(self, x: float, y: float) -> None:
        self.to(multiply((1, 0, 0, 1, x, y), self.line))

    def on(self, x: float) -> None:
        self.text = multiply((1, 0, 0, 1, x, 0), self.text)
