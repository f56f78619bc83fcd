"""Issued codes, `docs/_data/issued.csv`: links that are printed somewhere and must lead to a page while paper lasts.

The build and orders add rows; people write only the day on which a link has ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.codes import CODE_LENGTH, full_code, parse_code
from outreach.campaign.unit_cells import day
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.lists import read_csv
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
) -> list[Finding]:
    """Findings: codes without a page, one for each unit or material that is gone; codes that have ended and are still
    printed, or that end only after the campaign's day `as_of`: their page would say already that they have.

    `materials` are codes of the campaign's materials, `units` those of all units that links lead to, `current` those of
    units that have sheets now.
    """
    known, live = {full_code(code) for code in units}, {"", *map(full_code, current)}
    gone: dict[tuple[str, str], list[Issued]] = {}
    faults: list[Finding] = []
    for row in issued:
        if row.ended:
            if row.ended > as_of:
                data: Data = {"found": row.code, "ended": str(row.ended), "as_of": str(as_of)}
                faults.append(Finding("issued-early", file=name, line=row.line, data=data))
            if row.material in materials and row.unit in live:
                faults.append(Finding("issued-ended", file=name, line=row.line, data={"found": row.code}))
        elif row.unit and row.unit not in known:
            gone.setdefault(("issued-unit", row.unit), []).append(row)
        elif row.material not in materials:
            gone.setdefault(("issued-material", row.material), []).append(row)
    for (slug, code), rows in gone.items():
        first = min(rows, key=lambda row: row.line)
        data = {"found": code, "count": len(rows), "code": first.code, "edition": first.edition}
        faults.append(Finding(slug, file=name, line=first.line, data=data))
    return faults


def rows_of(issued: Mapping[str, Issued]) -> list[list[str]]:
    """The file's rows, names of columns first, sorted by code: the same codes in any order give the same file."""
    rows = [[row.code, row.edition, row.ended.isoformat() if row.ended else ""] for row in issued.values()]
    return [list(COLUMNS), *sorted(rows)]
