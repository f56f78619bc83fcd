"""Pixels counted and packed (adapter of Pillow)."""

import io
import warnings
from itertools import product

import numpy as np
from PIL import Image, ImageCms, PngImagePlugin

from outreach.core.lengths import mm_to_px
from outreach.render.raster import Raster, RgbaRaster

DEFLATE = 8
"""How hard PNG files are packed: as small as at 9, in half the time."""
SAMPLED = 5
"""One pixel in so many says which colour most pixels have."""
GROUND = 500
"""Pixels from which on a colour of the palette is a ground's."""
JPEG = 86
"""Quality: chat apps pack what they get once more."""
ICC_DATE = slice(24, 36)
"""ICC.1, section 7.2: the header."""
XMP = "XML:com.adobe.xmp"
"""Keyword of the text in a PNG file that is an XMP packet (XMP specification, part 3)."""
PRINTED_PX = 4000
"""The longer side of a picture in a document: 340 to an inch across A4."""
MOST_PIXELS = 60_000_000
INK_BELOW = 250
"""A grey level below this counts as ink: paper white may be a little off after resampling."""


class Unprintable(Exception):
    """A picture that no document can show: the finding's slug and data."""

    def __init__(self, slug: str, **data: str | int | float) -> None:
        super().__init__(slug)
        self.slug, self.data = slug, data


def printable(content: bytes, name: str) -> bytes:
    """A picture file as documents show it: PNG of 8 bits a channel, no finer than paper needs; others as they are.

    Raises Unprintable for one that can't be read, or has more pixels than anything needs.
    """
    if name.lower().endswith(".svg"):
        return content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(io.BytesIO(content))
        pixels = image.width * image.height
        if pixels > MOST_PIXELS:
            raise Unprintable("picture-large", found=name, pixels=pixels // 1_000_000, most=MOST_PIXELS // 1_000_000)
        deep = image.mode.startswith("I") or image.mode == "F"
        if not deep and max(image.size) <= PRINTED_PX:
            image.load()
            return content
        if deep:
            grey = np.asarray(image.convert("F"))
            whole = 65535.0 if image.mode.startswith("I") else max(float(grey.max()), 1.0)
            image = Image.fromarray(np.clip(np.rint(grey * 255 / whole), 0, 255).astype(np.uint8))
        if image.mode not in {"L", "LA", "RGB", "RGBA"}:
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image.thumbnail((PRINTED_PX, PRINTED_PX), Image.Resampling.LANCZOS)
        file = io.BytesIO()
        image.save(file, "PNG", compress_level=DEFLATE)
        return file.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unprintable("picture-unreadable", found=name) from error


def png(raster: Raster, width: int, colours: int = 128) -> bytes:
    """A preview `width` pixels wide in a palette of `colours`."""
    image = image_of(raster)
    height = max(1, round(image.height * width / image.width))
    small = _quantise(image.resize((width, height), Image.Resampling.LANCZOS), colours)
    file = io.BytesIO()
    small.save(file, "PNG", compress_level=DEFLATE)
    return file.getvalue()


def _quantise(image: Image.Image, colours: int) -> Image.Image:
    """The picture in a palette: each colour the mean of the pixels that have it; of a ground, what most of them have.

    Pillow's own way to such means takes four times as long.
    """
    result = image.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=0, dither=Image.Dither.NONE)
    places, pixels = np.asarray(result).ravel(), np.asarray(image).reshape(-1, 3)
    counts = np.maximum(np.bincount(places, minlength=colours), 1)
    sums = [np.bincount(places, weights=channel, minlength=colours) for channel in pixels.T]
    palette = np.rint(np.stack(sums, axis=1) / counts[:, None]).astype(np.uint8)
    samples = slice(None, None, SAMPLED)
    shades = pixels[samples].astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    values, often = np.unique(places[samples].astype(np.int64) << 24 | shades, return_counts=True)
    for shade, count in zip(values.tolist(), often.tolist(), strict=True):
        if counts[shade >> 24] >= GROUND and count * SAMPLED * 2 > counts[shade >> 24]:
            palette[shade >> 24] = shade >> 16 & 255, shade >> 8 & 255, shade & 255
    result.putpalette(palette.tobytes())
    return result


def picture(raster: Raster, finer: int, xmp: bytes = b"", colours: int = 256) -> bytes:
    """A PNG for screens, in sRGB and in a palette of `colours`: the raster, each `finer` × `finer` pixels one.

    `xmp` is a packet of metadata.
    """
    image = image_of(raster).reduce(finer)
    image = image.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    return _png(image, xmp)


