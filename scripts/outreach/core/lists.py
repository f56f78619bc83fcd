"""Lists: rows of a CSV file or a worksheet below the names of their columns, with their lines; CSV for spreadsheets."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.quoting import visible
from outreach.core.tables import read_text

SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
"""Spaces of any width (Unicode's Zs): in a list they all mean the same."""
MOST_ROWS = 200_000
MOST_BYTES = 50_000_000
"""A list that is larger was made by mistake, or to do harm."""
MOST_COLUMNS = 100
"""No list has more; a cell far to the right would make every row of a workbook as wide as itself."""
TITLES = 9
"""Rows below the first that are searched for the names of columns, where the first has none."""
_LEADS = {"=", "+", "-", "@", "\t", "\r"}
"""First signs of a cell that a spreadsheet takes for a formula and runs."""
Named = Callable[[Sequence[str]], bool]
"""True for cells that name the columns of a list."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a list and the line of the file (or row of the worksheet) on which it starts."""

    line: int
    cells: dict[str, str]


def too_large(name: str, line: int = 0, rows: int = MOST_ROWS, size: int = MOST_BYTES) -> Finding:
    """The finding for a list of more rows or bytes; `name` is the file's, `line` that of the first row too many."""
    return Finding("list-large", file=name, line=line, data={"rows": rows, "mb": size // 10**6})


def any_names(cells: Sequence[str]) -> bool:
    """True for any cells: the first row names the columns."""
    return True


def read_csv(path: Path, name: str, named: Named = any_names) -> tuple[list[str], list[Row]]:
    """Columns and rows of a CSV file (UTF-8; comma, semicolon or tab). Cells are stripped and NFC.

    Raises OutreachError for a huge file and for all that `read_rows` does.
    """
    if path.exists() and path.stat().st_size > MOST_BYTES:
        raise OutreachError(too_large(name))
    text = read_text(path, name, MOST_BYTES)
    # Excel itself writes and reads the separator on a line of its own.
    statement = re.match(r"sep=([^\w\s\"]|\t)\n", text)
    first = text[statement.end() if statement else 0 :].split("\n", 1)[0]
    delimiter = statement[1] if statement else max(",;\t", key=first.count)  # the comma if there is none
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return read_rows(name, _records(reader, name, skip=1 if statement else 0), named)


def _records(reader: Any, name: str, skip: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Each record of a CSV file with the line on which it starts."""
    line = 1
    try:
        for number, cells in enumerate(reader):
            start, line = line, reader.line_num + 1
            if number >= skip:
                yield start, cells
    except csv.Error as error:
        raise OutreachError(Finding("csv-syntax", file=name, line=line, data={"reason": str(error)})) from None


def read_rows(
    name: str, records: Iterable[tuple[int, Sequence[str]]], named: Named = any_names
) -> tuple[list[str], list[Row]]:
    """Columns and rows of a list's records, the first of which names the columns. Empty records are left out.

    Spaces in cells become plain ones, several become one. Without rows, if the first record is not `named`. Raises
    OutreachError for a list without columns, for columns without a name or with that of another, for titles above the
    names, for far too many rows, and for rows with too few or too many cells (all at once, with what `records` raises).
    """
    rest = iter(records)
    start, head = next(rest, (1, ()))
    columns = _filled(head)
    data: Data = {"found": len(columns), "expected": MOST_COLUMNS}
    if len(columns) > MOST_COLUMNS:
        raise OutreachError(Finding("list-wide", file=name, line=start, data=data))
    if not named(columns):
        for line, cells in islice(rest, TITLES):
            if named(_filled(cells)):
                raise OutreachError(Finding("list-title", file=name, line=start, data={"found": line}))
    if faults := _unnamed(columns, name, start):
        raise OutreachError(faults)
    if not named(columns):
        return columns, []
    rows: list[Row] = []
    try:
        for line, cells in rest:
            texts = _filled(cells, len(columns))
            if not any(texts):
                continue
            if len(texts) != len(columns):
                data = {"found": len(texts), "expected": len(columns)}
                faults.append(Finding("csv-cells", file=name, line=line, data=data))
                continue
            rows.append(Row(line, dict(zip(columns, texts, strict=True))))
            if len(rows) > MOST_ROWS:
                raise OutreachError(too_large(name, line))
    except OutreachError as error:
        faults += error.findings
    if faults:
        raise OutreachError(faults)
    return columns, rows


def _filled(cells: Sequence[str], least: int = 0) -> list[str]:
    """The cells stripped, spaces alike, without empty ones at the end beyond the first `least`."""
    texts = [SPACES.sub(" ", cell).strip() for cell in cells]
    while len(texts) > least and not texts[-1]:
        texts.pop()
    return texts


def _unnamed(columns: Sequence[str], name: str, line: int) -> list[Finding]:
    """Columns that are not told apart by their names."""
    repeated = sorted({column for column in columns if column and columns.count(column) > 1})
    faults = [
        Finding("csv-nameless", file=name, line=line, data={"found": number})
        for number, column in enumerate(columns, 1)
        if not column
    ]
    if repeated or not columns:
        faults.append(Finding("csv-columns", file=name, line=line, data={"found": visible(", ".join(repeated))}))
    return faults


def runs(cell: str) -> bool:
    """True for a cell that a spreadsheet takes for a formula."""
    return cell[:1] in _LEADS


def spreadsheet(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV: UTF-8 with a byte order mark, lines ended as Windows does, formulas kept from running."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [f"'{cell}" if runs(cell) else cell for cell in row] for row in rows
    )
    return text.getvalue().encode("utf-8-sig")
