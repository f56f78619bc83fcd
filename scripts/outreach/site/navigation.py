"""The navigation of each language, cut short for frames: pages that a product takes out of the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page

from outreach.campaign.model import Campaign


def nav_settings(campaign: Campaign) -> list[Any]:
    """MkDocs' `nav`: one section for each language, which `navigations` takes apart again."""
    navs = {campaign.language: campaign.nav, **campaign.navs}
    return [{language: _below(navs[language], campaign.folder(language))} for language in campaign.languages]


def navigations(nav: Navigation, campaign: Campaign) -> dict[str, Navigation]:
    """Language → its navigation with its own home; the pages before and after a page are of its language."""
    by_language: dict[str, Navigation] = {}
    for language, section in zip(campaign.languages, nav.items, strict=True):
        for item in section.children:
            item.parent = None
        pages = list(_pages(section.children))
        for page, before, after in zip(pages, [None, *pages[:-1]], [*pages[1:], None], strict=True):
            page.previous_page, page.next_page = before, after
        by_language[language] = navigation = Navigation(section.children, pages)
        home = campaign.folder(language) + "index.md"
        navigation.homepage = next((page for page in pages if page.file.src_uri == home), None)
    return by_language


def first_level(nav: Navigation, frame: str) -> Navigation:
    """The navigation without what is below its first level: ten thousand pages need not repeat it.

    `frame` is the page's path; the entry that leads to the index of the folder above it is active.
    """
    index = posixpath.join(posixpath.dirname(posixpath.dirname(frame)), "index.md")
    items: list[StructureItem] = []
    for item in nav.items:
        pages = list(_pages([item]))
        link = Link(item.title or (pages[0].title if pages else "") or "", (pages[0].url or ".") if pages else "")
        link.active = any(page.file.src_uri == index for page in pages)
        items.append(link)
    level = Navigation(items, nav.pages)
    level.homepage = nav.homepage
    return level


def drop_from_sitemap(sitemap: str, frame: str) -> str:
    """The site map without a page that is not published."""
    folder = re.escape(f"{posixpath.dirname(frame)}/")
    return re.sub(rf"\s*<url>\s*<loc>[^<]*/{folder}</loc>.*?</url>", "", sitemap, flags=re.DOTALL)


def _below(value: Any, folder: str) -> Any:
    """A navigation with all its pages below a folder."""
    if isinstance(value, str):
        return folder + value
    if isinstance(value, dict):
        return {key: _below(item, folder) for key, item in value.items()}
    return [_below(item, folder) for item in value] if isinstance(value, list) else value


def _pages(items: Iterable[StructureItem]) -> Iterator[Page]:
    """All pages of some entries, those below them too."""
    for item in items:
        if isinstance(item, Page):
            yield item
        yield from _pages(getattr(item, "children", None) or [])
