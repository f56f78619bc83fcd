"""The results of a period as a page of charts.

Bars stand in the rows of the tables that hold their figures, so whoever can't see them reads the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach.campaign.units import Unit
from outreach.products.reports.offline_page import offline_page
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import Area, Scans, areas
from outreach.products.reports.table import Measure, Rate

STEPS = (0.2, 0.4, 0.6, 0.8)
"""Shares from which on a tile has the next darker colour."""


@dataclass(frozen=True)
class Bar:
    """A row of a chart: lengths as shares of the longest, from 0 to 1."""

    name: str
    value: str
    length: float
    track: float = 0.0
    """Of the whole that the bar is a part of."""
    before: float | None = None
    """In the period before."""
    change: str = ""
    """Since the period before."""


@dataclass(frozen=True)
class Tile:
    """A reporter: the class of its colour, its share in words, its state if it did not report as it should, visits."""

    name: str
    step: int
    share: str
    state: str
    status: str
    """The state in words."""
    visits: str


@dataclass(frozen=True)
class Days:
    """Visits of codes by day; `top` is the end of the scale, in visits."""

    bars: Sequence[Bar]
    top: int
    summary: str


def charts_page(reporting: Reporting) -> bytes:
    """The page as HTML."""
    whole, *districts = areas(reporting.results.reporters.values(), reporting.bundle.campaign.issuer.place)
    rated = {name for rate in reporting.reports.rates for name in (rate.part, rate.whole)}
    counted = [measure for measure in reporting.measures.values() if measure.id not in rated]
    context = {
        "place": whole.name,
        "summary": _summary(reporting),
        "rates": [(rate, _rate_bars(reporting, rate, districts)) for rate in reporting.reports.rates],
        "measures": [(measure, _bars(reporting, measure, districts)) for measure in counted],
        "tiles": _tiles(reporting, districts or [whole]),
        "steps": [_percent(step) for step in (0.0, *STEPS)],
        "visits": [] if reporting.scans is None else _visits(reporting, reporting.scans, districts),
        "days": None if reporting.scans is None else _days(reporting, reporting.scans),
    }
    return offline_page("report_charts.html.j2", reporting, context)


def _summary(reporting: Reporting) -> list[tuple[str, str, str]]:
    """Name, sum and change since the period before, of each measure."""
    return [
        (measure.name, reporting.bundle.words.grouped(reporting.results.total(measure)), _change(reporting, measure))
        for measure in reporting.measures.values()
    ]


def _change(reporting: Reporting, measure: Measure, units: Sequence[Unit] | None = None) -> str:
    """The change of a sum since the period before, with its sign; empty without such a period."""
    if reporting.previous is None:
        return ""
    change = reporting.results.total(measure, units) - reporting.previous.total(measure, units)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{reporting.bundle.words.grouped(abs(change))}"


def _bars(reporting: Reporting, measure: Measure, districts: Sequence[Area]) -> list[Bar]:
    """The sums of a measure by district, beside those of the period before."""
    grouped, previous = reporting.bundle.words.grouped, reporting.previous
    totals = [reporting.results.total(measure, area.units) for area in districts]
    before = [None if previous is None else previous.total(measure, area.units) for area in districts]
    most = max([*totals, *(total for total in before if total is not None)], default=0) or 1
    return [
        Bar(area.name, grouped(total), total / most, 0.0, None if old is None else old / most, change)
        for area, total, old in zip(districts, totals, before, strict=True)
        for change in [_change(reporting, measure, area.units)]
    ]


def _rate_bars(reporting: Reporting, rate: Rate, districts: Sequence[Area]) -> list[Bar]:
    """Part and whole of a rate by district: the whole is the track of the bar."""
    results, measures, words = reporting.results, reporting.measures, reporting.bundle.words
    parts, wholes = (
        [results.total(measures[name], area.units) for area in districts] for name in (rate.part, rate.whole)
    )
    most = max([*parts, *wholes], default=0) or 1
    bars = []
    for area, part, whole in zip(districts, parts, wholes, strict=True):
        share = results.rate(rate, measures, area.units)
        value = words.text("report.of", part=words.grouped(part), whole=words.grouped(whole), share=_percent(share))
        bars.append(Bar(area.name, value, part / most, whole / most))
    return bars


def _tiles(reporting: Reporting, groups: Iterable[Area]) -> list[tuple[Area, list[Tile]]]:
    """A tile for each reporter, by district."""
    # Once for all: each look at the states reads every return.
    states = {unit.code: state for state, units in reporting.results.states.items() for unit in units}
    return [(area, [_tile(reporting, unit, states.get(unit.code, "")) for unit in area.units]) for area in groups]


def _tile(reporting: Reporting, unit: Unit, state: str) -> Tile:
    """A reporter's tile, by the first rate; without one all that reported have the darkest colour."""
    rate, words = reporting.rate, reporting.bundle.words
    status = words.text(f"report.state_{state}") if state else ""
    count = None if reporting.scans is None else reporting.scans.units.get(unit.code)
    visits = "–" if count is None else words.grouped(count)
    if state == "missing":
        return Tile(unit.name, 0, "", state, status, visits)
    share = reporting.results.rate(rate, reporting.measures, [unit]) if rate else None
    if share is None:
        return Tile(unit.name, len(STEPS) + 1 if rate is None else 0, "", state, status, visits)
    return Tile(unit.name, 1 + sum(share >= step for step in STEPS), _percent(share), state, status, visits)


def _visits(reporting: Reporting, scans: Scans, districts: Sequence[Area]) -> list[tuple[str, list[Bar]]]:
    """Visits by district, by place and by material; those of units with few of them have a row together."""
    words, channels = reporting.bundle.words, reporting.bundle.channels
    by_district = {area.name: sum(scans.units.get(unit.code, 0) for unit in area.units) for area in districts}
    none = scans.units.get("", 0)
    others = scans.few + sum(scans.units.values()) - sum(by_district.values()) - none
    charts = {
        "district": [
            *by_district.items(),
            (words.text("report.visits_others"), others),
            (words.text("report.visits_no_unit"), none),
        ],
        "place": _ranked((channels[key].name if key in channels else key, n) for key, n in scans.channels.items()),
        "material": _ranked((reporting.titles.get(slug, slug), n) for slug, n in scans.materials.items()),
    }
    return [(words.text(f"report.visits_{by}"), _counted(reporting, rows)) for by, rows in charts.items()]


def _ranked(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The most visited first."""
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _counted(reporting: Reporting, rows: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in rows), default=0) or 1
    return [Bar(name, reporting.bundle.words.grouped(count), count / most) for name, count in rows]


def _days(reporting: Reporting, scans: Scans) -> Days:
    """Visits by day, on a scale that ends at an even number."""
    words, days = reporting.bundle.words, sorted(scans.days.items())
    date, most = max(days, key=lambda day: day[1])
    top = _scale(most)
    grouped = words.grouped
    summary = words.text(
        "report.visits_summary", total=grouped(sum(scans.days.values())), most=grouped(most), date=words.date(date)
    )
    return Days([Bar(words.date(day), grouped(count), count / top) for day, count in days], top, summary)


def _scale(most: int) -> int:
    """The least of 2, 4, 6, 8, 10, 20, 40 … that is not below a count: half of it is a whole number too."""
    power = 1
    while most > 10 * power:
        power *= 10
    return next(step * power for step in (2, 4, 6, 8, 10) if step * power >= most)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)}%"
