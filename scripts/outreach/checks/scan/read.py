"""Every QR code of a finished page, read by all decoders and compared with the links that the page must hold."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
class Code:
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
        return sum(math.dist(one, other) for one, other in ends) / 4

    @property
    def middle(self) -> Point:
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    def as_record(self) -> dict[str, Any]:
        """A JSON-ready record: corners to a hundredth of a millimetre."""
        corners = [[round(x, 2), round(y, 2)] for x, y in self.corners]
        return {
            "page": self.page,
            "text": self.text,
            "corners": corners,
            "version": self.version,
            "readers": list(self.readers),
            "inverted": self.inverted,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Code:
        """The inverse of `as_record`."""
        corners = tuple((x, y) for x, y in record["corners"])
        return cls(**{**record, "corners": corners, "readers": tuple(record["readers"])})


def codes(page: int, image: Grey, dpi: float, origin: Point = (0.0, 0.0)) -> list[Code]:
    """The symbols in a picture whose top left corner is `origin` mm from the trim's, as all decoders read them."""
    found: list[Code] = []
    for name, read in DECODERS.items():
        for one in read(image):
            corners = tuple(
                (x * MM_PER_INCH / dpi + origin[0], y * MM_PER_INCH / dpi + origin[1]) for x, y in one.corners
            )
            new = Code(page, one.text, corners, one.version, (name,))
            same = next((at for at, old in enumerate(found) if _same(old, new)), None)
            if same is None:
                found.append(new)
            else:  # the first decoder's corners stay
                old = found[same]
                readers = (*old.readers, *(each for each in new.readers if each not in old.readers))
                found[same] = replace(old, version=old.version or new.version, readers=readers)
    return found


def _same(one: Code, other: Code) -> bool:
    return one.text == other.text and math.dist(one.middle, other.middle) < max(one.side, other.side) / 2


def look(pdf: bytes, page: int, image: Raster, expected: Sequence[str]) -> list[Code]:
    """The symbols of a page (from 1) of a file, `image` being its trim; looked at more closely if some are not read."""
    width, height = raster.trims(pdf)[page - 1][2:]
    found = codes(page, optics.grey(image), image.dpi)
    if not list(faults(page, found, expected)):
        return found
    scale = max(FINE_PX / max(width, height), image.dpi / MM_PER_INCH)
    fine = raster.window(pdf, page, (0.0, 0.0), (width, height), scale)
    picture = optics.grey(fine)
    closer = codes(page, picture, fine.dpi)
    found = closer + [old for old in found if not any(_same(old, new) for new in closer)]
    if missing := [text for text in expected if not any(code.text == text for code in found)]:
        negative = codes(page, 255 - picture, fine.dpi)
        found += [replace(code, inverted=True) for code in negative if code.text in missing]
    return found


def faults(
    page: int, found: Sequence[Code], expected: Sequence[str], file: str = "PDF", scale: float = 1
) -> Iterator[Finding]:
    """Texts that are read and should not be, or should be read and are not, with decoder and place."""
    wanted = Counter(expected)
    for code in found:
        left, top = (number(scale * min(corner[axis] for corner in code.corners)) for axis in (0, 1))
        data: Data = {"left": left, "top": top, "side": number(scale * code.side), "file": file}
        if code.text not in wanted:
            links = ", ".join(sorted(wanted)) or "—"
            yield Finding("scan-other", page=page, data=data | {"found": code.text, "links": links})
            continue
        if part := address.fault(code.text):
            yield Finding("scan-address", page=page, data=data | {"found": code.text, "part": part})
        if code.inverted:
            yield Finding("scan-inverted", page=page, data=data)
        elif missing := [name for name in DECODERS if name not in code.readers]:
            yield Finding("scan-unread", page=page, data=data | {"text": code.text, "decoders": ", ".join(missing)})
    for text, count in (wanted - Counter(code.text for code in found)).items():
        yield Finding("scan-lost", page=page, data={"text": text, "count": count, "file": file})


def shown(page: int, preview: bytes, width_mm: float, found: Sequence[Code]) -> Iterator[Finding]:
    """The same of a page's preview, as far as its pixels can hold the symbols that the page itself has."""
    image = optics.opened(preview)
    scale = image.shape[1] / width_mm
    plain = [code for code in found if code.side / code.modules * scale >= PLAIN_PX]
    seen = codes(page, image, scale * MM_PER_INCH)
    texts = {code.text for code in plain}
    others = [code for code in found if code.text not in texts]
    seen = [code for code in seen if not any(_same(code, other) for other in others)]  # read though it is small
    yield from faults(page, seen, [code.text for code in plain], "PNG")
