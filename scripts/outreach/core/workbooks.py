"""Lists in Excel workbooks (adapter of openpyxl): the cells of the first worksheet that is seen, as they show."""

import datetime as dt
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.grid import Cell, Grid
from outreach.core.lists import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Named, Row, any_names, read_rows, too_large
from outreach.core.quoting import visible
from outreach.core.worksheets import Layout, Merge, displayed_number, displayed_text, hidden_parts, letters, unmerge

MOST_MERGES = 20_000
MOST_MERGED = 400_000
"""Merged blocks of a sheet, and the rows of all of them together."""
LOOKED_AT = 50
"""Rows of a worksheet that is not read in which the names of columns are looked for."""
UNSEEN_SIZES = {"ht": 2.0, "width": 0.5}
"""Height of a row in pt and width of a column in characters below which nobody reads what stands there."""
_ACTIVE = re.compile(r"vbaProject|externalLinks/|embeddings/|activeX/|connections\.xml|macrosheets/", re.IGNORECASE)
"""Parts of a workbook that run, or that reach for other files."""
_LOCKED = bytes.fromhex("D0CF11E0A1B11AE1")
"""How files begin that Excel encrypts with a password, and those of before 2007 ([MS-CFB], 2.2)."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_workbook(
    path: Path, name: str, named: Named = any_names, holds_text: Callable[[str], bool] = lambda heading: False
) -> tuple[list[str], list[Row], list[Finding]]:
    """Columns and rows of the first worksheet that is seen in an XLSX file, and warnings; lines are row numbers.

    Cells are as they show, stripped and NFC. What is hidden is left out with a warning. Raises OutreachError for a
    file that is no workbook or unpacks to far too much, for formulas and errors in cells, for texts over several
    columns, for days, times, fractions, truths and numbers that show otherwise than they are in columns that
    `holds_text`, by their headings, and for all that a CSV file is refused for.
    """
    _check_bounds(path, name, MOST_BYTES)
    with _open(path, name) as book:
        sheet, passed = _seen(book, name, named)
        rows, layout = _parts(sheet, name)
        columns, records = read_rows(name, _records(rows, layout, name, holds_text), named)
    texts = {line: {column: cell.text for column, cell in cells.items()} for line, cells in rows.items()}
    return columns, records, [*passed, *hidden_parts(texts, layout, name)]


def read_grids(path: Path, name: str, most_bytes: int, most_rows: int) -> tuple[list[Grid], list[str]]:
    """The cells of each worksheet of an XLSX file that is seen, and the titles of those that are hidden.

    Raises OutreachError for a file that is no workbook, for one with macros, links to other files or objects in it, for
    one of more bytes (unpacked) and a sheet of more rows.
    """
    _check_bounds(path, name, most_bytes)
    with ZipFile(path) as packed:
        if active := next((part for part in packed.namelist() if _ACTIVE.search(part)), None):
            raise OutreachError(Finding("workbook-active", file=name, data={"found": visible(active)}))
    with _open(path, name) as book:
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        grids = [Grid(sheet.title, _parts(sheet, name, most_rows)[0]) for sheet in seen]
        return grids, [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]


@contextmanager
def _open(path: Path, name: str) -> Iterator[Any]:
    """The workbook, closed at the end. Raises OutreachError for what can't be read of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that the library doesn't keep; nothing is written back
        try:
            book = _book(path)
            try:
                yield book
            finally:
                book.close()
        except OutreachError:
            raise
        except Exception as error:  # the library meets damaged files with errors of every kind
            raise _unreadable(name, error) from None


def _seen(book: Any, name: str, named: Named) -> tuple[Any, list[Finding]]:
    """The first worksheet that is not hidden, and warnings of hidden ones before it and of lists behind it."""
    hidden: list[str] = []
    for at, sheet in enumerate(book.worksheets):
        if sheet.sheet_state == "visible":
            rest = (other for other in book.worksheets[at + 1 :] if other.sheet_state == "visible")
            lists = [other.title for other in rest if _holds(other, named)]
            kinds = {"workbook-sheet-hidden": hidden, "workbook-sheet-more": lists}
            texts = {slug: visible(", ".join(titles)) for slug, titles in kinds.items() if titles}
            data = {slug: {"found": text, "expected": visible(sheet.title)} for slug, text in texts.items()}
            return sheet, [Finding(slug, "warning", file=name, data=data[slug]) for slug in data]
        hidden.append(sheet.title)
    raise ValueError("no worksheet")


def _holds(sheet: Any, named: Named) -> bool:
    """True for a worksheet with the names of a list's columns in one of its first rows; others may hold notes."""
    rows = sheet.iter_rows(max_row=LOOKED_AT, max_col=MOST_COLUMNS, values_only=True)
    texts = (["" if value is None else str(value).strip() for value in row] for row in rows)
    return any(any(cells) and named(cells) for cells in texts)


def _book(path: Path) -> Any:
    """The workbook. Of chart sheets it has the places alone."""
    # Imported here: most projects have no workbook, and every command would wait for it.
    from openpyxl.chartsheet import Chartsheet
    from openpyxl.reader.excel import ExcelReader

    class Reader(ExcelReader):  # type: ignore[misc]
        """The library's reader, which fails on a chart sheet without a chart."""

        def read_chartsheet(self, sheet: Any, _: Any) -> None:
            # Names and print areas count the sheets, so an empty one takes the place.
            self.wb._add_sheet(Chartsheet(parent=self.wb, title=sheet.name))

    reader = Reader(path, read_only=True, keep_links=False)
    reader.read()
    return reader.wb


