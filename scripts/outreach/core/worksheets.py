"""Worksheets as people see them: hidden parts, merged cells, and number formats (ECMA-376, part 1, 18.8.31)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from outreach.core.findings import Data, Finding
from outreach.core.quoting import visible

Cells = dict[int, str]
"""Column, from 1 → text, of a row; columns without text are left out."""
LETTERS = 26


@dataclass(frozen=True)
class Merge:
    """A block of cells that shows what its upper left cell holds; rows and columns count from 1, ends included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Layout:
    """Rows and columns that are hidden, by hand or by a filter, and merged cells."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()

    def head(self) -> int:
        """The first row that is seen."""
        line = 1
        while line in self.hidden_rows:
            line += 1
        return line


def unmerge(rows: Mapping[int, Cells], layout: Layout, name: str) -> Iterator[Finding]:
    """Give each row of a merged block the block's text, in place; report blocks that a list cannot be read from.

    Such are names of columns over several rows, and texts over several columns. A row that holds nothing but parts of
    blocks looks blank below their first row, and stays blank.
    """
    head, blocks = layout.head(), []
    for merge in sorted(layout.merges, key=lambda merge: (merge.top, merge.left)):
        columns = [at for at in range(merge.left, merge.right + 1) if at not in layout.hidden_columns]
        text = rows.get(merge.top, {}).get(merge.left, "")
        # A spreadsheet keeps what the other cells held, and shows none of it.
        for cells in (rows[line] for line in range(merge.top, merge.bottom + 1) if line in rows):
            for column in range(merge.left, merge.right + 1):
                cells.pop(column, None)
        if columns and text:
            blocks.append((merge, columns, text))
    filled = {line for line, cells in rows.items() if cells.keys() - layout.hidden_columns}
    for merge, columns, text in blocks:
        for line in range(merge.top, merge.bottom + 1):
            if line == merge.top or line in filled:
                rows[line][columns[0]] = text
        data: Data = {"found": visible(text), "first": merge.top, "last": merge.bottom}
        if merge.top <= head < merge.bottom:
            yield Finding("workbook-head", file=name, line=head, data=data)
        elif len(columns) > 1 and merge.top > head:
            data = {"found": visible(text), "first": letters(columns[0]), "last": letters(columns[-1])}
            yield Finding("workbook-merged", file=name, line=merge.top, data=data)


def hidden_parts(rows: Mapping[int, Cells], layout: Layout, name: str) -> Iterator[Finding]:
    """Warnings about hidden rows and columns that hold something."""
    lines = sorted(line for line, cells in rows.items() if cells and line in layout.hidden_rows)
    if lines:
        data: Data = {"count": len(lines), "first": lines[0], "last": lines[-1]}
        yield Finding("workbook-rows-hidden", "warning", file=name, line=lines[0], data=data)
    head = rows.get(layout.head(), {})
    for column in sorted({column for cells in rows.values() for column in cells} & layout.hidden_columns):
        data = {"column": letters(column), "found": visible(head.get(column, "—"))}
        yield Finding("workbook-column-hidden", "warning", file=name, line=layout.head(), data=data)


def letters(column: int) -> str:
    """The letters of a column by its number from 1: A, B … Z, AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, LETTERS)
        text = chr(ord("A") + rest) + text
    return text


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
