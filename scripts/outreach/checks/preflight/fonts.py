"""Every font is in the file, and no other than those allowed."""

from outreach.checks.inspection import Findings, Inspection
from outreach.core.findings import Finding


def check(inspection: Inspection) -> Findings:
    """Fonts that a shop's computer would have to have, or that slipped in for the right one."""
    allowed = [family.replace(" ", "-") for family in inspection.demands.families]
    for font in inspection.file.fonts:
        if allowed and not any(font.name == name or font.name.startswith(f"{name}-") for name in allowed):
            yield Finding("font-foreign", data={"found": font.name, "expected": ", ".join(inspection.demands.families)})
        if not font.embedded:
            yield Finding("font-not-embedded", data={"found": font.name})
