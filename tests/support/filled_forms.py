"""Forms of reports as units fill them in: right ones, and each with a fault that was put there on purpose."""

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from outreach.campaign.units import Unit
from outreach.core.spreadsheets import Sheet, SheetCell, write_workbook
from outreach.core.strings import Strings
from outreach.products.reports.form import Form
from outreach.products.reports.form_workbook import WIDTHS, FormSheet
from outreach.products.reports.table import Period

PLACES = ("Nhà văn hóa xóm 1", "Cổng trường", "Chợ", "Trụ sở ủy ban", "Trạm y tế")


@dataclass
class Filled:
    """A form that a unit has filled in."""

    form: Form
    unit: Unit
    period: Period
    words: Strings
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    title: str = ""

    def __post_init__(self) -> None:
        sheet = FormSheet(self.form, self.unit, self.period, self.words)
        sheet.head()
        for section in self.form.reports.sections:
            sheet.section(section)
        self.sheet = sheet
        self.cells = dict(sheet.cells)
        self.title = self.words.text("report.sheet")
        self.put("day", 3, self.period.last)

    def line(self, key: str) -> int:
        """The row with a key."""
        return next(row for (row, column), cell in self.cells.items() if column == 1 and cell.value == key)

    def put(self, key: str, column: int, value: object, formula: bool = False) -> None:
        place = self.line(key), column
        style = self.cells.get(place, SheetCell(None)).style
        self.cells[place] = SheetCell(value, style, formula)  # type: ignore[arg-type]

    def fill(self, number: random.Random) -> dict[str, int]:
        """Plausible answers; measure → its count."""
        kit, sent = list(self.form.kit.items()), self.form.sent
        posters = handouts = 0
        for row in range(1, number.randrange(2, 9)):
            title, slug = number.choice(kit)
            count = number.randrange(1, 3 * sent[slug] + 1)
            day = self.period.first + dt.timedelta(number.randrange(self.period.days))
            for column, value in enumerate((title, number.choice(PLACES), count, day), 3):
                self.put(f"posters.{row}", column, value)
            posters += count
        counts = {"posters": posters, "broadcasts": 0}
        for item in self.form.times:
            count = number.randrange(0, 26)
            self.put(f"broadcasts.{item.id}", 3, count)
            counts["broadcasts"] += count
        for item in ("helped", "no_phone", "no_wish"):
            counts[item] = number.randrange(0, 400)
            self.put(f"people.{item}", 3, counts[item])
        for row in range(1, 3):
            count = number.randrange(10, 900)
            self.put(f"handouts.{row}", 3, "Tờ rơi cho hộ dân")
            self.put(f"handouts.{row}", 4, count)
            handouts += count
        return {**counts, "handouts": handouts}

    def workbook(self, *others: Sheet) -> bytes:
        """As XLSX, with other worksheets before it."""
        form, lists = self.sheet.sheets()
        own = Sheet(self.title, self.cells, WIDTHS, form.merges, form.choices, True)
        return write_workbook([*others, own, lists], "x", "x", dt.date(2020, 9, 1))

    def as_csv(self, delimiter: str = ",", date: str = "%d/%m/%Y") -> bytes:
        """As a CSV file that a spreadsheet saves of the first sheet; sums are those of what stands above."""
        text = io.StringIO()
        last = max(row for row, _ in self.cells)
        writer = csv.writer(text, delimiter=delimiter)
        for row in range(1, last + 1):
            cells = [self.cells.get((row, column)) for column in range(1, 7)]
            writer.writerow(["" if cell is None or cell.formula else _text(cell.value, date) for cell in cells])
        return text.getvalue().encode("utf-8-sig")


def _text(value: object, date: str) -> str:
    if isinstance(value, dt.date):
        return value.strftime(date)
    return "" if value is None else str(value)


