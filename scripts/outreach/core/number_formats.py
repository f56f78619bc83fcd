"""Whole numbers and texts as a worksheet's cells show them, by their number formats (ECMA-376, part 1, 18.8.31)."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(
    r""""(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<sign>[ ()+$-])|_(?P<space>.)|(?P<digit>[0#?])|(?P<text>@)"""
    r"""|\[(?P<colour>black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2})\]|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r"""((?:"[^"]*"|\\.|[^;"\\])*)(;|$)""", re.DOTALL)
_TEXT_SECTION = 3
"""Index of the section for texts."""
_SEEN = {"space": " ", "colour": ""}
"""Kind of a part of which something else is seen than what stands there → what is seen."""
_ABSENT = {"0": "0", "#": "", "?": " "}
"""Place of a digit → what is seen there if the number has none."""


def displayed_number(value: int, number_format: str) -> str | None:
    """A whole number as its cell shows it; None for formats with more than digits and fixed signs.

    Thousands marks, points and percent signs are not fixed: they look otherwise in each country.
    """
    if number_format.casefold() in {"", "general", "@", "0", "#"}:
        return str(value)
    parts = _parts(_sections(number_format)[0])
    kinds = [kind for kind, _ in parts]
    if value < 0 or "digit" not in kinds or "text" in kinds:
        return None
    digits, text = str(value), ""
    for at in range(len(parts) - 1, -1, -1):  # from the right; those left over stand before the first
        kind, part = parts[at]
        if kind == "digit":
            last = digits if at == kinds.index("digit") else digits[-1:]
            digits, part = digits[:-1], last or _ABSENT[part]
        text = part + text
    return text


def displayed_text(value: str, number_format: str) -> str | None:
    """A text as its cell shows it; None where the format shows nothing of it, or something that is not known here."""
    sections = _sections(number_format)
    alone = len(sections) == 1 and "text" in dict(_parts(sections[0]))
    if len(sections) <= _TEXT_SECTION and not alone:
        return value
    parts = _parts(sections[-1 if alone else _TEXT_SECTION])
    kinds = {kind for kind, _ in parts}
    if "text" not in kinds or "digit" in kinds:
        return None
    return "".join(value if kind == "text" else part for kind, part in parts)


@lru_cache(maxsize=256)
def _sections(number_format: str) -> list[str]:
    """Sections of a format: for numbers above 0, below 0, for 0, for texts. The later ones may be missing."""
    pairs = _SECTION.findall(number_format)  # the pattern matches nothing once more at the end
    return [section for section, _ in pairs[: 1 + sum(bool(end) for _, end in pairs)]] or [""]


@lru_cache(maxsize=256)
def _parts(section: str) -> list[tuple[str, str]]:
    """Kind of each part of a section, and what is seen of it; none if there is one that is not known here."""
    pairs = [(str(match.lastgroup), match) for match in _TOKEN.finditer(section)]
    parts = [(kind, _SEEN.get(kind, match[kind])) for kind, match in pairs]
    return [] if any(kind == "other" for kind, _ in parts) else parts
