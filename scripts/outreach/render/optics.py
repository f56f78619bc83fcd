"""Effects of lenses, scanners and copiers on a grey picture (adapter of Pillow, beside `pictures`).

A picture is an array of rows of 8-bit greys, 0 = black.
"""

import io
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from outreach.render.raster import Raster

Grey = NDArray[np.uint8]
Light = NDArray[np.float32]
"""A picture on its way: the same greys with fractions."""

Resampling = Image.Resampling
REACH = 3.0
"""A lens' blur is left out beyond this many standard deviations."""
SHAKES = 9
"""Places at which a picture that moves is looked at."""


def grey(raster: Raster) -> Grey:
    """A page as a camera's brightness channel sees it (ITU-R BT.601)."""
    return _array(Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).convert("L"))


def read_picture(content: bytes) -> Grey:
    """A picture file."""
    return _array(Image.open(io.BytesIO(content)).convert("RGB").convert("L"))


def reduce(image: Grey, factor: int) -> Grey:
    """Each square of `factor` × `factor` pixels averaged into one."""
    return image if factor <= 1 else _array(Image.fromarray(image).reduce(factor))


def resize(image: Grey, width: int, height: int, how: Resampling = Resampling.BOX) -> Grey:
    """Another number of pixels, each the average of what it covers, as a scanner's are.

    With NEAREST each has the nearest one's grey, as printed dots are seen; BICUBIC is how programs shrink photographs.
    """
    return _array(Image.fromarray(image).resize((max(1, width), max(1, height)), how))


def warp(image: Grey, coefficients: Sequence[float], width: int, height: int, ground: int) -> Grey:
    """Seen in perspective: pixel (x, y) shows the point ((a·x+b·y+c)/(g·x+h·y+1), (d·x+e·y+f)/(g·x+h·y+1))."""
    picture = Image.fromarray(image)
    how, data, between = Image.Transform.PERSPECTIVE, list(coefficients), Image.Resampling.BILINEAR
    return _array(picture.transform((width, height), how, data, between, fillcolor=ground))


def turn(image: Grey, degrees: float) -> Grey:
    """Turned about its middle; the corners that appear are white."""
    return _array(Image.fromarray(image).rotate(degrees, Resampling.BICUBIC, fillcolor=255))


def blur(image: Light, sigma: float) -> Light:
    """Out of focus: a Gaussian of `sigma` pixels."""
    if sigma <= 0:
        return image
    reach = max(1, math.ceil(REACH * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    for _ in range(2):  # down; then, turned, across
        padded, height = np.pad(image, ((reach, reach), (0, 0)), mode="edge"), len(image)
        smeared = np.zeros_like(image)
        for at, weight in enumerate(weights):
            smeared += weight * padded[at : at + height]
        image = smeared.T
    return image


def shake(image: Light, pixels: float, angle: float) -> Light:
    """Moved while the shutter was open: a smear `pixels` long at `angle` radians."""
    if pixels <= 0:
        return image
    reach = math.ceil(pixels / 2) + 1
    padded = np.pad(image, reach, mode="edge")
    height, width = image.shape
    result = np.zeros_like(image)
    for at in np.linspace(-pixels / 2, pixels / 2, SHAKES):
        x, y = reach + at * math.cos(angle), reach + at * math.sin(angle)
        left, top = math.floor(x), math.floor(y)
        right, low = x - left, y - top
        for row, by in ((top, 1 - low), (top + 1, low)):
            for column, share in ((left, 1 - right), (left + 1, right)):
                result += np.float32(by * share / SHAKES) * padded[row : row + height, column : column + width]
    return result


def to_grey(image: Light) -> Grey:
    """Rounded to greys."""
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def pass_jpeg(image: Grey, quality: int) -> Grey:
    """Through JPEG and back."""
    memory = io.BytesIO()
    Image.fromarray(image).save(memory, "JPEG", quality=quality)
    return _array(Image.open(memory).convert("L"))


def soften(image: Grey, sigma: float) -> Grey:
    """Blurred by `sigma` pixels, fast, for large pictures."""
    return image if sigma <= 0 else _array(Image.fromarray(image).filter(ImageFilter.GaussianBlur(sigma)))


def _array(image: Image.Image) -> Grey:
    return np.asarray(image, dtype=np.uint8)
