"""WeasyPrint's surroundings: nothing but the document is read, complaints are heard, drawings are shared (adapter).

Documents of a list differ in a few words. Their style sheet and their drawings are equal, and take as long to read and
to draw as the rest to lay out: WeasyPrint is given them ready, by its own arguments `stylesheets` and `cache`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import PurePosixPath
from typing import Any, Literal
from xml.etree import ElementTree

import weasyprint
from weasyprint.images import SVGImage
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

SVG = "{http://www.w3.org/2000/svg}"
MANY = 64
"""Drawings that are kept, and sizes and places in which each is kept as it was drawn."""
DRAWING = re.compile(r"""<svg\b((?:[^>"']|"[^"]*"|'[^']*')*)>(?!\s*</svg>).*?</svg>""", re.DOTALL)
INLINE = re.compile(r"(?<![\w.#-])svg\b(?!, img)")
"""The selector `svg` without `img` beside it, as in `:is(svg, img)`."""
OWN = {f"{SVG}text", f"{SVG}image"}
"""Elements that are drawn with a document's fonts or pictures: a drawing with one is not shared."""
NAMED = re.compile(rb"/(\S+) (\S+)")
"""A resource in a content stream: its name, and the operator that uses it."""
OPACITY = re.compile(r"[aA][\d.]+")
"""The name of a graphics state that sets an opacity, and nothing else."""
EVERYWHERE = {(b"DeviceCMYK", b"cs"), (b"DeviceCMYK", b"CS")}
"""Resources that have the same name in every document."""
HELD = "held:"
"""Scheme of the addresses by which a document names the pictures that it is given."""
KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
"""Endings of their names, and media types."""


class Sealed(URLFetcher):  # type: ignore[misc]
    """A fetcher of the document's own pictures. Nothing else is read, from the network or from the disk: a try is a
    complaint."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__()
        self._pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> Any:
        content = self._pictures.get(url.removeprefix(HELD)) if url.startswith(HELD) else None
        if content is not None:
            return URLFetcherResponse(url, content, {"Content-Type": KINDS[PurePosixPath(url).suffix.lower()]})
        raise URLFetchingError(f"a sheet may not fetch {url}")


class Complaints(logging.Handler):
    """Hears what WeasyPrint and fontTools log, and no one else, as long as it is entered."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self._loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> Complaints:
        for logger in self._loggers:
            logger.addHandler(self)
            logger.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        for logger in self._loggers:
            logger.removeHandler(self)


class Drawing(SVGImage):  # type: ignore[misc]
    """A drawing that documents share: read once, and drawn once in each size and place."""

    def __init__(self, tree: Any) -> None:
        super().__init__(tree, None, Sealed({}), None)
        title = tree.findtext(f"{SVG}title") or ""
        self.title = str(title)
        self._operators: dict[tuple[Any, ...], tuple[list[bytes], dict[str, Any]]] = {}

    def draw(self, stream: Any, concrete_width: float, concrete_height: float, style: Any) -> None:
        """Draw into a content stream: by the operators of the last time, where these need no resource of a document."""
        key = concrete_width, concrete_height, *_state(stream)
        if key in self._operators:
            operators, states = self._operators[key]
            stream.stream.extend(operators)
            for name, state in states.items():
                stream._resources["ExtGState"].setdefault(name, type(state)(state))
            stream._current_color = stream._current_color_stroke = None  # as behind every restored state
            stream._current_alpha = stream._current_alpha_stroke = stream._current_font = None
            return
        start, before = len(stream.stream), _resources(stream)
        with Complaints() as complaints:
            super().draw(stream, concrete_width, concrete_height, style)
        operators = stream.stream[start:]
        opacities = _opacities(stream, operators)
        if complaints.messages or opacities is None or _resources(stream) != before:
            return
        if len(self._operators) >= MANY:
            self._operators.clear()
        self._operators[key] = operators, opacities


def separate(html: str) -> tuple[str, str | None, dict[str, Any]]:
    """A document without its style sheet and the drawings that can be shared, then these; drawings by address.

    A shared drawing becomes an `img` element with the attributes of its `svg` element. Under a style sheet that has
    rules for `svg` alone all stay as they are.
    """
    before, mark, rest = html.partition("<style>")
    styles, _, after = rest.partition("</style>")
    drawings: dict[str, Any] = {}
    whole = True

    def replace(match: re.Match[str]) -> str:
        nonlocal whole
        drawing = _drawing(match[0])
        whole = whole and drawing is not None
        if not drawing:
            return match[0]
        address = f"{HELD}{len(drawings)}"
        drawings[address] = drawing
        return f'<img src="{address}" alt="{escape(drawing.title)}"{match[1]}>'

    text = before + after if INLINE.search(styles) else DRAWING.sub(replace, before + after)
    if not whole:
        text, drawings = before + after, {}
    return text, styles if mark else None, drawings


@lru_cache(maxsize=16)
def style_sheet(styles: str) -> tuple[Any, tuple[str, ...]]:
    """A style sheet, read once for all documents that have it, and what was complained of in it."""
    with Complaints() as complaints:
        return weasyprint.CSS(string=styles, url_fetcher=Sealed({})), tuple(complaints.messages)


@lru_cache(maxsize=MANY)
def _drawing(source: str) -> Drawing | Literal[False] | None:
    """The shared drawing; False for one that each document reads itself; None for what is not one whole drawing.

    One within another, and one with its end in a comment or a value, end too early here.
    """
    try:
        ElementTree.fromstring(source)
    except ElementTree.ParseError:
        return None
    body = weasyprint.HTML(string=source).etree_element.find(".//body")
    if [(node.tag, node.tail) for node in body] != [(f"{SVG}svg", None)]:
        return None
    if any(node.tag in OWN for node in body.iter()):
        return False
    with Complaints() as complaints:
        drawing = Drawing(body[0])
    return False if complaints.messages else drawing


def _state(stream: Any) -> tuple[Any, ...]:
    """All that decides how operators are written, beside the drawing."""
    colours = stream._current_color, stream._current_color_stroke
    return (*stream.ctm.values, *colours, stream._current_alpha, stream._current_alpha_stroke)


def _resources(stream: Any) -> list[int]:
    """How many things a stream refers to, of the kinds that a document numbers in their order."""
    kinds = ("XObject", "Pattern", "Shading", "ColorSpace")
    return [*(len(stream._resources[kind]) for kind in kinds), len(stream._fonts), len(stream._images)]


def _opacities(stream: Any, operators: Sequence[Any]) -> dict[str, Any] | None:
    """The states that operators ask for; None if one is no opacity, or if they ask for more, or show words."""
    if not all(isinstance(operator, bytes) for operator in operators) or b"BT" in operators:
        return None
    uses = dict.fromkeys(name for part in operators for name in NAMED.findall(part) if name not in EVERYWHERE)
    if not all(operator == b"gs" and OPACITY.fullmatch(name.decode()) for name, operator in uses):
        return None
    return {name.decode(): stream._resources["ExtGState"][name.decode()] for name, _ in uses}
