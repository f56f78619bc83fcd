"""The questions of a campaign's reports, their periods, and who collects them: docs/_data/reports.toml."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from outreach.campaign.bundle import Bundle
from outreach.campaign.facts import put_facts
from outreach.campaign.model import Line
from outreach.campaign.validate import Strict, no_truth, read_table, validate
from outreach.core.findings import Finding
from outreach.core.tables import Table

NAME = "reports.toml"
"""The table in the campaign's data."""
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
PeriodKey = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]{0,19}$")]
Count = Annotated[int, BeforeValidator(no_truth), Field(ge=1, le=1_000_000)]


class Period(Strict):
    """A stretch of days that is reported at once."""

    id: PeriodKey
    """Its name in commands and folders: `2020-08`."""
    name: Line
    """For people: "tháng 8/2020"."""
    first: dt.date
    """Its first day."""
    last: dt.date
    """Its last day."""
    due: dt.date
    """The last day on which a report is in time."""

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if not self.first <= self.last <= self.due:
            raise ValueError("first <= last <= due")
        return self

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class Question(Strict):
    """A column of a section: what is asked of each of its rows."""

    id: Key
    """Its name in measures."""
    label: Line
    """Heading of the column."""
    kind: Literal["count", "day", "text", "choice"]
    """Kind of answer: a whole number, a day, words, or an entry of a list."""
    choices: list[Line] | Literal["kit"] = Field(default_factory=list)
    """The list of a choice: its entries, or `"kit"` for the materials of units' kits."""
    required: bool = False
    """True for what may not be empty in a row in which anything else is written."""
    most: Count | None = None
    """The greatest number that can be."""
    most_sent: Count | None = None
    """So many times what was sent of the row's material can be at most: `3`."""


class Item(Strict):
    """A row of a section that is always there."""

    id: Key
    """Its name in measures."""
    label: Line
    """The words before it."""


class Section(Strict):
    """A part of the form: a heading and rows."""

    id: Key
    """Its name in measures."""
    title: Line
    """Heading."""
    note: str = ""
    """A sentence below the heading."""
    questions: list[Question] = Field(min_length=1, max_length=6)
    """The columns."""
    rows: Count | None = None
    """So many empty rows. Instead of `items`."""
    items: list[Item] | Literal["broadcasts"] = Field(default_factory=list)
    """Rows that are there; `"broadcasts"`: a row for each time of day of broadcasts.toml, which says beside it how many
    broadcasts the plan has in the period."""

    @model_validator(mode="after")
    def _rows_or_items(self) -> Section:
        if bool(self.rows) == bool(self.items):
            raise ValueError("rows / items")
        return self


class Measure(Strict):
    """A number that reports are about: the sum of one column."""

    id: Key
    """Its name in rates and charts."""
    name: Line
    """For people: "Người được giúp cài"."""
    section: Key
    """The section that it is taken from."""
    question: Key
    """The column, of kind `count`; `planned`: the broadcasts of the plan."""
    item: Key | None = None
    """One row alone."""


class Rate(Strict):
    """A measure as a share of another."""

    id: Key
    """Its name."""
    name: Line
    """For people: "Tỷ lệ phát thanh theo kế hoạch"."""
    part: Key
    """The measure above the line."""
    whole: Key
    """The measure below the line."""


class Reports(Strict):
    """docs/_data/reports.toml."""

    title: Line
    """Heading of the form."""
    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    """Path name of forms, before the unit's code: `bao-cao`."""
    department: Line
    """Who collects reports."""
    email: Line
    """Where they are sent to."""
    send: Line
    """The sentence on how to send a report back, with `{email}` and `{due}`."""
    send_paper: Line
    """The same for a form on paper, with `{email}`, `{due}` and `{department}`."""
    reminder: Line
    """The text of reminders, with `{name}`, `{department}`, `{period}`, `{due}`, `{email}`."""
    period: PeriodKey | None = None
    """The period that forms are made for, by its id; without it the one in which the campaign's day lies."""
    periods: list[Period] = Field(min_length=1, max_length=36)
    """In order, none over another."""
    sections: list[Section] = Field(min_length=1, max_length=12)
    """The parts of the form."""
    measures: list[Measure] = Field(min_length=1, max_length=24)
    """The numbers that reports are about, in order."""
    rates: list[Rate] = Field(default_factory=list, max_length=6)
    """Shares; the first colours the tiles of units."""

    @model_validator(mode="after")
    def _periods_in_order(self) -> Reports:
        for earlier, later in zip(self.periods, self.periods[1:], strict=False):
            if later.first <= earlier.last:
                raise ValueError(f"{earlier.id} < {later.id}")
        return self


def read_reports(bundle: Bundle) -> tuple[Reports | None, Table, list[Finding]]:
    """The table of a campaign's reports, None without a reports.toml; that table, and its faults."""

    def read(table: Table) -> tuple[Reports | None, list[Finding]]:
        data, faults = put_facts(table, bundle.campaign.facts, bundle.campaign.language)
        reports, wrong = validate(Reports, data, table)
        return reports, [*faults, *wrong]

    return read_table(bundle.project, bundle.project.data / NAME, read, optional=True)
