"""Black text is printed with black ink alone, and small text with few inks: plates never meet exactly."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import one_for_all, printed
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.model import Document, Mark
from outreach.render.pixels import Rasters

DARK = 0.85
"""Of black ink: what reads as black text."""
TRACE = 0.05
"""Of another ink: less doesn't show when a plate is off."""
MANY = 2
"""Inks that small text may have."""


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Rich-black text, unless the shop takes it; small text of three inks and more."""
    fine = demands.shop.fine_type_pt
    for page in document.pages:
        texts = [mark for mark in printed(page) if mark.kind == "text"]
        rich = [] if demands.shop.rich_black else [mark for mark in texts if _black(mark) and len(_inks(mark)) > 1]
        yield from one_for_all("text-rich-black", page, rich, {})
        small = [m for m in texts if m not in rich and m.size < fine and len(_inks(m)) > MANY]
        yield from one_for_all("text-many-inks", page, small, {"small": number(fine)}, "warning")


def _inks(mark: Mark) -> list[str]:
    return [name for name, amount in mark.colour.plates if amount > TRACE]


def _black(mark: Mark) -> bool:
    plates = dict(mark.colour.plates)
    everything = all(plates.get(name, 0.0) > DARK for name in ("Cyan", "Magenta", "Yellow"))
    return plates.get("Black", 0.0) > DARK or everything
