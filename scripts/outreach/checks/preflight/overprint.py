"""Nothing white is set to overprint: on a press it would not be there."""

from outreach.checks.inspection import Findings, Inspection, marks_in_bleed, report_marks


def check(inspection: Inspection) -> Findings:
    """White text and shapes that screens show and presses leave out."""
    for page in inspection.pages:
        white = [
            mark
            for mark in marks_in_bleed(page)
            if mark.overprint and mark.colour.plates and not any(amount for _, amount in mark.colour.plates)
        ]
        yield from report_marks("white-overprint", page, white, {})
