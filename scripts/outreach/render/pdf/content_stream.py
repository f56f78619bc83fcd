"""Content streams interpreted: every mark that they put on the page (adapter of pikepdf)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import pikepdf

from outreach.render.pdf import colours, images
from outreach.render.pdf.budget import FAULTS, Budget
from outreach.render.pdf.functions import evaluate, outputs
from outreach.render.pdf.geometry import Matrix, Rect, meet, multiply, transform_box
from outreach.render.pdf.graphics_state import Cursor, PaintState, State
from outreach.render.pdf.marking import Marking
from outreach.render.pdf.model import Colour, Family, Fault, Kind, Mark
from outreach.render.pdf.objects import (
    UNREADABLE,
    get,
    identity,
    instructions_of,
    items,
    name,
    reason,
    table,
    to_float,
    to_floats,
)
from outreach.render.pdf.paths import Path
from outreach.render.pdf.typefaces import Glyph, Typeface

DEPTH = 24
"""Forms within forms; more is a circle or a trap."""
UNIT: Rect = (0, 0, 1, 1)
RAMP = 9
"""Colours looked at along a gradient."""
Act = Callable[["StreamInterpreter", Any], None]
"""Effect of an operator: `Act(run, operands)`."""


class PageContent:
    """Reads one page's content. Marks and faults are collected in the order in which they are painted."""

    operators: ClassVar[Mapping[str, Act]] = {}
    """Operators that are followed; all others are passed over. `Interpreter` has those of ISO 32000-1."""

    def __init__(self, page: int, budget: Budget, faces: dict[Any, Typeface]) -> None:
        self.marks: list[Mark] = []
        self.unseen: list[Mark] = []
        self.faults: list[Fault] = []
        self.blends: set[Family] = set()
        self.marking = Marking()
        self._page = page
        self.budget = budget
        self._faces = faces
        self._within: list[Any] = []

    def fault(self, reason: str, endless: bool = False) -> None:
        """Note what could not be read, once."""
        fault = Fault(reason, self._page, endless=endless)
        if fault not in self.faults and len(self.faults) < FAULTS:
            self.faults.append(fault)

    def read(self, stream: Any, resources: Any, state: State, base: Matrix) -> None:
        """Follow the operators of a page or of what it shows. `base` is where patterns start from.

        Raises Overdrawn if the file asks for too much.
        """
        if len(self._within) > DEPTH:
            self.fault("forms within forms without end", endless=True)
            return
        parsed = instructions_of(stream, self.budget, self.fault)
        self.run(resources, state, base).follow(parsed[0])

    def run(self, resources: Any, state: State, base: Matrix) -> StreamInterpreter:
        """Start an interpreter for a content stream."""
        return StreamInterpreter(self, resources, state, base)

    def face(self, font: Any) -> Typeface:
        """A font, read once."""
        key = identity(font) or font.unparse()
        if key not in self._faces:
            self._faces[key] = Typeface(font)
        return self._faces[key]

    def inside(self, thing: Any, show: Callable[[], None]) -> None:
        """Show something within what is shown already, unless it is within itself."""
        key = identity(thing) or id(thing)
        if key in self._within:
            self.fault("a form that shows itself", endless=True)
            return
        self.budget.take("forms")
        self._within.append(key)
        try:
            show()
        finally:
            self._within.pop()


