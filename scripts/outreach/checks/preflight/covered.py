"""Words and symbols of a picture lie where no app covers them and no television set cuts them off."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import ROUNDING_MM, at, printed, texts
from outreach.core.findings import Finding
from outreach.core.lengths import mm_to_px, number
from outreach.render.pdf.geometry import Rect, outside
from outreach.render.pdf.model import Document, Page
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Texts and symbols that reach into the format's covered bands; of what lies over a picture, everything."""
    if not any(demands.covered):
        return
    top, right, bottom, left = demands.covered
    for page in document.pages:
        x0, y0, x1, y1 = page.trim
        seen = x0 + left, y0 + top, x1 - right, y1 - bottom
        marks = printed(page) if demands.alpha else texts(page)
        boxes = [(mark.shown, mark.box) for mark in marks] + [*_symbols(page, rasters)]
        for what, box in boxes:
            for side, mm in outside(box, seen, ROUNDING_MM).items():
                yield Finding(
                    "covered",
                    page=page.number,
                    data={"what": what, "at": at(box), "side": side, "px": number(mm_to_px(mm))},
                )


def _symbols(page: Page, rasters: Rasters) -> Iterator[tuple[str, Rect]]:
    """The text of each symbol, and the box around it."""
    for found in rasters.symbols(page):
        xs, ys = zip(*(rasters.whole(page).place(*corner) for corner in found.corners), strict=True)
        yield found.text, (min(xs), min(ys), max(xs), max(ys))
