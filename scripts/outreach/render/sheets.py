"""Sheets set and written as PDF (adapter of WeasyPrint, the only reader of its private layout tree).

The environment variable FONTCONFIG_FILE (see `fonts.isolate`) must be set before this module is imported.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetchingError

from outreach.core.lengths import px_to_mm

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in mm from the page's top left corner."""


@dataclass(frozen=True)
class Node:
    """A box of the finished layout. `kind` is text, picture or box; `name` is its element, as in CSS."""

    kind: str
    name: str
    rect: Rect
    text: str = ""
    binding: bool = False
    """True if the box's height does not grow with its content."""
    turned: bool = False
    """True inside a CSS transform, where `rect` is not what is seen."""
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Typeset:
    """A sheet as WeasyPrint set it."""

    pdf: bytes
    pages: list[Node]
    words: str
    """All text of the source's body in order."""
    complaints: list[str]
    """What WeasyPrint or fontTools logged at WARNING or above."""


class _Sealed(URLFetcher):  # type: ignore[misc]
    """Sheets are whole in themselves: nothing is fetched, from the network or from the disk. A try is a complaint."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise URLFetchingError(f"a sheet may not fetch {url}")


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def typeset(html: str, tagged: bool) -> Typeset:
    """Sets one HTML document whose styles and pictures are all inline. Nothing but this document is read."""
    complaints = _Complaints()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(complaints)
        logger.propagate = False
    try:
        source = weasyprint.HTML(string=html, url_fetcher=_Sealed())
        variant = "pdf/ua-1" if tagged else None
        document = source.render(font_config=FontConfiguration(), pdf_variant=variant, pdf_tags=tagged)
        pdf = document.write_pdf(pdf_variant=variant, pdf_tags=tagged)
    finally:
        for logger in loggers:
            logger.removeHandler(complaints)
    pages = [_node(page._page_box, False) for page in document.pages]
    body = source.etree_element.find(".//body")
    return Typeset(pdf, pages, " ".join(_words(body)), complaints.messages)


def _words(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in {"style", "title", "{http://www.w3.org/2000/svg}svg", "svg"}:
        return  # comments have no name
    if element.text:
        yield element.text
    for child in element:
        yield from _words(child)
        if child.tail:
            yield child.tail


def _node(box: Any, turned: bool, line: Any = None) -> Node:
    turned = turned or bool(box.style and box.style["transform"])
    line = box if isinstance(box, boxes.LineBox) else line
    if isinstance(box, boxes.TextBox):
        # The line, not the font's ascent and descent, says how high a text stands: lines may be set tighter.
        top, height = (box.position_y, box.height) if line is None else (line.position_y, line.height)
        corners = (box.position_x, top, box.position_x + box.width, top + height)
        return Node("text", _name(box), _mm(corners), box.text, turned=turned)
    if isinstance(box, boxes.ReplacedBox):
        x, y = box.content_box_x(), box.content_box_y()
        return Node("picture", _name(box), _mm((x, y, x + box.width, y + box.height)), turned=turned)
    x, y = box.padding_box_x(), box.padding_box_y()
    corners = (x, y, x + box.padding_width(), y + box.padding_height())
    binding = isinstance(box, boxes.BlockContainerBox | boxes.FlexContainerBox | boxes.GridContainerBox)
    fixed = binding and (
        box.style["height"] != "auto"
        or box.style["overflow"] != "visible"
        or box.style["max_height"].value != float("inf")
        or box.is_flex_item
        or box.is_grid_item
    )
    children = [_node(getattr(child, "_box", child), turned, line) for child in getattr(box, "children", ())]
    return Node("box", _name(box), _mm(corners), binding=fixed, turned=turned, children=children)


def _name(box: Any) -> str:
    element = getattr(box, "element", None)
    if element is None or not hasattr(element, "get"):
        return str(box.element_tag or "")
    classes = (element.get("class") or "").split()
    return ".".join([str(element.tag).rpartition("}")[2], *classes])  # without the namespace


def _mm(corners: tuple[float, float, float, float]) -> Rect:
    left, top, right, bottom = (px_to_mm(value) for value in corners)
    return left, top, right, bottom
