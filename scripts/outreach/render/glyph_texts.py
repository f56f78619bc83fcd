"""Text of each glyph of an embedded font, so that text is read back as it was set (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_DOTLESS = {"\u0131": "i", "\u0237": "j"}
"""Letters that lose their dot below a mark."""


def glyph_texts(texts: Mapping[int, str], characters: Mapping[int, str]) -> dict[int, str]:
    """Glyph → text, with letters composed of several glyphs taken apart.

    The layout engine gives the first glyph of such a letter no text and the last one all of it: with "u" and a breve
    for "ŭ" the breve would say "ŭ" wherever it stands, and "u" nothing. Here each says its own part. `characters` are
    those of the font's glyphs. Texts that are right stay.
    """
    return {glyph: _own_text(text, characters.get(glyph, "")) for glyph, text in texts.items()}


def _own_text(text: str, character: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    if text and (len(parts) == 1 or not any(map(unicodedata.combining, parts))):
        return text
    if not text:
        return _DOTLESS.get(character, character)
    return character if character and character in parts else text
