"""Units' kits in the build: the page on which units are found, their pages in one frame, and the kits themselves."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from time import perf_counter

from outreach.campaign.issued import codes_of
from outreach.campaign.units import Unit
from outreach.core.findings import Finding
from outreach.core.project import UNITS, Project
from outreach.products.kits import THEME, kits, publish, refresh, shell
from outreach.products.kits.finder import finder
from outreach.products.kits.shell import Shell
from outreach.products.product import BuildOptions, PreparedCampaign, Product, Publication, SitePage
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet

STYLES = ["units"]
"""The style sheet that units' pages have beside those of all pages."""
_FRAME = f"""---
title: {shell.TITLE}
summary: {shell.SUMMARY}
hide: [navigation, toc]
search: {{ exclude: true }}
---

# {shell.BODY} {{#unit}}
"""


class UnitKits(Product):
    """The kits of a campaign whose pages have one on which units are found."""

    shell_page = f"{shell.PATH}index.md"

    def __init__(self) -> None:
        self.shell: Shell | None = None
        """The frame of units' pages, once it is built."""
        self._kits: kits.Kits | None = None
        self._shelves: kits.KitShelves | None = None

    def check_published(self, project: Project, options: BuildOptions) -> Iterable[Finding]:
        """Kits that are to stay and are not as they were published."""
        if not options.kits and (codes := publish.altered_codes(project)):
            yield Finding("kits-altered", data={"found": codes[0], "count": len(codes)})

    def make(
        self, campaign: PreparedCampaign, sheets: Sequence[FinishedSheet], options: BuildOptions
    ) -> Mapping[str, bytes | Path]:
        self._campaign, self._sheets, self._options = campaign, sheets, options
        return {self.shell_page: _FRAME.encode()} if f"{UNITS}/index.md" in campaign.pages else {}

    @cached_property
    def _units(self) -> list[Unit]:
        """The units that are found: all, or where kits stay as they are those that have one."""
        bundle = self._campaign.bundle
        return bundle.live if self._options.kits else publish.published_units(bundle.project, bundle.live)

    def markdown(self, page: SitePage, text: str) -> str:
        """The page with the field in which units are found."""
        if page.path.startswith(f"{UNITS}/"):
            page.meta.setdefault("styles", STYLES)
        if page.meta.get("lists") != "units" or not self._sheets:
            return text
        return f"{text}\n\n{finder(self._units, self._campaign.bundle.words, Templates([THEME]))}"

    def finish(self, page: SitePage, html: str) -> str:
        if page.path != self.shell_page:
            return html
        self.shell = Shell.learn(html)
        return ""

    def publish(self, site: Path) -> Publication:
        """Write the pages of units and their kits, or carry these over; nothing without a page to find them.

        Raises OutreachError for records that do not fit their sheets.
        """
        if self.shell is None:
            return Publication()
        bundle, options, units = self._campaign.bundle, self._options, self._units
        started = perf_counter()
        self._kits = kits.kits_of(self._campaign, self._sheets, self.shell)
        publish.write_lists(site, self._kits, units)
        if not options.kits:
            publish.carry_over(bundle.project.site, site, [unit.code for unit in units])
            return Publication()
        pages = self._campaign.pages
        shelves, contents = publish.fill(site, self._kits, units, units, pages, options.progress, options.workers)
        self._shelves, self._warnings, sheets = shelves, shelves.findings(units), shelves.unit_sheets
        counts = {"kits": len(units), "stamped": sheets.stamped, "full": sheets.full}
        codes = codes_of(bundle, shelves.sheets, bundle.live)
        part = ("kits", counts, perf_counter() - started)
        return Publication((), self._warnings, contents, codes, part)

    def keep(self, warnings: Sequence[Finding]) -> None:
        """Keep for the next build what kits were made from; remove what they no longer use."""
        if self._kits is None or self._shelves is None:
            return
        bundle = self._campaign.bundle
        others = [finding for finding in warnings if finding not in self._warnings]
        every = bundle.live
        kits.keep(self._kits, every, refresh.digest_of_site_pages(bundle), others)
        publish.prune(self._kits, self._shelves, every)
