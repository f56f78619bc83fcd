"""Masks of the shapes of a traced page: each shape painted alone, to count its pixels (adapter of pikepdf)."""

import io
from collections.abc import Iterator, Sequence

import pikepdf

from outreach.core.lengths import number
from outreach.render.pdf.geometry import Rect, cubic
from outreach.render.pdf.tracing import Shape, Steps, Stroke

OPERATORS = {"M": "m", "L": "l", "Q": "c", "C": "c", "Z": "h"}
"""Command of an outline → operator of a content stream."""


def shape_pages(shapes: Sequence[Shape], region: Rect, scale: float) -> bytes:
    """A PDF file with a page for each shape: in black without a ground, as much of it as lies in the `region` (px),
    with `scale` points for a px.
    """
    left, top, right, bottom = region
    width, height = (right - left) * scale, (bottom - top) * scale
    place = f"{number(scale, 6)} 0 0 {number(-scale, 6)} {number(-left * scale, 4)} {number(bottom * scale, 4)} cm"
    with pikepdf.new() as document:
        for shape in shapes:
            page = document.add_blank_page(page_size=(max(width, 3.0), max(height, 3.0)))
            # pikepdf adds no page under 3 points; a drawing that is so narrow gets its true size here.
            page.obj.MediaBox = pikepdf.Array([0, 0, width, height])
            page.obj.Contents = document.make_stream(f"{place} {' '.join(_content(shape))}".encode())
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()


def _content(shape: Shape) -> Iterator[str]:
    if shape.clip is not None:
        left, top, right, bottom = shape.clip
        yield f"{number(left, 4)} {number(top, 4)} {number(right - left, 4)} {number(bottom - top, 4)} re W n"
    for mask in shape.masks:
        yield f"{_operators(mask.steps)} {'W*' if mask.even_odd else 'W'} n"
    if shape.stroke is None:
        yield f"{_operators(shape.steps)} {'f*' if shape.even_odd else 'f'}"
    else:
        yield from (_pen(shape.stroke), _operators(shape.steps), "S")


def _pen(stroke: Stroke) -> str:
    dash = " ".join(number(part, 4) for part in stroke.dash)
    return (
        f"{number(stroke.width, 4)} w {stroke.cap} J {stroke.join} j {number(max(stroke.miter, 1), 4)} M"
        f" [{dash}] {number(stroke.phase, 4)} d"
    )


def _operators(steps: Steps) -> str:
    """A path as operators of a content stream."""
    parts: list[str] = []
    here = (0.0, 0.0)
    for command, points in steps:
        curve = cubic(here, *points) if command == "Q" else points  # PDF has curves of the third degree alone
        parts += [*(number(value, 4) for point in curve for value in point), OPERATORS[command]]
        here = points[-1] if points else here
    return " ".join(parts)
