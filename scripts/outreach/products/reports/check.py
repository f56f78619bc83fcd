"""Faults of docs/_data/reports.toml that no single field shows: names that lead nowhere, names given twice."""

import string
from collections.abc import Iterator, Mapping, Sequence

from outreach.core.findings import Finding
from outreach.core.tables import KeyPath, Table
from outreach.core.text import closest
from outreach.products.reports.results import PLANNED
from outreach.products.reports.table import Item, Measure, Period, Question, Rate, Reports, Section

Named = Period | Section | Measure | Rate | Question | Item
PLACEHOLDERS: Mapping[str, set[str]] = {
    "send": {"email", "due"},
    "send_paper": {"email", "due", "department"},
    "reminder": {"name", "department", "period", "due", "email"},
}
"""Text of the table → what is filled into it."""


def check(reports: Reports, table: Table) -> list[Finding]:
    """All such faults, each with its line."""
    return [
        *_twice(reports, table),
        *_period(reports, table),
        *_measures(reports, table),
        *_rates(reports, table),
        *_placeholders(reports, table),
    ]


def _twice(reports: Reports, table: Table) -> Iterator[Finding]:
    named: list[tuple[KeyPath, Sequence[Named]]] = [
        (("periods",), reports.periods),
        (("sections",), reports.sections),
        (("measures",), reports.measures),
        (("rates",), reports.rates),
    ]
    for at, section in enumerate(reports.sections):
        named.append((("sections", at, "questions"), section.questions))
        if isinstance(section.items, list):
            named.append((("sections", at, "items"), section.items))
    for path, entries in named:
        ids = [entry.id for entry in entries]
        yield from (
            table.finding("report-twice", (*path, at), found=name) for at, name in enumerate(ids) if name in ids[:at]
        )


def _period(reports: Reports, table: Table) -> Iterator[Finding]:
    name, known = reports.period, [period.id for period in reports.periods]
    if name is not None and name not in known:
        yield table.finding("period-unknown", ("period",), found=name, expected=closest(name, known))


def _measures(reports: Reports, table: Table) -> Iterator[Finding]:
    sections = {section.id: section for section in reports.sections}
    for at, measure in enumerate(reports.measures):
        section = sections.get(measure.section)
        if section is None:
            yield _unknown(table, ("measures", at, "section"), measure.section, list(sections))
            continue
        counts = _counts(section)
        if measure.question not in counts:
            yield _unknown(table, ("measures", at, "question"), measure.question, counts)
        items = [item.id for item in section.items] if isinstance(section.items, list) else []
        if measure.item is not None and measure.item not in items:
            yield _unknown(table, ("measures", at, "item"), measure.item, items)


def _counts(section: Section) -> list[str]:
    counts = [question.id for question in section.questions if question.kind == "count"]
    return [*counts, PLANNED] if section.items == "broadcasts" else counts


def _rates(reports: Reports, table: Table) -> Iterator[Finding]:
    measures = [measure.id for measure in reports.measures]
    for at, rate in enumerate(reports.rates):
        for field, name in (("part", rate.part), ("whole", rate.whole)):
            if name not in measures:
                yield _unknown(table, ("rates", at, field), name, measures)


def _placeholders(reports: Reports, table: Table) -> Iterator[Finding]:
    for field, known in PLACEHOLDERS.items():
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(getattr(reports, field)) if name is not None}
        except ValueError as error:  # a brace without its other
            names = {str(error)}
        for name in sorted(names - known):
            expected = ", ".join(f"{{{known_name}}}" for known_name in sorted(known))
            yield table.finding("report-placeholder", (field,), field=field, found=name, expected=expected)


def _unknown(table: Table, path: KeyPath, name: str, known: list[str]) -> Finding:
    field = ".".join(map(str, path))
    return table.finding("report-measure", path, field=field, found=name, expected=closest(name, known))
