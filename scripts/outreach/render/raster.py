"""PDF pages as pixels and as text (adapter of pypdfium2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

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


def texts(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it was drawn."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            textpage = page.get_textpage()
            found.append(textpage.get_text_range())
            textpage.close()
        return found
    finally:
        document.close()
