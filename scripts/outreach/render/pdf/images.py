"""Images of a PDF: what they are made of, how fine they are, how much ink they carry (adapter of pikepdf)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach.core.lengths import MM_PER_INCH
from outreach.render.pdf import colours
from outreach.render.pdf.geometry import Matrix
from outreach.render.pdf.model import Colour
from outreach.render.pdf.objects import content, figure, get

DARKEST = 99.0
"""Per cent of the pixels that carry no more ink than is told: single pixels are noise."""


def ppi(matrix: Matrix, width: int, height: int) -> float | None:
    """Pixels per inch where an image is coarsest; `matrix` takes the unit square to millimetres."""
    wide, high = math.hypot(*matrix[:2]) / MM_PER_INCH, math.hypot(*matrix[2:4]) / MM_PER_INCH
    return min(width / wide, height / high) if wide > 1e-9 and high > 1e-9 else None


def space_of(image: Any, resources: Any) -> colours.Space:
    """The colour space of an image; a JPEG 2000 may leave it to its own header."""
    return colours.space(get(image, "/ColorSpace"), resources)


def made_of(space: colours.Space) -> Colour:
    """The colour of an image as a mark tells it: its space, without values."""
    return Colour(space.name, (), space.family)


def ink(image: Any, space: colours.Space) -> float | None:
    """Per cent of ink where the image is darkest; None where its samples can't be read or don't decide it."""
    if space.family not in {"cmyk", "spot"}:
        return 100.0 if space.family == "gray" else None
    if space.name == "Indexed":
        sums = [space.colour((float(at),)).ink for at in range(256)]
        return max((one for one in sums if one is not None), default=None)
    count = space.size
    data = content(image)
    size = int(figure(get(image, "/Width"))) * int(figure(get(image, "/Height"))) * count
    if int(figure(get(image, "/BitsPerComponent"), 8)) != 8 or not size or len(data) < size:
        return None
    samples: NDArray[np.floating[Any]] = np.frombuffer(data, np.uint8, size).reshape(-1, count) / np.float32(255)
    decode = colours.range_of(get(image, "/Decode"), count)
    if decode:
        low, high = np.array(decode[::2], np.float32), np.array(decode[1::2], np.float32)
        samples = low + samples * (high - low)
    return float(np.percentile(samples.sum(1) * 100, DARKEST))
