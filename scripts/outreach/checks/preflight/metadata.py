"""The file says what it is: a title and a language for readers, a number and trapping for the shop."""

from outreach.checks.inspection import Findings, Inspection
from outreach.checks.preflight.intent import pdfx_claim
from outreach.core.findings import Finding


def check(inspection: Inspection) -> Findings:
    """Report missing metadata: an error where PDF/X or tags demand it, a warning elsewhere."""
    pdf, tagged = inspection.file, inspection.demands.needs_tags
    exchange = bool(pdfx_claim(pdf))
    fields = {
        "Title": (pdf.info.get("Title") or pdf.xmp.get("dc:title"), tagged),
        "Lang": (pdf.language, tagged),
        "ID": (pdf.has_id, exchange),
    }
    if exchange:
        fields["Trapped"] = pdf.info.get("Trapped") in {"True", "False"}, exchange
    for field, (value, demanded) in fields.items():
        if not value:
            yield Finding("metadata-missing", "error" if demanded else "warning", data={"found": field})
