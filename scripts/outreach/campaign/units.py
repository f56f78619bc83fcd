"""Units: the communes (or schools, stations, agencies) that a campaign speaks through."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from outreach.campaign import unit_cells as cells
from outreach.campaign.codes import full_code
from outreach.campaign.look_alikes import look_alikes
from outreach.campaign.model import Campaign
from outreach.campaign.telephones import ANY, Plan, format_telephone
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.hashing import file_digest
from outreach.core.lists import Row, read_csv
from outreach.core.workbooks import read_workbook

READERS: dict[str, Callable[[Path, str], tuple[list[str], list[Row], list[Finding]]]] = {
    ".csv": lambda path, name: (*read_csv(path, name, cells.names_columns), []),  # nothing in it can be hidden
    ".xlsx": partial(read_workbook, named=cells.names_columns, holds_text=cells.holds_text),
}
"""Endings of lists → what reads them: columns, rows, warnings."""


NOTES = ".md"
"""The ending of files beside the lists that are none."""


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
    place: str = ""
    """The place where its things hang."""
    logo: str = ""
    """A drawing below docs/assets/."""
    drawn: str = field(default="", compare=False)
    """The digest of that drawing: a record with another drawing is another record."""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    formerly: tuple[str, ...] = ()
    """Codes of units that this one took the place of: their links lead on."""
    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)

    @property
    def seat(self) -> str:
        """Where the unit lies, as an address continues: district, then province."""
        parts = [part for part in (self.district_name, self.province_name) if part]
        return ", ".join(parts[:1] + [cells.inside(part) for part in parts[1:]])

    def valid(self, on: dt.date) -> bool:
        """True on the days on which there is such a unit, the first and the last included."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def help_of(unit: Unit | None, campaign: Campaign) -> tuple[str, str]:
    """Label and number to call: the unit's own, else the campaign's."""
    if unit is None or not unit.hotline:
        return campaign.help.label, campaign.help.number
    return unit.contact_label or unit.name, unit.hotline


def link_units(units: Mapping[str, Unit]) -> list[str]:
    """The codes that printed links may carry: those of the units and of the units that they replaced."""
    return list(dict.fromkeys([*units, *(old for unit in units.values() for old in unit.formerly)]))


def read_units(
    folder: Path, folder_name: str, assets: Path | None = None, plan: Plan = ANY, languages: tuple[str, ...] = ()
) -> tuple[dict[str, Unit], list[Finding]]:
    """All units of the CSV and XLSX files in `folder` by code, and every fault of every file, other kinds included.

    Findings call the folder `folder_name`; logos are looked for in `assets`. Numbers to call have the form that `plan`
    prints. Characters that look like those of the `languages` and are others are faults; without languages, of any.
    """
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    files = [path for path in paths if path.suffix.lower() in READERS or (path.is_file() and path.suffix != NOTES)]
    lists = [path for path in files if not path.name.startswith(("~$", "."))]
    return _Reading(assets, plan, languages).of((path, f"{folder_name}/{path.name}") for path in lists)


def read_list(
    path: Path, name: str, plan: Plan = ANY, languages: tuple[str, ...] = ()
) -> tuple[dict[str, Unit], list[Finding]]:
    """The units of one file, wherever it lies, and every fault."""
    return _Reading(None, plan, languages).of([(path, name)])


