"""Text of each glyph of an embedded font, so that text is read back as it was set (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cached_property

_DOTLESS = {"\u0131": "i", "\u0237": "j"}
"""Letters that lose their dot below a mark."""


class GlyphTexts(dict[int, str]):
    """Glyph → text, as the layout engine collects it, with letters composed of several glyphs taken apart.

    The engine gives the first glyph of such a letter no text and the last one all of it: with "u" and a breve for "ŭ"
    the breve would say "ŭ" wherever it stands, and "u" nothing. Here each says its own part.
    """

    def __init__(self, characters: Callable[[], Mapping[int, str]]) -> None:
        super().__init__()
        self._load = characters

    @cached_property
    def _characters(self) -> Mapping[int, str]:
        return self._load()

    def __setitem__(self, glyph: int, text: str) -> None:
        parts = unicodedata.normalize("NFD", text)
        if not text or (len(parts) > 1 and any(map(unicodedata.combining, parts))):
            character = self._characters.get(glyph, "")
            if not text:
                text = _DOTLESS.get(character, character)
            elif character != text and character and character in parts:
                text = character
        super().__setitem__(glyph, text)
