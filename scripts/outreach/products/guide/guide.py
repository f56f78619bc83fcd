"""The guide of one language as a whole: its pages in the order of the navigation, and where their links lead."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from outreach.campaign.model import Campaign
from outreach.content.html import HtmlElement
from outreach.content.marks import clean_html
from outreach.core.files import windows_text
from outreach.core.strings import Strings
from outreach.products.guide.embed_page import EmbedMeta
from outreach.products.guide.plain_text import plain_text

LOGO = "assets/illustrations/mark.svg"
"""The campaign's mark in the site."""


@dataclass(frozen=True)
class GuidePage:
    """A page that others may show: `path` in the site as "huong-dan/android/", `content` as MkDocs leaves it."""

    path: str
    content: str
    meta: EmbedMeta

    @property
    def root(self) -> str:
        """The address of the site."""
        return self.meta.page_url.removesuffix(self.path)


class Target(NamedTuple):
    """Where a link leads: to a page of the guide, or to a URL; `fragment` is a heading of it, or empty."""

    page: GuidePage | None
    url: str
    fragment: str


@dataclass(frozen=True)
class Guide:
    """A guide, and the pictures that its pages show: path in the site → file."""

    pages: Sequence[GuidePage]
    campaign: Campaign
    """As the guide's language says it."""
    words: Strings
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.words.text("guide.title", app=self.campaign.app.name)

    @property
    def name(self) -> str:
        """The stem of its files."""
        return self.words.text("guide.file")

    @property
    def folder(self) -> str:
        """Where the language's pages lie in the site: "" or "<language>/"."""
        return self.campaign.folder(self.words.language)

    @property
    def updated(self) -> dt.date | None:
        """The day of the page that changed last."""
        return max((page.meta.updated for page in self.pages if page.meta.updated), default=None)

    @property
    def notice(self) -> str:
        """The campaign's status in words, "" while it is active."""
        return self.words.text(f"status.{self.campaign.status}")

    @cached_property
    def _at(self) -> dict[str, GuidePage]:
        return {page.meta.page_url: page for page in self.pages}

    def target(self, page: GuidePage, href: str) -> Target:
        """Where a link of a page leads."""
        url = urljoin(page.meta.page_url, href)
        whole, fragment = urldefrag(url)
        return Target(self._at.get(whole), url, fragment)

    def picture(self, page: GuidePage, source: str) -> str | None:
        """The path in the site of a picture that a page shows, if it is at hand."""
        path = picture_path(page, source)
        return path if path in self.pictures else None

    @cached_property
    def picture_names(self) -> dict[str, str]:
        """Path in the site → name in a folder of all pictures: that of the file, unless two have the same."""
        files = [path.rpartition("/")[2] for path in self.pictures]
        return {
            path: file if files.count(file) == 1 else path.replace("/", "-")
            for path, file in zip(self.pictures, files, strict=True)
        }


def picture_path(page: GuidePage, source: str) -> str:
    """The path in the site of a picture as a page names it; "" if it lies elsewhere."""
    url = urljoin(page.meta.page_url, source)
    return unquote(urlsplit(url).path.removeprefix(urlsplit(page.root).path)) if url.startswith(page.root) else ""


def pictures_of(pages: Iterable[GuidePage]) -> list[str]:
    """The paths in the site of all pictures that a guide shows."""
    paths = {picture_path(page, str(image.get("src"))) for page in pages for image in content_of(page).iter("img")}
    return sorted({LOGO, *paths} - {""})


def content_of(page: GuidePage) -> HtmlElement:
    """The page's content, without anything that acts."""
    return clean_html(page.content)


def text_file(page: GuidePage, words: Strings) -> bytes:
    """The page as a text file, for Windows as well: its lines end in CR LF."""
    return windows_text(plain_text(page.content, page.meta, words))
