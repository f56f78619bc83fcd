"""On a screen no capital is lower than its pixels can draw, or than the distance it is read from allows."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import one_for_all, texts
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number, pt_to_mm
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters

ROUNDING_PX = 0.05
MM_PER_M = 1000


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Type whose capitals have too few pixels for their accents, or are lost from where the screen is read."""
    pixel = demands.pixel
    if pixel is None:
        return
    far = (demands.read_from or 0) * MM_PER_M / demands.cap_share / pixel if demands.cap_share else 0.0
    least = max(demands.cap_px, far)
    for page in document.pages:
        found = [(pt_to_mm(mark.size) * demands.capital / pixel, mark) for mark in texts(page)]
        small = sorted((one for one in found if one[0] < least - ROUNDING_PX), key=lambda one: one[0])
        if small:
            data: Data = {"found": number(small[0][0]), "least": number(least)}
            yield from one_for_all("letters-small", page, [mark for _, mark in small], data)
