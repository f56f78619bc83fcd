"""A finished page as an SVG file: outlines only, no font, no script, no style sheet, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from outreach.core.lengths import number
from outreach.render.pdf.geometry import Rect
from outreach.render.pdf.tracing import Shape, Stroke, Traced

CAPS = ("butt", "round", "square")
JOINS = ("miter", "round", "bevel")
PLAIN = Stroke(1, 0, 0, 4, (), 0)
"""The stroke that SVG has by default."""
ON = "#FFFFFF"
"""Paper: what a page is painted on, unless it is to lie over others."""


@dataclass(frozen=True)
class Told:
    """Words of a file about its picture. `key` begins the names in it, so that two fit in one HTML page."""

    key: str
    language: str
    title: str
    alt: str


def svg(traced: Traced, pixels: tuple[int, int], told: Told, ground: str = ON) -> bytes:
    """The page as a file of exactly so many CSS pixels, to which its own size was rounded in PDF points.

    It is painted on `ground`; on nothing if that is empty.
    """
    width, height = pixels
    clips: dict[tuple[str, str], str] = {}
    body = [f'<path fill="{ground}" d="M0 0h{width}v{height}H0z"/>'] if ground else []
    for shape in traced.shapes:
        drawn = _shape(shape)
        for mask in _masks(shape):
            drawn = f'<g clip-path="url(#{_clip(clips, told.key, mask)})">{drawn}</g>'
        body.append(drawn)
    defs = "".join(
        f'<clipPath id="{name}"><path clip-rule="{rule}" d="{path}"/></clipPath>'
        for (rule, path), name in clips.items()
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" xml:lang={quoteattr(told.language)} lang={quoteattr(told.language)}>',
        f"<title>{escape(told.title)}</title>",
        f"<desc>{escape(told.alt)}</desc>",
        *([f"<defs>{defs}</defs>"] if defs else []),
        *body,
        "</svg>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _clip(clips: dict[tuple[str, str], str], key: str, mask: tuple[str, str]) -> str:
    return clips.setdefault(mask, f"{key}-{len(clips) + 1}")


def _masks(shape: Shape) -> list[tuple[str, str]]:
    """Rule and path of all that cuts a shape."""
    found = [("evenodd" if mask.even_odd else "nonzero", mask.path) for mask in shape.masks]
    return found + ([("nonzero", _box(shape.clip))] if shape.clip else [])


def _box(rect: Rect) -> str:
    left, top, right, bottom = (number(side, 2) for side in rect)
    return f"M{left} {top}H{right}V{bottom}H{left}z"


def _shape(shape: Shape) -> str:
    return f'<path {" ".join(_paint(shape))} d="{shape.path}"/>'


def _paint(shape: Shape) -> Sequence[str]:
    see_through = number(shape.alpha, 3)
    if shape.stroke is None:
        said = {"fill": shape.colour, "fill-rule": "evenodd" if shape.even_odd else "", "fill-opacity": see_through}
    else:
        line = shape.stroke
        said = {
            "fill": "none",
            "stroke": shape.colour,
            "stroke-width": number(line.width, 3),
            "stroke-linecap": CAPS[line.cap] if line.cap != PLAIN.cap else "",
            "stroke-linejoin": JOINS[line.join] if line.join != PLAIN.join else "",
            "stroke-miterlimit": number(line.miter, 3) if line.join == 0 and line.miter != PLAIN.miter else "",
            "stroke-dasharray": " ".join(number(part, 3) for part in line.dash),
            "stroke-dashoffset": number(line.phase, 3) if line.dash and line.phase else "",
            "stroke-opacity": see_through,
        }
    opaque = {"fill-opacity", "stroke-opacity"} if see_through == "1" else set()
    return [f'{name}="{value}"' for name, value in said.items() if value and name not in opaque]
