"""Where everything of a set sheet stands, as plain data: what a person would write into another tool's template."""

import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from typing import Any

from weasyprint import HTML
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

PT_PER_PX = 0.75
SYMBOL = "symbol"
SIDES = ("top", "right", "bottom", "left")
Item = dict[str, Any]
"""kind, x, y in points from the page's top left, and what the kind needs."""

ET.register_namespace("", "http://www.w3.org/2000/svg")


def laid_out(html: str, fields: Collection[str]) -> dict[str, Any]:
    """The pages' size and their items in the order they are painted. Texts of the slots in `fields` name theirs."""
    document = HTML(string=html).render(font_config=FontConfiguration())
    pages = [list(_items(page._page_box, fields, "")) for page in document.pages]
    size = document.pages[0]
    return {"width": size.width * PT_PER_PX, "height": size.height * PT_PER_PX, "pages": pages}


def _items(box: Any, fields: Collection[str], slot: str) -> Iterator[Item]:
    box = getattr(box, "_box", box)
    element = getattr(box, "element", None)
    classes = (element.get("class") or "").split() if element is not None and hasattr(element, "get") else []
    if "slot" in classes:
        slot = classes[1]
    if isinstance(box, boxes.TextBox):
        yield _text(box, slot if slot in fields else "")
    elif isinstance(box, boxes.ReplacedBox):
        width, height = box.width * PT_PER_PX, box.height * PT_PER_PX
        place = {"x": box.content_box_x() * PT_PER_PX, "y": box.content_box_y() * PT_PER_PX, "w": width, "h": height}
        if slot == SYMBOL:
            yield {"kind": "symbol", **place}
        else:
            yield {"kind": "picture", **place, "svg": _svg(element)}
    else:
        if not isinstance(box, boxes.LineBox):
            yield from _ground(box)
        for child in getattr(box, "children", ()):
            yield from _items(child, fields, slot)


def _svg(element: Any) -> str:
    """A drawing as a file of its own: HTML keeps its declaration of a namespace as an attribute."""
    for name in [name for name in element.attrib if name.startswith("{http://www.w3.org/2000/xmlns/}")]:
        del element.attrib[name]
    return ET.tostring(element, encoding="unicode")


def _text(box: Any, field: str) -> Item:
    style = box.style
    spacing = style["letter_spacing"]
    return {
        "kind": "text",
        "x": box.position_x * PT_PER_PX,
        "y": (box.position_y + box.baseline) * PT_PER_PX,
        "text": box.text,
        "size": style["font_size"] * PT_PER_PX,
        "weight": style["font_weight"],
        "tracking": 0 if spacing == "normal" else spacing * PT_PER_PX,
        "colour": _hex(style["color"]),
        "field": field,
    }


def _ground(box: Any) -> Iterator[Item]:
    """A box's own colour and borders; a ring where all four borders are alike."""
    style = box.style
    x, y = box.border_box_x() * PT_PER_PX, box.border_box_y() * PT_PER_PX
    width, height = box.border_width() * PT_PER_PX, box.border_height() * PT_PER_PX
    radii = [radius[0] * PT_PER_PX for radius in box.rounded_border_box()[4:]]
    fill = style["background_color"]
    filled = fill != "currentcolor" and fill.alpha > 0
    borders = [getattr(box, f"border_{side}_width") * PT_PER_PX for side in SIDES]
    ring = borders[0] if min(borders) > 0 and len(set(borders)) == 1 else 0
    colour = _hex(style["color"]) if style["border_top_color"] == "currentcolor" else _hex(style["border_top_color"])
    if filled or ring:
        half = ring / 2
        yield {
            "kind": "box",
            **{"x": x + half, "y": y + half, "w": width - ring, "h": height - ring},
            "radii": [max(0, radius - half) for radius in radii],
            "fill": _hex(fill) if filled else None,
            "stroke": ring,
            "colour": colour,
        }
    if not ring and borders[0]:
        flat = {"radii": [0, 0, 0, 0], "fill": colour, "stroke": 0, "colour": colour}
        yield {"kind": "box", "x": x, "y": y, "w": width, "h": borders[0], **flat}


def _hex(colour: Any) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour.to("srgb").coordinates)
