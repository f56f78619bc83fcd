"""The page that becomes the frame of the units' pages: MkDocs builds it like any other, and it is not published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page

from outreach.core.project import UNITS
from outreach.products.kits import shell

SOURCE = f"{shell.PATH}index.md"
STYLES = ["units"]
"""The style sheets that the units' pages have beside those of all pages."""
_META = f"""---
title: {shell.TITLE}
summary: {shell.SUMMARY}
hide: [navigation, toc]
search: {{ exclude: true }}
---

# {shell.BODY} {{#unit}}
"""


def shell_file(config: MkDocsConfig) -> File:
    return File.generated(config, SOURCE, content=_META, inclusion=InclusionLevel.NOT_IN_NAV)


def is_shell(page: Page) -> bool:
    return page.file.src_uri == SOURCE


def short(nav: Navigation) -> Navigation:
    """The navigation without what is below its first level: ten thousand pages need not repeat it."""
    items: list[StructureItem] = []
    for item in nav.items:
        page = next(_pages(item), None)
        link = Link(item.title or (page.title if page else "") or "", page.url or "." if page else "")
        link.active = any(each.file.src_uri == f"{UNITS}/index.md" for each in _pages(item))
        items.append(link)
    made = Navigation(items, nav.pages)
    made.homepage = nav.homepage
    return made


def without_shell(sitemap: str) -> str:
    """The site map without the page that is not published."""
    return re.sub(rf"\s*<url>\s*<loc>[^<]*/{re.escape(shell.PATH)}</loc>.*?</url>", "", sitemap, flags=re.DOTALL)


def _pages(item: StructureItem) -> Iterator[Page]:
    if isinstance(item, Page):
        yield item
    for child in getattr(item, "children", None) or []:
        yield from _pages(child)
