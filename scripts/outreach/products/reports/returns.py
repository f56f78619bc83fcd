"""A form that came back, read by the keys of its rows: what can't be read is told with its cell, nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from outreach.campaign.codes import full_code
from outreach.campaign.units import Unit
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.grid import Cell, Grid, read_csv_grid
from outreach.core.quoting import visible
from outreach.core.text import closest
from outreach.core.workbooks import read_grids
from outreach.core.worksheets import letters
from outreach.products.reports.answers import Fault, read_answer, same
from outreach.products.reports.form import ANSWERS, DAY, FORM, KEY, LABEL, PERIOD, TOTAL, UNIT, Form
from outreach.products.reports.results import Answers, Return
from outreach.products.reports.table import Period, Section

MOST_BYTES = 5_000_000
"""Of a form as it is unpacked: ours has 60 KB."""
MOST_ROWS = 2_000
ENDINGS = (".xlsx", ".csv")
_ROW = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+")
"""The key of a row of a section."""


@dataclass
class Reading:
    """A grid as it is read, and the faults of its cells."""

    form: Form
    grid: Grid
    name: str
    """The file's name."""
    lines: Mapping[str, int]
    """Key → row."""
    shift: int
    """Columns that were put in before the keys."""
    findings: list[Finding] = field(default_factory=list)

    def cell(self, key: str, column: int) -> Cell:
        """A cell of the row with a key; an empty one where there is none."""
        return self.grid.rows.get(self.lines.get(key, 0), {}).get(column + self.shift, Cell(""))

    def tell(self, slug: str, key: str, column: int, **data: str | int) -> None:
        """Add a fault of a cell: `found` is what stands there unless `data` says otherwise."""
        line = self.lines.get(key, 0)
        place = {"sheet": visible(self.grid.title), "cell": f"{letters(column + self.shift)}{line}" if line else key}
        values: Data = {"found": visible(self.cell(key, column).text) or "—", **place, **data}
        self.findings.append(Finding(slug, file=self.name, line=line, data=values))


def read_return(
    path: Path, name: str, form: Form, reporters: Mapping[str, Unit], period: Period
) -> tuple[Return | None, list[Finding]]:
    """The return in a file that findings call `name`; None if it does not count; and all that is wrong with it."""
    try:
        grids, hidden = _grids(path, name)
    except OutreachError as error:
        return None, error.findings
    findings = [Finding("return-hidden", "warning", file=name, data={"found": visible(title)}) for title in hidden]
    forms = [(grid, place) for grid in grids if (place := _place(grid)) is not None]
    if len(forms) != 1:
        slug = "return-no-form" if not forms else "return-forms"
        return None, [*findings, Finding(slug, file=name, data={"found": len(forms)})]
    grid, shift = forms[0]
    lines, twice = _lines(grid, shift)
    reading = Reading(form, grid, name, lines, shift, findings)
    for key, line in twice:
        reading.findings.append(Finding("return-key-twice", file=name, line=line, data={"found": visible(key)}))
    return _whole(reading, reporters, period), reading.findings


def _grids(path: Path, name: str) -> tuple[list[Grid], list[str]]:
    if path.suffix.lower() == ".csv":
        return [read_csv_grid(path, name, MOST_BYTES, MOST_ROWS)], []
    return read_grids(path, name, MOST_BYTES, MOST_ROWS)


def _place(grid: Grid) -> int | None:
    """How many columns stand before the keys; None for a grid that is no form."""
    for cells in grid.rows.values():
        for column, cell in cells.items():
            if cell.text == FORM and "/" in cells.get(column + 1, Cell("")).text:
                return column - KEY
    return None


def _lines(grid: Grid, shift: int) -> tuple[dict[str, int], list[tuple[str, int]]]:
    """The row of each key, and keys that stand in further rows: none of these rows is read."""
    lines: dict[str, int] = {}
    twice: list[tuple[str, int]] = []
    for line, cells in grid.rows.items():
        key = cells.get(KEY + shift, Cell("")).text
        if key in {FORM, UNIT, PERIOD, DAY} or _ROW.fullmatch(key):
            if key in lines:
                twice.append((key, line))
            lines[key] = line
    return {key: line for key, line in lines.items() if key not in {key for key, _ in twice}}, twice


def _whole(reading: Reading, reporters: Mapping[str, Unit], period: Period) -> Return | None:
    """The return, if it is of this campaign, of somebody who reports, about the period, and has a day."""
    code, day = _reporter(reading, reporters), _day(reading, period)
    right = [_is_of_campaign(reading), code != "", _is_of_period(reading, period), day is not None]
    if not all(right) or day is None:
        return None
    before = len(reading.findings)
    rows = {section.id: tuple(_rows(reading, section, period)) for section in reading.form.reports.sections}
    faults = sum(finding.severity == "error" for finding in reading.findings[before:])
    return Return(code, period.id, day, reading.name, rows, faults)


