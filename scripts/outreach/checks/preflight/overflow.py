"""Every text is seen whole: none leaves the page, is clipped, or goes over the cut."""

from outreach.checks.inspection import SEEN, Findings, Inspection, corner_text, report_marks, texts
from outreach.core.findings import Finding
from outreach.core.lengths import number, pt_to_mm
from outreach.render.pdf.geometry import outside

TOLERANCE_MM = 0.3
SHARE = 0.1
"""Of the type size: an accent's tip may lie so far outside."""


def check(inspection: Inspection) -> Findings:
    """Texts that can't be seen, or not whole."""
    for page in inspection.pages:
        invisible = [mark for mark in page.unseen_text if mark.text.strip() and mark.alpha >= SEEN]
        yield from report_marks("text-unseen", page, invisible, {})
        for mark in texts(page):
            tolerance = max(TOLERANCE_MM, SHARE * pt_to_mm(mark.size))
            cut = outside(mark.unclipped_box, mark.box, tolerance) if mark.unclipped_box is not None else {}
            for side, mm in (cut or outside(mark.box, page.trim, TOLERANCE_MM)).items():
                yield Finding(
                    "text-cut",
                    page=page.number,
                    data={"what": mark.label, "at": corner_text(mark.box), "side": side, "mm": number(mm)},
                )
