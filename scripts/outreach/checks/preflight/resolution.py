"""Images are fine enough at the size at which they are printed."""

from outreach.checks.inspection import Findings, Inspection, marks_in_bleed, report_worst

ROUNDING_PPI = 0.5


def check(inspection: Inspection) -> Findings:
    """Images of too few pixels per inch."""
    least = inspection.demands.press.min_ppi
    for page in inspection.pages:
        rated = [(mark.ppi, mark) for mark in marks_in_bleed(page) if mark.ppi is not None]
        coarse = [pair for pair in rated if pair[0] < least - ROUNDING_PPI]
        yield from report_worst("image-coarse", page, coarse, least, (0, 0))
