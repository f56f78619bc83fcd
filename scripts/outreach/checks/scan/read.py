"""Every QR code of a finished page, read by all decoders and compared with the links that the page must hold."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from outreach.checks.scan import address
from outreach.core.findings import Data, Finding
from outreach.core.lengths import MM_PER_INCH, number
from outreach.render import optics, raster
from outreach.render.optics import Grey
from outreach.render.qr_decode import DECODERS
from outreach.render.raster import Raster

FINE_PX = 6000
"""Longer side of the second look, which is taken where the first did not find all that there must be."""

PLAIN_PX = 4
"""Pixels per module from which every decoder must read a preview, which nobody holds at an angle or in bad light."""

Point = tuple[float, float]


@dataclass(frozen=True)
class PageSymbol:
    """A QR code on a page: what it says and where, and which decoders read it.

    Corners in mm from the trim's top left, from the symbol's own top left clockwise.
    """

    page: int
    text: str
    corners: tuple[Point, ...]
    version: int
    readers: tuple[str, ...]
    inverted: bool = False
    """Light on dark: read with light and dark exchanged, so not by scanners."""

    @property
    def modules(self) -> int:
        """Modules across, without the quiet zone."""
        return 17 + 4 * self.version

    @property
    def side(self) -> float:
        """mm across, without the quiet zone."""
        ends = zip(self.corners, [*self.corners[1:], self.corners[0]], strict=True)
        return sum(math.dist(corner, following) for corner, following in ends) / 4

    @property
    def middle(self) -> Point:
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    def as_record(self) -> dict[str, Any]:
        """A JSON-ready record: corners to a hundredth of a millimetre."""
        return asdict(self) | {"corners": [[round(x, 2), round(y, 2)] for x, y in self.corners]}


def codes(page: int, image: Grey, dpi: float) -> list[PageSymbol]:
    """The symbols in a picture of a trim, as all decoders read them."""
    symbols: list[PageSymbol] = []
    for name, read in DECODERS.items():
        for reading in read(image):
            corners = tuple((x * MM_PER_INCH / dpi, y * MM_PER_INCH / dpi) for x, y in reading.corners)
            new = PageSymbol(page, reading.text, corners, reading.version, (name,))
            same = next((at for at, old in enumerate(symbols) if _same(old, new)), None)
            if same is None:
                symbols.append(new)
            else:  # the first decoder's corners stay
                old = symbols[same]
                readers = (*old.readers, *(reader for reader in new.readers if reader not in old.readers))
                symbols[same] = replace(old, version=old.version or new.version, readers=readers)
    return symbols


def _same(code: PageSymbol, other: PageSymbol) -> bool:
    return code.text == other.text and math.dist(code.middle, other.middle) < max(code.side, other.side) / 2


def look(pdf: bytes, page: int, image: Raster, expected: Sequence[str]) -> list[PageSymbol]:
    """The symbols of a page (from 1) of a file, `image` being its trim; looked at more closely if some are not read."""
    width, height = raster.trims(pdf)[page - 1][2:]
    symbols = codes(page, optics.grey(image), image.dpi)
    if not list(faults(page, symbols, expected)):
        return symbols
    scale = max(FINE_PX / max(width, height), image.dpi / MM_PER_INCH)
    fine = raster.window(pdf, page, (0.0, 0.0), (width, height), scale)
    picture = optics.grey(fine)
    closer = codes(page, picture, fine.dpi)
    symbols = closer + [old for old in symbols if not any(_same(old, new) for new in closer)]
    if missing := [text for text in expected if not any(code.text == text for code in symbols)]:
        negative = codes(page, 255 - picture, fine.dpi)
        symbols += [replace(code, inverted=True) for code in negative if code.text in missing]
    return symbols


def faults(
    page: int, symbols: Sequence[PageSymbol], expected: Sequence[str], file: str = "PDF", scale: float = 1
) -> Iterator[Finding]:
    """Texts that are read and should not be, or should be read and are not, with decoder and place."""
    counts = Counter(expected)
    for code in symbols:
        left, top = (number(scale * min(corner[axis] for corner in code.corners)) for axis in (0, 1))
        data: Data = {"left": left, "top": top, "side": number(scale * code.side), "file": file}
        if code.text not in counts:
            links = ", ".join(sorted(counts)) or "—"
            yield Finding("scan-other", page=page, data=data | {"found": code.text, "links": links})
            continue
        if part := address.first_invalid_part(code.text):
            yield Finding("scan-address", page=page, data=data | {"found": code.text, "part": part})
        if code.inverted:
            yield Finding("scan-inverted", page=page, data=data)
        elif missing := [name for name in DECODERS if name not in code.readers]:
            yield Finding("scan-unread", page=page, data=data | {"text": code.text, "decoders": ", ".join(missing)})
    for text, count in (counts - Counter(code.text for code in symbols)).items():
        yield Finding("scan-lost", page=page, data={"text": text, "count": count, "file": file})


def preview_faults(page: int, preview: bytes, width_mm: float, symbols: Sequence[PageSymbol]) -> Iterator[Finding]:
    """The same of a page's preview, as far as its pixels can hold the symbols that the page itself has."""
    image = optics.read_picture(preview)
    scale = image.shape[1] / width_mm
    plain = [code for code in symbols if code.side / code.modules * scale >= PLAIN_PX]
    readings = codes(page, image, scale * MM_PER_INCH)
    texts = {code.text for code in plain}
    others = [code for code in symbols if code.text not in texts]
    readings = [code for code in readings if not any(_same(code, other) for other in others)]  # read though it is small
    yield from faults(page, readings, [code.text for code in plain], "PNG")
