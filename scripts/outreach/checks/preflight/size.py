"""The trim has the size that was ordered, on every page."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters

TOLERANCE_MM = 0.1
SHARE = 0.0005
"""Of a side: a sheet of some metres is not cut to a tenth of a millimetre."""


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Pages of another size than demanded, or than the first."""
    expected = demands.trim or document.pages[0].size
    for page in document.pages:
        sides = zip(page.size, expected, strict=True)
        if any(abs(got - want) > max(TOLERANCE_MM, SHARE * want) for got, want in sides):
            found, wanted = (" × ".join(number(side) for side in size) for size in (page.size, expected))
            yield Finding("trim", page=page.number, data={"found": found, "expected": wanted})
