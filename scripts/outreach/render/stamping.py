"""A record spliced into a base: a finished sheet whose variable words and symbols were cut out.

The base is a whole PDF file without its end: every object that all records share, byte for byte as it stays. What a
record adds is a few streams of operators, the table of objects (ISO 32000-1, 7.5.8) and the identifier. No library
writes the file, so that a province takes seconds. How a base comes about: `render.pdf.base`.
"""

import codecs
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

from outreach.campaign.validate import from_record
from outreach.render.glyphs import Face, Line

SMALL = 160
"""Bytes from which on packing a stream saves any."""
ID_BYTES = 16
TITLE = "TITLE-OF-THE-RECORD"
"""Title in the metadata of a trial; a record's file has a title of its own there."""
_ENTRY = struct.Struct(">BIH")
"""An object in the table: kind, place, generation or index."""
_FONT_SIZE = re.compile(r"\bfont-size:([\d.]+)rem")

Key = tuple[str, int, str]
"""A slot's name (or `slug`), the line in it, and its style."""


@dataclass(frozen=True)
class Place:
    """Where one line of a slot stands in one style. Lengths in px of the page, sizes and spacing in 1/1024 px."""

    slot: str
    line: int
    style: str
    """As CSS declares box and type."""
    weight: int
    font: str
    """The font's name on the page."""
    size: int
    spacing: int
    extra: float
    """Letter spacing behind the last glyph, which the layout engine counts as part of a line's width."""
    left: float
    room: float
    """Width of the box; endless where the base has not shown it."""
    share: float
    """Of the room left over: 0 puts the line at the left, 0.5 in the middle, 1 at the right."""
    y: str
    """The baseline, as it is written."""
    before: str = ""
    """Operators between the type's size and the glyphs: another ink for fine print."""
    after: str = ""

    @property
    def key(self) -> Key:
        return self.slot, self.line, self.style

    def x(self, width: float) -> float:
        """Where a line of a width in px begins; one wider than its box begins at the left."""
        return self.left + max(0.0, self.room - width) * self.share


@dataclass(frozen=True)
class Stream:
    """An object that differs from record to record.

    `parts` are bytes as they stand (Latin-1), `["line", slot, n]` for a line of a slot, `["symbol"]`, and in metadata
    `["title"]` and `["id"]`, the file's identifier where they name it.
    """

    number: int
    head: str
    """Entries of its dictionary but for length and packing."""
    parts: tuple[str | tuple[str | int, ...], ...]
    packing: bool = True
    """False for metadata, which are to be read without unpacking."""


@dataclass(frozen=True)
class Table:
    """The slot table of a base: what is put where."""

    places: tuple[Place, ...]
    glyphs: Mapping[str, frozenset[int]]
    """Font's name on the page → the glyphs that records may show in it."""
    streams: tuple[Stream, ...]
    offsets: tuple[tuple[int, int, int], ...]
    """The base's own objects, in order of their numbers, as the table of objects has them: type and two fields."""
    trailer: str
    """Entries of the trailer: the catalogue and the document information."""
    information: tuple[int, str] = (0, "")
    """Number of the document information and its entries but for the title; 0 if it is the same for all records."""


@dataclass(frozen=True)
class VaryingLine:
    """A line that varies: its words and style in each trial, and how it is set."""

    slot: str
    line: int
    words: tuple[str, ...]
    styles: tuple[str, ...]
    weight: int
    tracking: float
    """em"""
    share: float
    """Of the room left over that lies to its left."""
    further: tuple[str, ...] = ()
    """Its style in each further file, with the words of the second trial. One that a trial shows too is a check."""
    rem: float = 0.0
    """px of a rem, in which its styles give sizes; 0 if they give none."""

    def extra(self, style: str, size: int) -> float:
        """Letter spacing behind the last glyph, px; `size` is that of the type in 1/1024 px, as the file shows it.

        The layout engine counts it by the size that the style gives, which has more digits than the file shows.
        """
        match = _FONT_SIZE.search(style)
        exact = float(match[1]) * self.rem if match else 0.0
        return self.tracking * (exact if int(exact * 1024) == size else size / 1024)


class Unstampable(Exception):
    """Why a sheet or a record can't be stamped, in English."""


