"""Markup that an output would drop or print as it is typed: tags, attributes, marks of other dialects, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from outreach.content.html import SPANS, WIDEST, HtmlElement, left, passages, rows_of
from outreach.content.markdown import HEADINGS
from outreach.content.marks import in_script, is_footnote, marks, misplaced
from outreach.content.page import CODE, Page
from outreach.core.findings import Data, Finding, Severity
from outreach.core.package import THEME, package_table

DIALECTS = THEME / "dialects.toml"
NESTED = 4
"""Spaces that set a list in a list."""
_ITEM = re.compile(r"^( *)(?:[-*+]|\d{1,3}\.) +(?=\S)")
_TITLED = frozenset({"a", "img"})
"""Tags whose `title` is a hint beside their words."""
_TYPED = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);|`|\]\(|(?<!\*)\*\*(?!\*)|__(?=\w)")
"""Markup in a text that is no Markdown."""
_ENDS = re.compile(
    r"<(/?)(article|aside|blockquote|details|div|dl|figure|footer|header|main|nav|ol|section|span|table|ul)\b[^<>]*>",
    re.I,
)
"""Beginnings and ends of elements that hold others."""
_LISTS = frozenset({"list", "item", "bullet", "lettered"})
"""Dialects of lists, which are no marks in front matter and alternative texts."""
_SIDES = frozenset({"inline", "end"})
"""Names that say where a box stands (MkDocs Material)."""
_DEEP = r"^[ >*+\d.-]*#{7}"
_SIGNS = {"h1": r"^ {0,3}#(?!#)|^={2,}[ \t]*$|<h1\b", "br": r" {2,}$|<br\b"}
"""Tags that Markdown has marks for."""


@dataclass(frozen=True)
class Dialect:
    """A mark of another dialect: see theme/dialects.toml."""

    pattern: re.Pattern[str]
    marks: tuple[str, ...]
    """Signs, any of which is looked for in the file to find the line; without signs it is the words that match."""
    instead: str
    severity: Severity = "error"
    everywhere: bool = True
    """False: no fault in texts whose links are not shown (messages, scripts)."""
    items: bool = False
    """True: a fault in items of lists only."""


@cache
def dialects() -> Mapping[str, Dialect]:
    """The table by name. Raises re.error for a pattern that is not valid."""
    data: dict[str, dict[str, Any]] = package_table(DIALECTS)
    return {
        name: Dialect(
            re.compile(row["pattern"], re.MULTILINE),
            tuple(part for part in row["mark"].split("|") if part),
            row["instead"],
            row.get("severity", "error"),
            row.get("everywhere", True),
            row.get("items", False),
        )
        for name, row in data.items()
    }


class Places:
    """Lines of a page's file: each search goes on where the last one for the same thing ended."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.body = CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), page.body)
        self._ends: dict[str, int] = {}

    def line(self, pattern: str) -> int | None:
        """The line of the next match; that of the last one again if there is no other; None if there never was one."""
        compiled = re.compile(pattern, re.MULTILINE | re.IGNORECASE)
        match = compiled.search(self.body, self._ends.get(pattern, 0))
        if match is None and pattern not in self._ends:
            return None
        if match is not None:
            self._ends[pattern] = max(match.end(), match.start() + 1)
        at = match.start() if match is not None else self._ends[pattern] - 1
        return self._page.body_line + self.body.count("\n", 0, at)


def check(page: Page, tree: HtmlElement, links: bool) -> list[Finding]:
    """All faults of a page's markup. `links`: its addresses are to be links, as on a page that is read on a screen."""
    places = Places(page)
    indents = list(_indents(page, places))
    dialects_left = _dialects(page, tree, places, links)
    indent_lines = {finding.line for finding in indents}
    # A list that is set in by too little is left as typed: its marks are not reported a second time.
    faults = [*indents, *(finding for finding in dialects_left if finding.line not in indent_lines)]
    faults += [*_strays(page, places), *_boxes(page, tree, places)]
    faults += [*_misplaced(page, tree, places), *_hints(page, tree, places)]
    return [*faults, *_tags(page, tree, places), *_headings(page, tree, places), *_spans(page, tree), *_front(page)]


