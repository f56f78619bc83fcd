"""No line is thinner than the shop prints: strokes, outlined text, and shapes filled so thin that they are lines."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import one_for_all, printed
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters

ROUNDING_PT = 0.005


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Lines that break up or vanish in print."""
    least = demands.shop.min_line_pt
    for page in document.pages:
        thin = [mark for mark in printed(page) if mark.line is not None and mark.line < least - ROUNDING_PT]
        thin.sort(key=lambda mark: mark.line or 0)
        for slug, kinds in (("hairline", {"stroke", "text"}), ("thin-fill", {"fill"})):
            marks = [mark for mark in thin if mark.kind in kinds]
            if marks:
                data: Data = {"found": number(marks[0].line or 0, 3), "least": number(least, 2)}
                yield from one_for_all(slug, page, marks, data)
