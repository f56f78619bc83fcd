"""The protocol of products: what a folder of products/ may do while a campaign is read, made and published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from outreach.campaign.bundle import Bundle
from outreach.campaign.issued import Issued
from outreach.campaign.materials import Material
from outreach.campaign.sheets import Sheet
from outreach.campaign.validate import Strict
from outreach.content.page import Page
from outreach.core.cache import Content
from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.core.workers import Progress
from outreach.products.catalogue import Entry
from outreach.products.unit_files import UnitFiles

if TYPE_CHECKING:  # it brings the layout engine, which kits made anew for one row do without
    from outreach.sheets.finished_sheet import FinishedSheet


@dataclass(frozen=True)
class PreparedCampaign:
    """A campaign read, checked and planned; nothing made yet."""

    bundle: Bundle
    pages: Mapping[str, Page]
    """Path below docs/ → page."""
    materials: Sequence[Material]
    sheets: Sequence[Sheet]
    fonts: dict[int, Path]
    """Weight → font file."""
    products: Sequence[Product] = ()
    """In the order of their folders' names; each holds what it has read."""
    findings: Sequence[Finding] = ()
    issued: Mapping[str, Issued] = field(default_factory=dict)
    """Code → its row in the table of issued codes."""


class Source(NamedTuple):
    """A file that a product reads, for the reference of fields."""

    path: str
    """In the project; it may hold `*`."""
    part: str
    """The part of the file that the model is for; "" for all of it."""
    model: type[Strict]


@dataclass(frozen=True)
class BuildOptions:
    """How a build makes things: with or without kits, how it shows progress, on how many processors."""

    kits: bool = True
    """False: units' kits stay as they were published."""
    progress: Progress | None = None
    workers: int | None = None
    """Processes; None for as many as there are processors."""


@dataclass
class SitePage:
    """A page of the site as products see it."""

    path: str
    """Of its Markdown file, below docs/."""
    url: str
    """Below the site's address: "huong-dan/android/", and "" for the home page."""
    meta: MutableMapping[str, Any]
    """Its front matter. A product may set `styles` (names of style sheets) and `search` (options of the search)."""
    content: str = ""
    """Its words as HTML, as soon as they are rendered."""

    @property
    def up(self) -> str:
        """The way from the page to the site's root."""
        return "../" * self.url.count("/")


@dataclass(frozen=True)
class Publication:
    """A product's share of a finished site."""

    entries: Collection[Entry] = ()
    """Of the catalogue."""
    findings: Sequence[Finding] = ()
    """Warnings that stand about it."""
    contents: Mapping[str, Content] = field(default_factory=dict)
    """Path in the site → length and digest of those of its files that were put there by the product, not by the engine,
    and come from the cache."""
    codes: Collection[str] = ()
    """Codes that its files carry onto paper."""
    report_line: tuple[str, Mapping[str, int], float] | None = None
    """Line of the build's report: name, what was counted (`part-<name>` among the messages of commands), seconds."""


class Product:
    """A product: its folder has a module `product` with one class of this kind, which is made anew for each campaign.

    Hooks are called in the order in which they stand here, but for `unit_files`, while kits are published. A hook that
    a product does not need does nothing.
    """

    sources: Sequence[Source] = ()
    """The files that it reads itself."""
    shell_page = ""
    """Path below docs/ of a page of `make` that the site engine builds and `finish` takes out of the site."""

    def check_published(self, project: Project, options: BuildOptions) -> Iterable[Finding]:
        """The faults of the published site that forbid this build to take its place. Nothing is read yet."""
        return ()

    def owns_page(self, path: str) -> bool:
        """True for a page below docs/ whose front matter the product reads itself."""
        return False

    def read(self, campaign: PreparedCampaign) -> Iterable[Finding]:
        """Read and check the product's own pages and tables, and keep what the other hooks need.

        The campaign may have faults; its `products`, `findings` and `issued` are not there yet.
        """
        return ()

    def make(
        self, campaign: PreparedCampaign, sheets: Sequence[FinishedSheet], options: BuildOptions
    ) -> Mapping[str, bytes | Path]:
        """Make files from finished sheets and from what was read, and keep what the hooks below need.

        Returns path below docs/ → content, or the file that has it; a Markdown file becomes a page.
        Raises OutreachError for what can't be made.
        """
        return {}

    def markdown(self, page: SitePage, text: str) -> str:
        """The Markdown of a page, with what the products before have added, and with what this one adds."""
        return text

    def html(self, page: SitePage, html: str) -> str:
        """The words of a page as HTML with what the product adds to them: the search finds it."""
        return html

    def collect(self, pages: Sequence[SitePage]) -> None:
        """Take what the product needs of all pages with their words, in the order of the navigations.

        The front matter may be given what the theme's template of a page shows: `share`, `oembed`.
        """

    def finish(self, page: SitePage, html: str) -> str:
        """The whole page with what the product adds behind the search's back; "" takes it out of the site."""
        return html

    def publish(self, site: Path) -> Publication:
        """Write files into the site that the engine has built and nobody sees yet. Raises OutreachError."""
        return Publication()

    def keep(self, warnings: Sequence[Finding]) -> None:
        """Note what the next build needs, and prune the cache: the site is published, with these warnings."""

    def unit_files(self, campaign: PreparedCampaign) -> UnitFiles | None:
        """Files that stand in each unit's kit; None if there are none."""
        return None
