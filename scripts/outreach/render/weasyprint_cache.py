"""The layout engine as sheets use it (adapter of WeasyPrint, below `sheets`).

What it complains of is heard, nothing but the document is read, and what many documents have alike is read and drawn
once: units' documents differ in a few words, and reading the rest takes as long as their layout.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

import weasyprint
from weasyprint import html as html_
from weasyprint import images, svg
from weasyprint.pdf import fonts
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from outreach.render.glyph_texts import GlyphTexts
from outreach.render.glyphs import characters

SVG = "{http://www.w3.org/2000/svg}"
MANY = 64
"""Drawings, their styles, and what is drawn of them, that are kept."""
DRAWING = re.compile(r"""(<svg\b(?:[^>"']|"[^"]*"|'[^']*')*)>(?!\s*</svg>).*?</svg>""", re.DOTALL)
ASIDE = "data-aside"
"""Which one of the document's drawings belongs into an element that was left empty."""
NAMED = re.compile(rb"/(\S+) (\S+)")
"""What operators ask for by its name, and for what."""
OPACITY = re.compile(r"[aA][\d.]+")
"""The name of a graphics state that says how much is seen through, and nothing else."""
EVERYWHERE = {(b"DeviceCMYK", b"cs"), (b"DeviceCMYK", b"CS")}
"""What has the same name in every document."""
HELD = "held:"
"""How a document names the pictures that it is given."""
KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
"""Endings of their names, and what they are."""


class Sealed(URLFetcher):  # type: ignore[misc]
    """Sheets are whole in themselves: nothing is fetched, from the network or from the disk. A try is a complaint."""

    def __init__(self, pictures: Mapping[str, bytes], drawings: Sequence[str] = ()) -> None:
        super().__init__()
        self._pictures = pictures
        self.drawings = drawings

    def fetch(self, url: str, headers: Any = None) -> Any:
        held = self._pictures.get(url.removeprefix(HELD)) if url.startswith(HELD) else None
        if held is not None:
            return URLFetcherResponse(url, held, {"Content-Type": KINDS[PurePosixPath(url).suffix.lower()]})
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


def taken_apart(html: str) -> tuple[str, str | None, list[str]]:
    """A document without its style sheet and drawings, then these. It goes to the engine with a `Sealed` of them."""
    before, mark, rest = html.partition("<style>")
    styles, _, after = rest.partition("</style>")
    drawings: list[str] = []

    def aside(drawing: re.Match[str]) -> str:
        drawings.append(drawing[0])
        return f'{drawing[1]} {ASIDE}="{len(drawings) - 1}"></svg>'

    text = DRAWING.sub(aside, before + after)
    if not all(map(_is_one, drawings)):
        return before + after, styles if mark else None, []
    return text, styles if mark else None, drawings


@lru_cache(maxsize=16)
def style_sheet(styles: str) -> tuple[Any, tuple[str, ...]]:
    """A style sheet, read once for all documents that have it, and what was complained of in it."""
    with Complaints() as complaints:
        return weasyprint.CSS(string=styles, url_fetcher=Sealed({})), tuple(complaints.messages)


@lru_cache(maxsize=MANY)
def _is_one(drawing: str) -> bool:
    """True for a whole drawing and nothing else: one within another, and one with its end in a comment or a value, end
    too early here."""
    try:
        ElementTree.fromstring(drawing)
    except ElementTree.ParseError:
        return False
    body = weasyprint.HTML(string=drawing).etree_element.find(".//body")
    return [(each.tag, each.tail) for each in body] == [(f"{SVG}svg", None)]


@lru_cache(maxsize=MANY)
def _read(drawing: str) -> Any:
    return weasyprint.HTML(string=drawing).etree_element.find(f".//{SVG}svg")


def _filled(handle: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint looks for the style of each path of a drawing, though the document decides none: a drawing is put
    back when this is done."""

    def filled(element: Any, box: Any, get_image: Any, base_url: Any) -> Any:
        at = element.attrib.pop(ASIDE, None)
        if at is None:
            return handle(element, box, get_image, base_url)
        source = get_image.keywords["url_fetcher"].drawings[int(at)]
        drawing = _read(source)
        element.text = drawing.text
        element.extend(deepcopy(list(drawing)))
        made = handle(element, box, get_image, base_url)
        if drawing.find(f".//{SVG}image") is None:  # whose picture is the document's
            for each in made:
                each.replacement.source = source
        return made

    return filled


def _styled_once(parse: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint reads the styles of each drawing anew: here equal ones are read once, if nothing is said of them."""
    known: dict[str, Any] = {}

    def parsed(tree: Any, *rest: Any) -> Any:
        elements = tree.etree_element.iter(f"{SVG}style")
        styles = "\0".join(f"{each.get('type', '')}\0{each.text or ''}" for each in elements)
        if styles not in known:
            with Complaints() as complaints:
                found = parse(tree, *rest)
            if complaints.messages or "@" in styles:
                return found
            _keep(known, styles, found)
        return known[styles]

    return parsed


def _drawn_once(draw: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint draws each drawing anew: here what was drawn is drawn again, where it is nothing but operators."""
    known: dict[tuple[Any, ...], tuple[list[bytes], dict[str, Any]]] = {}

    def drawn(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        key = (getattr(image, "source", None), width, height, *_state(stream))
        if key in known:
            operators, states = known[key]
            stream.stream.extend(operators)
            for name, state in states.items():
                stream._resources["ExtGState"].setdefault(name, type(state)(state))
            stream._current_color = stream._current_color_stroke = None  # as behind every restored state
            stream._current_alpha = stream._current_alpha_stroke = stream._current_font = None
            return
        start, before = len(stream.stream), _resources(stream)
        with Complaints() as complaints:
            draw(image, stream, width, height, style)
        operators = stream.stream[start:]
        opacities = _opacities(stream, operators)
        if key[0] is None or complaints.messages or opacities is None or _resources(stream) != before:
            return
        _keep(known, key, (operators, opacities))

    return drawn


def _state(stream: Any) -> tuple[Any, ...]:
    """What decides how operators are written, beside the drawing."""
    colours = stream._current_color, stream._current_color_stroke
    return (*stream.ctm.values, *colours, stream._current_alpha, stream._current_alpha_stroke)


def _resources(stream: Any) -> list[int]:
    """How many things a stream refers to, of the kinds that a document numbers in their order."""
    named = ("XObject", "Pattern", "Shading", "ColorSpace")
    return [*(len(stream._resources[kind]) for kind in named), len(stream._fonts), len(stream._images)]


def _opacities(stream: Any, operators: Sequence[Any]) -> dict[str, Any] | None:
    """The states that operators ask for; None if one is no opacity, or if they ask for more, or show words."""
    if not all(isinstance(each, bytes) for each in operators) or b"BT" in operators:
        return None
    asked = dict.fromkeys(found for each in operators for found in NAMED.findall(each) if found not in EVERYWHERE)
    if not all(what == b"gs" and OPACITY.fullmatch(name.decode()) for name, what in asked):
        return None
    return {name.decode(): stream._resources["ExtGState"][name.decode()] for name, _ in asked}


def _keep(known: dict[Any, Any], key: Any, what: Any) -> None:
    if len(known) >= MANY:
        known.clear()
    known[key] = what


def _read_back(begin: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint has composed letters read back wrong: here each glyph of them says its own part."""

    def begun(font: Any, *rest: Any) -> None:
        begin(font, *rest)
        font.to_unicode = GlyphTexts(lambda: characters(font.file_content))

    return begun


fonts.Font.__init__ = _read_back(fonts.Font.__init__)
html_.HTML_HANDLERS[f"{SVG}svg"] = _filled(html_.HTML_HANDLERS[f"{SVG}svg"])
svg.parse_stylesheets = _styled_once(svg.parse_stylesheets)
images.SVGImage.draw = _drawn_once(images.SVGImage.draw)
