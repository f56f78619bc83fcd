"""Images are fine enough at the size at which they are printed."""

from collections.abc import Iterator

from outreach.checks.inspection import Inspection, marks_in_bleed, report_worst
from outreach.core.findings import Finding

ROUNDING_PPI = 0.5


def check(inspection: Inspection) -> Iterator[Finding]:
    """Images of too few pixels per inch."""
    least = inspection.demands.shop.min_ppi
    for page in inspection.pages:
        rated = [(mark.ppi, mark) for mark in marks_in_bleed(page) if mark.ppi is not None]
        coarse = [pair for pair in rated if pair[0] < least - ROUNDING_PPI]
        yield from report_worst("image-coarse", page, coarse, least, (0, 0))
