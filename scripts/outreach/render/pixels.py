"""Pages as pixels with millimetres: what a file looks like at a place on the sheet.

Rows and columns count from the upper left; millimetres from the trim's corner, at final size, as in `render.pdf.model`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach.core.lengths import MM_PER_INCH
from outreach.render import raster
from outreach.render.pdf.geometry import Rect, meet
from outreach.render.pdf.model import Page, PdfFile
from outreach.render.pdf.reader import drop_crop_boxes
from outreach.render.qr_decode import ReadSymbol, read_zxing
from outreach.render.raster import Raster

Bytes = NDArray[np.uint8]
Floats = NDArray[np.floating[Any]]

WIDTH_PX = 1440
"""Width of a whole page's raster, if nobody has made one."""
MOST_PX = 6_000_000
"""Pixels of any raster: a page may be a thousand times as high as it is wide."""
KEPT = 8
"""Pages of which all pixels are kept."""
_CHANNEL = np.arange(256, dtype=np.float32) / 255
_LINEAR = np.where(_CHANNEL <= 0.04045, _CHANNEL / 12.92, ((_CHANNEL + 0.055) / 1.055) ** 2.4).astype(np.float32)
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Of the relative luminance, WCAG 2.2."""
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Of the grey that a printer without colours makes of a colour (ITU-R BT.601)."""


def reflectance(grey: float) -> float:
    """The share of light that a grey of 0 to 255 sends back (sRGB, IEC 61966-2-1), to the nearest whole grey."""
    return float(_LINEAR[round(grey)])


def linear(pixels: Bytes) -> Floats:
    """The light of each of red, green and blue, 0 to 1."""
    return np.asarray(_LINEAR[pixels])


def luminance(pixels: Bytes) -> Floats:
    """Relative luminance, 0 to 1, of RGB pixels."""
    return np.asarray(_LINEAR[pixels] @ _WEIGHTS)


def grey_luminance(pixels: Bytes) -> Floats:
    """Relative luminance of the grey that a black and white printer makes of RGB pixels."""
    return np.asarray(_LINEAR[np.rint(pixels.astype(np.float32) @ _LUMA).astype(np.uint8)])


def contrast(first: Floats | float, second: Floats | float) -> Floats:
    """Contrast ratio of two relative luminances, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    return np.asarray((np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05))


@dataclass(frozen=True)
class Pixels:
    """A part of a page in pixels."""

    rgb: Bytes
    left: float
    top: float
    per_mm: float

    @property
    def box(self) -> Rect:
        height, width = self.rgb.shape[:2]
        return (self.left, self.top, self.left + width / self.per_mm, self.top + height / self.per_mm)

    def part(self, rect: Rect) -> Bytes:
        """The pixels of a box, as far as they are here."""
        x0, y0, x1, y1 = self.cells(rect)
        return self.rgb[y0:y1, x0:x1]

    def cells(self, rect: Rect) -> tuple[int, int, int, int]:
        """First and last column and row of a box: at least one, within what is here."""
        height, width = self.rgb.shape[:2]
        x0, y0 = (rect[0] - self.left) * self.per_mm, (rect[1] - self.top) * self.per_mm
        x1, y1 = (rect[2] - self.left) * self.per_mm, (rect[3] - self.top) * self.per_mm
        columns = (min(max(math.floor(x0), 0), width - 1), min(max(math.ceil(x1), 1), width))
        rows = (min(max(math.floor(y0), 0), height - 1), min(max(math.ceil(y1), 1), height))
        return (columns[0], rows[0], max(columns[1], columns[0] + 1), max(rows[1], rows[0] + 1))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Millimetres of a point in pixels."""
        return (self.left + x / self.per_mm, self.top + y / self.per_mm)


class Rasters:
    """The pages of one file as pixels, made when they are asked for; the last few are kept.

    `ready` are rasters of the trims that somebody has made already, of use where a trim is all of its page; `decode`
    reads the QR codes of rows of 8-bit grey.
    """

    def __init__(
        self,
        source: bytes,
        document: PdfFile,
        ready: Sequence[Raster] = (),
        decode: Callable[[Bytes], Sequence[ReadSymbol]] = read_zxing,
    ) -> None:
        self._cropped = any("crop" in page.named_boxes and page.crop != page.media for page in document.pages)
        self._source = drop_crop_boxes(source) if self._cropped else source
        self._pages = document.pages
        self._ready = () if self._cropped else ready
        self._whole: dict[int, Pixels] = {}
        self._symbols: dict[int, Sequence[ReadSymbol]] = {}
        self._decode = decode

    def full_page(self, page: Page) -> Pixels:
        """All of a page."""
        if page.number not in self._whole:
            while len(self._whole) >= KEPT:
                del self._whole[next(iter(self._whole))]
            if page.number <= len(self._ready) and page.media == page.trim:
                self._whole[page.number] = _pixels(self._ready[page.number - 1], page.media)
            else:
                self._whole[page.number] = self._render(page, page.media, WIDTH_PX / (page.media[2] - page.media[0]))
        return self._whole[page.number]

    def part(self, page: Page, rect: Rect, per_mm: float) -> Pixels:
        """A part of a page at `per_mm` pixels per millimetre at least, or all of it if that is as fine."""
        whole = self.full_page(page)
        area = meet(rect, page.media)
        if whole.per_mm >= per_mm or area is None or min(area[2] - area[0], area[3] - area[1]) <= 0:
            return whole
        return self._render(page, area, per_mm)

    def trimmed(self, page: Page) -> Raster:
        """A page within its trim."""
        whole = self.full_page(page)
        part = whole.part(page.trim)
        if part.shape == whole.rgb.shape and page.media == page.trim and page.number <= len(self._ready):
            return self._ready[page.number - 1]
        inner = np.ascontiguousarray(part)
        dpi = whole.per_mm * MM_PER_INCH
        return Raster(inner.shape[1], inner.shape[0], inner.tobytes(), dpi)

    def symbols(self, page: Page) -> Sequence[ReadSymbol]:
        """The symbols that the decoder reads on a page, in pixels of `whole`."""
        if page.number not in self._symbols:
            grey = np.rint(self.full_page(page).rgb.astype(np.float32) @ _LUMA).astype(np.uint8)
            self._symbols[page.number] = self._decode(grey)
        return self._symbols[page.number]

    def _render(self, page: Page, rect: Rect, per_mm: float) -> Pixels:
        wide, high = rect[2] - rect[0], rect[3] - rect[1]
        per_mm = min(per_mm, math.sqrt(MOST_PX / (wide * high)))
        media = page.media
        across, down = media[2] - media[0], media[3] - media[1]
        left, right = ((side - media[0]) / across for side in rect[::2])
        top, bottom = ((side - media[1]) / down for side in rect[1::2])
        share, width = (left, top, right, bottom), max(round(wide * per_mm), 1)
        return _pixels(raster.part(self._source, page.number, share, width), rect)


def _pixels(image: Raster, rect: Rect) -> Pixels:
    rgb = np.frombuffer(image.rgb, np.uint8).reshape(image.height, image.width, 3)
    return Pixels(rgb, rect[0], rect[1], image.width / (rect[2] - rect[0]))
