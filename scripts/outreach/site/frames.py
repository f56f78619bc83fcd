"""Pages that a product takes out of the site as frames of its own: MkDocs builds them, and publishes them not."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page


def short(nav: Navigation, frame: str) -> Navigation:
    """The navigation without what is below its first level: ten thousand pages need not repeat it.

    `frame` is the page's path; the entry that leads to the index of the folder above it is active.
    """
    index = posixpath.join(posixpath.dirname(posixpath.dirname(frame)), "index.md")
    items: list[StructureItem] = []
    for item in nav.items:
        page = next(_pages(item), None)
        link = Link(item.title or (page.title if page else "") or "", page.url or "." if page else "")
        link.active = any(below.file.src_uri == index for below in _pages(item))
        items.append(link)
    shortened = Navigation(items, nav.pages)
    shortened.homepage = nav.homepage
    return shortened


def without(sitemap: str, frame: str) -> str:
    """The site map without a page that is not published."""
    folder = re.escape(f"{posixpath.dirname(frame)}/")
    return re.sub(rf"\s*<url>\s*<loc>[^<]*/{folder}</loc>.*?</url>", "", sitemap, flags=re.DOTALL)


def _pages(item: StructureItem) -> Iterator[Page]:
    if isinstance(item, Page):
        yield item
    for child in getattr(item, "children", None) or []:
        yield from _pages(child)
