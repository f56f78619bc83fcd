"""Whole numbers and texts as a worksheet's cells show them, by their number formats (ECMA-376, part 1, 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<literal>"[^"]*"|\\.|[ ()+$-])|(?P<space>_.)|(?P<digit>[0#?])|(?P<text>@)"""
    r"""|(?P<colour>\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2})\])|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r"""((?:"[^"]*"|\\.|[^;"\\])*)(;|$)""", re.DOTALL)
_TEXT_SECTION = 3
"""Index of the section for texts."""
Token = tuple[str, str]
"""Kind and text of a part of a format."""


def displayed_number(value: int, number_format: str) -> str | None:
    """A whole number as its cell shows it; None for formats with more than digits and fixed signs.

    Thousands marks, points and percent signs are not fixed: they look otherwise in each country.
    """
    if number_format.casefold() in {"", "general", "@", "0", "#"}:
        return str(value)
    tokens = _tokens(_sections(number_format)[0])
    if tokens is None or value < 0 or not any(kind == "digit" for kind, _ in tokens):
        return None
    if any(kind == "text" for kind, _ in tokens):
        return None
    return _fill(tokens, str(value))


def displayed_text(value: str, number_format: str) -> str | None:
    """A text as its cell shows it; None where the format shows nothing of it, or something that is not known here."""
    sections = _sections(number_format)
    alone = len(sections) == 1 and any(kind == "text" for kind, _ in _tokens(sections[0]) or ())
    if len(sections) <= _TEXT_SECTION and not alone:
        return value
    tokens = _tokens(sections[-1 if alone else _TEXT_SECTION])
    if tokens is None or not any(kind == "text" for kind, _ in tokens):
        return None
    return "".join(value if kind == "text" else _literal(kind, part) for kind, part in tokens)


@lru_cache(maxsize=256)
def _sections(number_format: str) -> tuple[str, ...]:
    """Sections of a format: for numbers above 0, below 0, for 0, for texts. The later ones may be missing."""
    parts = []
    for match in _SECTION.finditer(number_format):
        parts.append(match[1])
        if not match[2]:  # the end of the format; the pattern would match nothing once more there
            break
    return tuple(parts) or ("",)


@lru_cache(maxsize=256)
def _tokens(section: str) -> tuple[Token, ...] | None:
    """The parts of a section; None if there is one that is not known here."""
    tokens = tuple((str(match.lastgroup), match[0]) for match in _TOKEN.finditer(section))
    return None if any(kind == "other" for kind, _ in tokens) else tokens


def _fill(tokens: tuple[Token, ...], digits: str) -> str:
    """Digits put in their places from the right; those left over stand before the first."""
    absent: dict[str, str] = {"0": "0", "#": "", "?": " "}
    first = next(at for at, (kind, _) in enumerate(tokens) if kind == "digit")
    parts: list[str] = []
    for at in range(len(tokens) - 1, -1, -1):
        kind, part = tokens[at]
        if kind != "digit":
            parts.append(_literal(kind, part))
        elif at == first:
            parts.append(digits or absent[part])
        else:
            parts.append(digits[-1:] or absent[part])
            digits = digits[:-1]
    return "".join(reversed(parts))


_LITERALS: dict[str, Callable[[str], str]] = {
    "literal": lambda part: part.strip('"') if part.startswith('"') else part[-1],
    "space": lambda _: " ",
    "colour": lambda _: "",
}
"""Kind of a part that no value fills → what is seen of it."""


def _literal(kind: str, part: str) -> str:
    return _LITERALS[kind](part)
