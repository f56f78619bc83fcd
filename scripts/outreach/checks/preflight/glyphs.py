"""No text shows glyphs that its font lacks."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import at
from outreach.core.findings import Finding
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Texts with boxes or gaps instead of letters."""
    for page in document.pages:
        for mark in page.marks:
            if mark.missing:
                yield Finding(
                    "glyph-absent",
                    page=page.number,
                    data={"count": mark.missing, "what": mark.shown, "at": at(mark.box), "found": mark.font},
                )
