"""Records that do not fit: the campaign's contact in place of a unit's own, so that one row never stops all others."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.core.findings import Data, Finding, has_errors

CONTACT = ("contact_label", "hotline")
VISIT = ("address", "hours")
_OMISSIONS = (CONTACT, VISIT, CONTACT + VISIT)
"""Fields of a record that are left out in turn, until the rest fits."""


def fit_unit(unit: Unit, faults: Callable[[Unit], Iterable[Finding]]) -> tuple[Unit, list[Finding]]:
    """The unit with as much of its record as fits, and a warning about the rest, at its row.

    `faults` lists the findings about a record. If no omission helps, the unit comes back whole, without a warning.
    """
    errors = [finding for finding in faults(unit) if finding.severity == "error"]
    for fields in _OMISSIONS if errors else ():
        blanks: dict[str, Any] = dict.fromkeys(fields, "")
        shorter = replace(unit, **blanks)
        if shorter != unit and not has_errors(faults(shorter)):
            return shorter, [_warning(unit, fields, errors[0])]
    return unit, []


def record_errors(sheet: Sheet, findings: Iterable[Finding]) -> list[Finding]:
    """The errors among a sheet's findings that are about what a record puts into a slot."""
    layout = sheet.template.layouts[sheet.format, sheet.profile]
    record_slots = {
        name
        for name, slot in layout.items()
        if slot.default.startswith("record.") and not {name, slot.like} & sheet.material.meta.slots.keys()
    }
    return [finding for finding in findings if finding.severity == "error" and finding.data.get("slot") in record_slots]


def _warning(unit: Unit, fields: Iterable[str], error: Finding) -> Finding:
    text = " · ".join(value for name in fields if (value := getattr(unit, name)))
    data: Data = {"found": text, "slot": error.data.get("slot", error.data.get("script", ""))}
    return Finding("unit-contact", "warning", unit.file, unit.line, data=data)
