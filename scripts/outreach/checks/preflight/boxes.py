"""The page's boxes: there, one within the other, with enough bleed."""

from outreach.checks.inspection import ROUNDING_MM, Findings, Inspection
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.geometry import outside
from outreach.render.pdf.model import Page


def check(inspection: Inspection) -> Findings:
    """Boxes that are missing, leave each other, or leave too little bleed; a unit that half the viewers ignore."""
    for page in inspection.pages:
        boxes = ("media", "bleed", "trim") if inspection.demands.bleed_mm is not None else ("media",)
        missing = [f"{box.title()}Box" for box in boxes if box not in page.named_boxes]
        if missing:
            yield Finding("box-missing", page=page.number, data={"box": ", ".join(missing)})
        yield from _nesting(page)
        if inspection.demands.bleed_mm and {"trim", "bleed"} <= page.named_boxes:
            yield from _bleed(page, inspection.demands.bleed_mm)
        if page.user_unit != 1:
            yield Finding("user-unit", "warning", page=page.number, data={"found": number(page.user_unit, 3)})


def _nesting(page: Page) -> Findings:
    pairs = (("trim", page.trim, "bleed", page.bleed), ("bleed", page.bleed, "media", page.media))
    for inner, inside, outer, around in pairs:
        for side, mm in outside(inside, around, ROUNDING_MM).items():
            names = (f"{inner.title()}Box", f"{outer.title()}Box")
            yield Finding(
                "box-nesting",
                page=page.number,
                data={"inner": names[0], "outer": names[1], "side": side, "mm": number(mm)},
            )


def _bleed(page: Page, least: float) -> Findings:
    # What lies within a box leaves it by less than nothing.
    if narrow := outside(page.trim, page.bleed, ROUNDING_MM - least):
        width = number(max(-max(narrow.values()), 0.0))
        yield Finding(
            "bleed-narrow", page=page.number, data={"side": ", ".join(narrow), "found": width, "least": number(least)}
        )
