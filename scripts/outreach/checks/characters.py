"""Characters of content that nobody sees, and that change what is read, copied or searched for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from outreach.core.findings import Finding

_JOINERS = "\u200c\u200d"
_TYPED = "\n\t\r"
_PLAIN_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")
"""Beginnings of the Unicode names of letters that are never joined."""


def invisible_characters(text: str, name: str) -> Iterator[Finding]:
    """For each line its first character that is not seen: soft hyphens, spaces without width, marks of direction,
    control characters, and those that Unicode has no use for. `name` is the file's.

    Joiners stay where scripts or pictographs need them: between letters that are joined (Arabic, Indic), or emoji.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.isprintable():
            continue
        for at, character in enumerate(line):
            if not _hidden(character) or (character in _JOINERS and _joining(line, at)):
                continue
            data: dict[str, str | int | float] = {"found": f"U+{ord(character):04X}", "column": at + 1}
            yield Finding("character-invisible", file=name, line=number, data=data)
            break


def _hidden(character: str) -> bool:
    """True for what neither shows nor takes room; spaces of any width do take room."""
    return character not in _TYPED and not character.isprintable() and unicodedata.category(character) != "Zs"


def _joining(line: str, at: int) -> bool:
    """True if the joiner at `at` stands between two characters of which none is Latin, Greek, Cyrillic or a digit."""
    sides = line[max(0, at - 1) : at], line[at + 1 : at + 2]
    return all(side.strip() and not unicodedata.name(side, "LATIN").startswith(_PLAIN_SCRIPTS) for side in sides)
