"""Messages in the build: series are read, written as files, and shown on pages."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.content.page import Page
from outreach.core.findings import Finding, has_errors
from outreach.products.catalogue import Entry
from outreach.products.messages import THEME
from outreach.products.messages.carriers import NAME, Carrier, read_carriers
from outreach.products.messages.check import check
from outreach.products.messages.files import files
from outreach.products.messages.message import MessageSeries, read_sections
from outreach.products.messages.page import PAGE, index_page, series_page
from outreach.products.messages.series import FOLDER, SeriesFields, is_series, read_series
from outreach.products.product import BuildOptions, PreparedCampaign, Product, Publication, SitePage, Source
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet

STYLES = ["builder", "messages"]
"""The style sheets that these pages have beside those of all pages."""


class Messages(Product):
    """The series of a campaign and their files."""

    sources = (
        Source(f"docs/{FOLDER}/*.md", "series of messages", SeriesFields),
        Source(f"docs/_data/{NAME}", "for each carrier", Carrier),
    )

    def owns_page(self, path: str) -> bool:
        return is_series(path)

    def read(self, campaign: PreparedCampaign) -> list[Finding]:
        self._bundle = campaign.bundle
        self._series: list[MessageSeries] = []
        self._carriers, faults = read_carriers(campaign.bundle.project)
        if has_errors(faults):  # series would seem to name carriers that there are not
            return faults
        self._series, faults = read_messages(campaign.bundle, campaign.pages, self._carriers)
        return faults

    def make(
        self, campaign: PreparedCampaign, sheets: Sequence[FinishedSheet], options: BuildOptions
    ) -> Mapping[str, bytes | Path]:
        self._files = files(self._series, self._bundle)
        return {file.path: file.content for file in self._files}

    def html(self, page: SitePage, html: str) -> str:
        bundle, templates = self._bundle, Templates([THEME])
        series = next((series for series in self._series if page.path == f"{FOLDER}/{series.slug}.md"), None)
        if series is None and page.path != PAGE:
            return html
        page.meta["styles"], page.meta["search"] = STYLES, {"boost": 0.2}
        if series is None:
            return index_page(html, self._series, self._carriers, bundle, templates)
        return series_page(html, series, bundle, templates)

    def publish(self, site: Path) -> Publication:
        language = self._bundle.campaign.language
        return Publication([Entry(file.path, "message", file.title, file.kind, "", language) for file in self._files])


def read_messages(
    bundle: Bundle, pages: Mapping[str, Page], carriers: Mapping[str, Carrier]
) -> tuple[list[MessageSeries], list[Finding]]:
    """The series among the pages (by path below docs/), and the faults of all."""
    readable: list[MessageSeries] = []
    faults: list[Finding] = []
    for name, page in pages.items():
        if not is_series(name):
            continue
        slug = Path(name).stem
        meta, new_faults = read_series(slug, page.table, bundle, carriers)
        faults += new_faults
        whole, new_faults = read_sections(slug, meta, carriers, page) if meta else (None, [])
        faults += new_faults
        if whole is not None:
            faults += check(whole, bundle)
            readable.append(whole)
    return readable, faults
