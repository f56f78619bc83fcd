"""PDF pages as pixels and as text (adapter of pypdfium2)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.lengths import PT_PER_INCH


@dataclass(frozen=True)
class Raster:
    """A page in pixels: rows of 8-bit RGB, no padding."""

    width: int
    height: int
    rgb: bytes
    dpi: float


def pages(pdf: bytes, dpi: float) -> Iterator[Raster]:
    """Each page at `dpi` pixels per inch on white."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=dpi / PT_PER_INCH, rev_byteorder=True, fill_color=(255, 255, 255, 255))
            image = bitmap.to_pil().convert("RGB")
            yield Raster(image.width, image.height, image.tobytes(), dpi)
    finally:
        document.close()


def part(pdf: bytes, page: int, share: tuple[float, float, float, float], width: int) -> Raster:
    """A part of a page (the first is 1) `width` pixels wide, on white.

    `share` is its left, top, right and bottom in shares of the page as it is seen. Raises OutreachError for a file
    that PDFium can't read.
    """
    left, top, right, bottom = share
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            shown = document[page - 1]
            wide, high = shown.get_size()
            cut = (left * wide, (1 - bottom) * high, (1 - right) * wide, top * high)
            scale = width / ((right - left) * wide)
            bitmap = shown.render(scale=scale, crop=cut, rev_byteorder=True, fill_color=(255, 255, 255, 255))
            image = bitmap.to_pil().convert("RGB")
            return Raster(image.width, image.height, image.tobytes(), scale * PT_PER_INCH)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
        raise OutreachError(Finding("pdf-unreadable", data={"reason": str(error)})) from None


def texts(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it was drawn.

    PDFium puts the runs of a line in order as the page lies: words upside down are read with the page turned.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_text(page) for page in document]
    finally:
        document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    whole, characters = _characters(page)
    if not any(turned for _, turned in characters):
        return whole
    upright = "".join(character for character, turned in characters if not turned)
    page.set_rotation(180)
    return upright + "\r\n" + "".join(c for c, turned in _characters(page)[1] if turned or c.isspace())


def _characters(page: pypdfium2.PdfPage) -> tuple[str, list[tuple[str, bool]]]:
    """A page's text, and each of its characters with whether it stands upside down."""
    textpage = page.get_textpage()
    try:
        found = [
            (chr(raw.FPDFText_GetUnicode(textpage, index)), math.cos(raw.FPDFText_GetCharAngle(textpage, index)) < 0)
            for index in range(textpage.count_chars())
        ]
        return textpage.get_text_range(), found
    finally:
        textpage.close()
