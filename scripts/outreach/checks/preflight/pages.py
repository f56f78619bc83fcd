"""The file has the pages that were ordered."""

from outreach.checks.inspection import Findings, Inspection
from outreach.core.findings import Finding


def check(inspection: Inspection) -> Findings:
    """Too many pages or too few, and pages with nothing on them."""
    if inspection.demands.pages is not None and len(inspection.pages) != inspection.demands.pages:
        yield Finding("page-count", data={"found": len(inspection.pages), "expected": inspection.demands.pages})
    for page in inspection.pages:
        if not page.marks:
            yield Finding("page-blank", "warning", page=page.number)
