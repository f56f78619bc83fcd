"""Frames and copies in other sites' pages: measured for their snippets, and examined where they were put."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

from outreach.core import fetching
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.core.quoting import visible
from outreach.products.guide.embed_check import Embed, Listing, examine
from outreach.products.guide.embeds import FOLDER, VERSIONS
from outreach.products.guide.heights import GREATEST, NAME, write_heights
from outreach.render.browser import NoBrowser, heights

WIDTHS = (272, 320, 360, 440, 560, 671, 672, 736)
"""px of the frames that are measured: from the least width of embeddable pages (17rem) to the one beyond which their
text grows no wider (46rem), on both sides of the breakpoint at 42rem: see theme/embed/embed.css."""
ROOM = 1.06
"""For what other systems' fonts need more."""
STEP = 10
AT_ONCE = 32
"""Portals that are asked at a time."""

FAULTS: Mapping[str, str] = {
    "old": "embed-old",
    "altered": "embed-altered",
    "link": "embed-link",
    "withdrawn": "embed-withdrawn",
    "unknown": "embed-unknown",
    "blank": "embed-blank",
    "nothing": "embed-nothing",
    "stripped": "embed-stripped",
    "gone": "embed-gone",
    "consent": "embed-consent",
}
"""State → its finding; those that are not here are right."""
HINTS: Mapping[str, str] = {
    "fallback": "embed-fallback",
    "title": "embed-title",
    "plain": "embed-plain",
    "downloads": "embed-downloads",
    "height": "embed-unsized",
}
DOUBTS: Mapping[str, str] = {"lazy": "embed-lazy"}
"""State → its finding, of frames that most readers see."""


def measure(project: Project) -> dict[str, list[int]]:
    """Measure the embeddable pages of the built site and keep what came of it as data: page → px at each width.

    Raises OutreachError without a built site or without Chromium.
    """
    listing = _listing(project)
    pages = sorted(listing.pages)
    if not all((project.site / FOLDER / unquote(page) / "index.html").is_file() for page in pages):
        raise OutreachError(Finding("site-missing", file=VERSIONS))
    try:
        rows = heights(project.site, [FOLDER + page for page in pages], WIDTHS)
    except NoBrowser as error:
        raise OutreachError(Finding("browser-missing", data={"reason": str(error)})) from None
    table = {page: [_roomy(height) for height in row] for page, row in zip(pages, rows, strict=True)}
    write_heights(project.data / NAME, WIDTHS, table)
    return table


def check(project: Project, places: Sequence[str]) -> tuple[dict[str, list[Embed]], list[Finding]]:
    """The copies of the campaign in each portal's page (a file or an address), and findings for unreadable pages.

    Raises OutreachError without a built site.
    """
    listing = _listing(project)

    def fragment(path: str) -> str:
        whole = (project.site / path).resolve()
        if not whole.is_relative_to(project.site.resolve()):
            raise OutreachError(Finding("site-missing", file=VERSIONS))
        return whole.read_text(encoding="utf-8")

    def read(place: str) -> str | OutreachError:
        try:
            return fetching.page(place)
        except OutreachError as error:
            return error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        pages = dict(zip(places, pool.map(read, places), strict=True))
    embeds = {place: examine(page, listing, fragment) for place, page in pages.items() if isinstance(page, str)}
    faults = [finding for page in pages.values() if isinstance(page, OutreachError) for finding in page.findings]
    return embeds, faults


def faults(place: str, embeds: Sequence[Embed]) -> Iterator[Finding]:
    """The faults of a portal's page."""
    for embed in embeds:
        if slug := FAULTS.get(embed.state):
            yield Finding(
                slug, file=place, data={"page": embed.title, "found": visible(embed.found), "expected": embed.expected}
            )
        if doubt := DOUBTS.get(embed.state):
            yield Finding(doubt, "warning", file=place, data={"page": embed.title, "found": embed.found})
        for hint in embed.hints:
            yield Finding(HINTS[hint], "warning", file=place, data={"page": embed.title})


def _roomy(height: int) -> int:
    return min(-int(-height * ROOM // STEP) * STEP, GREATEST)


def _listing(project: Project) -> Listing:
    try:
        return Listing.of(json.loads((project.site / VERSIONS).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        raise OutreachError(Finding("site-missing", file=VERSIONS)) from None
