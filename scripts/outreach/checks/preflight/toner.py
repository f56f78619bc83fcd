"""A sheet for office printers spares their toner."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render import pictures
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Pages that more toner covers than the profile allows."""
    if demands.toner is None or demands.toner >= 1:
        return
    for page in document.pages:
        found = pictures.coverage(rasters.trimmed(page))
        if found > demands.toner:
            data: Data = {"found": number(found * 100), "most": number(demands.toner * 100)}
            yield Finding("toner", page=page.number, data=data)
