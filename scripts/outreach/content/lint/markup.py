"""Markup that an output would drop or print as it is typed: tags, attributes, marks of other dialects, lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from outreach.content.html import SPANS, WIDEST, HtmlElement, passages, rows_below, rows_of
from outreach.content.markdown import HEADINGS
from outreach.content.marks import in_script, is_footnote, marks, misfits
from outreach.content.page import CODE, Page
from outreach.core.findings import Finding, Severity
from outreach.core.package import THEME, package_table
from outreach.core.tables import texts

DIALECTS = THEME / "dialects.toml"
NEST_INDENT = 4
"""Spaces that set a list in a list."""
_ITEM = re.compile(r"^( *)(?:[-*+]|\d{1,3}\.) +(?=\S)")
_WITH_HINT = frozenset({"a", "img"})
"""Tags whose `title` is a hint beside their words."""
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);|`|\]\(|(?<!\*)\*\*(?!\*)|__(?=\w)")
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
    mark: tuple[str, ...]
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
    patterns = {name: re.compile(row["pattern"], re.MULTILINE) for name, row in data.items()}
    signs = {name: tuple(filter(None, row["mark"].split("|"))) for name, row in data.items()}
    return {name: Dialect(**{**row, "pattern": patterns[name], "mark": signs[name]}) for name, row in data.items()}


class Places:
    """Lines of a page's file: each search goes on where the last one for the same thing ended."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.body = CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), page.body)
        self._ends: dict[str, int] = {}

    def line(self, pattern: str) -> int | None:
        """The line of the next match; that of the last one again if there is no other; None if there never was one."""
        expression = re.compile(pattern, re.MULTILINE | re.IGNORECASE)
        match = expression.search(self.body, self._ends.get(pattern, 0))
        if match is None and pattern not in self._ends:
            return None
        if match is not None:
            self._ends[pattern] = max(match.end(), match.start() + 1)
        at = match.start() if match is not None else self._ends[pattern] - 1
        return self.page.body_line + self.body.count("\n", 0, at)

    def first(self, *patterns: str) -> int:
        """The line of the first pattern that is there; that on which the body begins if none is."""
        return next(filter(None, map(self.line, filter(None, patterns))), self.page.body_line)

    def refusal(self, line: int, found: str, instead: str) -> Finding:
        """A fault: markup that is not known here, and the key of the text that says what to write instead."""
        return self.page.finding("markup-refused", line, found=found, expected=instead)


def _opening(text: str) -> str:
    """A pattern for the first three words of a text, whatever white space stands between them."""
    return r"\s+".join(map(re.escape, text.split()[:3]))


def check(page: Page, tree: HtmlElement, links: bool) -> list[Finding]:
    """All faults of a page's markup. `links`: its addresses are to be links, as on a page that is read on a screen."""
    places = Places(page)
    indents = list(_indents(places))
    indent_lines = {finding.line for finding in indents}
    # A list that is set in by too little is left as typed: its marks are not reported a second time.
    faults = [*indents, *(fault for fault in _dialects(tree, places, links) if fault.line not in indent_lines)]
    checks = (_boxes, _misfits, _hints, _tags, _headings, _spans)
    faults += [*_strays(places), *(fault for check in checks for fault in check(tree, places))]
    return [*faults, *_front(page)]


