"""The file can be read to its end, and nothing in it is named that it doesn't hold."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.core.findings import Finding
from outreach.render.pdf.model import Document, Fault
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Report what was damaged, missing or not understood."""
    for fault in document.faults:
        if fault.most:
            yield beyond(fault)
        else:
            yield Finding("pdf-damaged", page=fault.page, data={"reason": fault.reason})


def beyond(fault: Fault) -> Finding:
    """A file that asks for more than is read of any."""
    return Finding("pdf-beyond", page=fault.page, data={"expected": f"bound-{fault.reason}", "most": fault.most})
