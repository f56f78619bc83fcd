"""PDF pages as pixels and as text (adapter of pypdfium2)."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray

from outreach.core.findings import Finding, OutreachError
from outreach.core.lengths import MM_PER_INCH, PT_PER_INCH


@dataclass(frozen=True)
class Raster:
    """A page in pixels: rows of 8-bit RGB, no padding."""

    width: int
    height: int
    rgb: bytes
    dpi: float


@dataclass(frozen=True)
class RgbaRaster:
    """A page in pixels that one sees through where nothing is painted: rows of 8-bit RGBA, straight, no padding."""

    width: int
    height: int
    rgba: bytes


def pages(pdf: bytes, dpi: float) -> Iterator[Raster]:
    """The trim of each page at `dpi` pixels per inch on white."""
    with _open(pdf) as document:
        for page in document:
            yield _raster(_bitmap(page, dpi), dpi)


def _bitmap(page: pypdfium2.PdfPage, dpi: float) -> pypdfium2.PdfBitmap:
    media, trim = page.get_mediabox(), page.get_trimbox()
    beyond = tuple(abs(edge - cut) for edge, cut in zip(media, trim, strict=True))
    return page.render(scale=dpi / PT_PER_INCH, crop=beyond, rev_byteorder=True, fill_color=(255, 255, 255, 255))


def _raster(bitmap: pypdfium2.PdfBitmap, dpi: float) -> Raster:
    image = bitmap.to_pil().convert("RGB")
    return Raster(image.width, image.height, image.tobytes(), dpi)


class Differs(Exception):
    """Where two files are not the same: the page, from 1 (0 for their number), and whether it is their text."""

    def __init__(self, page: int, text: bool) -> None:
        super().__init__(page, text)
        self.page, self.text = page, text


def same(first: bytes, second: bytes, width: int) -> list[Raster]:
    """The pages of both files, the first one's trim `width` px wide. Raises Differs unless text and pixels are one."""
    with _open(first) as mine, _open(second) as its:
        if len(mine) != len(its):
            raise Differs(0, text=False)
        dpi = width * PT_PER_INCH / _breadth(mine[0])
        rasters = []
        for number in range(len(mine)):
            pages = mine[number], its[number]
            if _text(pages[0]) != _text(pages[1]):
                raise Differs(number + 1, text=True)
            left, right = (_bitmap(page, dpi) for page in pages)
            if not np.array_equal(left.to_numpy(), right.to_numpy()):
                raise Differs(number + 1, text=False)
            rasters.append(_raster(right, dpi))
        return rasters


def _breadth(page: pypdfium2.PdfPage) -> float:
    left, _, right, _ = page.get_trimbox()
    return float(right - left)