class Base:
    """A base and its slot table, ready to take records."""

    def __init__(self, prefix: bytes, table: Table, faces: Mapping[int, Face]) -> None:
        self._prefix, self._table, self._faces = prefix, table, faces
        self._places = {place.key: place for place in table.places}
        self._key = hashlib.blake2b(prefix, digest_size=32).digest()
        self._entries = b"".join(_ENTRY.pack(*entry) for entry in table.offsets)
        self._streams = [
            (
                stream,
                b"%d 0 obj\n<<%b" % (stream.number, stream.head.encode("latin-1")),
                [part.encode("latin-1") if isinstance(part, str) else part for part in stream.parts],
            )
            for stream in table.streams
        ]

    def stamp(self, keys: Sequence[Key], lines: Sequence[str], symbol: bytes, title: str = "") -> bytes:
        """The file of one record: its lines with their keys, its symbol as path operators, what the file is called.

        Raises Unstampable for a glyph or a style that the base lacks.
        """
        content = repr((*keys, *lines, symbol, title)).encode()
        identity = hashlib.blake2b(content, key=self._key, digest_size=ID_BYTES).hexdigest().encode()
        values: dict[tuple[str | int, ...], bytes] = {("symbol",): symbol, ("id",): identity}
        values["title",] = escape(title, quote=False).encode()
        for key, text in zip(keys, lines, strict=True):
            values["line", key[0], key[1]] = self._line(key, text)
        pieces = [self._prefix]
        at = len(self._prefix)
        entries = bytearray(self._entries)
        for stream, head, parts in self._streams:
            body = b"".join([part if isinstance(part, bytes) else values[part] for part in parts])
            packing = b""
            if len(body) > SMALL and stream.packing:
                body, packing = zlib.compress(body, 1), b"/Filter/FlateDecode"
            piece = b"%b%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (head, packing, len(body), body)
            _ENTRY.pack_into(entries, stream.number * _ENTRY.size, 1, at, 0)
            pieces.append(piece)
            at += len(piece)
        number, known = self._table.information
        if number:
            digits = (codecs.BOM_UTF16_BE + title.encode("utf-16-be")).hex().encode()
            piece = b"%d 0 obj\n<<%b/Title<%b>>>\nendobj\n" % (number, known.encode("latin-1"), digits)
            _ENTRY.pack_into(entries, number * _ENTRY.size, 1, at, 0)
            pieces.append(piece)
            at += len(piece)
        pieces.append(self._end(bytes(entries), at, identity))
        return b"".join(pieces)

    def _end(self, entries: bytes, at: int, identity: bytes) -> bytes:
        """The table of objects, itself the last of them, and where it stands."""
        number = len(entries) // _ENTRY.size
        entries += _ENTRY.pack(1, at, 0)
        return (
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]%b/ID[<%b><%b>]/Length %d>>\nstream\n%b\nendstream\nendobj\n"
            b"startxref\n%d\n%%%%EOF\n"
        ) % (number, number + 1, self._table.trailer.encode(), identity, identity, len(entries), entries, at)

    def _line(self, key: Key, text: str) -> bytes:
        """The operators that show a line."""
        place = self._places.get(key)
        if place is None:
            raise Unstampable(f"the base has not shown {key[0]} in this size")
        try:
            line = self._faces[place.weight].line(text, place.size, place.spacing)
        except ValueError as error:
            raise Unstampable(f"{error} (slot {key[0]})") from None
        if not self._table.glyphs[place.font].issuperset(line.glyphs):
            raise Unstampable(f"a glyph is not in the base (slot {key[0]})")
        x = format_number(place.x(line.width / 1024 + place.extra))
        size = format_number(place.size / 1024)
        start = f"1 0 0 -1 {x} {place.y} Tm\n/{place.font} {size} Tf\n{place.before}"
        return start.encode() + operands(line) + f" TJ{place.after}".encode()


def format_number(value: float) -> str:
    """A number as the layout engine writes it."""
    return f"{value:f}".rstrip("0").rstrip(".")


def operands(line: Line) -> bytes:
    """Operands of the operator TJ: glyphs, and the moves between them."""
    parts = ["[<"]
    for glyph, move in zip(line.glyphs, line.moves, strict=True):
        parts.append(f"{glyph:04x}")
        if move:
            parts.append(f">{move:.9g}<")
    parts.append(">]")
    return "".join(parts).replace("<>", "").encode()


def files_of(prefix: bytes, table: Table) -> dict[str, bytes]:
    """The files of a base: `base.bin` and its slot table `slots.json`."""
    record = asdict(table)
    record["glyphs"] = {font: sorted(glyphs) for font, glyphs in table.glyphs.items()}
    record["base"] = _seal(prefix)
    return {"base.bin": prefix, "slots.json": json.dumps(record, ensure_ascii=True, indent=1).encode()}


def read(folder: Path, faces: Mapping[int, Face]) -> Base:
    """A base that was kept. Raises OSError, ValueError, KeyError or TypeError if it is not whole."""
    record: dict[str, Any] = json.loads((folder / "slots.json").read_text(encoding="utf-8"))
    prefix = (folder / "base.bin").read_bytes()
    if record.pop("base") != _seal(prefix):
        raise ValueError("base.bin is not what the slot table tells of")
    return Base(prefix, from_record(Table, record), faces)


def _seal(prefix: bytes) -> dict[str, int | str]:
    """Length and SHA-256 of a base's bytes, which the slot table notes: a damaged base makes damaged files."""
    return {"bytes": len(prefix), "sha256": hashlib.sha256(prefix).hexdigest()}
