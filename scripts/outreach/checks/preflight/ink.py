"""The inks of no place add up to more than the shop's presses dry."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import one_for_all, printed
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters

ROUNDING = 0.5
"""Per cent."""


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Fills, strokes, texts, images and gradients of too much ink."""
    limit = demands.shop.ink_limit
    for page in document.pages:
        heavy = [mark for mark in printed(page) if mark.ink is not None and mark.ink > limit + ROUNDING]
        heavy.sort(key=lambda mark: -(mark.ink or 0))
        if heavy:
            found, most = number(heavy[0].ink or 0, 0), number(limit, 0)
            yield from one_for_all("ink-sum", page, heavy, {"found": found, "most": most})
