"""Issued codes, `docs/_data/issued.csv`: links that are printed somewhere and must lead to a page while paper lasts.

The build and orders add rows; people write only the day on which a link has ended.
"""

import csv
import datetime as dt
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import CODE_LENGTH, full_code, link_code, parse_code
from outreach.campaign.materials import Material
from outreach.campaign.sheets import Sheet
from outreach.campaign.unit_cells import day
from outreach.campaign.units import Unit, link_units
from outreach.core.files import write_whole
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.last_build import Published
from outreach.core.lists import read_csv
from outreach.core.project import ISSUED
from outreach.core.quoting import visible

COLUMNS = ("code", "edition", "ended")


@dataclass(frozen=True)
class Issued:
    """A code, the edition of the campaign that first printed it, and the day on which its link has ended, if it has."""

    code: str
    edition: str
    ended: dt.date | None = None
    line: int = 0

    @property
    def material(self) -> str:
        return parse_code(self.code)[0]

    @property
    def unit(self) -> str:
        """As links have it, with zeros before it; empty for none."""
        return parse_code(self.code)[1]


def read_issued(path: Path, name: str) -> tuple[dict[str, Issued], list[Finding]]:
    """The valid rows by code, and every fault; both empty if there is no such file.

    Rows may be in any order and stand twice: git puts the rows of two branches together. Findings call the file
    `name`. Its bounds are those of all lists.
    """
    if not path.exists():
        return {}, []
    try:
        columns, rows = read_csv(path, name)
    except OutreachError as error:
        return {}, list(error.findings)
    if missing := [column for column in COLUMNS[:2] if column not in columns]:
        return {}, [Finding("units-column-missing", file=name, line=1, data={"column": missing[0]})]
    unknown = [column for column in columns if column not in COLUMNS]
    if unknown:  # the next build would write the file without them
        data: Data = {"found": visible(", ".join(unknown)), "expected": ", ".join(COLUMNS)}
        return {}, [Finding("units-column-unknown", file=name, line=1, data=data)]
    issued: dict[str, Issued] = {}
    faults: list[Finding] = []
    for row in rows:
        code, ended = row.cells["code"], row.cells.get("ended", "")
        end = day(ended) if ended else None
        try:
            parse_code(code)
        except ValueError:
            data = {"found": visible(code), "length": CODE_LENGTH}
            faults.append(Finding("issued-code", file=name, line=row.line, data=data))
            continue
        if ended and end is None:
            data = {"column": "ended", "found": visible(ended)}
            faults.append(Finding("units-date", file=name, line=row.line, data=data))
            continue
        if code not in issued or (end and not issued[code].ended):
            issued[code] = Issued(code, row.cells["edition"], end, row.line)
    return issued, faults


def check_issued(
    issued: Iterable[Issued],
    name: str,
    materials: Collection[str],
    units: Iterable[str],
    current: Iterable[str],
    as_of: dt.date,
) -> Iterator[Finding]:
    """Findings: codes without a page, one for each unit or material that is gone; codes that have ended and are still
    printed, or that end only after the campaign's day `as_of`: their page would say already that they have.

    `materials` are codes of the campaign's materials, `units` those of all units that links lead to, `current` those of
    units that have sheets now.
    """
    known, live = {full_code(code) for code in units}, {"", *map(full_code, current)}
    gone: dict[tuple[str, str], list[Issued]] = {}
    for row in issued:
        if row.ended:
            if row.ended > as_of:
                data: Data = {"found": row.code, "ended": str(row.ended), "as_of": str(as_of)}
                yield Finding("issued-early", file=name, line=row.line, data=data)
            if row.material in materials and row.unit in live:
                yield Finding("issued-ended", file=name, line=row.line, data={"found": row.code})
        elif row.unit and row.unit not in known:
            gone.setdefault(("issued-unit", row.unit), []).append(row)
        elif row.material not in materials:
            gone.setdefault(("issued-material", row.material), []).append(row)
    for (slug, code), rows in gone.items():
        first = min(rows, key=lambda row: row.line)
        data = {"found": code, "count": len(rows), "code": first.code, "edition": first.edition}
        yield Finding(slug, file=name, line=first.line, data=data)


def rows_of(issued: Mapping[str, Issued]) -> list[list[str]]:
    """The file's rows, names of columns first, sorted by code: the same codes in any order give the same file."""
    rows = [[row.code, row.edition, row.ended.isoformat() if row.ended else ""] for row in issued.values()]
    return [list(COLUMNS), *sorted(rows)]


def codes_of(bundle: Bundle, sheets: Iterable[Sheet], units: Iterable[Unit | None] = (None,)) -> set[str]:
    """The codes in these sheets, made for these units (None for none): in QR codes, and where a sheet can be tapped."""
    materials = {
        sheet.material.meta.code for sheet in sheets if sheet.has_symbol or bundle.profiles[sheet.profile].links
    }
    return {link_code(material, unit.code if unit else "") for material in materials for unit in units}


def issued_codes(bundle: Bundle, materials: Iterable[Material], whole: bool) -> tuple[dict[str, Issued], list[Finding]]:
    """The table, its faults, and the codes that lead nowhere; these only if the campaign is `whole`.

    In a campaign that is not whole, a material or unit may be missing because its file has faults, not because it is
    gone.
    """
    path = bundle.project.data / ISSUED
    issued, faults = read_issued(path, bundle.project.relative(path))
    if whole:
        codes, current = {material.meta.code for material in materials}, [unit.code for unit in bundle.live]
        if not path.exists() and Published.of(bundle.project):
            name = bundle.project.relative(path)
            faults.append(Finding("issued-missing", file=name, data={"found": name}))
        name, known = bundle.project.relative(path), link_units(bundle.units)
        faults += check_issued(issued.values(), name, codes, known, current, bundle.campaign.as_of)
    return issued, faults


def issue(bundle: Bundle, codes: Iterable[str]) -> None:
    """Add codes to the table, with the edition that first has them; a table that has them all is left alone.

    A table without a code is written too: once a site is published, its absence is a fault.

    Raises OutreachError for faults of the table.
    """
    edition, path = bundle.campaign.edition, bundle.project.data / ISSUED
    issued, faults = read_issued(path, bundle.project.relative(path))
    if faults:
        raise OutreachError(faults)
    new = {code: Issued(code, edition) for code in codes if code not in issued}
    if new or not path.exists():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows_of(issued | new))
        write_whole(path, text.getvalue().encode())
