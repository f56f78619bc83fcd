"""The inks of no place add up to more than the shop's presses dry."""

from outreach.checks.inspection import Findings, Inspection, marks_in_bleed, report_marks
from outreach.core.lengths import number

ROUNDING = 0.5
"""Per cent."""


def check(inspection: Inspection) -> Findings:
    """Fills, strokes, texts, images and gradients of too much ink."""
    limit = inspection.demands.press.ink_limit
    for page in inspection.pages:
        heavy = [mark for mark in marks_in_bleed(page) if mark.ink_sum is not None and mark.ink_sum > limit + ROUNDING]
        heavy.sort(key=lambda mark: -(mark.ink_sum or 0))
        if heavy:
            ink, most = number(heavy[0].ink_sum or 0, 0), number(limit, 0)
            yield from report_marks("ink-sum", page, heavy, {"found": ink, "most": most})
