"""Text keeps away from the cut."""

from outreach.checks.inspection import ROUNDING_MM, Findings, Inspection, corner_text, texts
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render.pdf.geometry import grow, outside


def check(inspection: Inspection) -> Findings:
    """Texts nearer to the trim than the safe distance."""
    least = inspection.demands.text_margin_mm
    if least is None:
        return
    for page in inspection.pages:
        safe = grow(page.trim, -least)
        for mark in texts(page):
            for side, mm in outside(mark.box, safe, ROUNDING_MM).items():
                data: Data = {"what": mark.label, "at": corner_text(mark.box), "side": side}
                lengths = {"mm": number(mm), "least": number(least)}
                yield Finding("text-near-trim", page=page.number, data=data | lengths)
