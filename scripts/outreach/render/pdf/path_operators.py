"""Operators that build, fill, stroke and clip paths, and that choose colours."""

from __future__ import annotations

from typing import Any

import pikepdf

from outreach.core.lengths import mm_to_pt
from outreach.render.pdf import colours
from outreach.render.pdf.content_stream import Act, Run
from outreach.render.pdf.geometry import Rect, grown, least_side, meet, moved, stretch, times
from outreach.render.pdf.graphics_state import Ink
from outreach.render.pdf.objects import figure, figures, get, table

SLIVER_MM = 0.003
"""Remainder of a shape that a clip path leaves by rounding; thinner ones are no lines."""


def fill(run: Run, even_odd: bool) -> None:
    """Fills the path: a mark, told as a line if it is as thin as one."""
    box = run.path.box
    if box is not None:
        run.filled(even_odd)
    if box is None or run.pattern(run.state.fill, box):
        return
    thin = run.path.thinnest(even_odd)
    cut = meet(box, run.state.clip)
    if cut is not None and SLIVER_MM < least_side(cut) < least_side(box) and max(cut[2] - cut[0], cut[3] - cut[1]) > 1:
        thin = min(thin or least_side(cut), least_side(cut))
    run.mark("fill", box, run.state.fill, line=None if thin is None else mm_to_pt(thin))


def stroke(run: Run) -> None:
    """Strokes the path."""
    box = run.path.box
    least, most = stretch(run.state.matrix)
    area: Rect | None = box and grown(box, run.state.width * most / 2)
    if area is not None:
        run.stroked()
    if area is None or run.pattern(run.state.stroke, area):
        return
    run.mark("stroke", area, run.state.stroke, line=mm_to_pt(run.state.width * least))


def paint(fills: bool, strokes: bool, closes: bool = False, even_odd: bool = False) -> Act:
    """An operator that ends a path: fills it, strokes it, or neither; then clips if that was asked for."""

    def act(run: Run, operands: Any) -> None:
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

    return act


def point(run: Run, x: Any, y: Any) -> tuple[float, float]:
    return moved(run.state.matrix, figure(x), figure(y))


def curve(run: Run, one: Any, two: Any, end: Any) -> None:
    here = run.path.here
    if here is None:
        return
    first = here if one is None else point(run, *one)
    last = point(run, *end)
    run.path.curve(first, last if two is None else point(run, *two), last)


def rectangle(run: Run, a: Any) -> None:
    x, y, width, height = (figure(value) for value in a)
    run.path.move(point(run, x, y))
    for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
        run.path.line(point(run, *corner))
    run.path.close()


def save(run: Run, a: Any) -> None:
    run.stack.append(run.state.saved())


def restore(run: Run, a: Any) -> None:
    if run.stack:
        run.state = run.stack.pop()


def concat(run: Run, a: Any) -> None:
    matrix = tuple(figure(value) for value in a)
    if len(matrix) == 6:
        run.state.matrix = times(matrix, run.state.matrix)


def width(run: Run, a: Any) -> None:
    run.state.width = abs(figure(a[0]))


def clipping(operator: str) -> Act:
    def act(run: Run, a: Any) -> None:
        run.clipping = operator

    return act


def kind(field: str) -> Act:
    """An operator that chooses how lines end or meet."""

    def act(run: Run, a: Any) -> None:
        setattr(run.state, field, int(figure(a[0])))

    return act


def miter(run: Run, a: Any) -> None:
    run.state.miter = figure(a[0], run.state.miter)


def dash(run: Run, a: Any) -> None:
    run.state.dash, run.state.phase = figures(a[0]), figure(a[1])


def device(which: str, space: colours.Space) -> Act:
    """g, rg, k and their like: space and colour at once."""

    def act(run: Run, a: Any) -> None:
        ink: Ink = getattr(run.state, which)
        ink.space, ink.pattern = space, None
        ink.colour = space.colour([figure(value) for value in a])

    return act


def choose(which: str) -> Act:
    """cs: the space; its colour is then the one that the space starts with."""

    def act(run: Run, a: Any) -> None:
        ink: Ink = getattr(run.state, which)
        ink.space, ink.pattern = colours.space(a[0], run.resources), None
        if ink.space.family == "unknown":
            run.reader.fault(f"no colour space {str(a[0])[1:]}")
        ink.under = colours.under(a[0], run.resources)
        ink.colour = ink.space.colour(ink.space.start)

    return act


def colour(which: str) -> Act:
    """sc and scn: a colour of the space, or a pattern."""

    def act(run: Run, a: Any) -> None:
        ink: Ink = getattr(run.state, which)
        parts = list(a)
        if parts and isinstance(parts[-1], pikepdf.Name):
            ink.pattern = get(table(run.resources, "/Pattern"), str(parts[-1]))
            if ink.pattern is None:
                run.reader.fault(f"no pattern {str(parts[-1])[1:]}")
            ink.space = colours.PATTERN
            if len(parts) > 1:
                ink.colour = ink.under.colour([figure(value) for value in parts[:-1]])
        else:
            ink.pattern = None
            ink.colour = ink.space.colour([figure(value) for value in parts])

    return act


OPERATORS: dict[str, Act] = {
    "q": save,
    "Q": restore,
    "cm": concat,
    "w": width,
    "J": kind("cap"),
    "j": kind("join"),
    "M": miter,
    "d": dash,
    "m": lambda run, a: run.path.move(point(run, *a)),
    "l": lambda run, a: run.path.line(point(run, *a)),
    "c": lambda run, a: curve(run, a[:2], a[2:4], a[4:6]),
    "v": lambda run, a: curve(run, None, a[:2], a[2:4]),
    "y": lambda run, a: curve(run, a[:2], None, a[2:4]),
    "h": lambda run, a: run.path.close(),
    "re": rectangle,
    "W": clipping("W"),
    "W*": clipping("W*"),
    "n": paint(False, False),
    "f": paint(True, False),
    "F": paint(True, False),
    "f*": paint(True, False, even_odd=True),
    "S": paint(False, True),
    "s": paint(False, True, closes=True),
    "B": paint(True, True),
    "B*": paint(True, True, even_odd=True),
    "b": paint(True, True, closes=True),
    "b*": paint(True, True, closes=True, even_odd=True),
    "g": device("fill", colours.GRAY),
    "G": device("stroke", colours.GRAY),
    "rg": device("fill", colours.RGB),
    "RG": device("stroke", colours.RGB),
    "k": device("fill", colours.CMYK),
    "K": device("stroke", colours.CMYK),
    "cs": choose("fill"),
    "CS": choose("stroke"),
    "sc": colour("fill"),
    "scn": colour("fill"),
    "SC": colour("stroke"),
    "SCN": colour("stroke"),
}