class _Reading:
    """Units and faults found so far, and where each code stands."""

    def __init__(self, assets: Path | None, plan: Plan, languages: tuple[str, ...]) -> None:
        self._assets, self._plan, self._languages = assets, plan, languages
        self._units: dict[str, Unit] = {}
        self._faults: list[Finding] = []
        self._places: dict[str, tuple[str, int]] = {}
        self._logos: dict[str, cells.Fault | None] = {}
        self._drawn: dict[str, str] = {}

    def of(self, lists: Iterable[tuple[Path, str]]) -> tuple[dict[str, Unit], list[Finding]]:
        for path, name in lists:
            reader = READERS.get(path.suffix.lower())
            if reader is None:
                data: Data = {"found": path.suffix or path.name, "expected": ", ".join(READERS)}
                self._faults.append(Finding("list-kind", file=name, data=data))
                continue
            try:
                headings, rows, warned = reader(path, name)
            except OutreachError as error:
                self._faults += error.findings
                continue
            self._faults += warned
            fields = [cells.field_of(heading) for heading in headings]
            faults = list(_columns(headings, fields, name))
            self._faults += faults
            if all(fault.slug == "units-column-unknown" for fault in faults):  # its cells are left out
                self._rows(name, dict(zip(headings, (f or "" for f in fields), strict=True)), rows)
        self._faults += self._former()
        return self._units, self._faults

    def _rows(self, name: str, fields: dict[str, str], rows: list[Row]) -> None:
        headings = {field: heading for heading, field in fields.items() if field}
        special = [field for field in cells.FAULTS if field in headings]
        codes: list[tuple[int, str]] = []
        for row in rows:
            record: dict[str, Any] = {field: row.cells[heading] for field, heading in headings.items()}
            code, place = record["code"], (name, row.line)
            codes.append((row.line, code))
            faults = list(self._row(record, special, cells.plain([*record.values()]), place))
            for column, (slug, data) in faults:
                self._faults.append(Finding(slug, file=name, line=row.line, data={"column": headings[column], **data}))
            if not faults:
                if phone := record.get("hotline"):
                    record["hotline"] = format_telephone(phone, self._plan)
                self._units[code] = _unit(record, special, place, self._digest(record.get("logo", "")))
        if lost := cells.zeros_lost(codes):
            line, code, count = lost
            about: Data = {"column": headings["code"], "found": code, "count": count, "expected": full_code(code)}
            self._faults.append(Finding("units-zeros", file=name, line=line, data=about))

    def _row(
        self, record: dict[str, str], special: list[str], plain: bool, place: tuple[str, int]
    ) -> Iterator[tuple[str, cells.Fault]]:
        """Every fault of a row with the field that has it; one for each cell."""
        spoilt: set[str] = set()
        if not plain:
            for name, text in record.items():
                if fault := cells.cell_fault(name, text):
                    spoilt.add(name)
                    yield name, fault
        code = record["code"]
        if "code" not in spoilt:
            full = full_code(code)
            if fault := cells.code_fault(code):
                yield "code", fault
            elif full in self._places:
                yield "code", ("units-code-twice", {"found": code, "other": _place_name(self._places[full])})
            self._places.setdefault(full, place)
        if not record["name"]:
            yield "name", ("units-name-empty", {"found": cells.quote(code)})
        for name in special:
            text = record[name]
            if text and name not in spoilt and (fault := cells.FAULTS[name](text)):
                spoilt.add(name)
                yield name, fault
        if (
            (phone := record.get("hotline"))
            and "hotline" not in spoilt
            and (fault := cells.plan_fault(phone, self._plan))
        ):
            yield "hotline", fault
        if record.get("valid_from") and record.get("valid_to") and not {"valid_from", "valid_to"} & spoilt:
            first, last = cells.day(record["valid_from"]), cells.day(record["valid_to"])
            if first and last and last < first:
                yield "valid_to", ("units-period", {"found": record["valid_to"], "first": record["valid_from"]})
        for name, text in record.items():
            if name not in {"code", *cells.FAULTS, *spoilt} and (alike := look_alikes(text, self._languages)):
                yield name, ("units-look-alike", alike[0].data)
        if (logo := record.get("logo", "")) and "logo" not in spoilt:
            if logo not in self._logos:
                self._logos[logo] = cells.logo_fault(logo, self._assets)
            if fault := self._logos[logo]:
                yield "logo", fault

    def _digest(self, logo: str) -> str:
        if logo and self._assets and logo not in self._drawn:
            self._drawn[logo] = file_digest(self._assets / logo)
        return self._drawn.get(logo, "")

    def _former(self) -> Iterator[Finding]:
        """Former codes that another unit has, or had: their links could lead to one of both only."""
        heirs: dict[str, Unit] = {}
        for unit in self._units.values():
            for code in unit.formerly:
                full = full_code(code)
                inherited = full == full_code(unit.code)  # it kept the code of one of those that it replaced
                heir = heirs.setdefault(full, unit)
                other = None if inherited else self._places.get(full)
                if heir is not unit:
                    other = (heir.file, heir.line)
                if other:
                    data: Data = {"found": code, "other": _place_name(other)}
                    yield Finding("units-former-twice", file=unit.file, line=unit.line, data=data)


def _columns(headings: list[str], fields: list[str | None], name: str) -> Iterator[Finding]:
    for required in cells.REQUIRED:
        if required not in fields:
            yield Finding("units-column-missing", file=name, line=1, data={"column": required})
    for heading, field_name in zip(headings, fields, strict=True):
        if field_name is None:
            data: Data = {"found": cells.quote(heading), "expected": cells.similar_headings(heading) or "units-columns"}
            yield Finding("units-column-unknown", file=name, line=1, data=data)
    for at, field_name in enumerate(fields):
        if field_name and field_name in fields[:at]:
            yield Finding("units-column-twice", file=name, line=1, data={"found": headings[at], "field": field_name})


def _place_name(place: tuple[str, int]) -> str:
    return f"{place[0]}:{place[1]}"


def _unit(record: dict[str, Any], special: list[str], place: tuple[str, int], drawn: str) -> Unit:
    """A row without faults as a unit."""
    for key in special:
        if key == "formerly":
            record[key] = tuple(dict.fromkeys(record[key].split()))
        elif key != "hotline":
            record[key] = cells.day(record[key])
    record["file"], record["line"], record["drawn"] = *place, drawn
    return Unit(**record)
