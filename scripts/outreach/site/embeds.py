"""Pages that other sites embed, gathered from what MkDocs has read, before it writes any page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from outreach.campaign.model import Campaign
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.project import MATERIALS
from outreach.core.strings import Strings
from outreach.products.catalogue import Entry
from outreach.products.guide.embed_page import EmbedMeta
from outreach.products.guide.embeds import FOLDER, KINDS, VERSIONS, Embedded, Shared, versions
from outreach.products.guide.fragment import LEVELS
from outreach.products.guide.guide import GuidePage
from outreach.products.guide.snippets import Picture
from outreach.products.prepare import Prepared
from outreach.sheets.published import Printed

MARKS = {kind: f"<!-- list of {kind} -->" for kind in ("embeds", "check")}
"""Kind of list → what stands in its page until all pages are read. It is no Markdown: the search passes it over."""
STYLES = ["builder"]
"""The style sheet that pages with these lists have beside those of all pages."""


class Embeds:
    """The embeddable pages of one build."""

    def __init__(self, prepared: Prepared, favicon: str, printed: Iterable[Printed]) -> None:
        self._prepared, self._favicon = prepared, favicon
        self.picture = next(_pictures(prepared.bundle.campaign, printed), None)
        """What stands for links to the site."""
        self._shared = Shared(prepared.bundle, self.picture, favicon)
        self._pages: dict[str, Embedded] = {}

    def gather(self, files: Files, navigations: Iterable[Navigation]) -> None:
        """Takes the embeddable ones among the pages that have been read, in the order of the navigations."""
        ordered = [page for each in navigations for page in each.pages]
        for page in [*ordered, *(file.page for file in files.documentation_pages())]:
            if page is not None and page.meta.get("embed") and page.file.src_uri not in self._pages:
                self._pages[page.file.src_uri] = self._embedded(page)

    def _embedded(self, page: Page) -> Embedded:
        bundle, source = self._prepared.bundle, self._prepared.pages[page.file.src_uri]
        language = bundle.campaign.language_of(page.file.src_uri)
        url = _place(page)
        up = "../" * url.count("/")
        meta = EmbedMeta(
            lang=language,
            title=str(page.meta["title"]),
            summary=str(page.meta.get("summary", "")),
            page_url=bundle.campaign.site_url + url,
            embed_url=bundle.campaign.site_url + FOLDER + url,
            site_name=bundle.spoken[language].name,
            updated=page.meta.get("withdrawn") or page.meta.get("updated"),
            version=str(page.meta.get("version", "")),
            notice=bundle.strings[language].text(f"status.{bundle.campaign.status}"),
            css_href=f"{up}embed.css",
            icon_href=f"{up}../../{self._favicon}",
            script_href=f"{up}child.js",
        )
        line = source.table.line(("embed",))
        heights = bundle.heights.get(url)
        withdrawn = page.meta.get("withdrawn") is not None
        return Embedded(meta, url, source.name, line, page.content or "", heights, withdrawn, self._shared)

    @property
    def findings(self) -> list[Finding]:
        return [finding for page in self._pages.values() for finding in page.findings()]

    @property
    def entries(self) -> Iterator[Entry]:
        for page in self._pages.values():
            yield from page.entries()

    @property
    def guide(self) -> list[GuidePage]:
        """The pages as the guides of their languages show them, in order."""
        pages = [page for page in self._pages.values() if not page.withdrawn]
        return [GuidePage(unquote(page.url), page.content, page.signed) for page in pages]

    def write(self, site: Path) -> None:
        """Writes every form of every page. Raises OutreachError with all pages that are too large."""
        files, faults = dict(self._shared.files), list[Finding]()
        for page in self._pages.values():
            try:
                files |= page.files()
            except OutreachError as error:
                faults += error.findings
        if faults:
            raise OutreachError(faults)
        files[VERSIONS] = versions(self._pages.values(), self._shared)
        for path, content in files.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(content)

    def discovery(self, page: Page) -> str:
        """The address of the page's oEmbed answer; none if it can't be embedded."""
        found = self._pages.get(page.file.src_uri)
        return f"{found.meta.embed_url}oembed.json" if found else ""

    def filled(self, html: str, page: Page) -> str:
        """A page with the list that it asks for."""
        kind = str(page.meta.get("lists"))
        if (mark := MARKS.get(kind)) is None:
            return html
        bundle = self._prepared.bundle
        strings = bundle.strings[bundle.campaign.language_of(page.file.src_uri)]
        languages = {
            language: [one for one in self._pages.values() if one.meta.lang == language and not one.withdrawn]
            for language in bundle.strings
        }
        context = {
            "words": strings.section("embed"),
            "languages": {language: pages for language, pages in languages.items() if pages},
            "names": {language: strings.text(f"languages.{language}") for language in languages},
            "up": "../" * _place(page).count("/"),
            "base": bundle.campaign.site_url,
            "origin": "{0.scheme}://{0.netloc}".format(urlsplit(bundle.campaign.site_url)),
            "kinds": KINDS,
            "levels": LEVELS,
            "guides": {
                language: FOLDER + bundle.campaign.folder(language) + words.text("guide.file")
                for language, words in bundle.strings.items()
            },
        }
        return html.replace(mark, self._shared.templates.render(f"embed/{kind}.html.j2", context))


def _place(page: Page) -> str:
    """A page's place below the site's address; MkDocs calls the home page's "./"."""
    return "" if page.file.url == "./" else page.file.url


def _pictures(campaign: Campaign, printed: Iterable[Printed]) -> Iterator[Picture]:
    for one in printed:
        if one.sheet.material.slug == campaign.share_picture and one.sheet.form.pixels:
            for file in (each for each in one.outputs if each.kind == "PNG"):
                yield Picture(f"{campaign.site_url}{MATERIALS}/{file.name}", file.alt, *one.sheet.form.pixels)


def withdrawn(page: Page, words: Strings) -> str:
    """What a page that was withdrawn says instead of its words, in Markdown; empty for any other."""
    day = page.meta.get("withdrawn")
    if day is None:
        return ""
    said = words.text("embed.withdrawn", date=words.date(day))
    if not (instead := page.meta.get("instead")):
        return f"**{said}**"
    link = posixpath.relpath(instead, posixpath.dirname(page.file.src_uri))
    return f"**{said}**\n\n[{words.text('embed.instead')}]({link})"
