"""The page's boxes: there, one within the other, with enough bleed."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import ROUNDING_MM
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.geometry import outside
from outreach.render.pdf.model import Document, Page
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Boxes that are missing, leave each other, or leave too little bleed; a unit that half the viewers ignore."""
    for page in document.pages:
        wanted = ("media", "bleed", "trim") if demands.bleed is not None else ("media",)
        missing = [f"{box.title()}Box" for box in wanted if box not in page.named]
        if missing:
            yield Finding("box-missing", page=page.number, data={"box": ", ".join(missing)})
        yield from _nesting(page)
        if demands.bleed and {"trim", "bleed"} <= page.named:
            yield from _bleed(page, demands.bleed)
        if page.user_unit != 1:
            yield Finding("user-unit", "warning", page=page.number, data={"found": number(page.user_unit, 3)})


def _nesting(page: Page) -> Iterator[Finding]:
    pairs = (("trim", page.trim, "bleed", page.bleed), ("bleed", page.bleed, "media", page.media))
    for inner, inside, outer, around in pairs:
        for side, mm in outside(inside, around, ROUNDING_MM).items():
            names = (f"{inner.title()}Box", f"{outer.title()}Box")
            yield Finding(
                "box-nesting",
                page=page.number,
                data={"inner": names[0], "outer": names[1], "side": side, "mm": number(mm)},
            )


def _bleed(page: Page, least: float) -> Iterator[Finding]:
    sides = {
        "left": page.trim[0] - page.bleed[0],
        "top": page.trim[1] - page.bleed[1],
        "right": page.bleed[2] - page.trim[2],
        "bottom": page.bleed[3] - page.trim[3],
    }
    narrow = {side: mm for side, mm in sides.items() if mm < least - ROUNDING_MM}
    if narrow:
        found = number(max(min(narrow.values()), 0.0))
        yield Finding(
            "bleed-narrow", page=page.number, data={"side": ", ".join(narrow), "found": found, "least": number(least)}
        )
