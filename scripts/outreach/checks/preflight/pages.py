"""The file has the pages that were ordered."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.core.findings import Finding
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Too many pages or too few, and pages with nothing on them."""
    if demands.pages is not None and len(document.pages) != demands.pages:
        yield Finding("page-count", data={"found": len(document.pages), "expected": demands.pages})
    for page in document.pages:
        if not page.marks:
            yield Finding("page-blank", "warning", page=page.number)
