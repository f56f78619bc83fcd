"""Lists in Excel workbooks (adapter of openpyxl): the cells of the first worksheet as texts."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.tables import MOST_BYTES, MOST_ROWS, Named, Row, any_names, framed, visible

MOST_COLUMNS = 100
"""No list has more; a cell far to the right would make every row as wide as itself."""


def read_workbook(
    path: Path, name: str, named: Named = any_names, holds_text: Callable[[str], bool] = lambda heading: False
) -> tuple[list[str], list[Row]]:
    """Columns and rows of an XLSX file's first worksheet; lines are row numbers. Cells are stripped and NFC.

    Raises OutreachError for a file that is no workbook or unpacks to far too much, for formulas and errors in
    cells, for days, times, fractions and truths in columns that `holds_text`, by their headings, and for all that a
    CSV file is refused for.
    """
    _bounded(path, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that the library doesn't keep; nothing is written back
        try:
            book = _book(path)
            try:
                sheet = next(iter(book.worksheets), None)
                if sheet is None:
                    raise ValueError("no worksheet")
                sheet.reset_dimensions()  # what programs write there is often wrong
                return framed(name, _records(sheet, name, holds_text), named)
            finally:
                book.close()
        except OutreachError:
            raise
        except Exception as error:  # the library meets damaged files with errors of every kind
            raise _unreadable(name, error) from None


def _book(path: Path) -> Any:
    """The workbook. Of chart sheets it has the places alone: the library can't read one without a chart."""
    # Imported here: most projects have no workbook, and every command would wait for it.
    from openpyxl.chartsheet import Chartsheet
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(path, read_only=True, keep_links=False)
    reader.read_chartsheet = lambda sheet, _: reader.wb._sheets.append(Chartsheet(parent=reader.wb, title=sheet.name))
    reader.read()
    return reader.wb


def _bounded(path: Path, name: str) -> None:
    """Raises OutreachError unless the file is a ZIP of bounded size that declares no entities."""
    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                data: dict[str, str | int | float] = {"rows": MOST_ROWS, "mb": MOST_BYTES // 10**6}
                raise OutreachError(Finding("list-large", file=name, data=data))
            # No part can unpack to more than it declares: the library stops there.
            for part in packed.namelist():
                if part.endswith((".xml", ".rels")) and (reason := _unsafe(packed.read(part))):
                    raise _unreadable(name, ValueError(f"{reason} in {part}"))
    except OutreachError:
        raise
    except Exception as error:  # truncated, encrypted, packed in an unknown way
        raise _unreadable(name, error) from None


def _unsafe(xml: bytes) -> str:
    """The reason why a part of a workbook is not given to an XML parser; empty for none.

    Excel writes UTF-8. In any other encoding a document type would not be seen here, and the parser would obey it.
    """
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", xml)
    if b"\0" in xml[:4] or xml.startswith((b"\xfe\xff", b"\xff\xfe")):
        return "UTF-16"
    if declared and declared[1].upper() not in {b"UTF-8", b"US-ASCII", b"ASCII"}:
        return visible(declared[1].decode("ascii", "replace"))
    return "DOCTYPE" if b"<!DOCTYPE" in xml else ""


def _unreadable(name: str, error: Exception) -> OutreachError:
    reason = visible(str(error)) or type(error).__name__
    return OutreachError(Finding("workbook-unreadable", file=name, data={"reason": reason}))


def _records(sheet: Any, name: str, holds_text: Callable[[str], bool]) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of the sheet, each as wide as the first but for cells with content beyond it."""
    from openpyxl.cell.read_only import EMPTY_CELL

    width = 0
    worded: list[bool] = []  # the columns that hold text
    faults: list[Finding] = []
    for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if line > MOST_ROWS:
            data: dict[str, str | int | float] = {"rows": MOST_ROWS, "mb": MOST_BYTES // 10**6}
            raise OutreachError([*faults, Finding("list-large", file=name, line=line, data=data)])
        end = len(cells)
        while end and cells[end - 1] is EMPTY_CELL:  # what the library fills rows up with
            end -= 1
        texts = [_text(cell) for cell in cells[:end]]
        for at, (cell, text) in enumerate(zip(cells, texts, strict=False)):
            if slug := _fault(cell, at < len(worded) and worded[at]):
                data = {"cell": cell.coordinate, "found": visible(text)}
                faults.append(Finding(slug, file=name, line=line, data=data))
        filled = max((at for at, text in enumerate(texts, 1) if text), default=0)
        width = width or filled
        if line == 1:
            worded = [holds_text(text) for text in texts]
        yield line, [*texts[:filled], *[""] * (width - filled)]
    if faults:
        raise OutreachError(faults)


def _fault(cell: Any, worded: bool) -> str:
    """The slug of what is wrong with a cell; empty for none."""
    if getattr(cell, "data_type", "n") in {"f", "e"}:
        return "workbook-cell"
    whole = isinstance(cell.value, str | int | None) or (isinstance(cell.value, float) and cell.value.is_integer())
    return "workbook-value" if worded and (not whole or isinstance(cell.value, bool)) else ""


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point and with the zeros that their format puts before them, days as
    2021-02-01. No other format is looked at: times and fractions need not be what the cell shows.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        zeros = re.fullmatch(r"0+", cell.number_format or "")
        return str(value).zfill(len(zeros[0])) if zeros else str(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(value)
