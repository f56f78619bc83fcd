"""The languages of the site: navigation, words, settings and search of each, and the way to the others."""

from __future__ import annotations

import copy
import datetime as dt
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page

from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.core.files import write_files
from outreach.core.strings import FALLBACK

SEARCH = "search/search_index.json"
"""Where the search looks for its index, below the base that a page names."""


@dataclass(frozen=True)
class LanguageLink:
    """A way to a page in another language, or to the page itself."""

    language: str
    name: str
    """The language's name in its own words."""
    url: str
    present: bool
    """True for the page's own language."""
    twin: bool
    """True if it leads to the same page, False if to the language's home because there is no such page."""


@dataclass(frozen=True)
class View:
    """The value `outreach` of the theme's templates: the campaign as one page speaks of it."""

    language: str
    theme_language: str
    """The theme's own table of words that comes nearest."""
    campaign: Campaign
    t: Callable[..., str]
    date: Callable[[dt.date], str]
    status_notice: str
    home: bool
    """True for the language's home page."""
    home_url: str
    folder: str
    """Where the language's pages lie in the site: "" or "<language>/"."""
    links: Sequence[LanguageLink]
    """One for each language; empty if there is but one."""
    translations: Sequence[View] = ()
    """The same in the further languages, for the page of missing addresses, which has no language of its own."""

    @property
    def alternates(self) -> list[LanguageLink]:
        """The languages in which this very page exists, if they are several."""
        twins = [link for link in self.links if link.twin]
        return twins if len(twins) > 1 else []


def view(bundle: Bundle, files: Files, config: MkDocsConfig, path: str) -> View:
    """The view of the page at `path` below docs/."""
    campaign, language = bundle.campaign, bundle.campaign.language_of(path)
    words = bundle.strings[language]
    links = [_link(bundle, files, path, name) for name in campaign.languages] if campaign.languages[1:] else []
    return View(
        language=language,
        theme_language=theme_language(config, language),
        campaign=bundle.translations[language],
        t=words.text,
        date=words.date,
        status_notice=words.text(f"status.{campaign.status}"),
        home=path == campaign.folder(language) + "index.md",
        home_url=_home(campaign, language),
        folder=campaign.folder(language),
        links=links,
    )


def theme_language(config: MkDocsConfig, language: str) -> str:
    """The theme's table for a language, English where it has none."""
    folders = [Path(folder) / "partials" / "languages" for folder in config.theme.dirs]
    exists = any((folder / f"{language}.html").is_file() for folder in folders)
    return language if exists else FALLBACK


def theme_settings(bundle: Bundle, config: MkDocsConfig, language: str) -> MkDocsConfig:
    """MkDocs' settings as the theme reads them on a page of this language."""
    settings = copy.copy(config)
    settings.site_name = bundle.translations[language].name
    settings.site_author = bundle.translations[language].issuer.name
    return settings


def split_search(site: Path, campaign: Campaign) -> None:
    """Split the search index by language, so that a search finds pages in the language of the page only."""
    path = site / SEARCH
    if not campaign.languages[1:] or not path.is_file():
        return
    whole = json.loads(path.read_text(encoding="utf-8"))
    for language in campaign.languages:
        folder = campaign.folder(language)
        docs = [doc for doc in whole["docs"] if campaign.language_of(doc["location"]) == language]
        index = whole | {"docs": [doc | {"location": doc["location"].removeprefix(folder)} for doc in docs]}
        write_files(site, {f"{folder}{SEARCH}": json.dumps(index, separators=(",", ":")).encode()})


def _link(bundle: Bundle, files: Files, path: str, language: str) -> LanguageLink:
    campaign = bundle.campaign
    file = files.get_file_from_path(campaign.twin(path, language))
    name = bundle.strings[language].section("languages").get(language, language)
    present = language == campaign.language_of(path)
    return LanguageLink(language, name, file.url if file else _home(campaign, language), present, file is not None)


def _home(campaign: Campaign, language: str) -> str:
    return campaign.folder(language) or "."


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
