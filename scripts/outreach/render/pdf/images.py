"""Images of a PDF: what they are made of, how fine they are, how much ink they carry (adapter of pikepdf)."""

import math
from typing import Any

import numpy as np

from outreach.core.lengths import MM_PER_INCH
from outreach.render.pdf import colours
from outreach.render.pdf.budget import IMAGE_BYTES
from outreach.render.pdf.geometry import Matrix
from outreach.render.pdf.model import Colour
from outreach.render.pdf.objects import buffer_of, get, to_float

DARKEST = 99.0
"""Per cent of the pixels that carry no more ink than is told: single pixels are noise."""
BINS = 4080
"""Steps that sums of ink are counted in."""
CHUNK = 1_000_000
"""Pixels that are summed at a time."""


def ppi(matrix: Matrix, width: int, height: int) -> float | None:
    """Pixels per inch where an image is coarsest; `matrix` takes the unit square to millimetres."""
    wide, high = math.hypot(*matrix[:2]) / MM_PER_INCH, math.hypot(*matrix[2:4]) / MM_PER_INCH
    return min(width / wide, height / high) if wide > 1e-9 and high > 1e-9 else None


def colour_of(space: colours.Space) -> Colour:
    """The colour of an image or a gradient as a mark tells it: its space, without values."""
    return Colour(space.name, (), space.family)


def ink_sum_of(image: Any, space: colours.Space) -> float | None:
    """Per cent of ink where the image is darkest; None where its samples can't be read or don't decide it."""
    if space.family not in {"cmyk", "spot"}:
        return 100.0 if space.family == "gray" else None
    if space.name == "Indexed":
        sums = [space.colour((float(at),)).ink_sum for at in range(256)]
        return max((total for total in sums if total is not None), default=None)
    count = space.size
    size = int(to_float(get(image, "/Width"))) * int(to_float(get(image, "/Height"))) * count
    if int(to_float(get(image, "/BitsPerComponent"), 8)) != 8 or not 0 < size <= IMAGE_BYTES:
        return None
    data = buffer_of(image)
    if data is None or len(data) < size:
        return None
    decode = colours.range_of(get(image, "/Decode"), count) or [0.0, 1.0] * count
    low, high = np.array(decode[::2], np.float32), np.array(decode[1::2], np.float32)
    pixels = np.frombuffer(data, np.uint8, size).reshape(-1, count)
    histogram = np.zeros(BINS + 1, np.int64)
    for at in range(0, len(pixels), CHUNK):  # figures with a point take four times the room
        sums = (low + pixels[at : at + CHUNK] / np.float32(255) * (high - low)).sum(1)
        histogram += np.bincount(np.clip(np.rint(sums * BINS / count), 0, BINS).astype(np.int64), minlength=BINS + 1)
    darkest = int(np.searchsorted(np.cumsum(histogram), len(pixels) * DARKEST / 100))
    return 100 * darkest * count / BINS
