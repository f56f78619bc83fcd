"""The returns of a folder, in any order, as the results of a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from outreach.campaign.units import Unit
from outreach.core.findings import Data, Finding, OutreachError, ordered
from outreach.core.project import Project
from outreach.products.reports.form import Form
from outreach.products.reports.results import Results, Return
from outreach.products.reports.returns import ENDINGS, read_return
from outreach.products.reports.table import Period

MOST_FILES = 50_000
"""Files of a folder of returns."""


def merge(
    form: Form,
    readers: Iterable[Unit],
    others: Iterable[Unit],
    period: Period,
    folder: Path,
) -> tuple[Results, list[Finding]]:
    """The results of a period, and all that is wrong with the returns; the order of files decides nothing.

    `readers` are the units whose loudspeakers follow the plan, `others` report besides them. Raises OutreachError for a
    folder that is not there, or that holds far too many files.
    """
    plan = form.planned(period) if form.plans else {}
    listed = list(readers)
    reporters = {unit.code: unit for unit in (*listed, *others)}
    returns: dict[str, list[Return]] = {}
    findings: list[Finding] = []
    for path, name in _files(folder):
        answer, faults = _read(path, name, form, reporters, period)
        findings += faults
        if answer is not None:
            returns.setdefault(answer.code, []).append(answer)
    counting: dict[str, Return] = {}
    for code in (code for code in reporters if code in returns):
        answer, faults = _valid(returns[code], reporters[code])
        findings += faults
        if answer is not None:
            counting[code] = answer
    planned = {unit.code: plan for unit in listed} if plan else {}
    return Results(period, reporters, counting, planned), ordered(findings)


def check_folder(project: Project, folder: Path) -> None:
    """Raises OutreachError for a folder of returns that would be published: below docs/ or in the site."""
    place = folder.resolve()
    if any(place.is_relative_to(part.resolve()) for part in (project.docs, project.site)):
        raise OutreachError(Finding("returns-published", data={"found": str(folder)}))


def _files(folder: Path) -> list[tuple[Path, str]]:
    """The files of a folder and those below it, with the names that findings call them by; locks are passed over."""
    if not folder.is_dir():
        raise OutreachError(Finding("returns-missing", data={"found": str(folder)}))
    files: list[tuple[Path, str]] = []
    for path in folder.rglob("*"):
        if path.name.startswith(("~$", ".")) or path.is_dir():
            continue
        files.append((path, path.relative_to(folder).as_posix()))
        if len(files) > MOST_FILES:
            raise OutreachError(Finding("returns-many", data={"found": str(folder), "expected": MOST_FILES}))
    return sorted(files, key=lambda file: file[1])


def _read(
    path: Path, name: str, form: Form, reporters: Mapping[str, Unit], period: Period
) -> tuple[Return | None, list[Finding]]:
    """A file's return, if it is a file that forms come in."""
    if path.suffix.lower() not in ENDINGS:
        data: Data = {"found": path.suffix or path.name, "expected": ", ".join(ENDINGS)}
        return None, [Finding("return-kind", file=name, data=data)]
    return read_return(path, name, form, reporters, period)


def _valid(returns: list[Return], unit: Unit) -> tuple[Return | None, list[Finding]]:
    """The return that counts of those of one reporter: the one with the later day, if no other of that day differs."""
    last = max(answer.day for answer in returns)
    *_, newest = latest = sorted((answer for answer in returns if answer.day == last), key=lambda answer: answer.file)
    data: Data = {"code": unit.code, "name": unit.name, "day": last.strftime("%d/%m/%Y")}
    for other in latest[:-1]:
        if replace(other, file="") != replace(newest, file=""):
            findings = [Finding("return-differs", file=answer.file, data=data) for answer in latest]
            return None, findings
    earlier = [answer.file for answer in returns if answer.day < last]
    replaced = [
        Finding("return-replaced", "warning", file=file, data=data | {"expected": newest.file}) for file in earlier
    ]
    return newest, replaced
