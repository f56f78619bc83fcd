"""HTML fragments as trees (adapter of lxml)."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

import lxml.etree
import lxml.html
from lxml.html import HtmlElement as HtmlElement  # for all modules that hold a tree

_WHOLE = re.compile(r"</?(?:html|head|body|frameset)\b[^<>]*>", re.IGNORECASE)
"""Tags of a whole page. Browsers give what they say to the page that they stand in; the parser stumbles on two."""
_PERMALINK = "headerlink"
"""Class of the link from a heading to itself, which settings may ask for: it leads nowhere outside its page."""

MOST_DRAWING = 2_000_000
"""Bytes of a drawing: a hundred times those of the longest that ships."""
MOST_ATTRIBUTES = 200
"""Of an element: the parser takes the square of them."""
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PLAIN = {b"utf-8", b"us-ascii", b"ascii"}
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
SPANS = ("colspan", "rowspan")
WIDEST = 40
"""The most columns of a table: wider ones no screen and no text shows."""
_LENIENT = lxml.html.HTMLParser(encoding="utf-8")


def parse_fragment(html: str) -> HtmlElement:
    """The fragment's nodes below one <div>, without permalinks."""
    root = lxml.html.fragment_fromstring(_WHOLE.sub("", html), create_parent="div")
    for link in root.find_class(_PERMALINK):
        link.drop_tree()
    return root


def inner_html(element: HtmlElement) -> str:
    """The HTML of everything inside `element`."""
    text = element.text or ""
    return text + "".join(lxml.etree.tostring(child, encoding="unicode", method="html") for child in element)


def integer_or(text: str | None, otherwise: int) -> int:
    """The whole number that an attribute holds; `otherwise` if it holds none."""
    return int(text) if text and text.strip().isdecimal() and len(text) < 10 else otherwise


def parse_page(html: str) -> HtmlElement:
    """Any page that a portal may have, whole or in part; an empty element for one that says nothing."""
    try:
        return lxml.html.document_fromstring(html.encode(errors="replace"), parser=_LENIENT)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return lxml.html.Element("div")


def new_element(tag: str, attributes: dict[str, str]) -> HtmlElement:
    """An element that belongs to no tree yet."""
    return lxml.html.Element(tag, attributes)


def parse_drawing(source: bytes) -> lxml.etree._Element:
    """An SVG file as XML.

    Raises ValueError if it is not well-formed, too large, in another encoding than UTF-8 (other readers of it would see
    other signs), or declares a document type or entities.
    """
    if len(source) > MOST_DRAWING:
        raise ValueError(f"> {MOST_DRAWING // 1000} kB")
    if max(part.count(b"=") for part in source.split(b"<")) > MOST_ATTRIBUTES:
        raise ValueError(f"> {MOST_ATTRIBUTES} attributes")
    encoding = _ENCODING.match(source.removeprefix(codecs.BOM_UTF8))
    if source.startswith(MARKS) or b"\0" in source[:4] or (encoding and encoding[1].lower() not in PLAIN):
        raise ValueError("UTF-8")
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = lxml.etree.fromstring(source, parser).getroottree()
    except lxml.etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    if getattr(tree.docinfo, "doctype", ""):
        raise ValueError("a document type")
    return tree.getroot()


def xml_names(source: bytes) -> Iterator[tuple[str, int]]:
    """Elements (`{namespace}name`) and processing instructions (`?name`) of an XML file, with their lines.

    Raises ValueError as `parse_drawing` does.
    """
    root = parse_drawing(source)
    for node in (*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()):
        line = getattr(node, "sourceline", 0) or 0
        if isinstance(node, lxml.etree._ProcessingInstruction):
            yield f"?{node.target!s}", line
        elif isinstance(node.tag, str):
            yield node.tag, line


def is_instruction(node: lxml.etree._Element) -> bool:
    """True for a processing instruction, such as `<?xml-stylesheet …?>`."""
    return isinstance(node, lxml.etree._ProcessingInstruction)


def svg_text(root: lxml.etree._Element) -> str:
    """An SVG tree as text."""
    return lxml.etree.tostring(root, encoding="unicode")


