"""Sheets set and written as PDF (adapter of WeasyPrint, the only reader of its private layout tree).

The environment variable FONTCONFIG_FILE (see `fonts.restrict`) must be set before this module is imported.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from outreach.core.lengths import px_to_mm
from outreach.render import tagging
from outreach.render.pdf.geometry import Rect
from outreach.render.weasyprint_cache import SVG, Complaints, Drawing, Sealed, separate, style_sheet


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
    """True inside a CSS transform other than half a turn of a box about its centre: `rect` is not what is seen."""
    children: list[Node] = field(default_factory=list)

    def magnified(self, times: float) -> Node:
        """The same box in a layout `times` as large."""
        left, top, right, bottom = (times * side for side in self.rect)
        children = [child.magnified(times) for child in self.children]
        return replace(self, rect=(left, top, right, bottom), children=children)


@dataclass(frozen=True)
class Typeset:
    """A sheet as WeasyPrint set it."""

    pdf: bytes
    pages: list[Node]
    words: str
    """All text of the source's body in order."""
    complaints: list[str]
    """Messages that WeasyPrint or fontTools logged at WARNING or above."""


def typeset(html: str, tagged: bool, pictures: Mapping[str, bytes] | None = None) -> Typeset:
    """Set one HTML document whose styles and drawings are all inline. Nothing but this document is read.

    `pictures` are files by name, of the KINDS; the document shows one as `held:<name>`.
    """
    text, styles, drawings = separate(html)
    sheets = [] if styles is None else [style_sheet(styles)]
    with Complaints() as complaints:
        source = weasyprint.HTML(string=text, url_fetcher=Sealed(pictures or {}))
        variant = "pdf/ua-1" if tagged else None
        document = source.render(
            font_config=FontConfiguration(),
            stylesheets=[sheet for sheet, _ in sheets],
            pdf_variant=variant,
            pdf_tags=tagged,
            cache=drawings,
        )
        tagging.prepare(document)
        pdf = document.write_pdf(pdf_variant=variant, pdf_tags=tagged)
    complaints.messages[:0] = [message for _, messages in sheets for message in messages]
    pages = [_node(page._page_box, _Place()) for page in document.pages]
    body = source.etree_element.find(".//body")
    return Typeset(pdf, pages, " ".join(_words(body)), complaints.messages)


def _words(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in {"style", "title", f"{SVG}svg", "svg"}:
        return  # comments have no name
    if element.text:
        yield element.text
    for child in element:
        yield from _words(child)
        if child.tail:
            yield child.tail


@dataclass(frozen=True)
class _Place:
    """Where a box's own lengths are seen on the page: as they are, or after half turns."""

    sign: int = 1
    x: float = 0.0
    y: float = 0.0

    def half_turn(self, x: float, y: float) -> _Place:
        """The place of what is turned about a point of this one."""
        return _Place(-self.sign, self.x + self.sign * 2 * x, self.y + self.sign * 2 * y)

    def rect(self, left: float, top: float, width: float, height: float) -> Rect:
        """A box as it is seen, in mm."""
        xs = sorted((self.sign * left + self.x, self.sign * (left + width) + self.x))
        ys = sorted((self.sign * top + self.y, self.sign * (top + height) + self.y))
        return px_to_mm(xs[0]), px_to_mm(ys[0]), px_to_mm(xs[1]), px_to_mm(ys[1])


def _node(box: Any, place: _Place | None, line: Any = None) -> Node:
    """`place` is None where a transform leaves unknown what is seen."""
    if place is not None and box.style and box.style["transform"]:
        place = _turn(box, place)
    turned, own_place = place is None, place or _Place()
    line = box if isinstance(box, boxes.LineBox) else line
    if isinstance(box, boxes.TextBox):
        # The line, not the font's ascent and descent, says how high a text stands: lines may be set tighter.
        top, height = (box.position_y, box.height) if line is None else (line.position_y, line.height)
        rect = own_place.rect(box.position_x, top, box.width, height)
        return Node("text", _name(box), rect, box.text, turned=turned)
    if isinstance(box, boxes.ReplacedBox):
        rect = own_place.rect(box.content_box_x(), box.content_box_y(), box.width, box.height)
        return Node("picture", _name(box), rect, turned=turned)
    rect = own_place.rect(box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height())
    binding = isinstance(box, boxes.BlockContainerBox | boxes.FlexContainerBox | boxes.GridContainerBox)
    fixed = binding and (
        box.style["height"] != "auto"
        or box.style["overflow"] != "visible"
        or box.style["max_height"].value != float("inf")
        or box.is_flex_item
        or box.is_grid_item
    )
    children = [_node(getattr(child, "_box", child), place, line) for child in getattr(box, "children", ())]
    return Node("box", _name(box), rect, binding=fixed, turned=turned, children=children)


def _turn(box: Any, place: _Place) -> _Place | None:
    """The place of a box that is turned by half a turn about its own centre; None for any other transform."""
    half = [name == "rotate" and math.isclose(math.cos(angle), -1) for name, angle in box.style["transform"]]
    central = all(length.unit == "%" and length.value == 50 for length in box.style["transform_origin"])
    if half != [True] or not central or isinstance(box, boxes.InlineBox):
        return None
    return place.half_turn(box.border_box_x() + box.border_width() / 2, box.border_box_y() + box.border_height() / 2)


def _name(box: Any) -> str:
    element = getattr(box, "element", None)
    if element is None or not hasattr(element, "get"):
        return str(box.element_tag or "")
    shared = isinstance(getattr(box, "replacement", None), Drawing)  # an `svg` element of the source
    name = "svg" if shared else str(element.tag).rpartition("}")[2]  # without the namespace
    return ".".join([name, *(element.get("class") or "").split()])
