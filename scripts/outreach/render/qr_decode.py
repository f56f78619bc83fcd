"""QR codes read (adapter of zxing-cpp and deqr): two decoders that share no code, neither inverting what it sees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import deqr
import numpy as np
import zxingcpp

from outreach.render.optics import Grey


@dataclass(frozen=True)
class ReadSymbol:
    """A symbol read: its text, its corners in pixels (x, y) from the symbol's own top left clockwise, its make."""

    text: str
    corners: tuple[tuple[float, float], ...]
    version: int = 0
    level: str = ""

    @property
    def modules(self) -> int:
        """Modules a side."""
        return 17 + 4 * self.version


def read_zxing(image: Grey) -> list[ReadSymbol]:
    """The symbols that ZXing reads. Inversion is off: most scanners don't read light on dark."""
    codes = zxingcpp.read_barcodes(
        np.ascontiguousarray(image),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2),
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )
    symbols = []
    for code in codes:
        place = code.position
        corners = tuple(
            (float(corner.x), float(corner.y))
            for corner in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        )
        extra = code.extra if isinstance(code.extra, dict) else {}
        symbols.append(ReadSymbol(code.text, corners, int(extra.get("Version", 0)), code.ec_level))
    return symbols


def read_qrdec(image: Grey) -> list[ReadSymbol]:
    """The symbols that QRdec reads. It gets a copy, as it writes into the picture it is given.

    Its data are taken as bytes: deqr would make a number of a run of digits and lose its leading zeros.
    """
    if min(image.shape) < 1:
        return []
    symbols = []
    for code in deqr.QRdecDecoder().decode(np.array(image), convert_data=False):
        text = b"".join(bytes(entry.data) for entry in code.data_entries).decode("utf-8", "replace")
        corners = tuple((float(x), float(y)) for x, y in code.corners)
        symbols.append(ReadSymbol(text, corners, code.version, code.ecc_level.name))
    return symbols


DECODERS: Mapping[str, Callable[[Grey], list[ReadSymbol]]] = {"zxing": read_zxing, "qrdec": read_qrdec}
"""Name → decoder. The first finds; conditions.toml says which one's word counts."""


def readers(image: Grey, text: str) -> frozenset[str]:
    """The names of the decoders that read `text` in the image."""
    return frozenset(name for name, read in DECODERS.items() if any(symbol.text == text for symbol in read(image)))
