"""The guide as a document: cover, contents, and each page as a chapter with its pictures."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from outreach.campaign.bundle import Bundle
from outreach.content.html import HtmlElement, inner_html, integer_or, new_element
from outreach.content.marks import flatten
from outreach.products.guide import THEME
from outreach.products.guide.guide import Guide, GuidePage, content_of
from outreach.render.templates import Markup
from outreach.sheets.documents import Document, DocumentComposer

_GROUNDS = {"rings.svg": "sky", "sign.svg": "white"}
"""The mark on the cover, large and small: what the style sheet calls it, and the colour of its lines."""


def guide_document(bundle: Bundle, guide: Guide) -> Document:
    """The document, its pictures named as in the ZIP."""
    campaign, words = guide.campaign, guide.words
    composer = DocumentComposer(bundle, words.language, "guide.css", THEME)
    day = guide.updated or campaign.as_of
    rows = [
        ("guide.issued_by", campaign.issuer.name),
        ("page.version", campaign.edition),
        ("page.updated", words.date(day)),
        ("guide.until", words.date(campaign.valid_until)),
        ("guide.address", _address(campaign.site_url + guide.folder)),
    ]
    context = {
        "words": words.section("page"),
        "chapters": [_chapter(guide, number, page) for number, page in enumerate(guide.pages, 1)],
        "facts": [{"name": words.text(key), "value": value} for key, value in rows],
    }
    pictures = {guide.picture_names[path]: content for path, content in guide.pictures.items()}
    pictures |= {name: composer.mark(ink).encode() for name, ink in _GROUNDS.items()}
    sources = [_source(bundle, page) for page in guide.pages]
    return composer.compose(guide.name, "guide", context, guide.title, pictures, sources)


def _source(bundle: Bundle, page: GuidePage) -> Path:
    """The Markdown file of a page."""
    home = bundle.project.docs / page.path
    return home / "index.md" if (home / "index.md").exists() or not page.path else home.with_suffix(".md")


def _chapter(guide: Guide, number: int, page: GuidePage) -> dict[str, Any]:
    """A page of the guide as the template shows it."""
    root, name = content_of(page), _name(guide, page)
    flatten(root, "document")
    for element in root.iter("a"):
        _lead(element, guide, page)
    for element in root.iter():
        if anchor := element.get("id"):
            element.set("id", f"{name}.{anchor}")
        element.text, element.tail = _bind_numbers(element.text), _bind_numbers(element.tail)
    for image in list(root.iter("img")):
        _show(image, guide, page)
    for item in list(root.iter("li")):
        _beside(item)
    for listing in root.iter("ol"):
        _number(listing)
    heading = root.find("h1")
    if heading is not None:  # the chapter has one of its own
        heading.drop_tree()
    _nest(root)
    day = page.meta.updated
    return {
        "name": name,
        "number": number,
        "title": page.meta.title if heading is None else str(heading.text_content()),
        "summary": page.meta.summary,
        "address": _address(page.meta.page_url),
        "url": page.meta.page_url,
        "date": guide.words.date(day) if day else "",
        "version": page.meta.version,
        "content": Markup(inner_html(root)),
    }


def _nest(root: HtmlElement) -> None:
    """Headings below the chapter's, none more than one level below the one before it (ISO 14289-1, 7.4.2)."""
    level = 1
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = min(max(int(element.tag[1]), 2), level + 1)
        element.tag = f"h{level}"


def _name(guide: Guide, page: GuidePage) -> str:
    """The name of a chapter in links."""
    return f"{list(guide.pages).index(page) + 1}"


def _address(url: str) -> str:
    """An address as people write it."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _lead(element: HtmlElement, guide: Guide, page: GuidePage) -> None:
    """Links among chapters stay in the document and tell the page they lead to; all others are absolute."""
    href = str(element.get("href") or "")
    if not href:
        return
    target = guide.target(page, href)
    if target.page is None:
        element.set("href", target.url)
        return
    name = _name(guide, target.page)
    element.set("href", f"#{name}.{target.fragment}" if target.fragment else f"#{name}")
    if target.page is not page:
        element.set("class", "across")


def _show(image: HtmlElement, guide: Guide, page: GuidePage) -> None:
    """Name a picture as it is handed over; one that is not at hand is left out."""
    path = guide.picture(page, str(image.get("src")))
    if path is None:
        image.drop_tree()
        return
    image.set("src", f"held:{guide.picture_names[path]}")
    for side in ("width", "height", "loading"):
        image.attrib.pop(side, None)


def _beside(item: HtmlElement) -> None:
    """In a step with pictures of their own paragraphs, these stand beside its words."""
    pictures = [child for child in item if child.tag == "p" and _only_pictures(child)]
    if not pictures:
        return
    words = new_element("div", {"class": "words"})
    words.text, item.text = item.text, None
    item.set("class", "step")
    for child in list(item):
        if child not in pictures:
            words.append(child)
    item.insert(0, words)


def _number(listing: HtmlElement) -> None:
    """Put the number of each item before its first words."""
    number = integer_or(listing.get("start"), 1)
    for item in listing.iterchildren("li"):
        number = integer_or(item.get("value"), number)
        box = item
        while not (box.text or "").strip() and len(box) and box[0].tag in ("div", "p"):
            box = box[0]
        mark = new_element("span", {"class": "number"})
        mark.text, mark.tail, box.text = str(number), box.text, None
        box.insert(0, mark)
        number += 1


def _bind_numbers(text: str | None) -> str | None:
    """The text with numbers that no line breaks: of telephones, above all."""
    return text and re.sub(r"(?<=\d) (?=\d)", "\u00a0", text)


def _only_pictures(paragraph: HtmlElement) -> bool:
    return paragraph.find(".//img") is not None and not str(paragraph.text_content()).strip()
