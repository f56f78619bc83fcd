"""Pixels counted and packed (adapter of Pillow)."""

from __future__ import annotations

import io

from PIL import Image, PngImagePlugin

from outreach.core.lengths import mm_to_px
from outreach.render.raster import Raster

INK_BELOW = 250
"""A grey level below this counts as ink: paper white may be a little off after resampling."""


def png(raster: Raster, width: int, colours: int = 128) -> bytes:
    """A preview `width` pixels wide in a palette of `colours`."""
    image = _image(raster)
    height = max(1, round(image.height * width / image.width))
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    # One k-means pass gives flat grounds their exact colour back, which coverage alone shifts.
    small = small.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    packed = io.BytesIO()
    small.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def picture(raster: Raster, finer: int, colours: int = 256) -> bytes:
    """A picture for screens, in sRGB and in a palette of `colours`: the raster, each `finer` × `finer` pixels one."""
    image = _image(raster).reduce(finer)
    image = image.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    said = PngImagePlugin.PngInfo()
    said.add(b"sRGB", b"\0")  # rendering intent: perceptual
    packed = io.BytesIO()
    image.save(packed, "PNG", optimize=True, pnginfo=said)
    return packed.getvalue()


def coverage(raster: Raster) -> float:
    """The share of the sheet that is covered if all colours were black toner: 0 = white, 1 = solid black."""
    histogram = _image(raster).convert("L").histogram()
    return sum(count * (255 - grey) for grey, count in enumerate(histogram)) / 255 / sum(histogram)


def clear_margin(raster: Raster) -> float:
    """mm from the nearest edge to the first ink; the longer side of the sheet if there is none."""
    box = _image(raster).convert("L").point(lambda grey: 255 if grey < INK_BELOW else 0).getbbox()
    if box is None:
        return max(raster.width, raster.height) / mm_to_px(1, raster.dpi)
    left, top, right, bottom = box
    return min(left, top, raster.width - right, raster.height - bottom) / mm_to_px(1, raster.dpi)


def _image(raster: Raster) -> Image.Image:
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)
