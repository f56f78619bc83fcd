"""Nothing white is set to overprint: on a press it would not be there."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import one_for_all, printed
from outreach.core.findings import Finding
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """White text and shapes that screens show and presses leave out."""
    for page in document.pages:
        white = [
            mark
            for mark in printed(page)
            if mark.overprint and mark.colour.plates and not any(amount for _, amount in mark.colour.plates)
        ]
        yield from one_for_all("white-overprint", page, white, {})
