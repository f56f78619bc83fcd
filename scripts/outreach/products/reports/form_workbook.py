"""The form of a unit as a workbook: lists to choose from, sums, and cells locked but for answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from outreach.campaign.units import Unit
from outreach.core.spreadsheets import PLAIN, Choice, Sheet, SheetCell, Style, write_workbook
from outreach.core.strings import Strings
from outreach.core.worksheets import letters
from outreach.products.reports.form import ANSWERS, DAY, FORM, KEY, LABEL, PERIOD, TOTAL, UNIT, Form
from outreach.products.reports.table import Period, Question, Section

WIDTHS = (11, 34, 30, 30, 12, 14, 14, 14)
"""Of the form's columns, in characters."""
DAY_FORMAT = "dd/mm/yyyy"
TITLE = Style(bold=True, size=15)
NOTE = Style(colour="444444")
CODE = Style(size=8, colour="8A8A8A", wrap=False)
HEAD = Style(bold=True, fill="DDE6F2", border=True)
LABELS = Style(border=True)
ANSWER = Style(border=True, fill="FFF9DB", locked=False)
FORMATS = {"count": "0", "day": DAY_FORMAT, "text": "@", "choice": "@"}


class FormSheet:
    """The rows of a form as they are laid down, one below the other."""

    def __init__(self, form: Form, unit: Unit, period: Period, words: Strings) -> None:
        self.form, self.unit, self.period, self.words = form, unit, period, words
        self.cells: dict[tuple[int, int], SheetCell] = {}
        self.choices: list[Choice] = []
        self.merges: list[str] = []
        self.lists: dict[str, Sequence[str | int]] = {}
        """Heading of a list → its entries; a list is a column of the second sheet."""
        self._row = self._period_row = 0

    def put(self, key: str, *values: str | int | SheetCell, style: Style = PLAIN) -> int:
        """Add a row with a key and cells from the second column on; its number."""
        self._row += 1
        if key:
            self.cells[self._row, KEY] = SheetCell(key, CODE)
        for column, value in enumerate(values, LABEL):
            self.cells[self._row, column] = value if isinstance(value, SheetCell) else SheetCell(value, style)
        return self._row

    def choose(self, column: int, first: int, last: int, heading: str, entries: Sequence[str]) -> None:
        """Let cells of a column take their entries from a list."""
        self.lists.setdefault(heading, entries)
        cells = f"{letters(column)}{first}:{letters(column)}{last}"
        self.choices.append(Choice(cells, self.entries(heading), self.words.text("report.choose")))

    def entries(self, heading: str) -> str:
        """The cells of a list's entries, for a formula."""
        at, last = letters(1 + list(self.lists).index(heading)), len(self.lists[heading]) + 1
        return f"'{self.words.text('report.lists')}'!${at}$2:${at}${last}"

    def head(self) -> None:
        """Title, who reports, about which period, on which day, and how the form is sent back."""
        reports, text = self.form.reports, self.words.text
        wide = f"{letters(LABEL)}{{0}}:{letters(len(WIDTHS) - 2)}{{0}}"
        self.merges.append(wide.format(self.put("", reports.title, style=TITLE)))
        send = reports.send.format(email=reports.email, due=self.words.date(self.period.due))
        self.merges.append(wide.format(self.put("", send, style=NOTE)))
        self.put(FORM, self.form.key, style=CODE)
        self.put(UNIT, text("report.unit"), self.unit.code, self.unit.name, style=LABELS)
        self._period_row = period = self.put(
            PERIOD, text("report.period"), SheetCell(self.period.id, ANSWER), style=LABELS
        )
        self.choose(ANSWERS, period, period, text("report.period"), [period.id for period in reports.periods])
        day = Style(border=True, fill=ANSWER.fill, locked=False, format=DAY_FORMAT)
        self.put(DAY, text("report.day"), SheetCell(None, day), style=LABELS)

    def plan(self, item: str) -> SheetCell:
        """The number of broadcasts that the plan has in the period that is chosen above."""
        heading, periods = self.words.text("report.planned"), self.form.reports.periods
        self.lists.setdefault(heading, [self.form.planned(period)[item] for period in periods])
        place = f"MATCH($C${self._period_row},{self.entries(self.words.text('report.period'))},0)"
        return SheetCell(f'=IFERROR(INDEX({self.entries(heading)},{place}),"")', LABELS, formula=True)

    def section(self, section: Section) -> None:
        """Heading, rows to be filled in, sums."""
        self._row += 1  # an empty row above
        labels = [question.label for question in section.questions]
        planned = section.items == "broadcasts"
        if planned:
            labels.append(self.words.text("report.planned"))
        self.put(section.id, section.title, *labels, style=HEAD)
        if section.note:
            self.put("", section.note, style=NOTE)
        first = self._row + 1
        for row in self.form.rows(section):
            answers = [SheetCell(None, _answer(question)) for question in section.questions]
            plan = [self.plan(row.item)] if planned else []
            self.put(row.key, SheetCell(row.label, LABELS), *answers, *plan)
        last = self._row
        for column, question in enumerate(section.questions, ANSWERS):
            if question.kind == "choice":
                heading = f"{section.title}: {question.label}"
                self.choose(column, first, last, heading, list(self.form.choices(question)))
        self._sums(section, first, last)

    def _sums(self, section: Section, first: int, last: int) -> None:
        columns = [column for column, _ in self.form.totals(section)]
        if not columns:
            return
        row = self.put(f"{section.id}.{TOTAL}", self.words.text("report.total"), style=HEAD)
        for column in columns:
            at = letters(column)
            self.cells[row, column] = SheetCell(f"=SUM({at}{first}:{at}{last})", HEAD, formula=True)

    def sheets(self) -> Iterator[Sheet]:
        """The form, and the lists that its cells choose from."""
        text = self.words.text
        yield Sheet(text("report.sheet"), self.cells, WIDTHS, self.merges, self.choices, True, heights={2: 34})
        columns = enumerate(self.lists.items(), 1)
        cells = {
            (row, column): SheetCell(entry, HEAD if row == 1 else PLAIN)
            for column, (heading, entries) in columns
            for row, entry in enumerate([heading, *entries], 1)
        }
        yield Sheet(text("report.lists"), cells, [40] * len(self.lists), protected=True)


def form_workbook(form: Form, unit: Unit, period: Period, words: Strings, author: str, day: dt.date) -> bytes:
    """The form of a unit as XLSX, set to a period; another can be chosen in it."""
    sheet = FormSheet(form, unit, period, words)
    sheet.head()
    for section in form.sections:
        sheet.section(section)
    return write_workbook(list(sheet.sheets()), f"{form.reports.title}, {unit.name}", author, day)


def _answer(question: Question) -> Style:
    align = "right" if question.kind == "count" else "left"
    return Style(border=True, fill=ANSWER.fill, locked=False, format=FORMATS[question.kind], align=align)
