"""Tags and texts of documents as PDF/UA (ISO 14289-1) wants them (adapter of WeasyPrint, below `typeset`).

WeasyPrint tags every picture as a figure, described or not, the page's head and foot as text, and a link once more for
each element within it. Here decoration, head and foot are artifacts; a link has one annotation, which says its text
and is printed; each tag has the language of its element, and each glyph its own text.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

from outreach.render.glyphs import characters

SVG = "{http://www.w3.org/2000/svg}"
ARTIFACT = "artifact_"
"""Attribute of boxes that are drawn without a tag: the type of artifact (ISO 32000-1, table 330), or "" for content."""
LINKED = "linked_"
"""Attribute of boxes within a link."""
PRINT = 4
"""Flag of an annotation that is printed (ISO 32000-1, table 165)."""
_DOTLESS = {"\u0131": "i", "\u0237": "j"}
"""Letters that lose their dot below a mark."""
SILENT = {"style", "title", "script"}
"""Elements whose text is not shown."""


def prepare(document: Any) -> None:
    """Mark what is no content on the pages of a document, leave each link one annotation, and paint with care."""
    for page in document.pages:
        links: set[int] = set()
        for box in page._page_box.children:
            _mark(box, isinstance(box, boxes.MarginBox), False, links)
        page.links = [link for link in page.links if id(link[3]) in links]
    document.pages = [_Page(page) for page in document.pages]


def _mark(box: Any, beside: bool, linked: bool, links: set[int]) -> bool:
    """Mark a box and what it holds; True if there is content in it. `beside`: in a margin of the page."""
    box = getattr(box, "_box", box)
    leaf = isinstance(box, boxes.TextBox | boxes.ReplacedBox)
    setattr(box, ARTIFACT, "" if not leaf else "/Pagination" if beside else "/Layout" if _decorative(box) else "")
    setattr(box, LINKED, linked)
    outermost = bool(getattr(box, "link", None)) and not linked
    children = [_mark(child, beside, linked or outermost, links) for child in getattr(box, "children", ())]
    content = any(children) or (leaf and (isinstance(box, boxes.ReplacedBox) or bool(box.text.strip())))
    if outermost and content:  # a line that ends before the first word of a link leaves an empty box
        links.add(id(box))
    return content


def _decorative(box: Any) -> bool:
    """True for a drawing without a title, and a picture whose description is empty on purpose."""
    element = box.element
    if element is None or not isinstance(box, boxes.ReplacedBox):
        return False
    if element.tag == f"{SVG}svg":
        return not (element.findtext(f"{SVG}title") or "").strip()
    return element.tag == "img" and not element.get("alt", "-").strip()


def text_of(element: Any) -> str:
    """The words of an element, and the descriptions of its pictures, in order, with single spaces."""
    return " ".join("".join(_words(element)).split())


def _words(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return  # comments have no name
    if element.tag == f"{SVG}svg":
        yield f" {element.findtext(f'{SVG}title') or ''} "
    elif element.tag == "img":
        yield f" {element.get('alt', '')} "
    elif element.tag not in SILENT:
        yield " " if element.tag == "br" else element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def _is_picture(element: Any) -> bool:
    """True if an element shows pictures and no words."""
    pictures = (f"{SVG}svg", "img")
    outside = [element.text or "", *(child.tail or "" for child in element)]
    below = [child for child in element if isinstance(child.tag, str) and child.tag not in pictures]
    return not "".join(outside).strip() and all(map(_is_picture, below))


class _Page(Page):  # type: ignore[misc]
    """A page that is painted as WeasyPrint does, but for artifacts and the texts of glyphs."""

    def __init__(self, page: Any) -> None:
        self.__dict__.update(page.__dict__)  # its boxes are gathered already

    def paint(self, stream: Any, scale: float = 1) -> None:
        super().paint(_adopt(stream), scale)
        for font in stream._fonts.values():
            font.to_unicode = _glyph_texts(font.to_unicode, characters(font.file_content))


class _Stream(Stream):  # type: ignore[misc]
    """A content stream that draws boxes marked by `prepare` as artifacts, without a tag."""

    def marked(self, box: Any, tag: str) -> AbstractContextManager[None]:
        kind = getattr(box, ARTIFACT, "")
        return self._artifact(kind) if kind else super().marked(box, tag)

    def clone(self, **options: Any) -> Stream:
        return _adopt(super().clone(**options))

    @contextmanager
    def _artifact(self, kind: str) -> Iterator[None]:
        if self._tags is None:
            yield
            return
        self.begin_marked_content("Artifact", tags.pydyf.Dictionary({"Type": kind}))
        try:
            yield
        finally:
            self.end_marked_content()


def _glyph_texts(texts: Mapping[int, str], characters: Mapping[int, str]) -> dict[int, str]:
    """Glyph → text, with letters composed of several glyphs taken apart.

    The layout engine gives the first glyph of such a letter no text and the last one all of it: with "u" and a breve
    for "ŭ" the breve would say "ŭ" wherever it stands, and "u" nothing. Here each says its own part. `characters` are
    those of the font's glyphs. Texts that are right stay.
    """
    return {glyph: _own_text(text, characters.get(glyph, "")) for glyph, text in texts.items()}


def _own_text(text: str, character: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    if text and (len(parts) == 1 or not any(map(unicodedata.combining, parts))):
        return text
    if not text:
        return _DOTLESS.get(character, character)
    return character if character and character in parts else text


def _adopt(stream: Any) -> Any:
    """The same stream as a `_Stream`: WeasyPrint makes streams itself and takes no class for them."""
    stream.__class__ = _Stream
    return stream


def _wrap_build(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Tag no artifacts; give each tag its element's language, links their text, heads of tables their scope."""

    def built(box: Any, *rest: Any) -> Iterator[Any]:
        box = getattr(box, "_box", box)
        if isinstance(box, boxes.MarginBox) or getattr(box, ARTIFACT, None):
            return
        element = box.element
        language = element.get("lang") if element is not None and element.tag not in {"html", "body"} else None
        if box.link_annotation is not None:
            text = text_of(element)
            box.link_annotation["F"] = PRINT
            if text:
                box.link_annotation["Contents"] = tags.pydyf.String(text)
        for tag in build(box, *rest):
            if language:
                tag["Lang"] = tags.pydyf.String(language)
            if tag["S"] == "/Link" and getattr(box, LINKED, False):
                tag["S"] = "/Span"
            elif tag["S"] == "/Link" and box.link_annotation is not None and _is_picture(element):
                tag["Alt"] = box.link_annotation["Contents"]
            elif tag["S"] == "/TH":
                tag["A"]["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
            yield tag

    return built


# The one function of WeasyPrint that is replaced, for the whole process: it has no hook for tags.
# An issue for its authors is drafted in weasyprint_tags.md.
tags._build_box_tree = _wrap_build(tags._build_box_tree)
