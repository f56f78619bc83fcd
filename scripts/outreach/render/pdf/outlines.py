"""The glyphs of an embedded font: how many there are and what each covers (TrueType), read without trust."""

from __future__ import annotations

import struct
from itertools import pairwise

from outreach.render.pdf.geometry import Rect


class Outlines:
    """The glyphs of a font file. A file that can't be read has a `count` of None and no boxes."""

    def __init__(self, data: bytes) -> None:
        self.count: int | None = None
        self._data = data
        self._tables: dict[bytes, bytes] = {}
        self._units = 1000
        self._offsets: tuple[int, ...] = ()
        self._boxes: dict[int, Rect | None] = {}
        try:
            self._read()
        except (struct.error, IndexError, ValueError):
            self._offsets = ()

    def _read(self) -> None:
        data = self._data
        if data[:4] not in {b"\0\1\0\0", b"true", b"OTTO"}:
            self.count = _compact(data)
            return
        for index in range(struct.unpack_from(">H", data, 4)[0]):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
            self._tables[tag] = data[offset : offset + length]
        self.count = struct.unpack_from(">H", self._tables.get(b"maxp", b""), 4)[0]
        head, loca = self._tables.get(b"head", b""), self._tables.get(b"loca", b"")
        if b"glyf" in self._tables and len(head) >= 54:
            self._units = struct.unpack_from(">H", head, 18)[0] or 1000
            long = struct.unpack_from(">h", head, 50)[0]
            found = struct.unpack(f">{len(loca) // (4 if long else 2)}{'L' if long else 'H'}", loca)
            self._offsets = found if long else tuple(2 * offset for offset in found)

    def box(self, glyph: int) -> Rect | None:
        """Left, bottom, right, top of a glyph in em; None if it is blank or can't be told (see `drawn`)."""
        if glyph not in self._boxes:
            self._boxes[glyph] = self._box(glyph)
        return self._boxes[glyph]

    @property
    def drawn(self) -> bool:
        """True if boxes can be told."""
        return bool(self._offsets)

    def _box(self, glyph: int) -> Rect | None:
        if not 0 <= glyph < len(self._offsets) - 1 or self._offsets[glyph + 1] <= self._offsets[glyph]:
            return None
        try:
            _, left, bottom, right, top = struct.unpack_from(">5h", self._tables[b"glyf"], self._offsets[glyph])
        except struct.error:
            return None
        unit = self._units
        return (left / unit, bottom / unit, right / unit, top / unit)


def _compact(data: bytes) -> int | None:
    """Glyphs of a bare CFF whose codes are glyph numbers; None for one with character collections of its own."""
    if len(data) < 4 or data[0] != 1:
        return None
    _, at = _index(data, data[2])  # names
    tops, _ = _index(data, at)
    operands: list[int] = []
    top, here = tops[0], 0
    while here < len(top):
        byte = top[here]
        here += 1
        if byte <= 21:
            if byte == 12:
                if top[here] == 30:  # ROS: codes are looked up in a charset
                    return None
                here += 1
            elif byte == 17:
                return int(struct.unpack_from(">H", data, operands[-1])[0])
            operands = []
        elif byte == 28:
            operands.append(struct.unpack_from(">h", top, here)[0])
            here += 2
        elif byte == 29:
            operands.append(struct.unpack_from(">l", top, here)[0])
            here += 4
        elif byte == 30:  # a real number ends with the nibble f
            while here < len(top) and top[here] & 0xF != 0xF and top[here] >> 4 != 0xF:
                here += 1
            here += 1
            operands.append(0)
        elif byte <= 246:
            operands.append(byte - 139)
        elif byte <= 250:
            operands.append((byte - 247) * 256 + top[here] + 108)
            here += 1
        else:
            operands.append(-(byte - 251) * 256 - top[here] - 108)
            here += 1
    return None


def _index(data: bytes, at: int) -> tuple[list[bytes], int]:
    """The entries of a CFF INDEX and where it ends."""
    count = struct.unpack_from(">H", data, at)[0]
    if not count:
        return [], at + 2
    wide = data[at + 2]
    offsets = [int.from_bytes(data[at + 3 + wide * i : at + 3 + wide * (i + 1)], "big") for i in range(count + 1)]
    base = at + 2 + wide * (count + 1)
    return [data[base + a : base + b] for a, b in pairwise(offsets)], base + offsets[-1]
