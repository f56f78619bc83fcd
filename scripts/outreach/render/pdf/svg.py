"""A finished page as an SVG file: outlines only, no font, no script, no style sheet, nothing from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from outreach.core.lengths import number
from outreach.render.pdf.geometry import Rect
from outreach.render.pdf.tracing import PARTS, Shape, Steps, Stroke, Tracing

CAPS = ("butt", "round", "square")
JOINS = ("miter", "round", "bevel")
PLAIN = Stroke(1, 0, 0, 4, (), 0)
"""The stroke that SVG has by default."""
ON = "#FFFFFF"
"""Paper: what a page is painted on, unless it is to lie over others."""


@dataclass(frozen=True)
class Caption:
    """Words of a file about its picture. `key` begins the names in it, so that two fit in one HTML page."""

    key: str
    language: str
    title: str
    alt: str


def svg(page: Tracing, pixels: tuple[int, int], caption: Caption, ground: str = ON) -> bytes:
    """The page as a file of exactly so many CSS pixels, to which its own size was rounded in PDF points.

    It is painted on `ground`; on nothing if that is empty.
    """
    width, height = pixels
    clips: dict[tuple[str, str], str] = {}
    body = [f'<path fill="{ground}" d="M0 0h{width}v{height}H0z"/>'] if ground else []
    for shape in page.shapes:
        element = f'<path {" ".join(_paint(shape))} d="{svg_path(shape.steps)}"/>'
        for mask in _masks(shape):
            name = clips.setdefault(mask, f"{caption.key}-{len(clips) + 1}")
            element = f'<g clip-path="url(#{name})">{element}</g>'
        body.append(element)
    defs = "".join(
        f'<clipPath id="{name}"><path clip-rule="{rule}" d="{path}"/></clipPath>'
        for (rule, path), name in clips.items()
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" xml:lang={quoteattr(caption.language)} lang={quoteattr(caption.language)}>',
        f"<title>{escape(caption.title)}</title>",
        f"<desc>{escape(caption.alt)}</desc>",
        *([f"<defs>{defs}</defs>"] if defs else []),
        *body,
        "</svg>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _masks(shape: Shape) -> list[tuple[str, str]]:
    """Rule and path of all that cuts a shape."""
    rules = [("evenodd" if mask.even_odd else "nonzero", svg_path(mask.steps)) for mask in shape.masks]
    return rules + ([("nonzero", _box(shape.clip))] if shape.clip else [])


def _box(rect: Rect) -> str:
    left, top, right, bottom = (number(side, 2) for side in rect)
    return f"M{left} {top}H{right}V{bottom}H{left}z"


def _paint(shape: Shape) -> Sequence[str]:
    see_through = number(shape.alpha, 3)
    if shape.stroke is None:
        attributes = {
            "fill": shape.colour,
            "fill-rule": "evenodd" if shape.even_odd else "",
            "fill-opacity": see_through,
        }
    else:
        line = shape.stroke
        attributes = {
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
    return [f'{name}="{value}"' for name, value in attributes.items() if value and name not in opaque]


def svg_path(steps: Steps) -> str:
    """An outline as SVG writes it: each part from where the last one ended, in hundredths without rounding errors."""
    parts: list[str] = []
    start = here = (0, 0)
    last = ""
    for command, points in steps:
        whole = [(round(x * PARTS), round(y * PARTS)) for x, y in points]
        if command == "Z":
            parts.append("z")
            here, last = start, "z"
            continue
        letter, numbers = _part(command, here, whole)
        here = whole[-1]
        start = here if command == "M" else start
        parts.append((letter if letter != last or letter == "m" else "") + _join(numbers, letter == last != "m"))
        last = letter
    return "".join(parts)


def _part(command: str, here: tuple[int, int], points: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """The command and its figures, from where the last part ended."""
    flat = [by for x, y in points for by in (x - here[0], y - here[1])]
    if command == "L" and not flat[1]:
        return "h", flat[:1]
    if command == "L" and not flat[0]:
        return "v", flat[1:]
    return command.lower(), flat


def _join(numbers: list[int], goes_on: bool) -> str:
    """Figures in as few characters as they are told apart by."""
    text = ""
    for figure in map(_figure, numbers):
        text += figure if figure[0] == "-" or not (text or goes_on) else f" {figure}"
    return text


def _figure(hundredths: int) -> str:
    whole, part = divmod(abs(hundredths), PARTS)
    digits = f"{whole or ''}" + (f".{part:02d}".rstrip("0") if part else "")
    return ("-" if hundredths < 0 else "") + (digits or "0")
