"""The one reader of pages: held to bounds, facts resolved, NFC, front matter with line numbers, body."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.facts import resolve
from outreach.campaign.model import Fact
from outreach.content.front_matter import parse_yaml
from outreach.core.findings import Finding, OutreachError, Severity
from outreach.core.tables import Table, read_text

# Bounds are held before Markdown is parsed, so that no parser runs out of time or of stack. Python-Markdown looks for
# the end of each open bracket to the end of its block, and html.parser for that of each open tag to the end of a page:
# both take time by the square of their number. 4,000 open brackets in a block took 3 s, 33,000 open tags 89 s.
MOST_PAGE = 100_000
"""Characters of a page: some thirty printed pages."""
MOST_LINE = 5_000
"""Characters of a line."""
MOST_BLOCK = 600
"""Lines without an empty one between them. Python-Markdown calls itself for each term of a list of definitions."""
MOST_DEPTH = 20
"""Quotes, lists and elements within one another."""
MOST_OPEN = 500
"""Brackets in a block, or tags in a page, that nothing closes."""
MOST_BLOCKS = 3_000
"""Blocks with empty lines between: a page of tables or boxes of a line each takes a millisecond for each."""
MOST_NOTES = 500
"""Marks of footnotes (`[^1]`), notes and references alike: Python-Markdown takes time by their square."""
MOST_SLOT = 1_000
"""Characters of a slot's text: to find where lines end takes time by the square of its words. Longer texts are
sections.
"""
_PREFIX = re.compile(r"(?:[ \t]|>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*+")
_MARKER = re.compile(r"[-*+>]|\d[.)]")
_INDENT = 4  # columns that nest a list once in Python-Markdown
_NOTE = re.compile(r"\[\^")
_OPEN_TAG = re.compile(r"<(?=[a-zA-Z/!?])(?![^<>]*>)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*?(/?)>")
_NEVER_DEEP = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"),
    *("dd", "dt", "li", "option", "p", "td", "th", "tr"),
}
"""Elements that hold nothing, or that the next of their kind closes."""


Measure = tuple[str, int, int, int]
"""The finding if a size is beyond its bound, the size of a page, the bound, the line."""
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


def page_faults(text: str, name: str) -> list[Finding]:
    """Faults of size and depth of a page's source: for each kind the first place. `name` is the file's."""
    faults: dict[str, Finding] = {}
    for slug, size, bound, line in _measures(text):
        if size > bound:
            faults.setdefault(slug, Finding(slug, file=name, line=line, data={"found": size, "expected": bound}))
    return list(faults.values())


def slot_faults(table: Table) -> Iterator[Finding]:
    """Texts of slots in a material's front matter that are out of bounds."""
    slots = table.data.get("slots")
    for slot, text in slots.items() if isinstance(slots, dict) else ():
        if len(str(text)) > MOST_SLOT:
            yield table.finding("text-long", ("slots", slot), found=len(str(text)), expected=MOST_SLOT)


def _measures(text: str) -> Iterator[Measure]:
    lines = text.split("\n")
    if len(text) > MOST_PAGE:
        yield "page-long", len(text), MOST_PAGE, text.count("\n", 0, MOST_PAGE) + 1
        return  # nothing else of it is worth the time
    brackets = block = blocks = 0
    fence_open = ""
    for number, line in enumerate(lines, 1):
        yield "line-long", len(line), MOST_LINE, number
        if fence := re.match(r" {0,3}(```|~~~)", line):
            fence_open = "" if fence_open == fence[1] else fence_open or fence[1]
        if not fence_open:
            prefix = _PREFIX.match(line)[0].expandtabs(_INDENT)  # type: ignore[index]  # the pattern matches an empty prefix
            depth = len(_MARKER.findall(prefix)) + prefix.count(" " * _INDENT)
            yield "nested-deep", depth, MOST_DEPTH, number
        block = block + 1 if line.strip() else 0
        blocks += block == 1
        yield "block-long", block, MOST_BLOCK, number
        yield "blocks-many", blocks, MOST_BLOCKS, number
        brackets = max(0, brackets + line.count("[") - line.count("]")) if line.strip() else 0
        yield "brackets-open", brackets, MOST_OPEN, number
    for count, match in enumerate(_NOTE.finditer(text), 1):
        if count > MOST_NOTES:
            yield "notes-many", count, MOST_NOTES, text.count("\n", 0, match.start()) + 1
            break
    yield from _elements(text)


def _elements(text: str) -> Iterator[Measure]:
    """Tags that nothing closes, and elements within one another."""
    for count, match in enumerate(_OPEN_TAG.finditer(text), 1):
        if count > MOST_OPEN:
            yield "brackets-open", count, MOST_OPEN, text.count("\n", 0, match.start()) + 1
            break
    depth = 0
    for match in _TAG.finditer(text):
        closing, element, empty = match[1], match[2].lower(), match[3]
        if element in _NEVER_DEEP or empty:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > MOST_DEPTH:
            yield "nested-deep", depth, MOST_DEPTH, text.count("\n", 0, match.start()) + 1
            break
