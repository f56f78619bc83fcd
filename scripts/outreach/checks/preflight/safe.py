"""Text keeps away from the cut."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import ROUNDING_MM, at, texts
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render.pdf.geometry import grown, outside
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Texts nearer to the trim than the safe distance."""
    if demands.safe is None:
        return
    for page in document.pages:
        safe = grown(page.trim, -demands.safe)
        for mark in texts(page):
            for side, mm in outside(mark.box, safe, ROUNDING_MM).items():
                data: Data = {
                    "what": mark.shown,
                    "at": at(mark.box),
                    "side": side,
                    "mm": number(mm),
                    "least": number(demands.safe),
                }
                yield Finding("text-near-trim", page=page.number, data=data)