def _is_of_campaign(reading: Reading) -> bool:
    if (key := reading.cell(FORM, LABEL).text) == reading.form.key:
        return True
    reading.tell("return-campaign", FORM, LABEL, found=visible(key), expected=reading.form.key)
    return False


def _reporter(reading: Reading, reporters: Mapping[str, Unit]) -> str:
    """The code of the reporter; "" if it can't be told who that is."""
    typed = reading.cell(UNIT, ANSWERS).text
    full = {full_code(code): code for code in reporters}
    code = full.get(full_code(typed), "") if typed else ""
    if not code:
        reading.tell("return-unit", UNIT, ANSWERS, expected=closest(typed, reporters))
        return ""
    name = reading.cell(UNIT, ANSWERS + 1).text
    if name and same(name) != same(reporters[code].name):
        reading.tell("return-unit-name", UNIT, ANSWERS + 1, code=code, expected=reporters[code].name)
        return ""
    return code


def _is_of_period(reading: Reading, period: Period) -> bool:
    typed = reading.cell(PERIOD, ANSWERS).text
    known = {text: other for other in reading.form.reports.periods for text in (other.id, same(other.name))}
    other = known.get(typed) or known.get(same(typed)) if typed else None
    if other is None:
        expected = ", ".join(each.id for each in reading.form.reports.periods)
        reading.tell("return-period", PERIOD, ANSWERS, expected=expected)
    elif other.id != period.id:
        reading.tell("return-other-period", PERIOD, ANSWERS, expected=period.id)
    return other is not None and other.id == period.id


def _day(reading: Reading, period: Period) -> dt.date | None:
    """The day of the report, from the first of the period on; a year after it is due nobody reports any more."""
    answer = read_answer(reading.cell(DAY, ANSWERS), "day", {})
    if isinstance(answer, Fault):
        reading.tell(answer.slug, DAY, ANSWERS)
    elif not isinstance(answer, dt.date):
        reading.tell("return-day", DAY, ANSWERS)
    elif not period.first <= answer <= period.due + dt.timedelta(days=366):
        reading.tell("return-day-outside", DAY, ANSWERS, expected=period.first.strftime("%d/%m/%Y"))
    else:
        return answer
    return None


def _rows(reading: Reading, section: Section, period: Period) -> Iterator[Answers]:
    """The rows of a section in which something can be read; faults of its cells, rows and sums are told."""
    form = reading.form
    missing = [row.key for row in form.rows(section) if row.key not in reading.lines]
    if missing:
        reading.tell("return-rows", missing[0], KEY, found=section.title, count=len(missing), expected=missing[0])
    sums = dict.fromkeys((column for column, _ in form.totals(section)), 0)
    for row in form.rows(section):
        answers = dict(_answers(reading, section, row.key, period))
        for column in sums:
            value = answers.get(section.questions[column - ANSWERS].id, 0)
            sums[column] += value if isinstance(value, int) else 0
        if answers:
            yield {"item": row.item, **answers} if row.item else answers
    for column, total in sums.items():
        cell, key = reading.cell(f"{section.id}.{TOTAL}", column), f"{section.id}.{TOTAL}"
        if cell.text and cell.slug != "workbook-cell" and cell.text != str(total):  # a formula is computed by us
            reading.tell("return-total", key, column, expected=total)


def _answers(reading: Reading, section: Section, key: str, period: Period) -> Iterator[tuple[str, int | str | dt.date]]:
    """Question and answer of each cell of a row that can be read."""
    form, faulty = reading.form, set[str]()
    answers: dict[str, int | str | dt.date] = {}
    for column, question in enumerate(section.questions, ANSWERS):
        answer = read_answer(reading.cell(key, column), question.kind, form.choices(question))
        if isinstance(answer, dt.date) and not period.first <= answer <= period.last:
            answer = Fault("return-day-outside", period.first.strftime("%d/%m/%Y"))
        most = question.most
        if question.most_sent and isinstance(material := answers.get("material"), str) and material in form.sent:
            most = min(most or question.most_sent * form.sent[material], question.most_sent * form.sent[material])
        if isinstance(answer, int) and most is not None and answer > most:
            answer = Fault("return-most", str(most))
        if isinstance(answer, Fault):
            faulty.add(question.id)
            reading.tell(answer.slug, key, column, expected=answer.expected)
        elif answer is not None:
            answers[question.id] = answer
    if answers or faulty:
        for column, question in enumerate(section.questions, ANSWERS):
            if question.required and question.id not in {*answers, *faulty}:
                reading.tell("return-missing", key, column, expected=question.label)
    yield from answers.items()
