"""The file does nothing but be printed, and asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.core.findings import Finding
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Scripts, forms, actions, files within, layers, and locks."""
    for what in document.active:
        yield Finding("active-content", data={"found": what})
    if document.encrypted:
        yield Finding("pdf-encrypted")
