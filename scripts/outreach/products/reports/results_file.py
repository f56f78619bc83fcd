"""Results of a period as a file between commands, and read again: `reports/PERIOD/results.json`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from outreach.campaign.units import Unit
from outreach.campaign.validate import from_record
from outreach.core.findings import Finding, OutreachError
from outreach.core.tables import read_text
from outreach.products.reports.form import Form
from outreach.products.reports.results import Results, Return, Scans, Value
from outreach.products.reports.table import Period

NAME, SCANS = "results.json", "scans.json"
MOST_BYTES = 100_000_000


def write_results(results: Results, form: Form) -> bytes:
    """The returns that count, in the order of the lists, as JSON."""
    returns = [_record(results.returns[code]) for code in results.reporters if code in results.returns]
    record = {"form": form.key, "period": results.period.id, "returns": returns}
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_results(
    path: Path,
    name: str,
    form: Form,
    period: Period,
    reporters: Mapping[str, Unit],
    planned: Mapping[str, Mapping[str, int]],
) -> Results:
    """The results that `write_results` has written. Raises OutreachError for a file that is not such a one."""
    text = read_text(path, name, MOST_BYTES)
    try:
        record = json.loads(text)
        if record["form"] != form.key or record["period"] != period.id:
            raise ValueError(f"{record['form']} {record['period']}")
        returns = [from_record(Return, answer | {"rows": _rows(answer["rows"])}) for answer in record["returns"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutreachError(Finding("results-damaged", file=name, data={"reason": str(error)[:200]})) from None
    return Results(period, reporters, {r.code: r for r in returns if r.code in reporters}, planned)


def _record(answer: Return) -> dict[str, Any]:
    record = {**vars(answer), "day": answer.day.isoformat()}
    record["rows"] = {
        section: [{question: _plain(value) for question, value in row.items()} for row in rows]
        for section, rows in answer.rows.items()
    }
    return record


def _plain(value: Value) -> Any:
    """A value as JSON can hold it: a day has the key `day`, so that it is told from words."""
    return {"day": value.isoformat()} if isinstance(value, dt.date) else value


def _rows(rows: Any) -> dict[str, list[dict[str, Value]]]:
    return {
        section: [{question: _value(value) for question, value in row.items()} for row in section_rows]
        for section, section_rows in rows.items()
    }


def _value(value: Any) -> Value:
    return dt.date.fromisoformat(value["day"]) if isinstance(value, dict) else value


def write_scans(scans: Scans, period: Period) -> bytes:
    """Visits of codes in a period, as JSON."""
    record = {**vars(scans), "period": period.id, "days": {day.isoformat(): n for day, n in scans.days.items()}}
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_scans(path: Path, name: str, period: Period) -> Scans:
    """The visits that `write_scans` has written. Raises OutreachError for a file that is not such a one."""
    try:
        record = json.loads(read_text(path, name, MOST_BYTES))
        if record.pop("period") != period.id:
            raise ValueError("period")
        if odd := record.keys() ^ {field.name for field in fields(Scans)}:
            raise ValueError(", ".join(sorted(odd)))
        scans = from_record(Scans, record)
        tables = (scans.units, scans.materials, scans.channels, scans.days)
        counts = [scans.few, scans.robots, scans.lines, *(count for table in tables for count in table.values())]
        if min(counts) < 0:
            raise ValueError("< 0")
        if sorted(scans.days) != [period.first + dt.timedelta(at) for at in range(period.days)]:
            raise ValueError(f"days: {period.first} – {period.last}")
        return scans
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutreachError(Finding("scans-damaged", file=name, data={"reason": str(error)[:200]})) from None
