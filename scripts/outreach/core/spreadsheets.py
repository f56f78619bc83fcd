"""Workbooks written (adapter of openpyxl, beside workbooks.py, which reads): cells with styles, lists to choose from,
formulas, protection. The same content gives the same bytes."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from outreach.core.files import zip_files
from outreach.core.worksheets import letters

Value = str | int | float | dt.date | None


@dataclass(frozen=True)
class Style:
    """The look of a cell, and whether it can be typed into on a protected sheet."""

    bold: bool = False
    size: float = 11
    """pt."""
    colour: str = "000000"
    """Of the words, as RRGGBB."""
    fill: str = ""
    """Of the cell, as RRGGBB; none if empty."""
    border: bool = False
    align: str = "left"
    wrap: bool = True
    format: str = "General"
    """Number format of Excel: `0`, `0%`, `dd/mm/yyyy`, `@` for text."""
    locked: bool = True


PLAIN = Style()


@dataclass(frozen=True)
class SheetCell:
    """A cell: a value, or a formula; text that looks like a formula stays text unless `formula` says so."""

    value: Value
    style: Style = PLAIN
    formula: bool = False


@dataclass(frozen=True)
class Choice:
    """A list that cells take their entries from."""

    cells: str
    """As A1:B2, of the sheet with the choice."""
    source: str
    """The entries' cells, with their sheet: `'Danh mục'!$A$2:$A$5`."""
    message: str
    """Shown for what is not in the list."""


@dataclass(frozen=True)
class Sheet:
    """A worksheet."""

    title: str
    rows: Mapping[tuple[int, int], SheetCell]
    """Row and column, from 1 → cell."""
    widths: Sequence[float]
    """Of columns, in characters."""
    merges: Sequence[str] = ()
    """Blocks of cells that show what the first holds, as A1:B2."""
    choices: Sequence[Choice] = ()
    protected: bool = False
    """True if nothing but cells that are not locked can be typed into."""
    heads: int = 0
    """Rows that stay in sight, and are printed on each page."""
    landscape: bool = False
    heights: Mapping[int, float] = field(default_factory=dict)
    """Row → pt."""


def write_workbook(sheets: Sequence[Sheet], title: str, author: str, day: dt.date) -> bytes:
    """An XLSX file."""
    from openpyxl import Workbook  # most builds write none

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    about = book.properties
    about.title, about.creator, about.lastModifiedBy = title, author, author
    about.created = about.modified = dt.datetime(day.year, day.month, day.day, 12)
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    # The library writes the time of saving over what was set.
    core = parts["docProps/core.xml"]
    start, end = core.index(b"<dcterms:modified"), core.index(b"</dcterms:modified>")
    head = core[start : core.index(b">", start) + 1]
    parts["docProps/core.xml"] = core[:start] + head + f"{day.isoformat()}T12:00:00Z".encode() + core[end:]
    return zip_files(parts)


def _write(target: Any, sheet: Sheet) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    styles: dict[Style, dict[str, Any]] = {}
    for (row, column), cell in sheet.rows.items():
        place = target.cell(row, column)
        place.value = cell.value
        if isinstance(cell.value, str):
            place.data_type = "f" if cell.formula else "s"
        for name, part in styles.setdefault(cell.style, _parts(cell.style)).items():
            setattr(place, name, part)
    for column, width in enumerate(sheet.widths, 1):
        target.column_dimensions[letters(column)].width = width
    for row, height in sheet.heights.items():
        target.row_dimensions[row].height = height
    for block in sheet.merges:
        target.merge_cells(block)
    for choice in sheet.choices:
        rule = DataValidation("list", formula1=choice.source, allow_blank=True, showErrorMessage=True)
        rule.error, rule.errorStyle = choice.message, "stop"
        rule.add(choice.cells)
        target.add_data_validation(rule)
    if sheet.protected:
        target.protection.sheet = True
        target.protection.formatColumns = target.protection.formatRows = False
    if sheet.heads:
        target.freeze_panes = f"A{sheet.heads + 1}"
        target.print_title_rows = f"1:{sheet.heads}"
    page = target.page_setup
    page.paperSize, page.orientation = 9, "landscape" if sheet.landscape else "portrait"  # 9 is A4
    page.fitToWidth, page.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True


def _parts(style: Style) -> dict[str, Any]:
    """The parts of a style as the library wants them, by attribute of a cell."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    side = Side("thin", color="9A9A9A") if style.border else Side()
    return {
        "font": Font("Arial", style.size, style.bold, color=style.colour),
        "fill": PatternFill("solid", style.fill) if style.fill else PatternFill(),
        "border": Border(side, side, side, side),
        "alignment": Alignment(style.align, "center", wrap_text=style.wrap),
        "number_format": style.format,
        "protection": Protection(locked=style.locked),
    }
