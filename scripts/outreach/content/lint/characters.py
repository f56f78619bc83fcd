"""Characters of content that nobody sees or tells apart, and that change what is read, copied or searched for."""

import re
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path

from outreach.campaign.look_alikes import look_alikes
from outreach.core import addresses
from outreach.core.findings import Data, Finding
from outreach.core.quoting import FILLERS
from outreach.core.tables import MOST_TEXT

_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Variation selectors: they choose the form of the sign before them, and mean nothing behind a Latin letter."""
_ESCAPE = re.compile(r"\\(?:[uU]([0-9A-Fa-f]{4,8})|x([0-9A-Fa-f]{2}))")
"""A character as TOML and YAML may write it."""
MOST_CODE = 0x10FFFF
"""The last code point of Unicode."""
_FROM_KEYS = "\n\t\r"
"""Control characters that people type."""
_PLAIN_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")
"""Beginnings of the Unicode names of letters that are never joined."""


def source_text(path: Path) -> str:
    """The beginning of a text file; empty for one in another coding, which its reader tells once for all lines."""
    try:
        text = getincrementaldecoder("utf-8")().decode(path.read_bytes()[:MOST_TEXT])
    except UnicodeDecodeError:
        return ""
    return text.removeprefix("\ufeff")


def invisible_characters(text: str, name: str) -> Iterator[Finding]:
    """For each line its first character that is not seen: soft hyphens, spaces without width, marks of direction,
    control characters, and those that Unicode has no use for. `name` is the file's.

    Joiners stay where scripts or pictographs need them: between letters that are joined (Arabic, Indic), or emoji.
    Characters may be written as the file's kind has it (`&shy;`, `\\u200b`).
    """
    for number, line in enumerate(text.split("\n"), 1):
        place = next(_unseen(line), None)
        if place is None and ("&" in line or "\\" in line):
            plain = _ESCAPE.sub(_unescape, unescape(line))
            place = next(((character, 1) for character, _ in _unseen(plain)), None) if plain != line else None
        if place is not None:
            data: Data = {"found": f"U+{ord(place[0]):04X}", "column": place[1]}
            yield Finding("character-invisible", file=name, line=number, data=data)


def _unseen(line: str) -> Iterator[tuple[str, int]]:
    """Characters of a line that are not seen, each with its column."""
    if line.isprintable() and not FILLERS.search(line):
        return
    for at, character in enumerate(line):
        joining = character in _JOINERS and _joining(line, at)
        selecting = _SELECTORS.match(character) and at and not _without_forms(line[at - 1])
        if _is_hidden(character) and not joining and not selecting:
            yield character, at + 1


def look_alike_characters(
    text: str, name: str, languages: tuple[str, ...], allowed: Collection[str] = ()
) -> Iterator[Finding]:
    """Characters that look like those of the languages and are others; also as a file writes them (`&ETH;`, `\\u00d0`).

    `name` is the file's, a Markdown text or a table; lines of a table that are only a comment are passed over.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if name.endswith(".toml") and line.lstrip().startswith("#"):
            continue
        plain = unicodedata.normalize("NFC", _ESCAPE.sub(_unescape, unescape(line)))
        for address in addresses.web_addresses(plain):
            if addresses.fault(address):
                plain = plain.replace(address, " ")  # `pages` reports it
        for alike in look_alikes(plain, languages):
            if not any(word in allowed for word in (alike.word, *re.findall(r"[\w'’-]+", alike.word))):
                yield Finding("look-alike", file=name, line=number, data=alike.data)


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= MOST_CODE and not 0xD800 <= code < 0xE000 else match[0]


def _is_hidden(character: str) -> bool:
    """True for what neither shows nor takes room; spaces of any width do take room."""
    if FILLERS.match(character):
        return True
    return character not in _FROM_KEYS and not character.isprintable() and unicodedata.category(character) != "Zs"


def _without_forms(character: str) -> bool:
    """True for a space, and for a letter of a script whose letters have one form each, so that nothing selects one."""
    return character.isspace() or (
        character.isalpha() and unicodedata.name(character, "LATIN").startswith(_PLAIN_SCRIPTS)
    )


def _joining(line: str, at: int) -> bool:
    """True if the joiner at `at` stands between two characters of which none is Latin, Greek, Cyrillic or a digit."""
    sides = line[max(0, at - 1) : at], line[at + 1 : at + 2]
    return all(side.strip() and not unicodedata.name(side, "LATIN").startswith(_PLAIN_SCRIPTS) for side in sides)
