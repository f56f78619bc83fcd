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
    packed = io.BytesIO()
    image.save(packed, "PNG", optimize=True, pnginfo=_srgb())
    return packed.getvalue()


def cutout(rgba: bytes, width: int, height: int, finer: int) -> bytes:
    """A PNG with straight alpha, in sRGB: rows of RGBA `width` × `height`, each `finer` × `finer` pixels one."""
    image = Image.frombytes("RGBA", (width, height), rgba).reduce(finer)
    packed = io.BytesIO()
    image.save(packed, "PNG", pnginfo=_srgb())
    return packed.getvalue()


def thumbnail(picture: bytes, longest: int, quality: int = 78) -> tuple[bytes, int, int]:
    """A small WebP of a picture, its longer side `longest` pixels or that of the picture; and its width and height."""
    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    packed = io.BytesIO()
    image.save(packed, "WEBP", quality=quality, method=6)
    return packed.getvalue(), *image.size


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


def _srgb() -> PngImagePlugin.PngInfo:
    said = PngImagePlugin.PngInfo()
    said.add(b"sRGB", b"\0")  # rendering intent: perceptual
    return said


def _image(raster: Raster) -> Image.Image:
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)
