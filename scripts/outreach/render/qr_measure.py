"""A QR code as it stands in a picture: the size of its modules, quiet zone and contrast, where a decoder found it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from outreach.render.pixels import Floats, Pixels, luminance
from outreach.render.qr import QUIET

ROOM = 0.25
"""Width of the part around a symbol that is measured, in shares of its side: more than its quiet zone."""
DEPTHS = (0.006, 0.012, 0.018, 0.024)
"""Where in the first row the polarity is measured, in shares of the side: rows have 1/177 to 1/21 of it."""


@dataclass(frozen=True)
class Measurement:
    """A module's side in mm, clean modules around the symbol, contrast of reflectance, polarity."""

    module_mm: float
    quiet: int
    contrast: float
    inverted: bool


def measure(pixels: Pixels, corners: Sequence[tuple[float, float]], modules: int) -> Measurement:
    """A symbol of so many modules a side; a decoder gave its four corners in order around it, the upper left first."""
    width = max(math.dist(corners[0], corners[1]), math.dist(corners[0], corners[3])) * ROOM
    x0, y0 = (max(int(min(corner[axis] for corner in corners) - width), 0) for axis in (0, 1))
    x1, y1 = (math.ceil(max(corner[axis] for corner in corners) + width) + 1 for axis in (0, 1))
    light = luminance(pixels.rgb[y0:y1, x0:x1])
    top_left, top_right, _, bottom_left = (np.array(corner, np.float64) - (x0, y0) for corner in corners)
    across, down = top_right - top_left, bottom_left - top_left
    side = (float(np.hypot(*across)) + float(np.hypot(*down))) / 2
    inside = _sample(
        light, top_left, across, down, *np.meshgrid(np.linspace(0.02, 0.98, 64), np.linspace(0.02, 0.98, 64))
    )
    low, high = (float(value) for value in np.percentile(inside, (5, 95)))
    middle = (low + high) / 2
    corner = float(np.median(_sample(light, top_left, across, down, np.array(DEPTHS), np.array(DEPTHS))))
    inverted = corner > middle
    clean = _quiet(light, top_left, across, down, modules, middle, inverted)
    return Measurement(side / modules / pixels.per_mm, clean, high - low, inverted)


def _sample(light: Floats, origin: Floats, across: Floats, down: Floats, u: Floats, v: Floats) -> Floats:
    """The picture at places of the symbol, u across and v down from 0 to 1; NaN outside the picture."""
    x = np.floor(origin[0] + u * across[0] + v * down[0]).astype(int)
    y = np.floor(origin[1] + u * across[1] + v * down[1]).astype(int)
    height, width = light.shape
    there = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    samples = np.full(x.shape, np.nan, np.float32)
    samples[there] = light[y[there], x[there]]
    return samples


def _quiet(
    light: Floats, origin: Floats, across: Floats, down: Floats, modules: int, middle: float, inverted: bool
) -> int:
    """How many modules around the symbol are clean: all of one colour with its ground, and on the picture."""
    for ring in range(QUIET):
        for depth in (0.25, 0.5, 0.75):
            ends = (-(ring + depth) / modules, 1 + (ring + depth) / modules)
            along = np.linspace(*ends, 3 * modules)
            for end in ends:
                edge = np.full(along.shape, end)
                for u, v in ((along, edge), (edge, along)):
                    samples = _sample(light, origin, across, down, u, v)
                    clean = (samples < middle) if inverted else (samples > middle)
                    if not clean.all():  # NaN, off the picture, is not clean either
                        return ring
    return QUIET
