"""The words of the official report, which an officer edits: docs/_data/official-report.md.

Its front matter fills the frame of the letter; below stand headings (`## `), paragraphs, items of lists, `{table}` and
`{comparison}`, with figures by their names in braces and `**bold**` words.
"""

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import Field

from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Line
from outreach.campaign.validate import Strict, validate
from outreach.content.page import Page, read
from outreach.core.findings import Finding, OutreachError, has_errors
from outreach.products.reports.table import Reports

NAME = "official-report.md"
"""In the campaign's data."""
TABLE, COMPARISON = "{table}", "{comparison}"
"""Paragraphs in whose place tables stand: the figures of all parts; those of the period before beside this one."""
FIGURES = ("area", "period", "first", "last", "reporters", "returned", "missing", "late", "empty")
"""Names beside those of measures and rates."""
OPTIONAL = ("previous", "annex")
"""The period before, and the heading of the annex: where there is none, what names it is left out."""
TABLES = {TABLE, COMPARISON}
HEADING = "## "
_BEGINS = re.compile(r"## |[-+*] |\d{1,2}[.)] ")
"""Lines that begin a paragraph of their own: headings, items of lists."""
_MARKS = re.compile(r"^#\s|^#{3,}|^[>|]|`|\]\(|</?[A-Za-z]|__|(?<!\*)\*(?!\*)(?!\s)")
"""Marks of Markdown that a letter has nothing for."""


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
    """Title below it, set in capitals."""
    annex_letter: Line
    """Which letter it goes with, below the title, with room to write number and day in."""


@dataclass(frozen=True)
class OfficialText:
    """The report before figures are put in."""

    frame: OfficialFields
    blocks: tuple[str, ...]
    """Headings, paragraphs, TABLE, COMPARISON, in order."""

    def blocks_with(self, figures: Mapping[str, str]) -> list[str]:
        """Those whose figures there are, filled in except for tables; a heading goes with all that stood below it."""
        sections: list[list[str]] = [[]]
        for block in self.blocks:
            if block.startswith(HEADING):
                sections.append([])
            sections[-1].append(block)
        blocks: list[str] = []
        for section in sections:
            left = [block for block in section if _needs(block) <= figures.keys()]
            bare = len(section) > 1 and left == section[:1] and section[0].startswith(HEADING)
            if not bare:
                blocks += [block if block in TABLES else fill(block, figures) for block in left]
        return blocks


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
    faults = [*page.findings, *faults, *_frame_faults(page, known), *_body_faults(page, known)]
    if frame is None or has_errors(faults):
        return None, faults
    return OfficialText(frame, tuple(_blocks(page.body))), faults


def _blocks(body: str) -> list[str]:
    """Headings, paragraphs and items of lists: lines that follow one another are a paragraph."""
    blocks: list[str] = []
    going_on = False
    for line in map(str.strip, body.split("\n")):
        if line and going_on and not _BEGINS.match(line):
            blocks[-1] += f" {line}"
        elif line:
            blocks.append(line)
        going_on = bool(line) and not line.startswith(HEADING)
    return blocks


def _frame_faults(page: Page, known: set[str]) -> Iterator[Finding]:
    """Names in braces in the front matter that no figure has."""
    for field, value in page.meta.items():
        for at, text in enumerate(value) if isinstance(value, list) else [(None, value)]:
            path = (field,) if at is None else (field, at)
            for name in _unknown(str(text), known):
                yield page.table.finding("report-placeholder", path, **_about(name, known))


def _body_faults(page: Page, known: set[str]) -> Iterator[Finding]:
    """Names in braces in the body that no figure has, and marks of Markdown that a letter has nothing for."""
    known = {*known, *OPTIONAL}
    for line, text in enumerate(map(str.strip, page.body.split("\n")), page.body_line):
        names = [] if text in TABLES else _unknown(text, known)
        yield from (page.finding("report-placeholder", line, **_about(name, known)) for name in names)
        item = re.sub(r"^[-+*] |\{[^}]*\}", "", text)
        if match := _MARKS.search(item):
            yield page.finding("report-markup", line, found=match[0])
        elif text.count("**") % 2:
            yield page.finding("report-markup", line, found="**")


def _unknown(text: str, known: set[str]) -> list[str]:
    try:
        return sorted(_names(text) - known)
    except ValueError as error:  # a brace without its other
        return [str(error)]


def _about(name: str, known: set[str]) -> dict[str, str]:
    return {"field": NAME, "found": name, "expected": ", ".join(f"{{{each}}}" for each in sorted(known))}


def _needs(block: str) -> set[str]:
    """The figures without which a block is left out."""
    return {"previous"} if block == COMPARISON else set() if block == TABLE else _names(block)


def _names(text: str) -> set[str]:
    """The names in braces, with a format behind them, which no figure takes. Raises ValueError for odd braces."""
    parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    return {f"{name}{f'!{kind}' if kind else ''}{f':{form}' if form else ''}" for _, name, form, kind in parts}


def fill(text: str, figures: Mapping[str, str]) -> str:
    """A text with its figures."""
    return text.format_map(figures)
