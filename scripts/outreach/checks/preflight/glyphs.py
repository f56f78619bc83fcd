"""No text shows glyphs that its font lacks."""

from outreach.checks.inspection import Findings, Inspection, corner_text
from outreach.core.findings import Finding


def check(inspection: Inspection) -> Findings:
    """Texts with boxes or gaps instead of letters."""
    for page in inspection.pages:
        for mark in page.marks:
            if mark.missing:
                yield Finding(
                    "glyph-absent",
                    page=page.number,
                    data={"count": mark.missing, "what": mark.label, "at": corner_text(mark.box), "found": mark.font},
                )
