"""Matrices and boxes of a page: plain numbers, no library."""

import math
from collections.abc import Iterable

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Step = tuple[str, tuple[Point, ...]]
"""Part of an outline: its command as SVG names it (M, L, Q, C, Z), and its points."""
Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

DIGITS = 4
"""Decimals of a point: 0.00004 mm."""
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
QUARTERS = (0.25, 0.5, 0.75, 1.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def transform_point(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def bounds(points: Iterable[Point]) -> Rect:
    """The box around points (at least one)."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def transform_box(matrix: Matrix, rect: Rect) -> Rect:
    """The box around a box that a matrix has moved."""
    left, top, right, bottom = rect
    return bounds(
        transform_point(matrix, x, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    )


def meet(box: Rect, other: Rect) -> Rect | None:
    """The intersection of two boxes, which may be a line; None if they do not touch."""
    left, top = max(box[0], other[0]), max(box[1], other[1])
    right, bottom = min(box[2], other[2]), min(box[3], other[3])
    return (left, top, right, bottom) if left <= right and top <= bottom else None


def join(box: Rect, other: Rect) -> Rect:
    """The box around two boxes."""
    return (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))


def grow(rect: Rect, by: float) -> Rect:
    """A box with `by` added on each side."""
    return (rect[0] - by, rect[1] - by, rect[2] + by, rect[3] + by)


def least_side(rect: Rect) -> float:
    """The shorter side of a box."""
    return min(rect[2] - rect[0], rect[3] - rect[1])


def outside(inner: Rect, outer: Rect, tolerance: float) -> dict[str, float]:
    """By how much a box leaves another, side by side; sides within the tolerance are left out."""
    sides = {
        "left": outer[0] - inner[0],
        "top": outer[1] - inner[1],
        "right": inner[2] - outer[2],
        "bottom": inner[3] - outer[3],
    }
    return {side: by for side, by in sides.items() if by > tolerance}


def cubic(start: Point, middle: Point, end: Point) -> tuple[Point, Point, Point]:
    """The quadratic curve from `start` as a cubic one of its shape: two points that bend it, and its end."""
    (x0, y0), (x1, y1), (x2, y2) = start, middle, end
    return ((x0 + 2 * x1) / 3, (y0 + 2 * y1) / 3), ((x2 + 2 * x1) / 3, (y2 + 2 * y1) / 3), end


def flatten(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Points on a cubic curve from `start`, a quarter of it between two."""
    points = []
    for t in QUARTERS:
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        pairs = zip(start, first, second, end, strict=True)
        x, y = (a * at0 + b * at1 + c * at2 + d * at3 for at0, at1, at2, at3 in pairs)
        points.append((x, y))
    return points


def stretch(matrix: Matrix) -> tuple[float, float]:
    """By how much a matrix scales lengths: least and most, whatever their direction."""
    a, b, c, d = matrix[:4]
    whole, skew = math.hypot((a + d) / 2, (b - c) / 2), math.hypot((a - d) / 2, (b + c) / 2)
    return (abs(whole - skew), whole + skew)


def format_numbers(*values: float) -> str:
    """Figures as a content stream has them."""
    return " ".join(f"{value:.{DIGITS}f}".rstrip("0").rstrip(".") for value in values)
