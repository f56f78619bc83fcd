"""The file can be read to its end, and nothing in it is named that it doesn't hold."""

from outreach.checks.inspection import Findings, Inspection
from outreach.core.findings import Finding
from outreach.render.pdf.model import Fault


def check(inspection: Inspection) -> Findings:
    """Report what was damaged, missing or not understood."""
    for fault in inspection.file.faults:
        if fault.most:
            yield beyond(fault)
        else:
            yield Finding("pdf-damaged", page=fault.page, data={"reason": fault.reason})


def beyond(fault: Fault) -> Finding:
    """A file that asks for more than is read of any."""
    return Finding("pdf-beyond", page=fault.page, data={"expected": f"bound-{fault.reason}", "most": fault.most})
