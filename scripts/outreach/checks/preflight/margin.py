"""A sheet for office printers keeps the margin clear that they can't print."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render import pictures
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters

TOLERANCE_MM = 0.15
"""A pixel's rounding."""


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Pages with ink nearer to the edge than the profile's clear margin."""
    if not demands.clear:
        return
    for page in document.pages:
        found = pictures.clear_margin(rasters.trimmed(page))
        if found < demands.clear - TOLERANCE_MM:
            yield Finding("clear-margin", page=page.number, data={"mm": number(found), "least": number(demands.clear)})
