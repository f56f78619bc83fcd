"""The file does nothing but be printed, and asks for nothing."""

from outreach.checks.inspection import Findings, Inspection
from outreach.core.findings import Finding


def check(inspection: Inspection) -> Findings:
    """Scripts, forms, actions, files within, layers, and locks."""
    for what in inspection.file.active:
        yield Finding("active-content", data={"found": what})
    if inspection.file.encrypted:
        yield Finding("pdf-encrypted")
