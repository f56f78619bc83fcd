"""The file is tagged where the profile says so."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.core.findings import Finding
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """A file that readers who can't see it can't use."""
    if demands.tagged and not document.tagged:
        yield Finding("tags-missing")