def _tags(page: Page, tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Tags and attributes that not every output has, and raised words without raised characters."""
    table = marks()
    for element in tree.iter():
        tag = str(element.tag) if isinstance(element.tag, str) else ""
        if tag in table.refused and tag != "h1":
            line = places.line(rf"<{tag}\b") or page.body_line
            yield _refused(page, line, f"<{tag}>", table.refused[tag])
        for name in map(str, element.attrib):
            hint = name == "title" and tag not in _TITLED
            if tag and (name in table.attributes or hint):
                line = places.line(rf"[\s\"'{{]{name}\s*=|[\s\"']{name}(?=[\s>])") or page.body_line
                yield _refused(page, line, f"{name}=", table.attributes.get(name, "mark-attribute"))
        if "heading" in str(element.get("role")).lower().split():
            yield _refused(page, places.line(r"\brole\s*=") or page.body_line, 'role="heading"', "dialect-heading")
        script = table.tags.get(tag, {}).get("text", "")
        if script in table.scripts and not is_footnote(element) and in_script(element, script) is None:
            line = places.line(rf"<{tag}\b") or page.body_line
            words = " ".join(str(element.text_content()).split())
            yield _refused(page, line, f"<{tag}>{words[:40]}</{tag}>", f"mark-{script}")


def _strays(page: Page, places: Places) -> Iterator[Finding]:
    """End tags of elements that nothing begins: `</div>` would end a part of the theme, and what follows it would stand
    outside the page.
    """
    depths: dict[str, int] = {}
    for match in _ENDS.finditer(places.body):
        closing, tag = bool(match[1]), match[2].lower()
        depths[tag] = depths.get(tag, 0) + (-1 if closing else 1)
        if depths[tag] < 0:
            depths[tag] = 0
            line = page.body_line + places.body.count("\n", 0, match.start())
            yield _refused(page, line, f"</{tag}>", "mark-stray")


def _boxes(page: Page, tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Boxes whose title lacks its quotation marks: its words would become names of styles and not be shown."""
    for element in tree.iter("div"):
        names = str(element.get("class") or "").split()
        if names[:1] == ["admonition"] and set(names[2:]) - _SIDES:
            line = places.line(r"^ *!!! ?[\w-]+ +[^\s\"]") or page.body_line
            data: Data = {"found": f"!!! {' '.join(names[1:])}", "expected": "dialect-box"}
            yield Finding("markup-dialect", file=page.name, line=line, data=data)


def _misplaced(page: Page, tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Items outside lists, cells outside rows, words beside them: each output would put them somewhere else."""
    for tag, words in misplaced(tree):
        first = r"\s+".join(map(re.escape, words.split()[:3]))
        line = (places.line(first) if first else None) or places.line(rf"<{tag}\b") or page.body_line
        yield _refused(page, line, f"<{tag}> {words[:40]}".strip(), "mark-misplaced")


def _headings(page: Page, tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """A heading of the first level, or of the seventh, which no Markdown has; in any heading marks that lists of
    contents and searches drop.
    """
    apart = marks().tags_of("text", "raised", "lowered", "gone", "line")
    for heading in tree.iter(*HEADINGS):
        words = " ".join(str(heading.text_content()).split())
        if heading.tag == "h1":
            line = places.line(_SIGNS["h1"]) or page.body_line
            yield Finding("heading-first", file=page.name, line=line, data={"found": words[:60]})
        deep = heading.tag == "h6" and words.startswith("#")  # Python-Markdown takes six signs, the rest is words
        if deep and (deep_line := places.line(_DEEP)):
            data: Data = {"found": f"######{words}"[:60], "expected": "dialect-heading"}
            yield Finding("markup-dialect", file=page.name, line=deep_line, data=data)
        for element in heading.iterdescendants(*apart):
            if not is_footnote(element):
                line = places.line(_SIGNS.get(str(element.tag), rf"<{element.tag}\b")) or page.body_line
                yield _refused(page, line, f"<{element.tag}>", "mark-heading")


def _refused(page: Page, line: int, found: str, instead: str) -> Finding:
    return Finding("markup-refused", file=page.name, line=line, data={"found": found, "expected": instead})


def _dialects(page: Page, tree: HtmlElement, places: Places, links: bool) -> Iterator[Finding]:
    """Marks that are left in the words of the page; those that the writer escaped are meant."""
    for words, listed in passages(tree):
        covered: set[int] = set()
        for dialect in dialects().values():
            if not (dialect.everywhere or links) or (dialect.items and not listed):
                continue
            for match in dialect.pattern.finditer(words):
                signs = range(match.start(), match.end())
                if not covered.isdisjoint(signs):
                    continue
                covered.update(signs)
                quote = words[match.start() : match.end() + 20].strip().partition("\n")[0][:40]
                line = _line_of(places, dialect, match[0], quote)
                if line is not None:
                    data: Data = {"found": quote, "expected": dialect.instead}
                    yield Finding("markup-dialect", dialect.severity, file=page.name, line=line, data=data)


def _line_of(places: Places, dialect: Dialect, text: str, quote: str) -> int | None:
    """The line on which a mark is typed in the file; None if it is nowhere."""
    sign = next((mark for mark in dialect.marks if mark in text), "")
    if sign:
        escape = "" if sign == "\\" else r"(?<!\\)"
        return places.line(escape + re.escape(sign))
    first = r"\s+".join(map(re.escape, quote.split()[:3]))
    return places.line(first) or places.line(rf"^\s*{re.escape(text.strip())}") or places.line("(?=.)")


def _indents(page: Page, places: Places) -> Iterator[Finding]:
    """Items, and further words of an item, set in by too little: they would stand beside what they belong to."""
    depth: int | None = None
    blank = False
    for number, line in enumerate(places.body.expandtabs(NESTED).split("\n"), page.body_line):
        match = _ITEM.match(line)
        if match:
            spaces = len(match[1])
            if depth is not None and 0 < spaces - depth < NESTED:
                data: Data = {"found": spaces - depth, "expected": NESTED}
                yield Finding("list-indent", file=page.name, line=number, data=data)
            else:
                depth = spaces
        elif line.strip() and blank:
            spaces = len(line) - len(line.lstrip())
            if depth is not None and 0 < spaces - depth < NESTED:
                yield Finding(
                    "list-indent", file=page.name, line=number, data={"found": spaces - depth, "expected": NESTED}
                )
            elif not spaces:
                depth = None  # a paragraph that is not set in ends the list
        blank = not line.strip()


def _spans(page: Page, tree: HtmlElement) -> Iterator[Finding]:
    """Cells over more columns or rows than the table has."""
    places = Places(page)
    for table in tree.iter("table"):
        rows = rows_of(table)
        for number, row in enumerate(rows):
            cells = list(row.iterchildren("td", "th"))
            width = sum(_number(cell.get("colspan")) or 1 for cell in cells)
            for cell, name in ((cell, name) for cell in cells for name in SPANS if cell.get(name) is not None):
                value = str(cell.get(name))
                line = places.line(rf"\b{name}\s*=") or page.body_line
                most = WIDEST if name == "colspan" else left(rows, number)
                span = _number(value)
                if span is None or not 1 <= span <= most or width > WIDEST:
                    data: Data = {"found": f'{name}="{value[:20]}"', "expected": most}
                    yield Finding("table-span", file=page.name, line=line, data=data)


def _number(text: str | None) -> int | None:
    """A whole number of at most 6 figures; None for any other text."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,6}", text.strip()) else None


def _front(page: Page) -> Iterator[Finding]:
    """Markup in the front matter, which is no Markdown: slots know `**emphasis**` and `|` only."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), page.meta)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [((*path, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            stack += [((*path, index), item) for index, item in enumerate(value)]
        elif isinstance(value, str):
            text = re.sub(r"\*\*[^*]+?\*\*", "", value) if path[:1] == ("slots",) else value
            yield from _plain(page, page.table.line(path), text)


def _hints(page: Page, tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Markup in alternative texts and titles, which are no Markdown either."""
    for element in tree.iter(*_TITLED):
        for text in filter(None, map(element.get, ("alt", "title"))):
            first = r"\s+".join(map(re.escape, str(text).split()[:3]))
            yield from _plain(page, (places.line(first) if first else None) or page.body_line, str(text))


def _plain(page: Page, line: int, text: str) -> Iterator[Finding]:
    """Markup in a text that shows it as it is typed."""
    if match := _TYPED.search(text):
        yield Finding("markup-left", file=page.name, line=line, data={"found": match[0]})
        return
    for name, dialect in dialects().items():
        match = dialect.pattern.search(text) if dialect.everywhere and name not in _LISTS else None
        if match:
            data: Data = {"found": match[0][:40], "expected": dialect.instead}
            yield Finding("markup-dialect", dialect.severity, file=page.name, line=line, data=data)
            return
