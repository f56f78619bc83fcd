"""Paths: their box, and how thin the lines among the filled ones are. Points are in millimetres on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from outreach.render.pdf.geometry import Point, Rect, bounds, flatten

LONG_MM = 0.5
"""A filled shape shorter than this is a dot, not a line."""
MANY = 64
"""Beyond so many parts, holes are no longer looked for."""


@dataclass
class Path:
    """A path as it is built."""

    parts: list[list[Point]] = field(default_factory=list)

    def move(self, point: Point) -> None:
        self.parts.append([point])

    def line(self, point: Point) -> None:
        if self.parts:
            self.parts[-1].append(point)

    def curve(self, first: Point, second: Point, end: Point) -> None:
        """A Bézier curve, as a few points on it."""
        if self.parts:
            self.parts[-1] += flatten(self.parts[-1][-1], first, second, end)

    def close(self) -> None:
        if self.parts:
            self.parts.append([self.parts[-1][0]])

    @property
    def here(self) -> Point | None:
        return self.parts[-1][-1] if self.parts else None

    @property
    def box(self) -> Rect | None:
        points = [point for part in self.parts if len(part) > 1 for point in part]  # a move alone paints nothing
        return bounds(points) if points else None

    def thinnest(self, even_odd: bool) -> float | None:
        """mm across the thinnest filled shape that is long enough to be a line; None if there is none."""
        shapes = [_Shape(part) for part in self.parts if len(part) > 2]
        solid = [shape for shape in shapes if min(shape.wide, shape.high) > 0]
        shapes = solid or shapes  # beside others, a shape without area is what is left of a border that isn't there
        widths = [_width(outline, holes) for outline, holes in _group(shapes, even_odd) if outline.long > LONG_MM]
        return min(widths, default=None)


class _Shape:
    def __init__(self, points: list[Point]) -> None:
        self.box = bounds(points)
        ring = list(zip(points, [*points[1:], points[0]], strict=True))
        self.area = sum(a[0] * b[1] - b[0] * a[1] for a, b in ring) / 2
        self.around = sum(math.dist(a, b) for a, b in ring)
        self.wide, self.high = self.box[2] - self.box[0], self.box[3] - self.box[1]
        self.long = max(self.wide, self.high)

    def holds(self, other: _Shape) -> bool:
        a, b = self.box, other.box
        return a[0] < b[0] and a[1] < b[1] and a[2] > b[2] and a[3] > b[3]


def _group(shapes: list[_Shape], even_odd: bool) -> list[tuple[_Shape, list[_Shape]]]:
    """Each outer shape with the holes in it."""
    if len(shapes) > MANY:
        return [(shape, []) for shape in shapes]
    outer: list[tuple[_Shape, list[_Shape]]] = []
    for shape in sorted(shapes, key=lambda outline: -outline.wide * outline.high):
        around = next((entry for entry in reversed(outer) if entry[0].holds(shape)), None)
        if around is not None and (even_odd or around[0].area * shape.area < 0):
            around[1].append(shape)
        else:
            outer.append((shape, []))
    return outer


def _width(shape: _Shape, holes: list[_Shape]) -> float:
    """A rectangle's shorter side; of any other long shape, twice its area over its outline."""
    side = min(shape.wide, shape.high)
    if not holes and abs(abs(shape.area) - shape.wide * shape.high) <= 1e-6 + 1e-4 * abs(shape.area):
        return side
    area = abs(shape.area) - sum(abs(hole.area) for hole in holes)
    around = shape.around + sum(hole.around for hole in holes)
    return min(side, 2 * max(area, 0.0) / around) if around else 0.0
