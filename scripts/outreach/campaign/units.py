"""Units: the communes (or schools, stations, agencies) that a campaign speaks through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.codes import UNIT_LENGTH
from outreach.campaign.model import Campaign
from outreach.campaign.validate import closest
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.tables import Row, read_csv

REQUIRED = ("code", "name")
OPTIONAL = (
    *("type", "district_code", "district_name", "province_code", "province_name"),
    *("contact_label", "hotline", "address", "hours"),
)


@dataclass(frozen=True)
class Unit:
    """One row of a unit list; empty text where the list has no such column or cell."""

    code: str
    name: str
    type: str = ""
    district_code: str = ""
    district_name: str = ""
    province_code: str = ""
    province_name: str = ""
    contact_label: str = ""
    hotline: str = ""
    address: str = ""
    hours: str = ""

    @property
    def seat(self) -> str:
        """Where the unit lies, as an address continues: district, then province with a small initial."""
        parts = [part for part in (self.district_name, self.province_name) if part]
        return ", ".join(parts[:1] + [part[0].lower() + part[1:] for part in parts[1:]])


def help_of(unit: Unit | None, campaign: Campaign) -> tuple[str, str]:
    """Label and number to call: the unit's own, else the campaign's."""
    if unit is None or not unit.hotline:
        return campaign.help.label, campaign.help.number
    return unit.contact_label or unit.name, unit.hotline


def read_units(folder: Path, shown: str) -> tuple[dict[str, Unit], list[Finding]]:
    """All units of the CSV files in `folder` by code, and every fault of every file. `shown` names the folder."""
    units: dict[str, Unit] = {}
    seen: set[str] = set()
    faults: list[Finding] = []
    for path in sorted(folder.glob("*.csv")):
        name = f"{shown}/{path.name}"
        try:
            columns, rows = read_csv(path, name)
        except OutreachError as error:
            faults += error.findings
            continue
        column_faults = list(_columns(columns, name))
        faults += column_faults
        if column_faults:
            continue
        for row in rows:
            row_faults = list(_row(row, name, seen))
            faults += row_faults
            if not row_faults:
                units[row.cells["code"]] = Unit(**row.cells)
    return units, faults


def _columns(columns: list[str], name: str) -> Iterable[Finding]:
    for column in REQUIRED:
        if column not in columns:
            yield Finding("units-column-missing", file=name, line=1, data={"column": column})
    for column in columns:
        if column not in REQUIRED and column not in OPTIONAL:
            known = closest(column, (*REQUIRED, *OPTIONAL))
            yield Finding("units-column-unknown", file=name, line=1, data={"found": column, "expected": known})


def _row(row: Row, name: str, seen: set[str]) -> Iterable[Finding]:
    code = row.cells["code"]
    if not re.fullmatch(rf"[0-9A-Z]{{1,{UNIT_LENGTH}}}", code) or not code.strip("0"):
        yield Finding("units-code", file=name, line=row.line, data={"found": code, "length": UNIT_LENGTH})
    elif code.zfill(UNIT_LENGTH) in seen:
        yield Finding("units-code-twice", file=name, line=row.line, data={"found": code})
    seen.add(code.zfill(UNIT_LENGTH))
    if not row.cells["name"]:
        yield Finding("units-name-empty", file=name, line=row.line, data={"found": code})
