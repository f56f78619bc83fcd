"""Records that do not fit: the campaign's contact in place of a unit's own, so that one row never stops all others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.core.findings import Finding, has_errors

CONTACT = ("contact_label", "hotline")
VISIT = ("address", "hours")
_LESS = (CONTACT, VISIT, CONTACT + VISIT)
"""Fields of a record that are left out in turn, until the rest fits."""


def fitting(unit: Unit, faults: Callable[[Unit], Iterable[Finding]]) -> tuple[Unit, list[Finding]]:
    """The unit with as much of its record as fits, and a warning about the rest, at its row.

    `faults` are those of its record. The unit is whole, and there is no warning, if leaving out does not help.
    """
    wrong = [finding for finding in faults(unit) if finding.severity == "error"]
    for left_out in _LESS if wrong else ():
        blank: dict[str, Any] = dict.fromkeys(left_out, "")
        less = replace(unit, **blank)
        if less != unit and not has_errors(faults(less)):
            return less, [_warning(unit, left_out, wrong[0])]
    return unit, []


def of_record(sheet: Sheet, findings: Iterable[Finding]) -> list[Finding]:
    """The errors among a sheet's findings that are about what a record puts into a slot."""
    layout = sheet.template.layouts[sheet.format, sheet.profile]
    own = {
        name
        for name, slot in layout.items()
        if slot.default.startswith("record.") and not {name, slot.like} & sheet.material.meta.slots.keys()
    }
    return [finding for finding in findings if finding.severity == "error" and finding.data.get("slot") in own]


def _warning(unit: Unit, left_out: Iterable[str], wrong: Finding) -> Finding:
    text = " · ".join(value for name in left_out if (value := getattr(unit, name)))
    data: dict[str, str | int | float] = {"found": text, "slot": wrong.data.get("slot", wrong.data.get("script", ""))}
    return Finding("unit-contact", "warning", unit.file, unit.line, data=data)
