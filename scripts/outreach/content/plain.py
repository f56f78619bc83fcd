"""Texts with the signs that people see in them, whichever of the characters that look so were typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_UNSEEN = frozenset({"Cf", "Me"})
"""Categories of characters that take no room of their own: joiners, soft hyphens, frames around digits."""
_STYLES = range(0xFE00, 0xFE10)
"""Variation selectors, which say how the sign before them is drawn."""
_SAME_SIGNS = {"\u3002": ".", "\uff61": ".", "\u2010": "-", "\u2011": "-", "\u2212": "-"}
"""Full stops that browsers take for the one between labels (UTS 46); hyphens and the minus."""


@dataclass(frozen=True)
class Plain:
    """A text as rules read it, sign for sign, and where each sign stands in the original."""

    text: str
    places: Sequence[int]
    source: str

    @classmethod
    def of(cls, source: str) -> Plain:
        if source.isascii() and source.isprintable():
            return cls(source, range(len(source)), source)
        signs = [(sign, place) for place, sign in enumerate(map(_plain, source)) if sign]
        return cls("".join(sign for sign, _ in signs), [place for _, place in signs], source)

    def replace(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Plain:
        """The text with other signs for what fits a pattern; each of them stands where the match begins."""
        parts: list[str] = []
        places: list[int] = []
        end = 0
        for match in pattern.finditer(self.text):
            signs = new if isinstance(new, str) else new(match)
            parts += [self.text[end : match.start()], signs]
            places += [*self.places[end : match.start()], *[self.places[match.start()]] * len(signs)]
            end = match.end()
        if not end:
            return self
        return Plain("".join([*parts, self.text[end:]]), [*places, *self.places[end:]], self.source)

    def original(self, start: int, end: int) -> str:
        """The part of the source that signs `start` to `end` of the text were read from."""
        return self.source[self.places[start] : self.places[end - 1] + 1]


def _plain(character: str) -> str:
    """A digit of any script as 0 to 9, a sign of any width as it is typed, and one space; "" if unseen."""
    if character.isascii():
        return " " if character.isspace() else character
    category = unicodedata.category(character)
    if category in _UNSEEN or ord(character) in _STYLES:
        return ""
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    digit = unicodedata.digit(character, None)
    if digit is not None and category == "Nd":
        return str(digit)
    wide = unicodedata.normalize("NFKC", character)
    return _SAME_SIGNS.get(character, wide if len(wide) == 1 else character)