class Fault(NamedTuple):
    """A change of a form, and what comes of it."""

    name: str
    change: Callable[[Filled], object]
    finding: str
    key: str
    """Row of the cell that is named; "" for the whole file."""
    column: int
    lost: dict[str, int] | None
    """Measure → what counts less than the truth; None where the return does not count."""


def faults(filled: Filled, truth: dict[str, int]) -> list[Fault]:
    """All kinds of faults of cells, for a form whose counts are `truth`."""
    helped = {"helped": truth["helped"]}
    first = filled.cells[filled.line("posters.1"), 5].value
    slug = filled.form.kit[str(filled.cells[filled.line("posters.1"), 3].value)]
    poster = {"posters": first if isinstance(first, int) else 0}
    form, line = filled.form.key, filled.line("people.helped")
    # Row and column of a cell, what is typed there, its finding, what is lost.
    typed: dict[str, tuple[str, int, object, str, dict[str, int] | None]] = {
        "a number with words": ("people.helped", 3, "12 người", "return-number", helped),
        "a number with a point": ("people.helped", 3, "1.200", "return-number", helped),
        "a negative number": ("people.helped", 3, -5, "return-number", helped),
        "half a person": ("people.helped", 3, 2.5, "return-number", helped),
        "far too many people": ("people.helped", 3, 9_999_999, "return-most", helped),
        "a formula as text": ("remarks.1", 3, '=HYPERLINK("x")', "return-formula", {}),
        "a command as text": ("remarks.2", 3, "@SUM(A1)", "return-formula", {}),
        "more than three times what was sent": ("posters.1", 5, 3 * filled.form.sent[slug] + 1, "return-most", poster),
        "no such material": ("posters.1", 3, "Áp phích khác", "return-choice", {}),
        "no place": ("posters.1", 4, None, "return-missing", {}),
        "no count": ("posters.1", 5, None, "return-missing", poster),
        "a day as words": ("posters.1", 6, "hôm qua", "return-day", {}),
        "a day of no calendar": ("posters.1", 6, "31/06/2020", "return-day", {}),
        "a day before the period": ("posters.1", 6, dt.date(2019, 8, 8), "return-day-outside", {}),
        "a wrong sum": ("posters.total", 5, truth["posters"] + 1, "return-total", {}),
        "a long remark": ("remarks.1", 3, "dài " * 200, "return-long", {}),
        "another campaign": ("form", 2, "nuoc-sach/1", "return-campaign", None),
        "another format": ("form", 2, form.replace("/1", "/0"), "return-campaign", None),
        "an unknown unit": ("unit", 3, "99999", "return-unit", None),
        "another unit's name": ("unit", 4, "Xã Không Có", "return-unit-name", None),
        "no period": ("period", 3, None, "return-period", None),
        "an unknown period": ("period", 3, "tháng 13", "return-period", None),
        "the next period": ("period", 3, "2020-09", "return-other-period", None),
        "no day of the report": ("day", 3, None, "return-day", None),
        "a day that may be two": ("day", 3, "8.9.2020", "return-day", None),
        "a day before all": ("day", 3, dt.date(2020, 1, 1), "return-day-outside", None),
        "a day in another century": ("day", 3, "05/09/2120", "return-day-outside", None),
    }
    planted = [
        Fault(name, lambda form, row=row, at=at, value=value: form.put(row, at, value), slug, row, at, lost)
        for name, (row, at, value, slug, lost) in typed.items()
    ]
    twice = SheetCell("people.helped")
    changes: list[tuple[str, Callable[[Filled], object], str, str]] = [
        ("a formula", lambda form: form.put("people.helped", 3, "=1+1", True), "return-formula", "people.helped"),
        ("no key", lambda form: form.cells.update({(line, 1): SheetCell("Tổng")}), "return-rows", ""),
        ("a key twice", lambda form: form.cells.update({(99, 1): twice}), "return-key-twice", ""),
    ]
    return [*planted, *(Fault(name, change, slug, row, 3, helped) for name, change, slug, row in changes)]


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
