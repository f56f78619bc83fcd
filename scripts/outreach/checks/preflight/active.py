"""The file does nothing but be printed, and asks for nothing."""

from collections.abc import Iterator

from outreach.checks.inspection import Inspection
from outreach.core.findings import Finding


def check(inspection: Inspection) -> Iterator[Finding]:
    """Scripts, forms, actions, files within, layers, and locks."""
    for what in inspection.document.active:
        yield Finding("active-content", data={"found": what})
    if inspection.document.encrypted:
        yield Finding("pdf-encrypted")
