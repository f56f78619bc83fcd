"""Images are fine enough at the size at which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import one_for_all, printed
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters

ROUNDING_PPI = 0.5


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Images of too few pixels per inch."""
    least = demands.shop.min_ppi
    for page in document.pages:
        coarse = [mark for mark in printed(page) if mark.ppi is not None and mark.ppi < least - ROUNDING_PPI]
        coarse.sort(key=lambda mark: mark.ppi or 0)
        if coarse:
            found, wanted = number(coarse[0].ppi or 0, 0), number(least, 0)
            yield from one_for_all("image-coarse", page, coarse, {"found": found, "least": wanted})
