"""A sheet for office printers spares their toner."""

from outreach.checks.inspection import Findings, Inspection
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render import pictures


def check(inspection: Inspection) -> Findings:
    """Pages that more toner covers than the profile allows."""
    most = inspection.demands.most_toner
    if most is None or most >= 1:
        return
    for page in inspection.pages:
        share = pictures.coverage(inspection.rasters.trimmed(page))
        if share > most:
            yield Finding("toner", page=page.number, data={"found": number(share * 100), "most": number(most * 100)})