def overlay(layer: RgbaRaster, finer: int, xmp: bytes = b"") -> bytes:
    """A PNG to be laid over others, in sRGB with straight alpha: the layer, each `finer` × `finer` pixels one.

    A pixel has the colour of what is painted in it, however little that is; only alpha says how much. `xmp` is a
    packet of metadata.
    """
    width, height = layer.width // finer, layer.height // finer
    whole = np.frombuffer(layer.rgba, np.uint32).reshape(layer.height, layer.width)
    parts = [whole[y : height * finer : finer, x : width * finer : finer] for y, x in product(range(finer), repeat=2)]
    mixture = parts[0].copy()
    mixed = np.zeros((height, width), bool)
    for part in parts[1:]:
        mixed |= part != parts[0]
    fine = np.stack([part[mixed] for part in parts]).view(np.uint8).reshape(len(parts), -1, 4).astype(np.uint32)
    weight = fine[..., 3:].sum(axis=0, dtype=np.uint32)
    colours = (fine[..., :3] * fine[..., 3:]).sum(axis=0, dtype=np.uint32)
    shades = np.rint(colours.astype(np.float32) / np.maximum(weight, 1).astype(np.float32))
    alpha = np.rint(weight.astype(np.float32) / len(parts))
    mixture[mixed] = np.concatenate([shades, alpha], axis=1).astype(np.uint8).view(np.uint32)[:, 0]
    pixels = mixture.view(np.uint8).reshape(height, width, 4)
    pixels[pixels[..., 3] == 0] = 0
    return _png(Image.fromarray(pixels, "RGBA"), xmp)


def jpeg(raster: Raster, finer: int, xmp: bytes = b"") -> bytes:
    """A JPEG for chats and pages that take no PNG, in sRGB: the raster, each `finer` × `finer` pixels one.

    `xmp` is a packet of metadata.
    """
    file = io.BytesIO()
    # 4:4:4: at half the resolution, colours would bleed around type.
    packing = {"quality": JPEG, "subsampling": 0, "optimize": True, "progressive": True}
    image_of(raster).reduce(finer).save(file, "JPEG", icc_profile=_srgb_profile(), xmp=xmp, **packing)
    return file.getvalue()


def reduce(raster: Raster, finer: int) -> Raster:
    """The raster with each `finer` × `finer` pixels made one."""
    image = image_of(raster).reduce(finer)
    return Raster(image.width, image.height, image.tobytes(), raster.dpi / finer)


def _png(image: Image.Image, xmp: bytes) -> bytes:
    chunks = PngImagePlugin.PngInfo()
    chunks.add(b"sRGB", b"\0")  # rendering intent: perceptual
    if xmp:
        chunks.add_itxt(XMP, xmp.decode())
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=DEFLATE, pnginfo=chunks)
    return file.getvalue()


def thumbnail(picture: bytes, longest: int, quality: int) -> tuple[bytes, int, int]:
    """A small WebP of a picture, its longer side `longest` pixels or that of the picture; and its width and height."""
    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    # Method 6 takes a second where there is alpha, for 2 %.
    image.save(file, "WEBP", quality=quality, alpha_quality=quality, method=4)
    return file.getvalue(), *image.size


def _srgb_profile() -> bytes:
    """The ICC profile of sRGB, without the day on which it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[ICC_DATE] = bytes(12)
    return bytes(profile)


def coverage(raster: Raster) -> float:
    """The share of the sheet that is covered if all colours were black toner: 0 = white, 1 = solid black."""
    histogram = image_of(raster).convert("L").histogram()
    return sum(count * (255 - grey) for grey, count in enumerate(histogram)) / 255 / sum(histogram)


def clear_margin(raster: Raster) -> float:
    """mm from the nearest edge to the first ink; the longer side of the sheet if there is none."""
    box = image_of(raster).convert("L").point(lambda grey: 255 if grey < INK_BELOW else 0).getbbox()
    if box is None:
        return max(raster.width, raster.height) / mm_to_px(1, raster.dpi)
    left, top, right, bottom = box
    return min(left, top, raster.width - right, raster.height - bottom) / mm_to_px(1, raster.dpi)


def image_of(raster: Raster) -> Image.Image:
    """The picture as Pillow has it."""
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)