@contextmanager
def _open(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def coverages(pdf: bytes) -> Iterator[NDArray[np.uint8]]:
    """How much of each pixel each page covers, 0 to 255: a page has a pixel to the point."""
    with _open(pdf) as document:
        for page in document:
            bitmap = page.render(scale=1, grayscale=True, fill_color=(255, 255, 255, 255))
            yield 255 - bitmap.to_numpy().reshape(bitmap.height, bitmap.stride)[:, : bitmap.width]


def part(pdf: bytes, page: int, share: tuple[float, float, float, float], width: int) -> Raster:
    """A part of a page (the first is 1) `width` pixels wide, on white.

    `share` is its left, top, right and bottom in shares of the page as it is seen. Raises OutreachError for a file
    that PDFium can't read.
    """
    left, top, right, bottom = share
    try:
        with _open(pdf) as document:
            sheet = document[page - 1]
            wide, high = sheet.get_size()
            cut = (left * wide, (1 - bottom) * high, (1 - right) * wide, top * high)
            scale = width / ((right - left) * wide)
            bitmap = sheet.render(scale=scale, crop=cut, rev_byteorder=True, fill_color=(255, 255, 255, 255))
            image = bitmap.to_pil().convert("RGB")
            return Raster(image.width, image.height, image.tobytes(), scale * PT_PER_INCH)
    except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
        raise OutreachError(Finding("pdf-unreadable", data={"reason": str(error)})) from None


def texts(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it was drawn.

    PDFium puts the runs of a line in order as the page lies: words upside down are read with the page turned.
    """
    with _open(pdf) as document:
        return [_text(page) for page in document]


def _text(page: pypdfium2.PdfPage) -> str:
    whole, characters = _characters(page)
    if not any(upside_down for _, upside_down in characters):
        return whole
    upright = "".join(character for character, upside_down in characters if not upside_down)
    before = page.get_rotation()
    page.set_rotation(180)
    below = "".join(c for c, upside_down in _characters(page)[1] if upside_down or c.isspace())
    page.set_rotation(before)
    return upright + "\r\n" + below


def _characters(page: pypdfium2.PdfPage) -> tuple[str, list[tuple[str, bool]]]:
    """A page's text, and each of its characters with whether it stands upside down."""
    textpage = page.get_textpage()
    try:
        characters = [
            (chr(raw.FPDFText_GetUnicode(textpage, index)), math.cos(raw.FPDFText_GetCharAngle(textpage, index)) < 0)
            for index in range(textpage.count_chars())
        ]
        return textpage.get_text_range(), characters
    finally:
        textpage.close()


def window(
    pdf: bytes, page: int, corner: tuple[float, float], size: tuple[float, float], scale: float, angle: float = 0.0
) -> Raster:
    """A part of a page (from 1) at `scale` pixels per mm: its corner, from the trim's top left, and its size in mm.

    The part's sides lie exactly on the pixels' borders. With an `angle` (radians, clockwise) the part lies turned on
    the page and is shown upright. Beyond the page there is white.
    """
    white = (255, 255, 255, 255)
    image = _window(pdf, page, corner, size, scale, angle, (raw.FPDFBitmap_BGRx, white)).convert("RGB")
    return Raster(image.width, image.height, image.tobytes(), scale * MM_PER_INCH)


def layer(pdf: bytes, page: int, size: tuple[float, float], scale: float) -> RgbaRaster:
    """A page (from 1) of `size` mm at `scale` pixels per mm, without the paper."""
    image = _window(pdf, page, (0.0, 0.0), size, scale, 0.0, (raw.FPDFBitmap_BGRA, (0, 0, 0, 0)))
    return RgbaRaster(image.width, image.height, image.tobytes())


def _window(
    pdf: bytes,
    page: int,
    corner: tuple[float, float],
    size: tuple[float, float],
    scale: float,
    angle: float,
    ground: tuple[int, tuple[int, int, int, int]],
) -> Any:
    """`ground`: the kind of bitmap, and what is painted on."""
    columns, rows = (max(1, round(side * scale)) for side in size)
    with _open(pdf) as document:
        sheet = document[page - 1]
        crop, trim = sheet.get_cropbox(), sheet.get_trimbox()
        zoom = scale * MM_PER_INCH / PT_PER_INCH
        x = (trim[0] - crop[0]) * zoom + corner[0] * scale
        y = (crop[3] - trim[3]) * zoom + corner[1] * scale
        cos, sin = math.cos(angle), math.sin(angle)
        bitmap = pypdfium2.PdfBitmap.new_native(columns, rows, ground[0], rev_byteorder=True)
        bitmap.fill_rect(ground[1], 0, 0, columns, rows)
        matrix = raw.FS_MATRIX(zoom * cos, -zoom * sin, zoom * sin, zoom * cos, -(cos * x + sin * y), sin * x - cos * y)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, sheet, matrix, raw.FS_RECTF(0, 0, columns, rows), flags)
        return bitmap.to_pil()


def trims(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Each page's trim on the page as it is shown, in mm: left, top, width, height."""
    with _open(pdf) as document:
        boxes = [(page.get_cropbox(), page.get_trimbox()) for page in document]
    mm = MM_PER_INCH / PT_PER_INCH
    return [
        ((trim[0] - crop[0]) * mm, (crop[3] - trim[3]) * mm, (trim[2] - trim[0]) * mm, (trim[3] - trim[1]) * mm)
        for crop, trim in boxes
    ]
