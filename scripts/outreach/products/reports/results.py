"""Returns of one period as they were read: what each reporter wrote, and the sums over reporters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from outreach.campaign.units import Unit
from outreach.products.reports.table import Measure, Period, Rate

Value = int | str | dt.date
"""A count, words or an entry of a list, a day."""
Answers = Mapping[str, Value]
"""Question → what is written there; an item's row has its id under `item`; empty cells have no entry."""


PLANNED = "planned"
"""The question of a measure that is the plan's number of broadcasts; no cell asks it."""


@dataclass(frozen=True)
class Return:
    """A form that came back, as far as its cells could be read."""

    code: str
    """Of the reporter."""
    period: str
    day: dt.date
    """The day written in the form."""
    file: str
    """The file's name."""
    rows: Mapping[str, Sequence[Answers]] = field(default_factory=dict)
    """Section → rows in which something is written."""
    faults: int = 0
    """Cells that could not be read and count for nothing."""

    def total(self, measure: Measure) -> int:
        """The sum of a measure."""
        rows = self.rows.get(measure.section, ())
        values = (row.get(measure.question, 0) for row in rows if measure.item in {None, row.get("item")})
        return sum(value for value in values if isinstance(value, int))

    @property
    def empty(self) -> bool:
        """True if nothing at all is written in it."""
        return not any(self.rows.values())


@dataclass(frozen=True)
class Results:
    """All that came back about a period."""

    period: Period
    reporters: Mapping[str, Unit]
    """Code → who was to report."""
    returns: Mapping[str, Return]
    """Code → the return that counts."""
    planned: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Code → item → broadcasts of the plan in the period; those who read none are not there."""

    @property
    def missing(self) -> list[Unit]:
        """Those who have not reported."""
        return [unit for code, unit in self.reporters.items() if code not in self.returns]

    @property
    def late(self) -> list[Unit]:
        """Those whose form says a day after the due one."""
        return [self.reporters[c] for c, r in self.returns.items() if r.day > self.period.due]

    @property
    def empty(self) -> list[Unit]:
        """Those whose form came back without an answer."""
        return [self.reporters[c] for c, r in self.returns.items() if r.empty]

    @property
    def states(self) -> Mapping[str, Sequence[Unit]]:
        """State → reporters in it, of those whose return is not as it should be."""
        return {"missing": self.missing, "late": self.late, "empty": self.empty}

    @property
    def counts(self) -> dict[str, int | str]:
        """How many have reported, for the commands' messages."""
        counts = {state: len(units) for state, units in self.states.items()}
        return {"period": self.period.name, "reporters": len(self.reporters), "returns": len(self.returns), **counts}

    def total(self, measure: Measure, units: Iterable[Unit] | None = None) -> int:
        """The sum of a measure over reporters; of all if none are named."""
        codes = self.reporters if units is None else [unit.code for unit in units]
        if measure.question == PLANNED:  # the plan holds for those too who have not reported
            plans = [self.planned.get(code, {}) for code in codes]
            return sum(n for plan in plans for item, n in plan.items() if measure.item in {None, item})
        return sum(self.returns[code].total(measure) for code in codes if code in self.returns)

    def rate(self, rate: Rate, measures: Mapping[str, Measure], units: Iterable[Unit] | None = None) -> float | None:
        """A share from 0 to more than 1; None where there is nothing to share."""
        listed = None if units is None else list(units)
        whole = self.total(measures[rate.whole], listed)
        return self.total(measures[rate.part], listed) / whole if whole else None


@dataclass(frozen=True)
class Scans:
    """Visits of printed codes in a period, as web servers logged them; robots are left out, addresses are not kept."""

    units: Mapping[str, int] = field(default_factory=dict)
    """Code of a unit with at least LEAST visits → how many; "" for codes that name no unit."""
    few: int = 0
    """Visits of all other units together."""
    materials: Mapping[str, int] = field(default_factory=dict)
    """Path name of a material → visits."""
    channels: Mapping[str, int] = field(default_factory=dict)
    """Key of a channel, the kind of place → visits."""
    days: Mapping[dt.date, int] = field(default_factory=dict)
    """Day → visits; days without any are there with 0."""
    robots: int = 0
    """Visits of robots, which are in none of the counts above."""
    lines: int = 0
    """Lines that were read."""


LEAST = 5
"""The least count that is shown of a single unit: fewer could point to a person."""


@dataclass(frozen=True)
class Area:
    """A district, or the province for code "": reporters that are summed up in one report."""

    code: str
    name: str
    units: Sequence[Unit]


def areas(reporters: Iterable[Unit], province: str) -> list[Area]:
    """The province with all reporters, then each district with its own, in the order of the lists."""
    listed = list(reporters)
    districts: dict[str, list[Unit]] = {}
    for unit in listed:
        if unit.district_code:
            districts.setdefault(unit.district_code, []).append(unit)
    parts = [Area(code, units[0].district_name, units) for code, units in districts.items()]
    return [Area("", province, listed), *parts]


def parts(area: Area, others: str) -> list[Area]:
    """Rows of the table of an area, which add up to it: districts and those in none of them, or single reporters."""
    _, *districts = areas(area.units, area.name)
    if area.code or not districts:
        return [Area(unit.code, unit.name, [unit]) for unit in area.units]
    rest = [unit for unit in area.units if not unit.district_code]
    return [*districts, Area("", others, rest)] if rest else districts
