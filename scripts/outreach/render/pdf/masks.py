"""Masks of the shapes of a traced page: each shape painted alone, to count its pixels (adapter of pikepdf)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pikepdf

from outreach.core.lengths import number
from outreach.render.pdf.geometry import Point, Rect, bounds
from outreach.render.pdf.tracing import Shape, Stroke

_PART = re.compile(r"([mlhvqcz])|(-?(?:\d+\.?\d*|\.\d+))")
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}
"""Command of a path as `tracing.written` writes it → how many figures it takes."""


def steps_of(path: str) -> Iterator[tuple[str, list[Point]]]:
    """The commands of a path that `tracing.written` wrote, as PDF's operators m, l, c and h with absolute points."""
    here = start = (0.0, 0.0)
    command, figures = "", list[float]()
    for match in _PART.finditer(path):
        if match[1]:
            command = match[1]
        else:
            figures.append(float(match[2]))
        if len(figures) < _TAKES[command]:
            continue
        x, y = here
        values, figures = figures, []
        if command == "z":
            here = start
            yield "h", []
            continue
        across = {"h": [values[0], 0.0], "v": [0.0, values[0]]}.get(command, values)
        points = [(x + dx, y + dy) for dx, dy in zip(across[::2], across[1::2], strict=True)]
        if command == "q":  # PDF has curves of the third degree alone
            (a, b), (c, d) = points
            points = [(x + 2 / 3 * (a - x), y + 2 / 3 * (b - y)), (c + 2 / 3 * (a - c), d + 2 / 3 * (b - d)), (c, d)]
        here = points[-1]
        start = here if command == "m" else start
        yield {"m": "m", "q": "c", "c": "c"}.get(command, "l"), points


def box_of_path(path: str) -> Rect | None:
    """The box around all points of a path, those that only bend it among them; None for one without points."""
    points = [point for _, step in steps_of(path) for point in step]
    return bounds(points) if points else None


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
        yield f"{_operators(mask.path)} {'W*' if mask.even_odd else 'W'} n"
    if shape.stroke is None:
        yield f"{_operators(shape.path)} {'f*' if shape.even_odd else 'f'}"
    else:
        yield from (_pen(shape.stroke), _operators(shape.path), "S")


def _pen(stroke: Stroke) -> str:
    dash = " ".join(number(part, 4) for part in stroke.dash)
    return (
        f"{number(stroke.width, 4)} w {stroke.cap} J {stroke.join} j {number(max(stroke.miter, 1), 4)} M"
        f" [{dash}] {number(stroke.phase, 4)} d"
    )


def _operators(path: str) -> str:
    return " ".join(
        " ".join((*(number(value, 4) for point in points for value in point), operator))
        for operator, points in steps_of(path)
    )
