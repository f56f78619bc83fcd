"""The guide in the build: pages that other sites embed, lists of them, and the guide of each language as files."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.core.files import write_files
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import MATERIALS
from outreach.core.strings import Strings
from outreach.core.workers import Progress
from outreach.products.catalogue import Entry
from outreach.products.guide import THEME
from outreach.products.guide.embed_page import EmbedMeta, embed_stylesheet
from outreach.products.guide.embeds import FOLDER, KINDS, VERSIONS, EmbeddablePage, Shared, versions
from outreach.products.guide.fragment import LEVELS
from outreach.products.guide.guide import LOGO, Guide, GuidePage, pictures_of, text_file
from outreach.products.guide.guide_pdf import guide_document
from outreach.products.guide.guide_zip import guide_zip
from outreach.products.guide.heights import NAME, EmbedsFile, read_heights
from outreach.products.guide.snippets import CardPicture
from outreach.products.product import BuildOptions, PreparedCampaign, Product, Publication, SitePage, Source
from outreach.render.templates import Templates
from outreach.sheets import typeset_document
from outreach.sheets.finished_sheet import FinishedSheet

MARKS = {kind: f"<!-- list of {kind} -->" for kind in ("embeds", "check")}
"""Kind of list → its mark in the page until all pages are read. It is no Markdown: the search passes it over."""
TEXT = "text.txt"
"""A page as plain text, beside its embed."""
STYLES = ["builder"]
"""The style sheet that pages with these lists have beside those of all pages."""


class GuideProduct(Product):
    """The embeddable pages of a campaign."""

    sources = (Source(f"docs/_data/{NAME}", "", EmbedsFile),)

    def read(self, campaign: PreparedCampaign) -> list[Finding]:
        self._heights, faults = read_heights(campaign.bundle.project)
        return faults

    def make(
        self, campaign: PreparedCampaign, sheets: Sequence[FinishedSheet], options: BuildOptions
    ) -> Mapping[str, bytes | Path]:
        self._campaign, self._options = campaign, options
        self._picture = next(_pictures(campaign.bundle.campaign, sheets), None)
        self._shared = Shared(campaign.bundle, self._picture, LOGO)
        self._pages: dict[str, EmbeddablePage] = {}
        return {}

    def markdown(self, page: SitePage, text: str) -> str:
        bundle = self._campaign.bundle
        if notice := _withdrawn(page, bundle.strings[bundle.campaign.language_of(page.path)]):
            page.meta.pop("lists", None)  # a page that does not hold any more shows none
            return notice
        if mark := MARKS.get(str(page.meta.get("lists"))):
            page.meta["styles"] = STYLES
            return f"{text}\n\n{mark}\n"
        return text

    def collect(self, pages: Sequence[SitePage]) -> None:
        """Take the pages that others may embed; give each the address of its oEmbed answer, and all the picture for
        links to the site."""
        self._pages = {page.path: self._embedded(page) for page in pages if page.meta.get("embed")}
        for page in pages:
            page.meta["share"] = self._picture
            if embedded := self._pages.get(page.path):
                page.meta["oembed"] = f"{embedded.meta.embed_url}oembed.json"

    def _embedded(self, page: SitePage) -> EmbeddablePage:
        bundle, source = self._campaign.bundle, self._campaign.pages[page.path]
        language = bundle.campaign.language_of(page.path)
        meta = EmbedMeta(
            lang=language,
            title=str(page.meta["title"]),
            summary=str(page.meta.get("summary", "")),
            page_url=bundle.campaign.site_url + page.url,
            embed_url=bundle.campaign.site_url + FOLDER + page.url,
            site_name=bundle.translations[language].name,
            updated=page.meta.get("withdrawn") or page.meta.get("updated"),
            version=str(page.meta.get("version", "")),
            notice=bundle.strings[language].text(f"status.{bundle.campaign.status}"),
            css_href=f"{page.up}embed.css",
            icon_href=f"{page.up}../../{LOGO}",
            script_href=f"{page.up}child.js",
        )
        line = source.table.line(("embed",))
        heights = self._heights.get(page.url)
        withdrawn = page.meta.get("withdrawn") is not None
        return EmbeddablePage(meta, page.url, source.name, line, page.content, heights, withdrawn, self._shared)

    def finish(self, page: SitePage, html: str) -> str:
        """The page with the list that it asks for."""
        kind = str(page.meta.get("lists"))
        if (mark := MARKS.get(kind)) is None:
            return html
        bundle = self._campaign.bundle
        strings = bundle.strings[bundle.campaign.language_of(page.path)]
        languages = {
            language: [
                embedded
                for embedded in self._pages.values()
                if embedded.meta.lang == language and not embedded.withdrawn
            ]
            for language in bundle.strings
        }
        context = {
            "words": strings.section("embed"),
            "languages": {language: pages for language, pages in languages.items() if pages},
            "names": {language: strings.text(f"languages.{language}") for language in languages},
            "up": page.up,
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

    def publish(self, site: Path) -> Publication:
        """Write every form of every page, then the guides, whose pictures the site has.

        Raises OutreachError with all pages that are too large, and for a document that can't be set.
        """
        files, faults = dict(self._shared.files), list[Finding]()
        for page in self._pages.values():
            try:
                files |= page.files()
            except OutreachError as error:
                faults += error.findings
        if faults:
            raise OutreachError(faults)
        files[VERSIONS] = versions(self._pages.values(), self._shared)
        write_files(site, files)
        valid = [page for page in self._pages.values() if not page.withdrawn]
        guide_pages = [GuidePage(unquote(page.url), page.content, page.full_meta) for page in valid]
        entries = write_guides(self._campaign, guide_pages, site, self._options.progress)
        return Publication(
            [*(entry for page in self._pages.values() for entry in page.entries()), *entries],
            [finding for page in self._pages.values() for finding in page.findings()],
        )


def _pictures(campaign: Campaign, sheets: Sequence[FinishedSheet]) -> Iterator[CardPicture]:
    """The pictures among the files of the material that stands for links to the site."""
    for sheet in sheets:
        if sheet.sheet.material.slug == campaign.share_picture and sheet.sheet.form.pixels:
            for output in (output for output in sheet.outputs if output.kind == "png"):
                url = f"{campaign.site_url}{MATERIALS}/{sheet.published(output)}"
                yield CardPicture(url, sheet.alt(output), *sheet.sheet.form.pixels)


def _withdrawn(page: SitePage, words: Strings) -> str:
    """The Markdown of a page that was withdrawn, in place of its words; "" for any other."""
    day = page.meta.get("withdrawn")
    if day is None:
        return ""
    notice = words.text("embed.withdrawn", date=words.date(day))
    if not (instead := page.meta.get("instead")):
        return f"**{notice}**"
    link = posixpath.relpath(instead, posixpath.dirname(page.path))
    return f"**{notice}**\n\n[{words.text('embed.instead')}]({link})"


def guides_of(bundle: Bundle, pages: Iterable[GuidePage], site: Path) -> list[Guide]:
    """The guide of each language that has pages to be embedded; `pages` in the order in which guides show them."""
    known = list(pages)
    guides = []
    for language, words in bundle.strings.items():
        chapters = [page for page in known if page.meta.lang == language]
        pictures = {path: (site / path).read_bytes() for path in pictures_of(chapters) if (site / path).is_file()}
        guides += [Guide(chapters, bundle.translations[language], words, pictures)] if chapters else []
    return guides


def write_guides(
    prepared: PreparedCampaign, pages: Sequence[GuidePage], site: Path, progress: Progress | None = None
) -> list[Entry]:
    """Write text files, PDF and ZIP of each guide into a site that has its pictures. Returns their entries.

    Raises OutreachError for a document that can't be set.
    """
    bundle, templates = prepared.bundle, Templates([THEME])
    guides = guides_of(bundle, pages, site)
    documents = typeset_document.set_documents(
        bundle, prepared.fonts, [guide_document(bundle, guide) for guide in guides], "guides", progress
    )
    entries: list[Entry] = []
    for guide, document in zip(guides, documents, strict=True):
        home, pdf = FOLDER + guide.folder, document.read_bytes()
        files = {f"{FOLDER}{page.path}{TEXT}": text_file(page, guide.words) for page in guide.pages}
        files[f"{home}{guide.name}.pdf"] = pdf
        files[f"{home}{guide.name}.zip"] = guide_zip(guide, _styles(site), pdf, templates)
        write_files(site, files)
        entries += _entries(guide)
    return entries


def _styles(site: Path) -> str:
    """The style sheet of a guide's ZIP: that of the site's embeds, and what only its pages have."""
    styles = (THEME / "guide" / "guide.css").read_text(encoding="utf-8")
    return (site / FOLDER / "embed.css").read_text(encoding="utf-8") + embed_stylesheet(styles, {})


def _entries(guide: Guide) -> list[Entry]:
    language, whole = guide.words.language, f"{FOLDER}{guide.folder}{guide.name}"
    texts = [Entry(f"{FOLDER}{page.path}{TEXT}", "text", page.meta.title, "TXT", "", language) for page in guide.pages]
    return texts + [
        Entry(f"{whole}.{form.lower()}", "guide", guide.title, form, "", language) for form in ("PDF", "ZIP")
    ]
