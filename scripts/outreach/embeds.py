"""Frames and copies in other sites' pages: measured for their snippets, and examined where they were put."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from outreach.campaign import embeds
from outreach.campaign.project import Project
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.products.embed_check import Found, Listing, examine
from outreach.publish.embeds import FOLDER, VERSIONS
from outreach.render.browser import NoBrowser, heights

WIDTH = 360
"""px: a frame is highest where it is narrowest, on phones."""
ROOM = 1.15
"""For what other systems' fonts need more, and frames a little narrower."""
STEP = 20
MOST = 5_000_000
"""Bytes of a page that are read."""
SECONDS = 20


FAULTS: Mapping[str, str] = {
    "old": "embed-old",
    "altered": "embed-altered",
    "link": "embed-link",
    "withdrawn": "embed-withdrawn",
    "unknown": "embed-unknown",
    "nothing": "embed-nothing",
}
"""State → its finding; those that are not here are right."""
HINTS: Mapping[str, str] = {
    "fallback": "embed-fallback",
    "title": "embed-title",
    "plain": "embed-plain",
    "downloads": "embed-downloads",
}


def measure(project: Project) -> dict[str, int]:
    """Measures the embeddable pages of the built site and keeps what came of it as data: page → px.

    Raises OutreachError without a built site or without Chromium.
    """
    listing = _listing(project)
    pages = sorted(listing.pages)
    try:
        measured = heights(project.site, [FOLDER + page for page in pages], WIDTH)
    except NoBrowser as error:
        raise OutreachError(Finding("browser-missing", data={"reason": str(error)})) from None
    found = {page: _roomy(height) for page, height in zip(pages, measured, strict=True)}
    embeds.write_heights(project.data / embeds.NAME, found)
    return found


def check(project: Project, places: Sequence[str]) -> tuple[dict[str, list[Found]], list[Finding]]:
    """What each portal's page, a file or an address, has of the campaign, and those that can't be read.

    Raises OutreachError without a built site.
    """
    listing = _listing(project)

    def fragment(path: str) -> str:
        whole = (project.site / path).resolve()
        if not whole.is_relative_to(project.site.resolve()):
            raise OutreachError(Finding("site-missing", file=VERSIONS))
        return whole.read_text(encoding="utf-8")

    found: dict[str, list[Found]] = {}
    unread: list[Finding] = []
    for place in places:
        try:
            found[place] = examine(_read(place), listing, fragment)
        except OutreachError as error:
            unread += error.findings
    return found, unread


def faults(place: str, found: Sequence[Found]) -> Iterator[Finding]:
    """What is wrong with a portal's page."""
    for one in found:
        if slug := FAULTS.get(one.state):
            data: dict[str, str | int | float] = {"page": one.title, "found": one.found, "expected": one.expected}
            yield Finding(slug, file=place, data=data)
        for hint in one.hints:
            yield Finding(HINTS[hint], "warning", file=place, data={"page": one.title})


def _roomy(height: int) -> int:
    return -int(-height * ROOM // STEP) * STEP


def _listing(project: Project) -> Listing:
    try:
        return Listing.of(json.loads((project.site / VERSIONS).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        raise OutreachError(Finding("site-missing", file=VERSIONS)) from None


def _read(place: str) -> str:
    """A file, or a page from the network, as text."""
    try:
        if not place.lower().startswith(("http://", "https://")):
            content = Path(place).read_bytes()
            return content.decode("utf-8-sig")
        request = urllib.request.Request(place, headers={"User-Agent": "outreach", "Accept": "text/html"})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            content = answer.read(MOST + 1)
            charset = answer.headers.get_content_charset() or "utf-8"
        if len(content) > MOST:
            raise ValueError(f"> {MOST} B")
        return str(content.decode(charset))
    except (OSError, ValueError, LookupError) as error:  # also urllib's own, which are OSErrors
        reason = str(getattr(error, "reason", "") or getattr(error, "strerror", "") or error)
        raise OutreachError(Finding("page-unread", file=place, data={"reason": reason})) from None
