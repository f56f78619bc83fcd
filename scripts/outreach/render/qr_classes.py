"""Classes of bytes by the modes of QR codes that hold them, and of signs in addresses. Imports nothing heavy."""

from __future__ import annotations

ADDRESS_SIGNS = "!#$%&'()*+,/:;=?@"
"""Signs that an address holds as they stand, beside letters, digits and -._~ (RFC 3986); % begins what is encoded."""

# Members of a class → the byte that stands for them all; what is left is "z", held as bytes only (ISO/IEC 18004).
_SIGNS = {b"0123456789": b"7", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:": b"Z"}
_CLASSES = bytes(
    next((sign[0] for members, sign in _SIGNS.items() if byte in members), ord("z")) for byte in range(256)
)


def signature(data: bytes) -> bytes:
    """A text of the same classes: a QR code of it has the segments, version and level of one of `data`."""
    return data.translate(_CLASSES)
