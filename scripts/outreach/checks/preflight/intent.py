"""The output intent says for which press the colours are meant, and nothing is called PDF/X without one."""

from outreach.checks.demands import Demands
from outreach.checks.inspection import Findings, Inspection
from outreach.core.findings import Finding
from outreach.render.pdf.model import Intent, PdfFile

COMPONENTS = {"CMYK": 4, "RGB": 3, "GRAY": 1}


def check(inspection: Inspection) -> Findings:
    """An intent that is demanded or claimed and missing, or that contradicts itself."""
    printing = [intent for intent in inspection.file.intents if intent.kind == "GTS_PDFX"]
    if (claim := pdfx_claim(inspection.file)) and not printing:
        yield Finding("pdfx-claim", data={"found": claim})
    elif inspection.demands.needs_output_intent and not printing:
        yield Finding("intent-missing")
    for intent in printing:
        yield from _sound(intent, inspection.demands)


def pdfx_claim(pdf: PdfFile) -> str:
    """The PDF/X version that a file says it is; empty if it says none."""
    fields = ("pdfxid:GTS_PDFXVersion", "pdfx:GTS_PDFXVersion")
    return next((pdf.xmp[key] for key in fields if key in pdf.xmp), pdf.info.get("GTS_PDFXVersion", ""))


def _sound(intent: Intent, demands: Demands) -> Findings:
    if not intent.condition:
        yield Finding("intent-fault", data={"reason": "OutputConditionIdentifier = ?"})
    if not intent.device:
        return  # a condition of the ICC's registry needs no profile of its own
    if intent.device != "prtr":
        yield Finding("intent-fault", data={"reason": f"ICC {intent.device} ≠ prtr"})
    if intent.components != COMPONENTS.get(intent.space):
        yield Finding("intent-fault", data={"reason": f"N {intent.components} ≠ {intent.space}"})
    if demands.colours == "cmyk" and intent.space != "CMYK":
        yield Finding("intent-fault", data={"reason": f"{intent.space} ≠ CMYK"})
