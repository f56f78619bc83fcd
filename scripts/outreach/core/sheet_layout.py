"""Layout of a worksheet beside its cells: rows and columns that nobody sees, and cells that are one to the eye."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
