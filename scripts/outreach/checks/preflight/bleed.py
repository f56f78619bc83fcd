"""Artwork that reaches the trim goes on to the bleed's edge: else a cut that is off shows white."""

from collections.abc import Iterator

import numpy as np

from outreach.checks.inspection import ROUNDING_MM, Findings, Inspection
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.geometry import Rect
from outreach.render.pdf.model import Page
from outreach.render.pixels import Pixels, Rasters

WHITE = 245
"""Channels from this on are paper."""
CELLS = 6
"""Pixels across the bleed, at least."""
INSIDE, OUTSIDE = 0.15, 0.2
"""Where is looked: this share of the bleed within the trim, and within the bleed's edge."""
LEAST_MM = 0.5
"""A stretch of an edge shorter than this is an end that happens to lie there."""


def check(inspection: Inspection) -> Findings:
    """Stretches of the trim with colour just inside and paper at the bleed's edge."""
    for page in inspection.pages:
        for side, inner, outer in _edges(page):
            if abs(outer[0] - inner[0]) + abs(outer[1] - inner[1]) < ROUNDING_MM:
                continue  # no bleed on this side, which is another rule's matter
            yield from _compare(page, inspection.rasters, side, inner, outer)


def _edges(page: Page) -> Iterator[tuple[str, Rect, Rect]]:
    """Each side with a line just within the trim and one just within the bleed's edge, both as boxes."""
    (tl, tt, tr, tb), (bl, bt, br, bb) = page.trim, page.bleed
    left, top, right, bottom = tl - bl, tt - bt, br - tr, bb - tb
    for side, at, by, edge in (
        ("left", tl, left, bl), ("right", tr, -right, br), ("top", tt, top, bt), ("bottom", tb, -bottom, bb),
    ):  # fmt: skip
        inner, outer = at + by * INSIDE, edge + by * OUTSIDE
        if side in {"left", "right"}:
            yield side, (inner, tt, inner, tb), (outer, tt, outer, tb)
        else:
            yield side, (tl, inner, tr, inner), (tl, outer, tr, outer)


def _compare(page: Page, rasters: Rasters, side: str, inner: Rect, outer: Rect) -> Findings:
    across = max(abs(outer[0] - inner[0]), abs(outer[1] - inner[1]))
    strip = (
        min(inner[0], outer[0]) - across, min(inner[1], outer[1]) - across,
        max(inner[2], outer[2]) + across, max(inner[3], outer[3]) + across,
    )  # fmt: skip
    pixels = rasters.part(page, strip, CELLS / across)
    bare = _ink(pixels, inner) & ~_ink(pixels, outer)
    begin, length = _longest(bare)
    if length >= max(LEAST_MM * pixels.per_mm, 2):
        start = (inner[1] if side in {"left", "right"} else inner[0]) + begin / pixels.per_mm
        yield Finding(
            "bleed-art",
            page=page.number,
            data={"side": side, "from": number(start), "to": number(start + length / pixels.per_mm)},
        )


def _ink(pixels: Pixels, line: Rect) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    cells = pixels.part(line)
    return np.asarray(cells.min(2).min(1 if line[0] == line[2] else 0) < WHITE)


def _longest(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, int]:
    """Where the longest run of true begins, and its length."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    begins, ends = edges[::2], edges[1::2]
    if not len(begins):
        return 0, 0
    best = int(np.argmax(ends - begins))
    return int(begins[best]), int(ends[best] - begins[best])