def _check_bounds(path: Path, name: str, most: int) -> None:
    """Raises OutreachError unless the file is a ZIP of at most so many bytes unpacked that declares no entities."""
    try:
        with path.open("rb") as file:
            if file.read(len(_LOCKED)) == _LOCKED:
                raise OutreachError(Finding("workbook-locked", file=name))
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > most:
                raise OutreachError(too_large(name, size=most))
            # No part can unpack to more than it declares: the library stops there.
            for part in packed.namelist():
                content = packed.read(part) if part.endswith((".xml", ".rels")) else b""
                if reason := _unsafe(content):
                    raise _unreadable(name, ValueError(f"{reason} in {part}"))
                if content.count(b"mergeCell ") > MOST_MERGES:
                    raise OutreachError(too_large(name))
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


def _parts(sheet: Any, name: str, most_rows: int = MOST_ROWS) -> tuple[dict[int, dict[int, Cell]], Layout]:
    """The cells that hold something, by row and column, and how they are laid out.

    The library's own reader of rows forgets the layout; its parser, which this reads, comes by it on the way.
    """
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import WorkSheetParser

    book, rows = sheet.parent, {}
    struck = frozenset(at for at, font in enumerate(book._fonts) if font.strike)
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for line, parsed in parser.parse():
            if line > most_rows:
                raise OutreachError(too_large(name, most_rows + 1, most_rows))
            cells = {fields["column"]: _cell(ReadOnlyCell(sheet, **fields), struck) for fields in parsed}
            rows[line] = {column: cell for column, cell in cells.items() if cell.text or cell.slug}
            if (far := max(rows[line], default=0)) > MOST_COLUMNS:
                data: Data = {"found": far, "expected": MOST_COLUMNS}
                raise OutreachError(Finding("csv-cells", file=name, line=line, data=data))
        last = max(rows, default=0)
        blocks = parser.merged_cells.mergeCell if parser.merged_cells else ()
        merges = [Merge(*_corners(block.ref, last)) for block in blocks]
        if sum(merge.bottom - merge.top + 1 for merge in merges) > MOST_MERGED:
            raise OutreachError(too_large(name))
        dark_rows = frozenset(int(line) for line, fields in parser.row_dimensions.items() if _dark(fields, "ht"))
        dark_columns = frozenset(
            column
            for fields in parser.column_dimensions.values()
            if _dark(fields, "width")
            for column in range(int(fields["min"]), min(int(fields["max"]), MOST_COLUMNS) + 1)
        )
    return rows, Layout(dark_rows, dark_columns, tuple(merges))


def _corners(reference: str, last: int) -> tuple[int, int, int, int]:
    """Rows and columns of a block as A1:B2, as far as the sheet has rows and lists have columns."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return top, min(bottom, last), left, min(right, MOST_COLUMNS)


def _dark(fields: Mapping[str, str], size: str) -> bool:
    """True for a row or a column that is hidden, or as good as hidden: with next to no height or width."""
    return fields.get("hidden") in {"1", "true"} or float(fields.get(size) or MOST_COLUMNS) < UNSEEN_SIZES[size]


def _records(
    rows: dict[int, dict[int, Cell]], layout: Layout, name: str, holds_text: Callable[[str], bool]
) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows that are seen, each as wide as the first but for cells with content beyond it."""
    texts = {line: {column: cell.text for column, cell in cells.items()} for line, cells in rows.items()}
    faults = list(unmerge(texts, layout, name))
    faults = faults[:1] if faults and faults[0].slug == "workbook-head" else faults
    head = layout.head()
    wide = max(texts.get(head, {}), default=0)
    columns = [at for at in range(1, wide + 1) if at not in layout.hidden_columns]
    worded = {at for at, text in texts.get(head, {}).items() if holds_text(text)}
    yield head, [texts.get(head, {}).get(column, "") for column in columns]
    for line in sorted(rows):
        if line <= head or line in layout.hidden_rows:
            continue
        for column, cell in rows[line].items():
            is_fault = cell.slug in {"workbook-cell", "workbook-struck"} or (cell.slug and column in worded)
            if is_fault and column in texts[line] and column not in layout.hidden_columns:
                data: Data = {"cell": f"{letters(column)}{line}", "found": visible(cell.text)}
                faults.append(Finding(cell.slug, file=name, line=line, data=data))
        beyond = [at for at in range(wide + 1, max(texts[line], default=0) + 1) if at not in layout.hidden_columns]
        yield line, [texts[line].get(column, "") for column in (*columns, *beyond)]
    if faults:
        raise OutreachError(faults)


def _cell(cell: Any, struck: frozenset[int]) -> Cell:
    """A cell as it shows. `struck` are the numbers of fonts that strike their words out: people read that as gone."""
    value = cell.value
    if (
        value is not None
        and struck
        and cell._style_id
        and cell.parent.parent._cell_styles[cell._style_id].fontId in struck
    ):
        return Cell(str(value), "workbook-struck")
    if cell.data_type in {"f", "e"}:
        return Cell(str(value), "workbook-cell")
    if value is None:
        return Cell("")
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", _unescaped(value)).replace("\r\n", "\n").strip()
        seen = displayed_text(text, cell.number_format or "") if text else ""
        return Cell(text, "workbook-format") if seen is None else Cell(seen)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        seen = displayed_number(value, cell.number_format or "")
        return Cell(str(value), "workbook-format") if seen is None else Cell(seen.strip())
    text = value.isoformat(sep=" ").removesuffix(" 00:00:00") if isinstance(value, dt.datetime) else str(value)
    return Cell(text, "workbook-value")


def _unescaped(text: str) -> str:
    """A text with `_xHHHH_` as the character that it stands for (ECMA-376, part 1, 22.9.2.19); read once, in pairs."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
