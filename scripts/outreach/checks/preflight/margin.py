"""A sheet for office printers keeps the margin clear that they can't print."""

from outreach.checks.inspection import Findings, Inspection
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render import pictures

TOLERANCE_MM = 0.15
"""A pixel's rounding."""


def check(inspection: Inspection) -> Findings:
    """Pages with ink nearer to the edge than the profile's clear margin."""
    least = inspection.demands.blank_margin_mm
    if not least:
        return
    for page in inspection.pages:
        margin = pictures.clear_margin(inspection.rasters.trimmed(page))
        if margin < least - TOLERANCE_MM:
            yield Finding("clear-margin", page=page.number, data={"mm": number(margin), "least": number(least)})
