"""The file says what it is: a title and a language for readers, a number and trapping for the shop."""

from outreach.checks.inspection import Findings, Inspection
from outreach.checks.preflight.intent import pdfx_claim
from outreach.core.findings import Finding


def check(inspection: Inspection) -> Findings:
    """Report missing metadata: an error where PDF/X or tags demand it, a warning elsewhere."""
    document, tagged = inspection.document, inspection.demands.tagged
    exchange = bool(pdfx_claim(document))
    fields = {
        "Title": (document.info.get("Title") or document.xmp.get("dc:title"), tagged),
        "Lang": (document.language, tagged),
        "ID": (document.identified, exchange),
    }
    if exchange:
        fields["Trapped"] = document.info.get("Trapped") in {"True", "False"}, exchange
    for field, (value, demanded) in fields.items():
        if not value:
            yield Finding("metadata-missing", "error" if demanded else "warning", data={"found": field})
