"""Black text is printed with black ink alone, and small text with few inks: plates never meet exactly."""

from outreach.checks.inspection import Findings, Inspection, marks_in_bleed, report_marks
from outreach.core.lengths import number
from outreach.render.pdf.model import Mark

DARK = 0.85
"""Of black ink: what reads as black text."""
TRACE = 0.05
"""Of another ink: less doesn't show when a plate is off."""
MANY = 2
"""Inks that small text may have."""


def check(inspection: Inspection) -> Findings:
    """Rich-black text, unless the shop takes it; small text of three inks and more."""
    shop = inspection.demands.press
    fine = shop.fine_type_pt
    for page in inspection.pages:
        texts = [mark for mark in marks_in_bleed(page) if mark.kind == "text"]
        rich = [] if shop.rich_black else [mark for mark in texts if _black(mark) and len(_inks(mark)) > 1]
        yield from report_marks("text-rich-black", page, rich, {})
        small = [m for m in texts if m not in rich and m.size < fine and len(_inks(m)) > MANY]
        yield from report_marks("text-many-inks", page, small, {"small": number(fine)}, "warning")


def _inks(mark: Mark) -> list[str]:
    return [name for name, amount in mark.colour.plates if amount > TRACE]


def _black(mark: Mark) -> bool:
    plates = dict(mark.colour.plates)
    everything = all(plates.get(name, 0.0) > DARK for name in ("Cyan", "Magenta", "Yellow"))
    return plates.get("Black", 0.0) > DARK or everything
