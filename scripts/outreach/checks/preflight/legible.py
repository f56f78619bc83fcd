"""No type is smaller than the shop prints, the screen shows, or the distance it is read from allows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from outreach.checks.demands import Demands, Legible
from outreach.checks.printed_marks import one_for_all, texts
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.model import Document, Mark
from outreach.render.pixels import Rasters

ROUNDING_PT = 0.05


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Type below the least size of shop or screen, and words that can't be read from where they must be."""
    least = max(demands.shop.min_type_pt, demands.least_pt)
    for page in document.pages:
        every = texts(page)
        small = [mark for mark in every if mark.size < least - ROUNDING_PT]
        small.sort(key=lambda mark: mark.size)
        if small:
            yield from one_for_all("type-tiny", page, small, {"found": number(small[0].size), "least": number(least)})
        for wanted in demands.legible:
            if wanted.page == page.number:
                yield from _far(every, wanted)


def _far(every: list[Mark], wanted: Legible) -> Iterator[Finding]:
    words = _dense(wanted.words)
    owners = [mark for mark in every for _ in _dense(mark.text)]
    begins = "".join(_dense(mark.text) for mark in every).find(words) if words else -1
    if begins < 0:
        return  # words that are not there are another rule's matter
    size = min(mark.size for mark in owners[begins : begins + len(words)])
    if size < wanted.least_pt - ROUNDING_PT:
        yield Finding(
            "type-unreadable",
            page=wanted.page,
            data={"slot": wanted.slot, "found": number(size), "least": number(wanted.least_pt)},
        )


def _dense(text: str) -> str:
    return re.sub(r"[\s\u00ad\x00-\x1f]+", "", unicodedata.normalize("NFC", text))
