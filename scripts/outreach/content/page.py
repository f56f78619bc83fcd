"""The one reader of content: facts resolved, NFC, front matter with line numbers, body."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.facts import resolve
from outreach.campaign.model import Fact
from outreach.content.front_matter import parse_yaml
from outreach.content.page_bounds import page_faults, slot_faults
from outreach.core.findings import Finding, OutreachError, Severity
from outreach.core.tables import Table, read_text

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


CODE = re.compile(
    r"^(```+|~~~+).*?^\1|(?<!`)(`+)(?!`)[^\n]+?(?<!`)\2(?!`)",
    re.MULTILINE | re.DOTALL,
)
"""Fenced code and code within a line, in Markdown."""
_COMMENT = re.compile(rf"{CODE.pattern}|<!--(.*?)-->", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One Markdown file as everything downstream sees it."""

    name: str
    """The file's path for findings, relative to the project."""
    source: str
    """The whole source, facts resolved."""
    table: Table
    """The front matter."""
    body: str
    body_line: int
    """The line of the file on which the body starts."""
    findings: list[Finding] = field(default_factory=list)

    def line(self, at: int) -> int:
        """The file's line of a place in the body."""
        return self.body_line + self.body.count("\n", 0, at)

    def finding(self, slug: str, line: int, severity: Severity = "error", /, **data: str | int | float) -> Finding:
        """A fault on a line of the file; `data` fills its text."""
        return Finding(slug, severity, file=self.name, line=line, data=data)

    @property
    def meta(self) -> dict[str, Any]:
        return self.table.data


def read(path: Path, name: str, facts: Mapping[str, Fact], language: str = "") -> Page:
    """Reads a Markdown file in a language ("" = the campaign's first); `name` is what findings call it.

    Facts are resolved in the whole source, front matter and alt texts included. Unknown facts are findings of the
    page. Raises OutreachError if the file can't be read, is out of bounds, or its front matter is not YAML.
    """
    raw = read_text(path, name)
    if faults := page_faults(raw, name):
        raise OutreachError(faults)
    source, findings = resolve(raw, facts, name, language=language)
    if faults := page_faults(source, name):  # facts have made it longer
        raise OutreachError(faults)
    match = _FRONT_MATTER.match(source)
    front = (match[1] or "") if match else ""
    start = match.end() if match else 0
    source = source[:start] + _without_comments(source[start:])
    body = source[start:]
    try:
        table = parse_yaml(front, name, 2)
    except OutreachError as error:  # an unknown fact left in its braces is bad YAML too: said once
        lines = {finding.line for finding in findings}
        raise OutreachError([*findings, *(fault for fault in error.findings if fault.line not in lines)]) from None
    findings += slot_faults(table)
    return Page(name, source, table, body, source.count("\n", 0, len(source) - len(body)) + 1, findings)


def _without_comments(text: str) -> str:
    """The text without what writers say to one another (`<!-- … -->`), its lines kept; code stays as it is."""
    if "<!--" not in text:
        return text
    return _COMMENT.sub(lambda match: match[0] if match[3] is None else "\n" * match[3].count("\n"), text)


def read_pages(bundle: Bundle, files: Iterable[Path]) -> tuple[dict[str, Page], list[Finding]]:
    """Path below docs/ → page of each Markdown file that can be read, and the faults of all."""
    project, campaign = bundle.project, bundle.campaign
    pages: dict[str, Page] = {}
    faults: list[Finding] = []
    for file in files:
        name = file.relative_to(project.docs).as_posix()
        try:
            page = read(file, project.relative(file), campaign.facts, campaign.language_of(name))
        except OutreachError as error:
            faults += error.findings
        else:
            pages[name] = page
            faults += page.findings
    return pages, faults