def scrolling(table: HtmlElement, label: str) -> None:
    """Puts a table into a box in which it scrolls by itself, for the keyboard too: the page then does not."""
    box = new_element("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": label})
    box.tail, table.tail = table.tail, None
    parent = table.getparent()
    assert parent is not None  # the content has a parent of its own
    parent.replace(table, box)
    box.append(table)


def rows_of(table: HtmlElement) -> list[HtmlElement]:
    """The table's own rows in the order in which they are shown, without those of tables inside it.

    The first `thead` stands above all else and the first `tfoot` below, wherever they are written (CSS 2.2, 17.2).
    """
    first, last = table.find("thead"), table.find("tfoot")
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    return sorted(rows, key=lambda row: (row.getparent() is last and last is not None) - (row.getparent() is first))


def rows_below(rows: list[HtmlElement], number: int) -> int:
    """How many rows are left from row `number` to the end of its `thead`, `tbody` or `tfoot`, which no cell crosses."""
    group = rows[number].getparent()
    return next((at for at, row in enumerate(rows[number:]) if row.getparent() is not group), len(rows) - number)


def spanning(table: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each cell that covers several columns or rows, with the attribute that says so."""
    for row in rows_of(table):
        for cell in row.iterchildren("td", "th"):
            yield from ((cell, name) for name in SPANS if cell.get(name) is not None and _span(cell, name) != 1)


def grid(table: HtmlElement) -> list[list[HtmlElement]]:
    """The cells by row and column; a cell over several of them stands in each.

    A row that ends early is shorter, and what lies beyond column `WIDEST` is left out. The table model is that of the
    HTML Living Standard, 4.9.12.
    """
    rows = rows_of(table)
    places: list[dict[int, HtmlElement]] = [{} for _ in rows]
    for top, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while column in places[top]:
                column += 1
            if column >= WIDEST:
                break
            rest = rows_below(rows, top)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan") or rest
            for line in places[top : top + min(height, rest)]:
                line.update(dict.fromkeys(range(column, min(column + width, WIDEST)), cell))
            column += width
    return [[line[column] for column in sorted(line)] for line in places]


def heads(table: HtmlElement, cells: list[list[HtmlElement]]) -> int:
    """How many rows at the top of a grid name its columns: those of `thead`, else the first if all of it is `th`."""
    head_rows = sum(parent.tag == "thead" for row in rows_of(table) if (parent := row.getparent()) is not None)
    return head_rows or int(bool(cells) and bool(cells[0]) and all(cell.tag == "th" for cell in cells[0]))


def _span(cell: HtmlElement, name: str) -> int:
    """Columns (1 to `WIDEST`) or rows (0: to the end of their group) that a cell covers."""
    number = integer_or(cell.get(name), 1)
    return number if name == "rowspan" else max(1, min(number, WIDEST))


_BLOCKS = (
    "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_APART = frozenset(_BLOCKS.split())
UNSEEN = "\ufffc"
"""Stands in a passage for code, and for an address that is its own words (U+FFFC)."""


class Passage(NamedTuple):
    """The words of a block, line breaks kept; `in_list` if it stands in an item of a list."""

    words: str
    in_list: bool


def passages(root: HtmlElement) -> list[Passage]:
    """The words of each block in order; code and bare addresses are `UNSEEN`."""
    blocks: list[tuple[list[str], bool]] = [([], False)]
    stack = [(root, False)]
    depth = 0
    while stack:
        element, at_end = stack.pop()
        if element.tag == "li":
            depth += -1 if at_end else 1
        if element.tag in _APART:
            blocks.append(([], depth > 0))
        if at_end or not isinstance(element.tag, str):  # a comment says nothing
            blocks[-1][0].append(element.tail or "")
            continue
        stack.append((element, True))
        bare = element.tag == "a" and re.match(r"(?:https?:|mailto:|www\.)|\S+@", element.text or "")
        if element.tag in {"code", "pre"} or bare:
            blocks[-1][0].append(UNSEEN)
            continue
        blocks[-1][0].append("\n" if element.tag == "br" else element.text or "")
        stack += [(child, False) for child in reversed(element)]
    return [Passage(words, in_list) for parts, in_list in blocks if (words := "".join(parts).strip())]
