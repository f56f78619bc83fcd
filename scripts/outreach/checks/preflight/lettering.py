"""On a screen no capital is lower than its pixels can draw, or than the distance it is read from allows."""

from outreach.checks.inspection import Findings, Inspection, report_worst, texts
from outreach.core.lengths import pt_to_mm

ROUNDING_PX = 0.05
MM_PER_M = 1000


def check(inspection: Inspection) -> Findings:
    """Type whose capitals have too few pixels for their accents, or are lost from where the screen is read."""
    demands, pixel = inspection.demands, inspection.demands.pixel_mm
    if pixel is None:
        return
    far = (demands.read_from or 0) * MM_PER_M / demands.cap_share / pixel if demands.cap_share else 0.0
    least = max(demands.cap_px, far)
    for page in inspection.pages:
        rated = [(pt_to_mm(mark.size) * demands.cap_height_em / pixel, mark) for mark in texts(page)]
        yield from report_worst("letters-small", page, [pair for pair in rated if pair[0] < least - ROUNDING_PX], least)
