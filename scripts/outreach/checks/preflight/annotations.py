"""Nothing lies on the page that is no part of it: links, notes, form fields."""

from outreach.checks.inspection import Findings, Inspection, corner_text
from outreach.core.findings import Data, Finding
from outreach.render.pdf.geometry import meet

ALLOWED = {"TrapNet", "PrinterMark", "Popup"}
"""Made for printing, or shown with another."""


def check(inspection: Inspection) -> Findings:
    """Annotations within the bleed: they print by chance, or not at all."""
    for page in inspection.pages:
        notes_on_page = [n for n in page.annotations if n.kind not in ALLOWED and meet(n.box, page.bleed) is not None]
        for kind in dict.fromkeys(note.kind for note in notes_on_page):
            notes = [note for note in notes_on_page if note.kind == kind]
            data: Data = {"found": kind or "?", "at": corner_text(notes[0].box), "count": len(notes)}
            yield Finding("annotation", page=page.number, data=data)
