"""The press kit in the build: its files beside the page for journalists, its gallery and its facts in the page."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from outreach.campaign.validate import read_table, unknown
from outreach.core.findings import Finding, has_errors
from outreach.products.catalogue import Entry
from outreach.products.press_kit import THEME
from outreach.products.press_kit.collect import press_kit, thumbnails
from outreach.products.press_kit.illustrations import NAME, PALETTE, DrawingTable, read_illustrations
from outreach.products.press_kit.press_kit import MANIFEST, SUMS, PressKit, Thumbnail
from outreach.products.product import BuildOptions, PreparedCampaign, Product, Publication, SitePage, Source
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.label import PRESS, validity

GALLERY, PARTICULARS = "<!-- gallery of the press -->", "<!-- particulars for the press -->"
"""Marks in the page until it is finished. They are no Markdown: the search passes them over."""
STYLES = ["media"]
THUMBNAILS = "thumbs/"
"""Where thumbnails lie, beside the page."""
SHAPES = ("wide", "high", "square")


class PressKitProduct(Product):
    """The files that journalists take away."""

    sources = (Source(f"docs/_data/{NAME}", "", DrawingTable),)

    def read(self, campaign: PreparedCampaign) -> list[Finding]:
        bundle = campaign.bundle
        tokens = bundle.brand.colours.get(PALETTE, {})
        table, _, faults = read_table(
            bundle.project,
            bundle.project.data / NAME,
            lambda table: read_illustrations(table, bundle.project.illustrations, tokens),
            optional=True,
        )
        self._table = table or DrawingTable()
        if has_errors(faults):  # captions would seem to be of drawings that there are not
            return faults
        return [*faults, *_unknown_names(campaign, self._table)]

    def make(
        self, campaign: PreparedCampaign, sheets: Sequence[FinishedSheet], options: BuildOptions
    ) -> Mapping[str, bytes | Path]:
        self._kit: PressKit | None = press_kit(campaign, self._table, sheets, options.progress)
        self._thumbnails = thumbnails(self._kit) if self._kit else {}
        kit = self._kit
        if kit is None:
            return {}
        thumbs = {f"{kit.folder}{THUMBNAILS}{name}.webp": small.source for name, small in self._thumbnails.items()}
        files = [file for item in kit.items for file in item.files]
        drawings = {file.path: file.source for file in files if file.path.startswith(kit.folder)}
        lists = {**kit.zips, MANIFEST: kit.manifest, SUMS: kit.sums}
        return {**thumbs, **drawings, **{kit.folder + name: content for name, content in lists.items()}}

    def markdown(self, page: SitePage, text: str) -> str:
        """The page with marks: for the gallery behind its first words, for the facts at its end."""
        if page.meta.get("lists") != PRESS:
            return text
        page.meta["styles"] = STYLES
        first, heading, rest = text.partition("\n## ")
        return f"{first}\n\n{GALLERY}\n\n{heading}{rest}\n\n{PARTICULARS}\n"

    def finish(self, page: SitePage, html: str) -> str:
        if self._kit is None or page.meta.get("lists") != PRESS:
            return html
        html = html.replace(GALLERY, gallery(self._kit, self._thumbnails, page.up))
        facts = {name: str(about) for name, about in (page.meta.get("facts") or {}).items()}
        return html.replace(PARTICULARS, particulars(self._kit, facts))

    def publish(self, site: Path) -> Publication:
        return Publication(list(_entries(self._kit)) if self._kit else [])


def _unknown_names(campaign: PreparedCampaign, table: DrawingTable) -> Iterator[Finding]:
    """Captions of drawings and materials that there are not, and rows of the fact sheet without a fact."""
    captioned = {*table.drawings, *(material.slug for material in campaign.materials)}
    names_of = {"captions": captioned, "facts": set(campaign.bundle.campaign.facts)}
    for page in campaign.pages.values():
        for field, names in names_of.items():
            entries = page.meta.get(field)
            for name in entries if isinstance(entries, dict) else ():
                if str(name) not in names:
                    yield unknown(page.table, (field, name), str(name), names)


def _entries(kit: PressKit) -> Iterator[Entry]:
    """The catalogue's entries for all files but thumbnails."""
    language, words = kit.bundle.campaign.language, kit.bundle.words
    for item in kit.items:
        for file in item.files:
            if file.path.startswith(kit.folder):
                yield Entry(file.path, "drawing", item.title, f"{file.kind} {item.size}", item.alt, language)
    names = {kit.all_name: words.text("media.get_all")}
    names |= {group.zip_name: words.text("media.get_use", name=group.name) for group in kit.groups}
    for name, title in names.items():
        yield Entry(kit.folder + name, "kit", title, "ZIP", "", language)
    for name, form in {MANIFEST: "JSON", SUMS: "TXT"}.items():
        yield Entry(kit.folder + name, "list", words.text("media.list"), form, "", language)


def gallery(kit: PressKit, thumbnails: Mapping[str, Thumbnail], up: str) -> str:
    """HTML of the files to take away; `up` leads from the page to the site's root."""
    context = {
        "kit": kit,
        "strings": kit.bundle.words,
        "words": kit.bundle.words.section("media"),
        "thumbnails": thumbnails,
        "folder": THUMBNAILS,
        "up": up,
        "kinds": dict.fromkeys(item.kind for item in kit.items),
        "shapes": [shape for shape in SHAPES if any(item.shape == shape for item in kit.items)],
        "sizes": sorted({(item.pixels or (0, 0), item.size) for item in kit.items if not item.clear}, reverse=True),
    }
    return Templates([THEME]).render("gallery.html.j2", context)


def particulars(kit: PressKit, facts: Mapping[str, str]) -> str:
    """HTML of what is to be known: the fact sheet (name of a fact → what it is about), licence, contact, expiry."""
    context = {
        "campaign": kit.bundle.campaign,
        "strings": kit.bundle.words,
        "words": kit.bundle.words.section("media"),
        "facts": facts,
        "validity": validity(kit.bundle),
        "lists": (MANIFEST, SUMS),
    }
    return Templates([THEME]).render("particulars.html.j2", context)
