"""HTML fragments as trees (adapter of lxml)."""

from __future__ import annotations

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

__all__ = ["HtmlElement", "inner_html", "new_element", "parse_drawing", "parse_fragment"]


def parse_fragment(html: str) -> HtmlElement:
    """The fragment's nodes below one <div>."""
    return lxml.html.fragment_fromstring(html, create_parent="div")


def inner_html(element: HtmlElement) -> str:
    """The HTML of everything inside `element`."""
    text = element.text or ""
    return text + "".join(lxml.etree.tostring(child, encoding="unicode", method="html") for child in element)


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
