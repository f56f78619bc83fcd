"""Bounds of a page, held before Markdown is parsed, so that no parser runs out of time or of stack.

Python-Markdown looks for the end of each open bracket to the end of its block, and html.parser for that of each open
tag to the end of the page: both take time by the square of their number. 4,000 open brackets in a block took 3 s,
33,000 open tags 89 s.
"""

import re
from collections.abc import Iterator

from outreach.core.findings import Finding
from outreach.core.tables import Table

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