class StreamInterpreter:
    """One content stream on its way: state, stack, path, text cursor."""

    def __init__(self, reader: PageContent, resources: Any, state: State, base: Matrix) -> None:
        self.reader = reader
        self.resources = resources
        self.state = state
        self.base = base
        self.stack: list[State] = []
        self.path: Path = Path()
        self.clipping = ""
        """The operator that makes the path narrow the clip path when it ends."""
        self.cursor: Cursor = Cursor()

    def follow(self, instructions: list[Any]) -> None:
        """Operator by operator; one that can't be followed is a fault, and the next one is tried."""
        for instruction in instructions:
            self.reader.budget.take("operators")
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self.inline(instruction.iimage)
                continue
            operator = str(instruction.operator)
            act = self.reader.operators.get(operator)
            if act is None:
                continue
            try:
                act(self, instruction.operands)
            except (*UNREADABLE, LookupError, ArithmeticError) as error:
                self.reader.fault(f"operator {operator}: {reason(error)}")

    def mark(self, kind: Kind, box: Rect | None, paint: PaintState, **more: Any) -> None:
        """Put a mark on the page, cut to the clip path's box; text that is cut off whole is kept apart."""
        if box is None:
            return
        cut = meet(box, self.state.clip)
        colour: Colour = more.pop("colour", paint.colour)
        more = {"ink_sum": colour.ink_sum, "unclipped_box": None if cut == box else box} | more
        alpha = paint.alpha * self.state.outer
        self.reader.budget.take("marks")
        self.reader.marking.note(more.get("text", ""))
        if cut is not None:
            self.reader.marks.append(Mark(kind, cut, colour, alpha, paint.overprint, **more))
        elif kind == "text":
            self.reader.unseen.append(Mark(kind, box, colour, alpha, paint.overprint, **more))

    def on_fill(self, even_odd: bool) -> None:
        """The path is about to be filled. Like the next two for those who draw the page anew; nothing is done here."""

    def on_stroke(self) -> None:
        """The path is about to be stroked."""

    def on_glyph(self, face: Typeface, glyph: Glyph, matrix: Matrix) -> None:
        """A character is shown. `matrix` takes its em to the page."""

    def clip(self, even_odd: bool) -> None:
        """Narrow the clip path's box to the path's; a clip without area lets nothing through."""
        box = self.path.box
        nothing = (self.state.clip[0] - 1e6,) * 2
        self.state.clip = (meet(box, self.state.clip) if box else None) or (*nothing, *nothing)

    # What stands among the resources

    def xobject(self, operands: Any) -> None:
        thing = get(table(self.resources, "/XObject"), str(operands[0]))
        kind = name(get(thing, "/Subtype"))
        if kind == "Image":
            self.image(thing, int(to_float(get(thing, "/Width"))), int(to_float(get(thing, "/Height"))))
        elif kind == "Form":
            self.reader.inside(thing, lambda: self.form(thing))
        else:
            self.reader.fault(f"no object {name(operands[0])}")

    def form(self, form: Any) -> None:
        state = self.state.saved()
        matrix = to_floats(get(form, "/Matrix"))
        if len(matrix) == 6:
            state.matrix = multiply(matrix, state.matrix)
        group = get(form, "/Group")
        if name(get(group, "/S")) == "Transparency":
            if get(group, "/CS") is not None:
                self.reader.blends.add(colours.space(get(group, "/CS"), self.resources).family)
            state.outer *= state.fill.alpha
            state.fill.alpha = state.stroke.alpha = 1.0
        box = to_floats(get(form, "/BBox"))
        if len(box) == 4:
            area = transform_box(state.matrix, box)
            inner = meet(area, state.clip)
            if inner is None:
                return
            state.clip = inner
        resources = get(form, "/Resources")
        self.reader.read(form, resources if resources is not None else self.resources, state, self.base)

    def image(self, picture: Any, width: int, height: int) -> None:
        more: dict[str, Any] = {"ppi": images.ppi(self.state.matrix, width, height)}
        if get(picture, "/ImageMask") not in {True}:
            space = colours.space(get(picture, "/ColorSpace"), self.resources)  # a JPEG 2000 may have it in its header
            more |= {"colour": images.colour_of(space), "ink_sum": images.ink_sum_of(picture, space)}
        self.mark("image", transform_box(self.state.matrix, UNIT), self.state.fill, **more)

    def inline(self, picture: Any) -> None:
        try:
            more: dict[str, Any] = {"ppi": images.ppi(self.state.matrix, int(picture.width), int(picture.height))}
            if not picture.image_mask:
                space = picture.obj.get("/ColorSpace") if picture.obj is not None else None
                more |= {"colour": images.colour_of(colours.space(space, self.resources)), "ink_sum": None}
            self.mark("image", transform_box(self.state.matrix, UNIT), self.state.fill, **more)
        except (*UNREADABLE, LookupError, AttributeError) as error:
            self.reader.fault(f"inline image: {reason(error)}")

    def pattern(self, paint: PaintState, box: Rect | None) -> bool:
        """Paint an area with the pattern that paint stands for; False if it stands for none."""
        cut = meet(box, self.state.clip) if box is not None else None
        if paint.space.family != "pattern" or paint.pattern is None or cut is None:
            return paint.space.family == "pattern"
        if get(paint.pattern, "/PatternType") == 2:
            self.shading(get(paint.pattern, "/Shading"), cut, paint)
            return True
        matrix = to_floats(get(paint.pattern, "/Matrix"))
        place = multiply(matrix, self.base) if len(matrix) == 6 else self.base
        cell_box = to_floats(get(paint.pattern, "/BBox"))
        if len(cell_box) != 4:
            self.reader.fault("a pattern without a box")
            return True
        state = State(place, transform_box(place, cell_box), outer=paint.alpha * self.state.outer)
        if get(paint.pattern, "/PaintType") == 2:
            state.fill = PaintState(colour=paint.colour, space=paint.under)
            state.stroke = PaintState(colour=paint.colour, space=paint.under)
        before = len(self.reader.marks)
        self.reader.inside(
            paint.pattern,
            lambda: self.reader.read(paint.pattern, table(paint.pattern, "/Resources"), state, place),
        )
        # One cell was read; it is repeated all over the area.
        cell = self.reader.marks[before:]
        self.reader.marks[before:] = [replace(mark, box=cut, unclipped_box=None) for mark in cell]
        return True

    def shading(self, gradient: Any, box: Rect, paint: PaintState) -> None:
        """A gradient: its space, and the most ink among its colours."""
        space = colours.space(get(gradient, "/ColorSpace"), self.resources)
        function = get(gradient, "/Function")
        most: float | None = None
        if function is not None and int(to_float(get(gradient, "/ShadingType"))) in {2, 3}:
            ramp = _ramp(function, to_floats(get(gradient, "/Domain")), space)
            most = max((colour.ink_sum for colour in ramp if colour.ink_sum is not None), default=None)
            count = outputs(function)
            if count is not None and count != space.size:
                self.reader.fault(f"a gradient of {count} values in {space.name}: it prints as nothing")
        self.mark("shading", box, paint, colour=images.colour_of(space), ink_sum=most)

    def shade(self, operands: Any) -> None:
        gradient = get(table(self.resources, "/Shading"), str(operands[0]))
        if gradient is None:
            self.reader.fault(f"no shading {name(operands[0])}")
            return
        box = to_floats(get(gradient, "/BBox"))
        area = meet(transform_box(self.state.matrix, box), self.state.clip) if len(box) == 4 else self.state.clip
        if area is not None:
            self.shading(gradient, area, self.state.fill)

    def settings(self, operands: Any) -> None:
        """An ExtGState."""
        settings = get(table(self.resources, "/ExtGState"), str(operands[0]))
        if settings is None:
            self.reader.fault(f"no graphics state {name(operands[0])}")
            return
        fill, stroke = self.state.fill, self.state.stroke
        fill.alpha = to_float(get(settings, "/ca"), fill.alpha)
        stroke.alpha = to_float(get(settings, "/CA"), stroke.alpha)
        if get(settings, "/OP") is not None:
            stroke.overprint = fill.overprint = bool(get(settings, "/OP"))
        if get(settings, "/op") is not None:
            fill.overprint = bool(get(settings, "/op"))
        self.state.width = to_float(get(settings, "/LW"), self.state.width)
        font = items(settings, "/Font")
        if len(font) == 2:
            self.state.face, self.state.size = self.reader.face(font[0]), to_float(font[1])

    def glyph(self, procedure: Any, matrix: Matrix, font: Any) -> None:
        """A character of a Type 3 font: content of its own."""
        state = self.state.saved()
        state.matrix = matrix
        resources = get(font, "/Resources")
        self.reader.inside(
            procedure,
            lambda: self.reader.read(
                procedure, resources if resources is not None else self.resources, state, self.base
            ),
        )


def _ramp(function: Any, domain: Sequence[float], space: colours.Space) -> list[Colour]:
    """Colours along a gradient, ends included."""
    low, high = domain if len(domain) == 2 else (0.0, 1.0)
    samples = [evaluate(function, (low + (high - low) * step / (RAMP - 1),)) for step in range(RAMP)]
    return [space.colour(values) for values in samples if values is not None and len(values) == space.size]
