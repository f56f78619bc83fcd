"""Units' kits in the site: the page of each unit beside its files, their catalogue, and the lists that lead there.

Sheets and papers are copies of what the cache holds. There is no ZIP of them: the page's script packs one from the
files beside it, so that each file lies on the server once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from outreach.campaign.units import Unit
from outreach.content.page import Page
from outreach.core import last_build
from outreach.core.cache import Content, Store
from outreach.core.files import copy, link, write_whole
from outreach.core.project import UNITS, Project
from outreach.core.workers import Progress, map_pieces
from outreach.products import catalogue
from outreach.products.catalogue import Entry
from outreach.products.kits import THEME
from outreach.products.kits.finder import INDEX, district_page, index_json
from outreach.products.kits.groups import Group, groups
from outreach.products.kits.kits import Kits, KitShelves
from outreach.products.kits.pages import KitWriter
from outreach.render.templates import Templates
from outreach.sheets.records import shelves as records
from outreach.sheets.records.pattern import record_file_name
from outreach.sheets.records.sheet_pattern import SheetPattern

MANY = 512
"""Kits from which on processes of their own put them in place, so many at a time."""


def fill(
    site: Path,
    kits: Kits,
    units: Sequence[Unit],
    every: Sequence[Unit],
    pages: Mapping[str, Page] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> tuple[KitShelves, dict[str, Content]]:
    """Put the kits of `units` into a site that nobody sees yet. Raises what `KitSources.fill` raises.

    Returns the shelves that their files lie on, and what these are, by path in the site.
    """
    shelves = kits.fill(units, every, pages, progress, workers)
    (site / UNITS).mkdir(parents=True, exist_ok=True)
    put = partial(_put, site, kits, groups(every), shelves)
    contents = map_pieces(put, units, MANY, UNITS, workers)
    by_path = {path: content for piece in contents for path, content in piece.items()}
    return shelves, by_path


def _put(
    site: Path, kits: Kits, unit_groups: Sequence[Group], shelves: KitShelves, units: Sequence[Unit]
) -> dict[str, Content]:
    """Put the kits of units into the site. Returns what their files are, by path in the site. Runs in workers."""
    writer = KitWriter(kits, unit_groups)
    contents: dict[str, Content] = {}
    for unit in units:
        home = site / UNITS / unit.code
        home.mkdir()
        files = shelves.files(unit)
        for name, (shelf, shelf_name) in files.items():
            copy(shelf.path(shelf_name), home / name)
        by_name = {name: shelf.content(shelf_name) for name, (shelf, shelf_name) in files.items()}
        (home / "index.html").write_text(writer.page(unit, by_name), encoding="utf-8")
        entries = _entries(kits, unit)
        (home / catalogue.NAME).write_bytes(catalogue.catalogue_bytes(kits.bundle.campaign, entries, by_name))
        contents |= {f"{UNITS}/{unit.code}/{name}": content for name, content in by_name.items()}
    return contents


def _entries(kits: Kits, unit: Unit) -> list[Entry]:
    """The catalogue of a unit's files; paths are beside its page."""
    entries, language = [], kits.bundle.campaign.language
    for sheet in (replace(source.sheet, unit=unit) for source in kits.sheets):
        meta, form = sheet.material.meta, f"PDF {sheet.form.label}"
        entries.append(Entry(f"{sheet.name}.pdf", "sheet", meta.title, form, meta.alt or "", language))
    for files in kits.additions:
        for name, kind in zip(files.names(unit), files.kinds, strict=True):
            entries.append(Entry(name, files.entry_kind, files.title, kind.upper(), "", language))
    return entries


def write_lists(site: Path, kits: Kits, every: Sequence[Unit]) -> set[str]:
    """Write the pages and the index that lead to the units' pages, where they are not there as they should be.

    Returns the paths of those that it wrote.
    """
    words, templates = kits.bundle.words, Templates([THEME])
    pages = [district_page(group, kits.shell, words, templates) for group in groups(every)]
    paths: set[str] = set()
    for path, text in [*pages, (INDEX, index_json(every))]:
        target, content = site / path, text.encode()
        if not target.exists() or target.read_bytes() != content:
            write_whole(target, content)
            paths.add(path)
    return paths


def published_units(project: Project, units: Iterable[Unit]) -> list[Unit]:
    """The units whose kit lies in the published site, each file as it was published."""
    altered, home = set(altered_codes(project)), project.site / UNITS
    return [unit for unit in units if (home / unit.code / catalogue.NAME).exists() and unit.code not in altered]


def altered_codes(project: Project) -> list[str]:
    """The codes of units whose kit in the published site is not as it was published from here."""
    manifest, home = last_build.Published.of(project), project.site / UNITS
    codes = {path.parent.name for path in home.glob(f"*/{catalogue.NAME}")}
    files = manifest.files if manifest else {}
    kits = {name: note for name, note in files.items() if name.startswith(f"{UNITS}/") and name.count("/") > 1}
    altered = {name.split("/")[1] for name in last_build.compare(project.site, kits).altered} if kits else set()
    published = {name.split("/")[1] for name in kits}
    return sorted(code for code in codes if code in altered or code not in published)


def carry_over(old: Path, new: Path, names: Iterable[str]) -> None:
    """Second names in the next site for all in these folders of the units' pages: the old site's are about to go."""
    for name in names:
        source = old / UNITS / name
        (new / UNITS / name).mkdir(parents=True, exist_ok=True)
        for path in sorted(path for path in source.iterdir() if path.is_file()):
            link(path, new / UNITS / name / path.name)


def prune(kits: Kits, shelves: KitShelves, every: Sequence[Unit]) -> None:
    """Remove from the cache what the kits of `every` unit no longer use."""
    store, names = Store(kits.bundle.project.cache), set(map(record_file_name, every))
    records.prune(store, SheetPattern.kind, shelves.unit_sheets.shelves.values(), names, kits.names)
    for files, shelf in shelves.additions:
        files.prune(shelf, every)
