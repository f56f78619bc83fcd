"""The cells of a file by row and column, whatever they hold: what came back of a form."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.core.findings import Finding, OutreachError
from outreach.core.lists import too_large
from outreach.core.tables import read_text


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell, and the slug of what is wrong with it ("" for nothing) if it stands in a column of texts."""

    text: str
    slug: str = ""


@dataclass(frozen=True)
class Grid:
    """A worksheet, or a CSV file, which has no title."""

    title: str
    rows: Mapping[int, Mapping[int, Cell]]
    """Row → column → cell, both from 1; empty cells are left out."""


def read_csv_grid(path: Path, name: str, most_bytes: int, most_rows: int) -> Grid:
    """The cells of a CSV file (UTF-8; comma, semicolon or tab), stripped and NFC; a row is a record.

    Raises OutreachError for a file that can't be read, of more bytes, or with a record beyond `most_rows`.
    """
    text = read_text(path, name, most_bytes)
    delimiter = max(",;\t", key=text.count)
    rows: dict[int, dict[int, Cell]] = {}
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            if number > most_rows:
                raise OutreachError(too_large(name, number, most_rows, most_bytes))
            rows[number] = {at: Cell(cell.strip()) for at, cell in enumerate(cells, 1) if cell.strip()}
    except csv.Error as error:
        data = {"reason": str(error)}
        raise OutreachError(Finding("csv-syntax", file=name, line=len(rows) + 1, data=data)) from None
    return Grid("", rows)
