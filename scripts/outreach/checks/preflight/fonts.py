"""Every font is in the file, and no other than those allowed."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.core.findings import Finding
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Fonts that a shop's computer would have to have, or that slipped in for the right one."""
    allowed = [family.replace(" ", "-") for family in demands.families]
    for font in document.fonts:
        if allowed and not any(font.name == name or font.name.startswith(f"{name}-") for name in allowed):
            yield Finding("font-foreign", data={"found": font.name, "expected": ", ".join(demands.families)})
        if not font.embedded:
            yield Finding("font-not-embedded", data={"found": font.name})
