"""No line is thinner than the shop prints: strokes, outlined text, and shapes filled so thin that they are lines."""

from outreach.checks.inspection import Findings, Inspection, marks_in_bleed, report_worst

ROUNDING_PT = 0.005


def check(inspection: Inspection) -> Findings:
    """Lines that break up or vanish in print."""
    least = inspection.demands.press.min_line_pt
    for page in inspection.pages:
        rated = [(mark.line, mark) for mark in marks_in_bleed(page) if mark.line is not None]
        for slug, kinds in (("hairline", {"stroke", "text"}), ("thin-fill", {"fill"})):
            thin = [pair for pair in rated if pair[0] < least - ROUNDING_PT and pair[1].kind in kinds]
            yield from report_worst(slug, page, thin, least, (3, 2))
