"""Sheets made to order: kits of some units for one printer with a packing list, or one material's sheets in a folder.

What is made for a unit is issued: its codes stand in the table from then on.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from outreach.campaign.codes import normalise
from outreach.campaign.issued import codes_of, issue
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.campaign.validate import unknown_name
from outreach.core import lock, output_folder
from outreach.core.files import write_whole
from outreach.core.findings import Finding, OutreachError, ordered
from outreach.core.hashing import SKIPPED
from outreach.core.lists import read_csv, spreadsheet
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.core.workers import Progress
from outreach.products.kits.kits import KitShelves, KitSources, additions_of
from outreach.products.prepare import prepare
from outreach.products.product import PreparedCampaign
from outreach.sheets.make import make
from outreach.sheets.plan import plan
from outreach.sheets.records.sheet_pattern import sources_of

LIST = "packing-list.csv"


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
    """Make the sheets of the units with these codes or in these districts, of all if none is named.

    Without a profile those that kits have, and with them what products add to kits; `sheets` are names of materials,
    or of sheets as far as their format.
    The order takes the place of one that lies in `out`. Returns the files, the packing list last, and warnings.
    Raises OutreachError for an unknown name, for records that do not fit, and if `out` holds what is no order.
    """
    with output_folder.replace_folder(project, out, _foreign) as aside:
        prepared = prepare(project)
        bundle = prepared.bundle
        wanted = _sheets(prepared, profile, sheets)
        chosen = _units(prepared, units, districts)
        with lock.hold_lock(project.cache, wait=True):
            blank = make(bundle, prepared.fonts, prepared.pages, wanted, progress)
            sources = sources_of(bundle, wanted, {sheet.sheet.name: sheet.folder for sheet in blank})
            additions = additions_of(prepared) if profile is None and not sheets else ()
            kits = KitSources(bundle, prepared.fonts, sources, additions)
            filled = kits.fill(chosen, bundle.live, prepared.pages, progress, workers)
            files = _copy(filled, chosen, aside)
            warnings = filled.findings(chosen)
            issue(bundle, codes_of(bundle, wanted, chosen))
        write_whole(aside / LIST, packing_list(bundle.words, filled, chosen))
    findings = ordered([*(finding for sheet in blank for finding in sheet.findings), *warnings])
    return [out / file for file in (*files, LIST)], findings


def export(
    project: Project,
    material: str,
    out: Path,
    form: str | None,
    profile: str | None,
    unit: str | None,
    progress: Progress | None,
) -> tuple[list[Path], list[Finding]]:
    """The files of one material's sheets in `out`, for one unit if it is given. Returns files and warnings.

    Raises OutreachError for an unknown material, format, profile or unit, and for faults of the sheets.
    """
    with output_folder.open_folder(project, out):
        prepared = prepare(project)
        bundle = prepared.bundle
        materials = [entry for entry in prepared.materials if entry.slug == material]
        if not materials:
            raise unknown_name("material-unknown", material, (entry.slug for entry in prepared.materials))
        if unit is not None and unit not in bundle.units:
            if normalise(unit) not in bundle.units:
                raise unknown_name("unit-unknown", unit, bundle.units)
            unit = normalise(unit)
        planned = plan(bundle, materials, bundle.units[unit] if unit else None)
        sheets = [s for s in planned if form in {None, s.format} and profile in {None, s.profile}]
        if not sheets:
            wanted = " ".join(part for part in (form, profile) if part)
            raise unknown_name("sheet-unknown", wanted, (f"{s.format} {s.profile}" for s in planned))
        with lock.hold_lock(project.cache, wait=True):  # a build would clear the cache of what it does not use
            finished = make(prepared.bundle, prepared.fonts, prepared.pages, sheets, progress)
            if unit is not None:
                issue(bundle, codes_of(bundle, sheets, [bundle.units[unit]]))
        files = {out / name: path for sheet in finished for name, path in sheet.files.items()}
        for file, path in files.items():
            write_whole(file, path.read_bytes())
        return list(files), ordered(finding for sheet in finished for finding in sheet.findings)


def _foreign(folder: Path) -> str:
    """A file in the folder that its packing list does not name; empty if all of it is an order."""
    listed = {LIST}
    with suppress(OutreachError):  # there is none, or it is no list any more
        listed |= {cell for row in read_csv(folder / LIST, LIST)[1] for cell in row.cells.values()}
    files = (path for path in folder.rglob("*") if path.name not in SKIPPED and (path.is_symlink() or path.is_file()))
    names = (path.relative_to(folder).as_posix() for path in files)
    return next((name for name in names if name not in listed), "")


def _sheets(prepared: PreparedCampaign, profile: str | None, names: Sequence[str]) -> list[Sheet]:
    bundle = prepared.bundle
    if profile is not None and profile not in bundle.profiles:
        raise unknown_name("profile-unknown", profile, bundle.profiles)
    prints = [s for s in prepared.sheets if s.material.meta.kit and bundle.profiles[s.profile].prints]
    offices = [name for name, entry in bundle.profiles.items() if entry.kit]
    if profile is None:
        sheets = [s for s in prints if s.profile in offices and s.format in s.material.meta.kit]
    else:
        sheets = [s for s in prints if s.profile == profile]
    if not sheets:
        others = ", ".join(dict.fromkeys(sheet.profile for sheet in prints)) or "—"
        data = {"found": profile or ", ".join(offices), "expected": others}
        raise OutreachError(Finding("kit-empty", data=data))
    all_names = dict.fromkeys(name for sheet in sheets for name in _names(sheet))
    for name in names:
        if name not in all_names:
            raise unknown_name("sheet-unknown", name, all_names)
    return [sheet for sheet in sheets if not names or set(names) & set(_names(sheet))]


def _names(sheet: Sheet) -> tuple[str, str]:
    """The names by which a sheet may be asked for: its material, or that and its format."""
    return sheet.material.slug, f"{sheet.material.slug}-{sheet.format}"


def _units(prepared: PreparedCampaign, codes: Sequence[str], districts: Sequence[str]) -> list[Unit]:
    bundle = prepared.bundle
    live = {unit.code: unit for unit in bundle.live}
    if not live:
        folder = bundle.project.relative(bundle.project.data / "units")
        raise OutreachError(Finding("units-none", file=folder, data={"day": bundle.campaign.as_of.isoformat()}))
    district_codes = dict.fromkeys(unit.district_code for unit in live.values() if unit.district_code)
    full_codes = {code: code if code in live else normalise(code) for code in codes}  # as people type codes
    faults = [unknown_name("unit-unknown", code, live) for code in codes if full_codes[code] not in live]
    faults += [
        unknown_name("district-unknown", code, district_codes) for code in districts if code not in district_codes
    ]
    if faults:
        raise OutreachError([finding for fault in faults for finding in fault.findings])
    if not codes and not districts:
        return list(live.values())
    return [unit for code, unit in live.items() if code in full_codes.values() or unit.district_code in districts]


def _copy(filled: KitShelves, units: Iterable[Unit], out: Path) -> list[str]:
    """Copy the files of units, so that nobody who changes one changes the cache. Returns their paths below `out`."""
    files = []
    for unit in units:
        (out / unit.code).mkdir()
        for name, (shelf, shelf_name) in filled.files(unit).items():
            files.append(f"{unit.code}/{name}")
            write_whole(out / files[-1], shelf.path(shelf_name).read_bytes())
    return files


def packing_list(words: Strings, filled: KitShelves, units: Iterable[Unit]) -> bytes:
    """The list of what a print shop prints and packs for whom, and how many in all; opens in Excel as it is."""
    heads = words.section("packing")
    rows = [[str(heads[key]) for key in ("unit", "name", "material", "format", "paper", "number", "file")]]
    totals: Counter[tuple[str, str, str]] = Counter()
    for unit in units:
        names = iter(filled.files(unit))
        for sheet in filled.sheets:
            meta = sheet.material.meta
            key = meta.title, sheet.form.label, meta.paper
            rows.append([unit.code, unit.name, *key, str(meta.quantity), f"{unit.code}/{next(names)}"])
            totals[key] += meta.quantity
        for addition, _ in filled.additions:
            for name in addition.names(unit):
                rows.append([unit.code, unit.name, addition.title, *_print(name), f"{unit.code}/{name}"])
    rows += [[str(heads["total"]), "", *key, str(count), ""] for key, count in totals.items()]
    return spreadsheet(rows)


def _print(name: str) -> tuple[str, str, str]:
    """Format, paper and number of a file that is read from: one print, or none of what is read on a screen."""
    return ("A4", "", "1") if name.endswith(".pdf") else (name.rpartition(".")[2].upper(), "", "")
