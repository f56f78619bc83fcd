"""Kits made to order: the sheets of some units for one printer, each unit's in a folder, with a packing list."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from outreach.build import Prepared, make, prepare, unknown_name
from outreach.campaign.project import Project
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, ordered
from outreach.core.hashing import linked, write_whole
from outreach.core.workers import Progress
from outreach.personalise import Personalised, keys, personalise
from outreach.publish import swap


def order(
    project: Project,
    units: Sequence[str],
    districts: Sequence[str],
    profile: str | None,
    sheets: Sequence[str],
    out: Path,
    progress: Progress | None = None,
    workers: int | None = None,
) -> tuple[list[Path], list[Finding]]:
    """Makes the sheets of the units with these codes or in these districts, of all if none is named.

    Without a profile those that kits have; `sheets` are names of materials, or of sheets as far as their format.
    Returns the folders' packing list with the files, and warnings. Raises OutreachError for an unknown name and for
    records that do not fit.
    """
    prepared = prepare(project)
    wanted = _sheets(prepared, profile, sheets)
    chosen = _units(prepared, units, districts)
    with swap.alone(project.cache, wait=True):
        blank = make(prepared, wanted, progress)
        sources = keys(prepared.bundle, wanted, {one.sheet.name: one.folder for one in blank})
        made = personalise(
            prepared.bundle, prepared.fonts, sources, chosen, prepared.bundle.live, prepared, progress, workers
        )
        files = _written(wanted, chosen, made, out)
    listed = out / "packing-list.csv"
    write_whole(listed, packing_list(prepared, wanted, chosen))
    return [*files, listed], ordered([*(f for one in blank for f in one.findings), *made.findings])


def _sheets(prepared: Prepared, profile: str | None, names: Sequence[str]) -> list[Sheet]:
    bundle = prepared.bundle
    if profile is not None and profile not in bundle.profiles:
        raise unknown_name("profile-unknown", profile, bundle.profiles)
    meant = [s for s in prepared.sheets if s.material.meta.kit and bundle.profiles[s.profile].prints]
    if profile is None:
        meant = [s for s in meant if bundle.profiles[s.profile].kit and s.format in s.material.meta.kit]
    else:
        meant = [s for s in meant if s.profile == profile]
    known = dict.fromkeys(name for sheet in meant for name in _called(sheet))
    for name in names:
        if name not in known:
            raise unknown_name("sheet-unknown", name, known)
    found = [sheet for sheet in meant if not names or set(names) & set(_called(sheet))]
    if not found:
        raise unknown_name("sheet-unknown", profile or "", known)
    return found


def _called(sheet: Sheet) -> tuple[str, str]:
    """What a sheet may be asked for by: its material, or that and its format."""
    return sheet.material.slug, f"{sheet.material.slug}-{sheet.format}"


def _units(prepared: Prepared, codes: Sequence[str], districts: Sequence[str]) -> list[Unit]:
    bundle = prepared.bundle
    live = {unit.code: unit for unit in bundle.live}
    known = dict.fromkeys(unit.district_code for unit in live.values() if unit.district_code)
    faults = [unknown_name("unit-unknown", code, live) for code in codes if code not in live]
    faults += [unknown_name("district-unknown", code, known) for code in districts if code not in known]
    if faults:
        raise OutreachError([finding for fault in faults for finding in fault.findings])
    if not codes and not districts:
        return list(live.values())
    return [unit for code, unit in live.items() if code in codes or unit.district_code in districts]


def _written(sheets: Sequence[Sheet], units: Sequence[Unit], made: Personalised, out: Path) -> list[Path]:
    files = []
    for unit in units:
        folder = out / unit.code
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in sheets:
            file = folder / f"{replace(sheet, unit=unit).name}.pdf"
            linked(made.file(sheet, unit), file)
            files.append(file)
    return files


def packing_list(prepared: Prepared, sheets: Iterable[Sheet], units: Iterable[Unit]) -> bytes:
    """What a print shop prints and packs for whom, and how many in all; opens in Excel as it is."""
    words = prepared.bundle.words
    heads = words.section("packing")
    rows = [[str(heads[key]) for key in ("unit", "name", "material", "format", "paper", "number", "file")]]
    totals: dict[tuple[str, str, str], int] = {}
    sheets = list(sheets)
    for unit in units:
        for sheet in sheets:
            meta, label = sheet.material.meta, sheet.form.label
            file = f"{unit.code}/{replace(sheet, unit=unit).name}.pdf"
            rows.append([unit.code, unit.name, meta.title, label, meta.paper, str(meta.quantity), file])
            key = meta.title, label, meta.paper
            totals[key] = totals.get(key, 0) + meta.quantity
    rows += [[str(heads["total"]), "", *key, str(count), ""] for key, count in totals.items()]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_plain(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell
