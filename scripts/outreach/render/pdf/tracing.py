"""A finished page as shapes that can be drawn anew: exact paths, glyphs as outlines (adapter of pikepdf)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from outreach.core.lengths import PT_PER_INCH, PX_PER_INCH
from outreach.render.pdf.budget import Budget
from outreach.render.pdf.content_stream import StreamInterpreter
from outreach.render.pdf.geometry import (
    Matrix,
    Point,
    Rect,
    Step,
    bounds,
    grow,
    meet,
    outside,
    stretch,
    transform_box,
    transform_point,
)
from outreach.render.pdf.graphics_state import PaintState, State
from outreach.render.pdf.interpreter import Interpreter
from outreach.render.pdf.model import Kind
from outreach.render.pdf.objects import get, open_pdf, to_float
from outreach.render.pdf.paths import Path
from outreach.render.pdf.reader import BOXES, box_of, inherit, to_page
from outreach.render.pdf.typefaces import Glyph, Typeface

PARTS = 100
"""Coordinates of outlines are rounded to 1/PARTS of a CSS pixel: finer than any screen shows."""
EVEN = 0.02
"""A stroke may be stretched so much more one way than the other."""
SHOWN = {"gray", "rgb"}
"""Components that colours may have: each program shows inks in its own way."""
ROUNDING = 0.01
"""Pixels by which a box may leave its clip without being cut."""


Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: width and dashes in CSS pixels; cap, join and miter limit as PDF numbers them."""

    width: float
    cap: int
    join: int
    miter: float
    dash: tuple[float, ...]
    phase: float


@dataclass(frozen=True)
class Mask:
    """A path that cuts what is painted, and the box around it."""

    steps: Steps
    even_odd: bool
    box: Rect


@dataclass(frozen=True)
class Shape:
    """One thing on the page: its path in CSS px, rounded to 0.01 px, and how it is painted."""

    steps: Steps
    colour: str
    """#RRGGBB."""
    alpha: float
    even_odd: bool = False
    stroke: Stroke | None = None
    """None: it is filled."""
    clip: Rect | None = None
    """The box that cuts it, if one does."""
    masks: tuple[Mask, ...] = ()
    """The paths that cut it besides."""

    @property
    def box(self) -> Rect | None:
        """The box around all points of its path, those that only bend it among them; None for one without points."""
        points = [point for _, step in self.steps for point in step]
        return bounds(points) if points else None


@dataclass(frozen=True)
class Tracing:
    """A page's shapes in the order in which they are painted; lengths in CSS pixels from the trim's upper left."""

    size: tuple[float, float]
    shapes: list[Shape]
    faults: list[str]
    """Marks of the page that can't be drawn as shapes."""


def trace(pdf: bytes, page: int = 1, inks: bool = False, words: bool = True) -> Tracing:
    """The shapes of a page (the first is 1) of a file of our own. What can't be drawn as one is a fault.

    With `inks`, so are colours that are mixed of inks: about as they look. Without `words`, text is passed over.
    """
    with open_pdf(pdf) as document:
        sheet = document.pages[page - 1]
        media = box_of(inherit(sheet, BOXES["media"])) or (0.0, 0.0, 1.0, 1.0)
        trim = box_of(inherit(sheet, BOXES["trim"])) or media
        matrix = to_page(trim, int(to_float(inherit(sheet, "/Rotate"))), PX_PER_INCH / PT_PER_INCH)
        page_box = transform_box(matrix, trim)
        tracer = Tracer(page, page_box, inks, words)
        tracer.read(sheet, inherit(sheet, "/Resources"), State(matrix, page_box), matrix)
        return Tracing(page_box[2:], tracer.shapes, [fault.reason for fault in tracer.faults])


class Tracer(Interpreter):
    """Reads a page's content as shapes; `page_box` is the page, `inks` and `words` as in `trace`."""

    def __init__(self, page: int, page_box: Rect, inks: bool, words: bool) -> None:
        super().__init__(page, Budget(), {})
        self.page_box = page_box
        self.words = words
        self.families = SHOWN | {"cmyk", "spot"} if inks else SHOWN
        self.shapes: list[Shape] = []

    def run(self, resources: Any, state: State, base: Matrix) -> StreamInterpreter:
        return _Drawing(self, resources, state, base)

    def outline(self, face: Typeface, glyph: Glyph) -> list[Step]:
        """A glyph's outline in em; empty, and a fault, if the font has none that can be drawn."""
        if face.kind != "Type0" or not face.file:
            self.fault(f"text in the font {face.about.name} of kind {face.kind}")
            return []
        return face.outlines.steps(face.number(glyph.code))


class _Exact(Path):
    """A path that keeps its curves."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []

    def move(self, point: Point) -> None:
        super().move(point)
        self.steps.append(("M", (point,)))

    def line(self, point: Point) -> None:
        super().line(point)
        self._went("L", point)

    def curve(self, first: Point, second: Point, end: Point) -> None:
        super().curve(first, second, end)
        self._went("C", first, second, end)

    def close(self) -> None:
        super().close()
        self._went("Z")

    def _went(self, command: str, *points: Point) -> None:
        if self.parts:  # what doesn't begin anywhere is nothing
            self.steps.append((command, points))

    @property
    def boxed(self) -> bool:
        """True for a single rectangle whose sides are upright: its box is all there is to it."""
        box = self.box
        if box is None or any(command == "C" for command, _ in self.steps):
            return False
        corners = {point for part in self.parts for point in part}
        return (
            sum(len(part) > 1 for part in self.parts) == 1
            and len(corners) == 4
            and all(x in box[::2] and y in box[1::2] for x, y in corners)
        )


class _Drawing(StreamInterpreter):
    """One content stream on its way to shapes."""

    def __init__(self, tracer: Tracer, resources: Any, state: State, base: Matrix) -> None:
        super().__init__(tracer, resources, state, base)
        self.tracer = tracer
        self.path: _Exact = _Exact()
        self.letters: list[Step] = []

    def on_fill(self, even_odd: bool) -> None:
        box, masks = self.path.box, self.state.masks
        if box is None:
            return
        if not self.path.boxed:
            self.add(round_steps(self.path.steps), box, even_odd)
        elif masks and not outside(masks[-1].box, box, ROUNDING):
            # A box seen through one path is that path. Cut instead, its edge would be smoothed twice: too thin.
            self.state.masks = masks[:-1]
            self.add(masks[-1].steps, masks[-1].box, masks[-1].even_odd)
            self.state.masks = masks
        elif (visible := meet(box, self.state.clip)) is not None:
            self.add(rectangle(visible), visible)

    def on_stroke(self) -> None:
        state = self.state
        least, most = stretch(state.matrix)
        if most - least > EVEN * most:
            self.reader.fault("a stroke that is wider one way than the other")
        dash = tuple(most * length for length in state.dash)
        stroke = Stroke(state.width * most, state.cap, state.join, state.miter, dash, most * state.phase)
        if self.path.box is not None:
            reach = stroke.width / 2 * (stroke.miter if stroke.join == 0 else 1.5)
            self.add(round_steps(self.path.steps), grow(self.path.box, reach), stroke=stroke)

    def on_glyph(self, face: Typeface, glyph: Glyph, matrix: Matrix) -> None:
        if self.tracer.words and not glyph.text.isspace():
            steps = self.tracer.outline(face, glyph)
            self.letters += [(c, tuple(transform_point(matrix, *point) for point in points)) for c, points in steps]

    def mark(self, kind: Kind, box: Rect | None, paint: PaintState, **more: Any) -> None:
        super().mark(kind, box, paint, **more)
        if kind in {"image", "shading"}:
            self.reader.fault(f"{kind}: it has no outline")
        if kind != "text":
            return
        letters, self.letters = self.letters, []
        if self.state.mode != 0:
            self.reader.fault("text that is not filled")
        if letters and box is not None:
            self.add(round_steps(letters), box)

    def clip(self, even_odd: bool) -> None:
        if not self.path.boxed and self.path.box is not None:
            self.state.masks = (*self.state.masks, Mask(round_steps(self.path.steps), even_odd, self.path.box))
        super().clip(even_odd)

    def form(self, form: Any) -> None:
        if get(form, "/Group") is not None and self.state.fill.alpha < 1:
            self.reader.fault("a group that shines through")
        super().form(form)

    def settings(self, operands: Any) -> None:
        super().settings(operands)
        state = get(get(self.resources, "/ExtGState"), str(operands[0]))
        if any(str(get(state, key) or usual) != usual for key, usual in (("/SMask", "/None"), ("/BM", "/Normal"))):
            self.reader.fault("a mask, or a way to mix colours")

    def add(self, steps: Steps, box: Rect, even_odd: bool = False, stroke: Stroke | None = None) -> None:
        """Add a shape, cut where the clip path cuts it."""
        ink = self.state.stroke if stroke else self.state.fill
        colour, clip = ink.colour.rgb, self.state.clip
        if ink.space.family not in self.tracer.families or colour is None:
            self.reader.fault("a pattern, or a colour that screens don't have")
            return
        visible, there = meet(box, clip), meet(box, self.tracer.page_box)
        if visible is None or there is None:
            return
        cut = any(abs(side - other) > ROUNDING for side, other in zip(visible, there, strict=True))
        shade = "#" + "".join(f"{round(255 * share):02X}" for share in colour)
        alpha, masks = ink.alpha * self.state.outer, self.state.masks
        self.tracer.shapes.append(Shape(steps, shade, alpha, even_odd, stroke, clip if cut else None, masks))


def round_steps(steps: Iterable[Step]) -> Steps:
    """An outline in whole hundredths of a pixel."""
    return tuple(
        (command, tuple((round(x * PARTS) / PARTS, round(y * PARTS) / PARTS) for x, y in points))
        for command, points in steps
    )


def rectangle(box: Rect) -> Steps:
    """The outline of a box."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return round_steps([*(("L" if at else "M", (corner,)) for at, corner in enumerate(corners)), ("Z", ())])