def _tags(tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Tags and attributes that not every output has, and raised words without raised characters."""
    table = marks()
    for element in tree.iter():
        tag = str(element.tag) if isinstance(element.tag, str) else ""
        if tag in table.refused and tag != "h1":
            yield places.refusal(places.first(rf"<{tag}\b"), f"<{tag}>", table.refused[tag])
        for name in map(str, element.attrib):
            hint = name == "title" and tag not in _WITH_HINT
            if tag and (name in table.attributes or hint):
                line = places.first(rf"[\s\"'{{]{name}\s*=|[\s\"']{name}(?=[\s>])")
                yield places.refusal(line, f"{name}=", table.attributes.get(name, "mark-attribute"))
        if "heading" in str(element.get("role")).lower().split():
            yield places.refusal(places.first(r"\brole\s*="), 'role="heading"', "dialect-heading")
        script = table.tags.get(tag, {}).get("text", "")
        if script in table.scripts and not is_footnote(element) and in_script(element, script) is None:
            words = " ".join(str(element.text_content()).split())
            yield places.refusal(places.first(rf"<{tag}\b"), f"<{tag}>{words[:40]}</{tag}>", f"mark-{script}")


def _strays(places: Places) -> Iterator[Finding]:
    """End tags of elements that nothing begins: `</div>` would end a part of the theme, and what follows it would stand
    outside the page.
    """
    depths: dict[str, int] = {}
    for match in _ENDS.finditer(places.body):
        closing, tag = bool(match[1]), match[2].lower()
        depths[tag] = depths.get(tag, 0) + (-1 if closing else 1)
        if depths[tag] < 0:
            depths[tag] = 0
            yield places.refusal(places.page.line(match.start()), f"</{tag}>", "mark-stray")


def _boxes(tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Boxes whose title lacks its quotation marks: its words would become names of styles and not be shown."""
    for element in tree.iter("div"):
        names = str(element.get("class") or "").split()
        if names[:1] == ["admonition"] and set(names[2:]) - _SIDES:
            line, title = places.first(r"^ *!!! ?[\w-]+ +[^\s\"]"), f"!!! {' '.join(names[1:])}"
            yield places.page.finding("markup-dialect", line, found=title, expected="dialect-box")


def _misfits(tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Items outside lists, cells outside rows, words beside them: each output would put them somewhere else."""
    for tag, words in misfits(tree):
        line = places.first(_opening(words), rf"<{tag}\b")
        yield places.refusal(line, f"<{tag}> {words[:40]}".strip(), "mark-misplaced")


def _headings(tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """A heading of the first level, or of the seventh, which no Markdown has; in any heading marks that lists of
    contents and searches drop.
    """
    apart = marks().tags_of("text", "raised", "lowered", "gone", "line")
    for heading in tree.iter(*HEADINGS):
        words = " ".join(str(heading.text_content()).split())
        if heading.tag == "h1":
            yield places.page.finding("heading-first", places.first(_SIGNS["h1"]), found=words[:60])
        deep = heading.tag == "h6" and words.startswith("#")  # Python-Markdown takes six signs, the rest is words
        if deep and (deep_line := places.line(_DEEP)):
            text = f"######{words}"[:60]
            yield places.page.finding("markup-dialect", deep_line, found=text, expected="dialect-heading")
        for element in heading.iterdescendants(*apart):
            if not is_footnote(element):
                line = places.first(_SIGNS.get(str(element.tag), rf"<{element.tag}\b"))
                yield places.refusal(line, f"<{element.tag}>", "mark-heading")


def _dialects(tree: HtmlElement, places: Places, links: bool) -> Iterator[Finding]:
    """Marks that are left in the words of the page; those that the writer escaped are meant."""
    for words, in_list in passages(tree):
        indices: set[int] = set()
        for dialect in dialects().values():
            if not (dialect.everywhere or links) or (dialect.items and not in_list):
                continue
            for match in dialect.pattern.finditer(words):
                signs = range(match.start(), match.end())
                if not indices.isdisjoint(signs):
                    continue
                indices.update(signs)
                quote = words[match.start() : match.end() + 20].strip().partition("\n")[0][:40]
                line = _line_of(places, dialect, match[0], quote)
                if line is not None:
                    about = {"found": quote, "expected": dialect.instead}
                    yield places.page.finding("markup-dialect", line, dialect.severity, **about)


def _line_of(places: Places, dialect: Dialect, text: str, quote: str) -> int | None:
    """The line on which a mark is typed in the file; None if it is nowhere."""
    sign = next((mark for mark in dialect.mark if mark in text), "")
    if sign:
        escape = "" if sign == "\\" else r"(?<!\\)"
        return places.line(escape + re.escape(sign))
    tries = (_opening(quote), rf"^\s*{re.escape(text.strip())}", "(?=.)")
    return next(filter(None, map(places.line, tries)), None)


def _indents(places: Places) -> Iterator[Finding]:
    """Items, and further words of an item, set in by too little: they would stand beside what they belong to."""
    depth: int | None = None
    blank = False
    for number, line in enumerate(places.body.expandtabs(NEST_INDENT).split("\n"), places.page.body_line):
        item, spaces = _ITEM.match(line), len(line) - len(line.lstrip())
        if item or (line.strip() and blank):
            if depth is not None and 0 < spaces - depth < NEST_INDENT:
                yield places.page.finding("list-indent", number, found=spaces - depth, expected=NEST_INDENT)
            elif item:
                depth = spaces
            elif not spaces:
                depth = None  # a paragraph that is not set in ends the list
        blank = not line.strip()


def _spans(tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Cells over more columns or rows than the table has."""
    for table in tree.iter("table"):
        rows = rows_of(table)
        for number, row in enumerate(rows):
            cells = list(row.iterchildren("td", "th"))
            width = sum(_number(cell.get("colspan")) or 1 for cell in cells)
            for cell, name in ((cell, name) for cell in cells for name in SPANS if cell.get(name) is not None):
                value = str(cell.get(name))
                line = places.first(rf"\b{name}\s*=")
                most = WIDEST if name == "colspan" else rows_below(rows, number)
                span = _number(value)
                if span is None or not 1 <= span <= most or width > WIDEST:
                    yield places.page.finding("table-span", line, found=f'{name}="{value[:20]}"', expected=most)


def _number(text: str | None) -> int | None:
    """A whole number of at most 6 figures; None for any other text."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,6}", text.strip()) else None


def _front(page: Page) -> Iterator[Finding]:
    """Markup in the front matter, which is no Markdown: slots know `**emphasis**` and `|` only."""
    for path, value in texts(page.meta):
        text = re.sub(r"\*\*[^*]+?\*\*", "", value) if path[:1] == ("slots",) else value
        yield from _plain(page, page.table.line(path), text)


def _hints(tree: HtmlElement, places: Places) -> Iterator[Finding]:
    """Markup in alternative texts and titles, which are no Markdown either."""
    for element in tree.iter(*_WITH_HINT):
        for text in filter(None, map(element.get, ("alt", "title"))):
            yield from _plain(places.page, places.first(_opening(str(text))), str(text))


def _plain(page: Page, line: int, text: str) -> Iterator[Finding]:
    """Markup in a text that shows it as it is typed."""
    if match := _MARKUP.search(text):
        yield page.finding("markup-left", line, found=match[0])
        return
    for name, dialect in dialects().items():
        match = dialect.pattern.search(text) if dialect.everywhere and name not in _LISTS else None
        if match:
            about = {"found": match[0][:40], "expected": dialect.instead}
            yield page.finding("markup-dialect", line, dialect.severity, **about)
            return
