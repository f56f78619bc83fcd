"""Fonts of a PDF: what a string shows, its width, what it covers, missing glyphs (adapter of pikepdf)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pikepdf

from outreach.render.glyphs import Outlines
from outreach.render.pdf.geometry import Matrix, Rect
from outreach.render.pdf.model import Font
from outreach.render.pdf.objects import content, get, items, name, table, to_float, to_floats

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SECTION = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end", re.DOTALL)
_CODES = 1 << 16
"""Codes have two bytes at most."""
STANDARD_WIDTH = 0.556
"""em; of a font that neither states widths nor is embedded."""


@dataclass(frozen=True)
class Glyph:
    """One character as it is shown, in em."""

    code: int
    text: str
    width: float
    box: Rect | None
    """Left, bottom, right, top; None if it is blank."""
    missing: bool
    space: bool
    """A one-byte 32, which word spacing widens."""


class Typeface:
    """A font as content streams use it."""

    def __init__(self, font: Any) -> None:
        self.kind = name(get(font, "/Subtype"))
        self.font = font
        self._composite = self.kind == "Type0"
        below = items(font, "/DescendantFonts")
        self._holder = below[0] if self._composite and below else font
        descriptor = table(self._holder, "/FontDescriptor")
        self.about = font_of(font)
        self.file = next((d for k in _FILES if (d := content(get(descriptor, k)))), b"")
        """The font file that is embedded; empty if there is none."""
        self.outlines = Outlines(self.file)
        self._texts, self._wide = _unicode(content(get(font, "/ToUnicode")))
        self._widths = self._compositewidths() if self._composite else self._simplewidths(descriptor)
        default = 1.0 if self._composite else to_float(get(descriptor, "/MissingWidth")) / 1000
        if self._composite:
            default = to_float(get(self._holder, "/DW"), 1000) / 1000
        elif not self._widths:
            default = STANDARD_WIDTH
        self._default = default
        self._glyph_of = content(get(self._holder, "/CIDToGIDMap"))
        rise, fall = to_float(get(descriptor, "/Ascent")) / 1000, to_float(get(descriptor, "/Descent")) / 1000
        self._rise = rise if 0 < rise < 2 else 0.75
        self._fall = fall if -1 < fall < 0 else -0.25
        self._differences = {} if self._composite else _differences(get(font, "/Encoding"))
        encoding = name(get(font, "/Encoding")) or name(get(get(font, "/Encoding"), "/BaseEncoding"))
        self._codec = "mac_roman" if encoding == "MacRomanEncoding" else "cp1252"
        self._known: dict[int, Glyph] = {}
        matrix = to_floats(get(font, "/FontMatrix"))
        self.matrix: Matrix = matrix if len(matrix) == 6 else (0.001, 0, 0, 0.001, 0, 0)

    def glyphs(self, string: bytes) -> Iterator[Glyph]:
        """The glyphs that a string shows."""
        step = 2 if self._composite and self._wide != 1 else 1
        for at in range(0, len(string) - step + 1, step):
            code = int.from_bytes(string[at : at + step], "big")
            if code not in self._known:
                self._known[code] = self._glyph(code, step)
            yield self._known[code]

    def procedure(self, code: int) -> Any:
        """The content stream that draws a character of a Type 3 font."""
        return get(table(self.font, "/CharProcs"), "/" + self._differences.get(code, ""))

    def number(self, code: int) -> int:
        """The glyph of the font file that a code of a composite font stands for."""
        if self._glyph_of:
            return int.from_bytes(self._glyph_of[2 * code : 2 * code + 2], "big")
        return code

    def _glyph(self, code: int, step: int) -> Glyph:
        width = self._widths.get(code, self._default)
        text = self._texts.get(code, "")
        if not text and not self._composite and 31 < code < 256:
            glyph_name = self._differences.get(code, "")
            text = glyph_name if len(glyph_name) == 1 else bytes([code]).decode(self._codec, "replace")
        if self.kind == "Type3":
            return Glyph(code, text, width * 1000 * abs(self.matrix[0]), None, False, code == 32)
        box: Rect | None = None if text.isspace() else (0.0, self._fall, width, self._rise)
        missing = False
        if self._composite:
            glyph = self.number(code)
            count = self.outlines.count
            missing = code == 0 or (glyph == 0 and bool(self._glyph_of)) or (count is not None and glyph >= count)
            if self.outlines.boxed and not missing:
                box = self.outlines.box(glyph)
        elif self._differences.get(code) == ".notdef":
            missing = True
        return Glyph(code, text, width, box, missing, step == 1 and code == 32)

    def _simplewidths(self, descriptor: Any) -> dict[int, float]:
        first = int(to_float(get(self.font, "/FirstChar")))
        unit = 1000
        return {first + i: w / unit for i, w in enumerate(to_floats(get(self.font, "/Widths")))}

    def _compositewidths(self) -> dict[int, float]:
        widths: dict[int, float] = {}
        parts = items(self._holder, "/W")
        at = 0
        while at + 1 < len(parts):
            first = int(to_float(parts[at]))
            if isinstance(parts[at + 1], pikepdf.Array):
                widths |= {first + i: w / 1000 for i, w in enumerate(to_floats(parts[at + 1]))}
                at += 2
            elif at + 2 < len(parts):
                last = min(int(to_float(parts[at + 1])), 65535)
                widths |= dict.fromkeys(range(first, last + 1), to_float(parts[at + 2]) / 1000)
                at += 3
            else:
                break
        return widths


_FILES = ("/FontFile2", "/FontFile3", "/FontFile")


def font_of(font: Any) -> Font:
    """The file's description of a font."""
    below = items(font, "/DescendantFonts")
    descriptor = table(below[0] if below else font, "/FontDescriptor")
    title = name(get(font, "/BaseFont")) or name(get(font, "/Name")) or "?"
    type3 = name(get(font, "/Subtype")) == "Type3"  # its glyphs are content of the file itself
    embedded = type3 or any(isinstance(get(descriptor, kind), pikepdf.Stream) for kind in _FILES)
    return Font(_SUBSET.sub("", title), embedded, bool(_SUBSET.match(title)))


