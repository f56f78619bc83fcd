"""The results of a period as a page of charts: one file, without scripts or network, for a screen and for A4.

Bars stand in the rows of the tables that hold their figures, so whoever can't see them reads the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.campaign.units import Unit
from outreach.products.reports import THEME
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import Area, areas
from outreach.products.reports.table import Measure, Rate
from outreach.render.templates import Templates

STEPS = (0.2, 0.4, 0.6, 0.8)
"""Shares from which on a tile has the next darker colour."""


@dataclass(frozen=True)
class Bar:
    """A row of a chart: its length and that of its track as shares of the longest, from 0 to 1."""

    name: str
    value: str
    length: float
    track: float = 0.0


@dataclass(frozen=True)
class Tile:
    """A reporter: the class of its colour, its share in words, and a state if it did not report as it should."""

    name: str
    step: int
    share: str
    state: str = ""


def charts_page(reporting: Reporting) -> bytes:
    """The page as HTML."""
    results, words = reporting.results, reporting.bundle.words
    whole, *districts = areas(results.reporters.values(), reporting.bundle.campaign.issuer.place)
    rated = {name for rate in reporting.reports.rates for name in (rate.part, rate.whole)}
    counted = [measure for measure in reporting.measures.values() if measure.id not in rated]
    context = {
        "words": words,
        "reporting": reporting,
        "campaign": reporting.bundle.campaign,
        "colours": reporting.bundle.brand.colours["colour"],
        "place": whole.name,
        "summary": _summary(reporting),
        "rates": [(rate, _rate_bars(reporting, rate, districts)) for rate in reporting.reports.rates],
        "measures": [(measure, _bars(reporting, measure, districts)) for measure in counted],
        "tiles": [(area, [_tile(reporting, unit) for unit in area.units]) for area in districts or [whole]],
        "steps": [_percent(step) for step in (0.0, *STEPS)],
        "days": _days(reporting),
    }
    return Templates([THEME]).render("report_charts.html.j2", context).encode()


def _summary(reporting: Reporting) -> list[tuple[str, str, str]]:
    """Name, sum and change since the period before, of each measure."""
    results, previous, words = reporting.results, reporting.previous, reporting.bundle.words
    rows = []
    for measure in reporting.measures.values():
        total = results.total(measure)
        change = 0 if previous is None else total - previous.total(measure)
        sign = "+" if change > 0 else "−" if change < 0 else ""
        text = "" if previous is None else f"{sign}{words.grouped(abs(change))}"
        rows.append((measure.name, words.grouped(total), text))
    return rows


def _bars(reporting: Reporting, measure: Measure, districts: Sequence[Area]) -> list[Bar]:
    """The sums of a measure by district."""
    totals = [reporting.results.total(measure, area.units) for area in districts]
    most = max(totals, default=0) or 1
    grouped = reporting.bundle.words.grouped
    return [Bar(area.name, grouped(total), total / most) for area, total in zip(districts, totals, strict=True)]


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


def _tile(reporting: Reporting, unit: Unit) -> Tile:
    """A reporter's tile, by the first rate; without one all that reported have the darkest colour."""
    results, rate = reporting.results, reporting.rate
    state = next((state for state, units in results.states.items() if unit in units), "")
    words = reporting.bundle.words.text(f"report.state_{state}") if state else ""
    if state == "missing":
        return Tile(unit.name, 0, "", words)
    share = results.rate(rate, reporting.measures, [unit]) if rate else None
    if share is None:
        return Tile(unit.name, len(STEPS) + 1 if rate is None else 0, "", words)
    return Tile(unit.name, 1 + sum(share >= step for step in STEPS), _percent(share), words)


def _days(reporting: Reporting) -> list[Bar]:
    """Visits of codes by day; none where no log was read."""
    scans, words = reporting.scans, reporting.bundle.words
    if scans is None:
        return []
    most = max(scans.days.values(), default=0) or 1
    return [Bar(words.date(day), words.grouped(count), count / most) for day, count in sorted(scans.days.items())]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)}%"
