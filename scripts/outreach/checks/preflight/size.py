"""The trim has the size that was ordered, on every page."""

from outreach.checks.inspection import Findings, Inspection
from outreach.core.findings import Finding
from outreach.core.lengths import number

TOLERANCE_MM = 0.1
SHARE = 0.0005
"""Of a side: a sheet of some metres is not cut to a tenth of a millimetre."""


def check(inspection: Inspection) -> Findings:
    """Pages of another size than demanded, or than the first."""
    expected = inspection.demands.trim or inspection.pages[0].size
    for page in inspection.pages:
        sides = zip(page.size, expected, strict=True)
        if any(abs(got - want) > max(TOLERANCE_MM, SHARE * want) for got, want in sides):
            size_text, demand = (" × ".join(number(side) for side in size) for size in (page.size, expected))
            yield Finding("trim", page=page.number, data={"found": size_text, "expected": demand})
