"""HTML fragments as trees (adapter of lxml)."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

# Shown as text or not at all: a page's content elsewhere brings no behaviour and no style of its own.
_DROPPED = ("script", "style", "link", "iframe", "object", "embed", "form", "input", "button")
_PERMALINK = "headerlink"
"""Class of the link from a heading to itself, which settings may ask for: it leads nowhere outside its page."""

_LENIENT = lxml.html.HTMLParser(encoding="utf-8")

__all__ = [
    "HtmlElement",
    "cleaned",
    "inner_html",
    "new_element",
    "parse_drawing",
    "parse_fragment",
    "parse_page",
    "scrolling",
    "whole",
    "xml_names",
]


def parse_fragment(html: str) -> HtmlElement:
    """The fragment's nodes below one <div>, without permalinks."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for link in root.find_class(_PERMALINK):
        link.drop_tree()
    return root


def cleaned(html: str) -> HtmlElement:
    """The same without scripts, comments, event handlers and styles; the text around them stays."""
    root = parse_fragment(html)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            element.drop_tree()
            continue
        for name in list(element.attrib):
            if name == "style" or name.startswith(("on", "data-")):
                del element.attrib[name]
    return root


def inner_html(element: HtmlElement) -> str:
    """The HTML of everything inside `element`."""
    text = element.text or ""
    return text + "".join(lxml.etree.tostring(child, encoding="unicode", method="html") for child in element)


def whole(text: str | None, otherwise: int) -> int:
    """A number that an attribute holds, if it does."""
    return int(text) if text and text.strip().isdecimal() else otherwise


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
    """An SVG file as XML. Raises ValueError if it is not well-formed or declares a document type or entities."""
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


def scrolling(table: HtmlElement, label: str) -> None:
    """Puts a table into a box in which it scrolls by itself, for the keyboard too: the page then does not."""
    box = new_element("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": label})
    box.tail, table.tail = table.tail, None
    parent = table.getparent()
    assert parent is not None  # the content has a parent of its own
    parent.replace(table, box)
    box.append(table)
