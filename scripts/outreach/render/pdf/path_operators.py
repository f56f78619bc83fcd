"""Operators that build, fill, stroke and clip paths, and that choose colours."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pikepdf

from outreach.core.lengths import mm_to_pt
from outreach.render.pdf import colours
from outreach.render.pdf.content_stream import Act, StreamInterpreter
from outreach.render.pdf.geometry import Rect, grow, least_side, meet, multiply, stretch, transform_point
from outreach.render.pdf.graphics_state import PaintState
from outreach.render.pdf.objects import get, table, to_float, to_floats

SLIVER_MM = 0.003
"""Remainder of a shape that a clip path leaves by rounding; thinner ones are no lines."""


def fill(run: StreamInterpreter, even_odd: bool) -> None:
    """Fill the path: a mark, told as a line if it is as thin as one."""
    box = run.path.box
    if box is not None:
        run.on_fill(even_odd)
    if box is None or run.pattern(run.state.fill, box):
        return
    thin = run.path.thinnest(even_odd)
    cut = meet(box, run.state.clip)
    if cut is not None and SLIVER_MM < least_side(cut) < least_side(box) and max(cut[2] - cut[0], cut[3] - cut[1]) > 1:
        thin = min(thin or least_side(cut), least_side(cut))
    run.mark("fill", box, run.state.fill, line=None if thin is None else mm_to_pt(thin))


def stroke(run: StreamInterpreter) -> None:
    """Stroke the path."""
    box = run.path.box
    least, most = stretch(run.state.matrix)
    area: Rect | None = box and grow(box, run.state.width * most / 2)
    if area is not None:
        run.on_stroke()
    if area is None or run.pattern(run.state.stroke, area):
        return
    run.mark("stroke", area, run.state.stroke, line=mm_to_pt(run.state.width * least))


def paint(
    run: StreamInterpreter,
    _: Any,
    fills: bool = False,
    strokes: bool = False,
    closes: bool = False,
    even_odd: bool = False,
) -> None:
    """End a path: fill it, stroke it, or neither; then clip if that was asked for."""
    if closes:
        run.path.close()
    try:
        if fills:
            fill(run, even_odd)
        if strokes:
            stroke(run)
        if run.clipping:
            run.clip(run.clipping == "W*")
    finally:
        run.path, run.clipping = type(run.path)(), ""


def point(run: StreamInterpreter, x: Any, y: Any) -> tuple[float, float]:
    return transform_point(run.state.matrix, to_float(x), to_float(y))


def curve(run: StreamInterpreter, first_handle: Any, second_handle: Any, end: Any) -> None:
    here = run.path.here
    if here is None:
        return
    first = here if first_handle is None else point(run, *first_handle)
    last = point(run, *end)
    run.path.curve(first, last if second_handle is None else point(run, *second_handle), last)


def rectangle(run: StreamInterpreter, a: Any) -> None:
    x, y, width, height = (to_float(value) for value in a)
    run.path.move(point(run, x, y))
    for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
        run.path.line(point(run, *corner))
    run.path.close()


def save(run: StreamInterpreter, a: Any) -> None:
    run.stack.append(run.state.saved())


def restore(run: StreamInterpreter, a: Any) -> None:
    if run.stack:
        run.state = run.stack.pop()


def concat(run: StreamInterpreter, a: Any) -> None:
    matrix = tuple(to_float(value) for value in a)
    if len(matrix) == 6:
        run.state.matrix = multiply(matrix, run.state.matrix)


def set_number(field: str, convert: Callable[[float], float], run: StreamInterpreter, operands: Any) -> None:
    """Set a number of the graphics state."""
    setattr(run.state, field, convert(to_float(operands[0])))


def clip(operator: str, run: StreamInterpreter, _: Any) -> None:
    """Let the path narrow the clip path when it ends."""
    run.clipping = operator


def dash(run: StreamInterpreter, a: Any) -> None:
    run.state.dash, run.state.phase = to_floats(a[0]), to_float(a[1])


def set_colour(field: str, space: colours.Space, run: StreamInterpreter, a: Any) -> None:
    """g, rg, k and their like: space and colour at once."""
    paint_state: PaintState = getattr(run.state, field)
    paint_state.space, paint_state.pattern = space, None
    paint_state.colour = space.colour([to_float(value) for value in a])


def choose_space(field: str, run: StreamInterpreter, a: Any) -> None:
    """cs: the space; its colour is then the one that the space starts with."""
    paint_state: PaintState = getattr(run.state, field)
    paint_state.space, paint_state.pattern = colours.space(a[0], run.resources), None
    if paint_state.space.family == "unknown":
        run.reader.fault(f"no colour space {str(a[0])[1:]}")
    paint_state.under = colours.under(a[0], run.resources)
    paint_state.colour = paint_state.space.colour(paint_state.space.start)


def choose_colour(field: str, run: StreamInterpreter, a: Any) -> None:
    """sc and scn: a colour of the space, or a pattern."""
    paint_state: PaintState = getattr(run.state, field)
    parts, paint_state.pattern = list(a), None
    if not parts or not isinstance(parts[-1], pikepdf.Name):
        paint_state.colour = paint_state.space.colour([to_float(value) for value in parts])
        return
    paint_state.pattern = get(table(run.resources, "/Pattern"), str(parts[-1]))
    if paint_state.pattern is None:
        run.reader.fault(f"no pattern {str(parts[-1])[1:]}")
    paint_state.space = colours.PATTERN
    if len(parts) > 1:
        paint_state.colour = paint_state.under.colour([to_float(value) for value in parts[:-1]])


OPERATORS: dict[str, Act] = {
    "q": save,
    "Q": restore,
    "cm": concat,
    "w": partial(set_number, "width", abs),
    "J": partial(set_number, "cap", int),
    "j": partial(set_number, "join", int),
    "M": partial(set_number, "miter", float),
    "d": dash,
    "m": lambda run, a: run.path.move(point(run, *a)),
    "l": lambda run, a: run.path.line(point(run, *a)),
    "c": lambda run, a: curve(run, a[:2], a[2:4], a[4:6]),
    "v": lambda run, a: curve(run, None, a[:2], a[2:4]),
    "y": lambda run, a: curve(run, a[:2], None, a[2:4]),
    "h": lambda run, a: run.path.close(),
    "re": rectangle,
    "W": partial(clip, "W"),
    "W*": partial(clip, "W*"),
    "n": paint,
    "f": partial(paint, fills=True),
    "F": partial(paint, fills=True),
    "f*": partial(paint, fills=True, even_odd=True),
    "S": partial(paint, strokes=True),
    "s": partial(paint, strokes=True, closes=True),
    "B": partial(paint, fills=True, strokes=True),
    "B*": partial(paint, fills=True, strokes=True, even_odd=True),
    "b": partial(paint, fills=True, strokes=True, closes=True),
    "b*": partial(paint, fills=True, strokes=True, closes=True, even_odd=True),
    "g": partial(set_colour, "fill", colours.GRAY),
    "G": partial(set_colour, "stroke", colours.GRAY),
    "rg": partial(set_colour, "fill", colours.RGB),
    "RG": partial(set_colour, "stroke", colours.RGB),
    "k": partial(set_colour, "fill", colours.CMYK),
    "K": partial(set_colour, "stroke", colours.CMYK),
    "cs": partial(choose_space, "fill"),
    "CS": partial(choose_space, "stroke"),
    "sc": partial(choose_colour, "fill"),
    "scn": partial(choose_colour, "fill"),
    "SC": partial(choose_colour, "stroke"),
    "SCN": partial(choose_colour, "stroke"),
}
