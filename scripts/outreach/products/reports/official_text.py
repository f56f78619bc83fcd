"""The words of the official report, which an officer edits: docs/_data/official-report.md.

Its front matter fills the frame of the letter; below stand headings (`## `), paragraphs and `{table}`, with figures by
their names in braces.
"""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import Field

from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Line
from outreach.campaign.validate import Strict, validate
from outreach.content.page import Page, read
from outreach.core.findings import Finding, OutreachError
from outreach.products.reports.table import Reports

NAME = "official-report.md"
"""In the campaign's data."""
TABLE = "{table}"
"""A paragraph in whose place the table of figures stands."""
FIGURES = ("area", "period", "first", "last", "reporters", "returned", "missing", "late", "empty")
"""Names beside those of measures and rates."""


class OfficialFields(Strict):
    """The frame of the official report, as Decree 30/2020/NĐ-CP names its parts."""

    superior: Line
    """Body above the one that reports."""
    body: Line
    """Body that reports."""
    country: Line
    """The country's name, the first line on the right."""
    motto: Line
    """The line below it."""
    number: Line
    """Number and sign, with room to write the number in."""
    dated: Line
    """Place and date, with room to write the day in."""
    kind: Line
    """Kind of document."""
    subject: Line
    """Subject, below the kind."""
    recipients: list[Line] = Field(min_length=1, max_length=20)
    """Who gets it, the last line being the archive."""
    signer: Line
    """Office of who signs."""
    annex: Line
    """Heading of the annex."""
    annex_title: Line
    """Title below it."""


@dataclass(frozen=True)
class OfficialText:
    """The report before figures are put in."""

    frame: OfficialFields
    blocks: tuple[str, ...]
    """Headings, paragraphs, TABLE, in order."""


def read_official_text(bundle: Bundle, reports: Reports) -> tuple[OfficialText | None, list[Finding]]:
    """The words of the official report, None without an official-report.md; and all its faults."""
    path = bundle.project.data / NAME
    if not path.exists():
        return None, []
    try:
        page = read(path, bundle.project.relative(path), bundle.campaign.facts, bundle.campaign.language)
    except OutreachError as error:
        return None, error.findings
    frame, faults = validate(OfficialFields, page.meta, page.table)
    known = {*FIGURES, *(measure.id for measure in reports.measures), *(rate.id for rate in reports.rates)}
    faults = [*page.findings, *faults, *_unknown(page, known)]
    if frame is None:
        return None, faults
    return OfficialText(frame, tuple(block.strip() for block in page.body.split("\n\n") if block.strip())), faults


def _unknown(page: Page, known: set[str]) -> Iterator[Finding]:
    """Names in braces that no figure has, with their lines."""
    for line, text in enumerate(page.source.split("\n"), 1):
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as error:  # a brace without its other
            names = {str(error)}
        for name in sorted(names - known - {TABLE.strip("{}")}):
            expected = ", ".join(f"{{{each}}}" for each in sorted(known))
            data = {"field": NAME, "found": name, "expected": expected}
            yield Finding("report-placeholder", file=page.name, line=line, data=data)


def fill(text: str, figures: Mapping[str, str]) -> str:
    """A text with its figures."""
    return text.format_map(figures)
