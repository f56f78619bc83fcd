"""Reporters besides the units: schools, stations, hospitals and companies, in lists of their own."""

from collections.abc import Mapping

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import full_code
from outreach.campaign.units import Unit, read_units
from outreach.core.findings import Finding

FOLDER = "reporters"
"""Of the lists, below docs/_data/; their columns are those of unit lists."""


def read_reporters(bundle: Bundle) -> tuple[Mapping[str, Unit], list[Finding]]:
    """Code → reporter, of all lists, and their faults; no code is a unit's."""
    project = bundle.project
    folder = project.data / FOLDER
    languages = tuple(bundle.campaign.languages)
    reporters, faults = read_units(folder, project.relative(folder), None, bundle.telephones, languages)
    taken = {full_code(unit.code): unit for unit in bundle.units.values()}
    for reporter in reporters.values():
        if unit := taken.get(full_code(reporter.code)):
            data = {"found": reporter.code, "other": f"{unit.file}:{unit.line}"}
            faults.append(Finding("reporters-twice", file=reporter.file, line=reporter.line, data=data))
    return reporters, faults