def _differences(encoding: Any) -> dict[int, str]:
    """Code → glyph's name, as far as an encoding differs from its base."""
    names: dict[int, str] = {}
    code = 0
    for item in items(encoding, "/Differences"):
        if isinstance(item, pikepdf.Name):
            names[code] = name(item)
            code += 1
        else:
            code = int(to_float(item))
    return names


def _unicode(data: bytes) -> tuple[dict[int, str], int]:
    """Code → text of a ToUnicode table, and how many bytes a code has there (0: not said)."""
    entries: list[_Range] = []
    wide = 0
    for kind, body in _SECTION.findall(data):
        if kind == b"bfrange":
            entries += _ranges(body)
            continue
        parts = [bytes.fromhex(_pad(part)) for part in _HEX.findall(body)]
        if kind == b"codespacerange":
            wide = len(parts[0]) if parts else 0
            continue
        codes = (int.from_bytes(code, "big") for code in parts[::2])
        entries += [_Range(code, code, [text]) for code, text in zip(codes, parts[1::2], strict=False)]
    # A table may tell of all codes over and over: the last entry of a code counts, and no other is worked out.
    last = np.full(_CODES, -1)
    for number, entry in enumerate(entries):
        last[entry.first : entry.last + 1] = number
    return {code: entries[last[code]].text(code) for code in np.flatnonzero(last >= 0).tolist()}, wide


class _Range(NamedTuple):
    """Entry of a ToUnicode table: codes from `first` to `last`, and the UTF-16 of each or, as bytes, of the first."""

    first: int
    last: int
    texts: bytes | list[bytes]

    def text(self, code: int) -> str:
        at = code - self.first
        if isinstance(self.texts, list):
            return self.texts[at].decode("utf-16-be", "replace")
        size = len(self.texts)
        value = (int.from_bytes(self.texts, "big") + at).to_bytes(size + 1, "big")[-size:]
        return value.decode("utf-16-be", "replace")


def _ranges(body: bytes) -> Iterator[_Range]:
    for low, high, array, start in re.findall(
        rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:\[(.*?)\]|<([0-9A-Fa-f\s]+)>)", body, re.DOTALL
    ):
        first, last = int(low, 16), int(high, 16)
        if array:
            texts = [bytes.fromhex(_pad(part)) for part in _HEX.findall(array)]
            yield _Range(first, min(last, first + len(texts) - 1), texts)
        elif start:
            yield _Range(first, last, bytes.fromhex(_pad(start)))


def _pad(digits: bytes) -> str:
    plain = re.sub(rb"\s", b"", digits).decode("ascii")
    return plain + "0" * (len(plain) % 2)
