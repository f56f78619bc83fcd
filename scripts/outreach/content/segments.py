"""SMS: how they are counted, cut and written without marks.

`products/messages/theme/assets/javascripts/messages.js` does the same in browsers, from the same table.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from outreach.core.package import THEME
from outreach.core.tables import read_toml
from outreach.core.text import folding, unmark

ALPHABET = THEME / "alphabet.toml"


@dataclass(frozen=True)
class MessageLength:
    """The length of an SMS as it stands, whatever its normal form."""

    encoding: str
    characters: int
    """Code points."""
    units: int
    """Places that they take: 1 or 2 each."""
    segments: int
    room: int
    """Places left in the last segment."""
    forcing: str
    """The characters that the default alphabet lacks, each once."""


@cache
def alphabet() -> Mapping[str, Any]:
    """The table of codings as browsers have it: `gsm7`, `ucs2`, `plain` with the marks and letters of folding."""
    table = folding()
    return _table() | {"plain": {"marks": table["marks"], **table["letters"], **_table()["plain"]}}


@cache
def _table() -> dict[str, Any]:
    return read_toml(ALPHABET, ALPHABET.name).data


def count(text: str) -> MessageLength:
    """The coding, length and segments of a text as it is given; nothing is normalised."""
    gsm7, ucs2 = alphabet()["gsm7"], alphabet()["ucs2"]
    basic, extension = frozenset("".join(gsm7["basic"])), frozenset(gsm7["extension"])
    forcing = "".join(dict.fromkeys(sign for sign in text if sign not in basic and sign not in extension))
    coding = ucs2 if forcing else gsm7
    sizes = [1 + (ord(sign) > 0xFFFF if forcing else sign in extension) for sign in text]
    segments, room = _cut(sizes, coding["single"], coding["joined"])
    return MessageLength(str(coding["name"]), len(text), sum(sizes), segments, room, forcing)


def _cut(sizes: Iterable[int], single: int, joined: int) -> tuple[int, int]:
    """Segments, and places left in the last; no character of two places is parted."""
    sizes = list(sizes)
    if sum(sizes) <= single:
        return min(len(sizes), 1), single - sum(sizes)
    segments, length = 1, 0
    for size in sizes:
        if length + size > joined:
            segments, length = segments + 1, 0
        length += size
    return segments, joined - length


def remove_marks(text: str) -> str:
    """The text without diacritics and typographic signs, NFC, however its letters and marks were typed."""
    return unicodedata.normalize("NFC", unmark(text).translate(str.maketrans(_table()["plain"])))
