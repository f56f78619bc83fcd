"""The form of a campaign's reports: the rows that a workbook shows, by which a form that came back is read.

Each row has a key in the first column, so a form is read though its sheet was renamed and its headings were typed over.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach.campaign.broadcasts import Broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.materials import Material
from outreach.core.text import fold
from outreach.products.reports.table import Item, Period, Question, Reports, Section

FORMAT = 1
"""Of the grid; a form of another format is not read."""
FORM, UNIT, PERIOD, DAY, TOTAL = "form", "unit", "period", "day", "total"
"""Keys of rows that are no part of a section."""
KEY, LABEL, ANSWERS = 1, 2, 3
"""Columns: the row's key, words, the first answer."""


@dataclass(frozen=True)
class FormRow:
    """A row of a section in which something is asked."""

    key: str
    """Section and number, or section and item, with a point between."""
    label: str
    """Words or a number before the answers."""
    item: str = ""
    """Id of a row that is always there."""


@dataclass(frozen=True)
class Form:
    """All that decides what a form asks, and what its answers may be."""

    key: str
    """Of the campaign, with the format of the grid: its path name and a number, with a slash between."""
    reports: Reports
    times: Sequence[Item]
    """The times of day at which loudspeakers read, as items."""
    campaign_days: tuple[int, int]
    """The first and the last day on which the campaign is valid, as ordinals of the calendar."""
    kit: Mapping[str, str]
    """Title of each material of units' kits → its path name."""
    sent: Mapping[str, int]
    """Path name of a material → copies that each unit was sent."""

    def rows(self, section: Section) -> list[FormRow]:
        """The rows of a section in which something is asked, in order."""
        if section.rows:
            return [FormRow(f"{section.id}.{number}", str(number)) for number in range(1, section.rows + 1)]
        items = self.times if section.items == "broadcasts" else section.items
        return [FormRow(f"{section.id}.{item.id}", item.label, item.id) for item in items if isinstance(item, Item)]

    @property
    def sections(self) -> list[Section]:
        """The parts that have rows: nothing is asked about broadcasts where none are planned."""
        return [section for section in self.reports.sections if self.rows(section)]

    def choices(self, question: Question) -> Mapping[str, str]:
        """Each entry of a question's list → what stands for it in results."""
        return self.kit if question.choices == "kit" else {entry: entry for entry in question.choices}

    def current(self, day: dt.date) -> Period:
        """The period that forms are made for: the one that the table names, else the last that began by a day.

        Before all periods it is the first.
        """
        periods, name = self.reports.periods, self.reports.period
        named = [period for period in periods if period.id == name]
        begun = [period for period in periods if period.first <= day]
        return (named or begun or periods[:1])[-1]

    def planned(self, period: Period) -> Mapping[str, int]:
        """Item → broadcasts of the plan in a period: one on each of its days on which the campaign is valid."""
        first, last = self.campaign_days
        days = min(period.last.toordinal(), last) - max(period.first.toordinal(), first) + 1
        return {item.id: max(0, days) for item in self.times}

    def totals(self, section: Section) -> Iterator[tuple[int, Question]]:
        """Column and question of each sum below a section's rows."""
        if section.rows:
            for column, question in enumerate(section.questions, ANSWERS):
                if question.kind == "count":
                    yield column, question

    @property
    def plans(self) -> bool:
        """True if a section asks about broadcasts of the plan."""
        return any(section.items == "broadcasts" for section in self.reports.sections)


def form_of(bundle: Bundle, materials: Sequence[Material], reports: Reports, broadcasts: Broadcasts | None) -> Form:
    """The form of a campaign."""
    kit = [material for material in materials if material.meta.kit]
    times = [slot.at for slot in broadcasts.slots] if broadcasts else []
    campaign = bundle.campaign
    return Form(
        f"{'-'.join(re.findall('[a-z0-9]+', fold(campaign.name)))}/{FORMAT}",
        reports,
        [Item(id=f"at_{time.replace(':', '')}", label=time) for time in times],
        (campaign.valid_from.toordinal(), campaign.valid_until.toordinal()),
        {material.meta.title: material.slug for material in kit},
        {material.slug: material.meta.quantity for material in kit},
    )
