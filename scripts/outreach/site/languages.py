"""A page of the site in its own language: words, navigation, settings, and the way to the other languages."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.core.strings import FALLBACK

SEARCH = "search/search_index.json"
"""Where the search looks for its index, below the base that a page names."""


@dataclass(frozen=True)
class Link:
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
    theirs: str
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
    links: Sequence[Link]
    """One for each language; empty if there is but one."""
    others: Sequence[View] = ()
    """The same in the further languages, for the page of missing addresses, which has no language of its own."""

    @property
    def alternates(self) -> list[Link]:
        """The languages in which this very page exists, if they are several."""
        found = [link for link in self.links if link.twin]
        return found if len(found) > 1 else []


def view(bundle: Bundle, files: Files, config: MkDocsConfig, path: str) -> View:
    """The view of the page at `path` below docs/."""
    campaign, language = bundle.campaign, bundle.campaign.language_of(path)
    words = bundle.strings[language]
    links = [_link(bundle, files, path, each) for each in campaign.languages] if campaign.languages[1:] else []
    return View(
        language=language,
        theirs=theirs(config, language),
        campaign=bundle.spoken[language],
        t=words.text,
        date=words.date,
        status_notice=words.text(f"status.{campaign.status}"),
        home=path == campaign.folder(language) + "index.md",
        home_url=_home(campaign, language),
        folder=campaign.folder(language),
        links=links,
    )


def theirs(config: MkDocsConfig, language: str) -> str:
    """The theme's table for a language, English where it has none."""
    folders = [Path(folder) / "partials" / "languages" for folder in config.theme.dirs]
    known = any((folder / f"{language}.html").is_file() for folder in folders)
    return language if known else FALLBACK


def settings(bundle: Bundle, config: MkDocsConfig, language: str) -> MkDocsConfig:
    """MkDocs' settings as the theme reads them on a page of this language."""
    own = copy.copy(config)
    own.site_name = bundle.spoken[language].name
    own.site_author = bundle.spoken[language].issuer.name
    return own


def nav_settings(campaign: Campaign) -> list[Any]:
    """MkDocs' `nav`: one section for each language, which `navigations` takes apart again."""
    navs = {campaign.language: campaign.nav, **campaign.navs}
    return [{language: _below(navs[language], campaign.folder(language))} for language in campaign.languages]


def navigations(nav: Navigation, campaign: Campaign) -> dict[str, Navigation]:
    """Language → its navigation with its own home; the pages before and after a page are of its language."""
    made: dict[str, Navigation] = {}
    for language, section in zip(campaign.languages, nav.items, strict=True):
        for item in section.children:
            item.parent = None
        pages = list(_pages(section.children))
        for page, before, after in zip(pages, [None, *pages[:-1]], [*pages[1:], None], strict=True):
            page.previous_page, page.next_page = before, after
        made[language] = own = Navigation(section.children, pages)
        home = campaign.folder(language) + "index.md"
        own.homepage = next((page for page in pages if page.file.src_uri == home), None)
    return made


def split_search(site: Path, campaign: Campaign) -> None:
    """Gives each language an index of its own: what people search for is in the language that they read."""
    path = site / SEARCH
    if not campaign.languages[1:] or not path.is_file():
        return
    whole = json.loads(path.read_text(encoding="utf-8"))
    for language in campaign.languages:
        folder = campaign.folder(language)
        docs = [doc for doc in whole["docs"] if campaign.language_of(doc["location"]) == language]
        own = whole | {"docs": [doc | {"location": doc["location"].removeprefix(folder)} for doc in docs]}
        (site / folder / SEARCH).parent.mkdir(parents=True, exist_ok=True)
        (site / folder / SEARCH).write_text(json.dumps(own, separators=(",", ":")), encoding="utf-8")


def _link(bundle: Bundle, files: Files, path: str, language: str) -> Link:
    campaign = bundle.campaign
    file = files.get_file_from_path(campaign.twin(path, language))
    name = bundle.strings[language].section("languages").get(language, language)
    present = language == campaign.language_of(path)
    return Link(language, name, file.url if file else _home(campaign, language), present, file is not None)


def _home(campaign: Campaign, language: str) -> str:
    return campaign.folder(language) or "."


def _below(value: Any, folder: str) -> Any:
    """A navigation with all its pages below a folder."""
    if isinstance(value, str):
        return folder + value
    if isinstance(value, dict):
        return {key: _below(item, folder) for key, item in value.items()}
    return [_below(item, folder) for item in value] if isinstance(value, list) else value


def _pages(items: Sequence[Any]) -> Iterator[Page]:
    for item in items:
        if item.is_page:
            yield item
        else:
            yield from _pages(item.children or [])
