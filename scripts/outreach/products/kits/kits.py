"""Every unit's kit in the site: its sheets, a ZIP with instructions, a page, and a catalogue of its files.

Sheets and papers are copies of what the cache holds; ZIP, page and catalogue are made from these where they are put.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.core import last_build
from outreach.core.cache import Content, Shelf, Store
from outreach.core.files import copy, link, write_whole, zip_files
from outreach.core.findings import Finding
from outreach.core.project import UNITS, Project
from outreach.core.workers import Progress, parallel_map
from outreach.products import catalogue
from outreach.products.kits import THEME
from outreach.products.kits.finder import INDEX, district_page, index_json
from outreach.products.kits.groups import Group, groups
from outreach.products.kits.pages import KitFile, KitSheet, KitWriter, UnitKit, kit_pages
from outreach.products.kits.sheets import unit_entries
from outreach.products.kits.shell import Shell
from outreach.products.product import Prepared
from outreach.products.unit_files import UnitFiles, restore
from outreach.render import fonts
from outreach.render.templates import Templates
from outreach.sheets.plan import kit_plan
from outreach.sheets.records import personalise
from outreach.sheets.records.personalise import Personalised, Source
from outreach.sheets.records.record import characters
from outreach.sheets.records.task import name_of

if TYPE_CHECKING:  # heavy, see product.py
    from outreach.sheets.finished_sheet import FinishedSheet

MANY = 512
"""Kits from which on processes of their own put them in place, so many at a time."""
PACKED = (".pdf", ".docx")
"""Files that are packed in themselves: a ZIP takes them as they are."""


@dataclass(frozen=True)
class Kits:
    """The source of all kits, apart from the unit lists."""

    bundle: Bundle
    """Without units."""
    sources: tuple[Source, ...]
    sheets: tuple[KitSheet, ...]
    """As pages show the sources, in their order."""
    fonts: Mapping[int, Path]
    shell: Shell
    names: frozenset[str]
    """Of all sheets of the campaign, those too that are only made to order."""
    additions: tuple[UnitFiles, ...] = ()
    """Files that products add to each kit."""


@dataclass(frozen=True)
class Filled:
    """Outcome: files made now, and the warnings that stand about those of all units."""

    units: Sequence[Unit]
    """Whose kits were put in place."""
    sheets: Personalised
    findings: list[Finding]
    contents: Mapping[str, Content]
    """The kits' files by their path in the site, as they were made."""
    shelves: Sequence[Shelf] = ()
    """Where the files that products add lie in the cache, in the order of `Kits.additions`."""


def kits_of(prepared: Prepared, blank: Sequence[FinishedSheet], sheets: Mapping[str, KitSheet], shell: Shell) -> Kits:
    """The kits of a campaign whose sheets without a unit are made; `sheets` by name."""
    folders = {one.sheet.name: one.folder for one in blank}
    sources = tuple(personalise.keys(prepared.bundle, kit_plan(prepared.bundle, prepared.sheets), folders))
    shown = tuple(sheets[source.sheet.name] for source in sources)
    bare = replace(prepared, bundle=replace(prepared.bundle, units={}))
    return Kits(bare.bundle, sources, shown, prepared.fonts, shell, frozenset(folders), additions_of(bare))


def additions_of(prepared: Prepared) -> tuple[UnitFiles, ...]:
    """The files that products add to each kit."""
    return tuple(files for product in prepared.products if (files := product.unit_files(prepared)))


def live(kits: Kits, units: Iterable[Unit]) -> list[Unit]:
    """The units that there are on the campaign's day."""
    return [unit for unit in units if unit.valid(kits.bundle.campaign.as_of)]


def fill(
    site: Path,
    kits: Kits,
    units: Sequence[Unit],
    every: Sequence[Unit],
    prepared: Prepared | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Filled:
    """Puts the kits of `units` into a site that nobody sees yet; `every` unit decides what bases have.

    Raises OutreachError for records that do not fit their sheets, and personalise.Incomplete.
    """
    pages = prepared.pages if prepared else None
    unit_sheets = personalise.personalise(kits.bundle, kits.fonts, kits.sources, units, every, pages, progress, workers)
    shelves = [files.fill(units, every, light=prepared is None) for files in kits.additions]
    (site / UNITS).mkdir(parents=True, exist_ok=True)
    grouped = groups(every)
    pieces = [units[at : at + MANY] for at in range(0, len(units), MANY)]
    jobs = [Placing(site, kits, piece, grouped, unit_sheets, shelves) for piece in pieces]
    if len(jobs) > 1:
        placed = parallel_map(place, [(job, job.units[-1].name, 0) for job in jobs], None, workers)
    else:
        placed = [place(job) for job in jobs]
    contents = {path: content for piece_contents in placed for path, content in piece_contents.items()}
    warned = personalise.standing([*unit_sheets.shelves.values(), *shelves], every)
    return Filled(units, unit_sheets, warned, contents, shelves)


@dataclass(frozen=True)
class Placing:
    """Units whose kits are to be put into a site: their files lie in the cache."""

    site: Path
    kits: Kits
    units: Sequence[Unit]
    groups: Sequence[Group]
    made: Personalised
    shelves: Sequence[Shelf]


def place(job: Placing) -> dict[str, Content]:
    """Puts the kits into the site. Returns what their files are, by path in the site."""
    kits = job.kits
    templates = Templates([THEME])
    writer = KitWriter(kits.sheets, job.groups, kits.bundle.campaign, kits.bundle.words, templates, kits.additions)
    placed: dict[str, Content] = {}
    for unit in job.units:
        home = f"{UNITS}/{unit.code}"
        (job.site / home).mkdir()
        placed |= {f"{home}/{name}": content for name, content in _place(job, unit, writer).items()}
    return placed


def _place(job: Placing, unit: Unit, writer: KitWriter) -> dict[str, Content]:
    kits, home = job.kits, job.site / UNITS / unit.code
    copies = [replace(source.sheet, unit=unit) for source in kits.sources]
    sheets = {f"{s.name}.pdf": job.made.file(o.sheet, unit) for s, o in zip(copies, kits.sources, strict=True)}
    contents = {f"{s.name}.pdf": job.made.content(o.sheet, unit) for s, o in zip(copies, kits.sources, strict=True)}
    additions: dict[str, Path] = {}
    for files, shelf in zip(kits.additions, job.shelves, strict=True):
        names = dict(zip(files.names(unit), files.cache_names(unit), strict=True))
        additions |= {name: shelf.path(kept) for name, kept in names.items()}
        contents |= {name: shelf.content(kept) for name, kept in names.items()}
    packed: dict[str, bytes] = {}
    for name, path in {**sheets, **additions}.items():
        packed[name] = path.read_bytes()
        copy(path, home / name)
    sizes = {name: content.size for name, content in contents.items()}
    kit_files = [[KitFile(name, sizes[name]) for name in some] for some in (sheets, additions)]
    zip_name = f"{unit.code}.zip"
    unweighed = [[replace(file, size=0) for file in some] for some in kit_files]  # the ZIP's own page tells no weights
    blank = UnitKit(unit, unweighed[0], KitFile(zip_name, 0), unweighed[1])
    packed[writer.instructions_name] = writer.instructions(blank).encode()
    whole = zip_files(packed, level=1, stored=PACKED)
    (home / zip_name).write_bytes(whole)
    contents[zip_name] = Content.of(whole)
    listed = unit_entries(kits.bundle, copies, zip_name)
    listed += [entry for files in kits.additions for entry in files.entries(unit)]
    (home / catalogue.NAME).write_bytes(catalogue.listed(kits.bundle.campaign, listed, contents))
    kit = UnitKit(unit, kit_files[0], KitFile(zip_name, len(whole)), kit_files[1])
    for page, html in kit_pages([kit], writer, kits.shell):
        (home / Path(page).name).write_text(html, encoding="utf-8")
    return contents


def lists(site: Path, kits: Kits, every: Sequence[Unit]) -> set[str]:
    """Writes the pages and the index that lead to the units' pages, where they are not there as they should be.

    Returns the paths of those that it wrote.
    """
    words, templates = kits.bundle.words, Templates([THEME])
    pages = [district_page(group, kits.shell, words, templates) for group in groups(every)]
    written: set[str] = set()
    for path, text in [*pages, (INDEX, index_json(every))]:
        target, content = site / path, text.encode()
        if not target.exists() or target.read_bytes() != content:
            write_whole(target, content)
            written.add(path)
    return written


def present(project: Project, units: Iterable[Unit]) -> list[Unit]:
    """The units whose kit lies in the published site, each file as it was published."""
    wrong = set(altered(project))
    home = project.site / UNITS
    return [unit for unit in units if (home / unit.code / catalogue.NAME).exists() and unit.code not in wrong]


def altered(project: Project) -> list[str]:
    """The codes of units whose kit in the published site is not as it was published from here."""
    known, home = last_build.Published.of(project), project.site / UNITS
    lying = {path.parent.name for path in home.glob(f"*/{catalogue.NAME}")}
    files = {name: note for name, note in known.files.items() if name.count("/") > 1} if known else {}
    units = {name: note for name, note in files.items() if name.startswith(f"{UNITS}/")}
    wrong = {name.split("/")[1] for name in last_build.compare(project.site, units).altered} if units else set()
    published = {name.split("/")[1] for name in units}
    return sorted(code for code in lying if code in wrong or code not in published)


def carry_over(old: Path, new: Path, names: Iterable[str]) -> None:
    """Second names in the next site for all in these folders of the units' pages: the old site's are about to go."""
    for name in names:
        source = old / UNITS / name
        (new / UNITS / name).mkdir(parents=True, exist_ok=True)
        for path in sorted(path for path in source.iterdir() if path.is_file()):
            link(path, new / UNITS / name / path.name)


def forget(kits: Kits, filled: Filled, every: Sequence[Unit]) -> None:
    """Removes from the cache what the kits of `every` unit no longer use."""
    personalise.forget(kits.bundle.project.cache, filled.sheets, every, kits.names)
    for files, shelf in zip(kits.additions, filled.shelves, strict=True):
        files.forget(shelf, every)


KEPT = "kits"
"""Name of the record of kits, beside that of what was published, for a build before which only lists changed."""


def keep(kits: Kits, units: Sequence[Unit], outside: str, warned: Sequence[Finding]) -> None:
    """Notes what costs time to find out of kits, of their units only digests, and the warnings about all else."""
    record = {
        "sources": [[source.sheet.name, source.key] for source in kits.sources],
        "sheets": [asdict(sheet) for sheet in kits.sheets],
        "shell": kits.shell.parts,
        "names": sorted(kits.names),
        "additions": [[files.product, files.key] for files in kits.additions],
        "places": places(kits, units),
        "units": {unit.code: name_of(unit) for unit in units},
        "outside": outside,
        "warned": [finding.as_record() for finding in warned],
    }
    Store(kits.bundle.project.cache).keep_value(last_build.KIND, KEPT, record)


def kept(project: Project) -> dict[str, Any] | None:
    """Record that `keep` has written; None if there is none, or it was damaged."""
    record = Store(project.cache).value(last_build.KIND, KEPT)
    return record if isinstance(record, dict) else None


def restored(record: Mapping[str, Any], bundle: Bundle, sheets: Iterable[Sheet]) -> Kits:
    """The kits of a campaign that was loaded again, with what was noted of them; all `sheets` of its materials."""
    named = {sheet.name: sheet for sheet in sheets}
    sources = tuple(Source(named[name], key) for name, key in record["sources"])
    kit_sheets = tuple(KitSheet(**{**entry, "pixels": tuple(entry["pixels"])}) for entry in record["sheets"])
    files, _ = fonts.find(bundle.brand.fonts, "", 0)
    shell, bare = Shell(tuple(record["shell"])), replace(bundle, units={})
    additions = tuple(restore(product, bare, files, key) for product, key in record["additions"])
    return Kits(bare, sources, kit_sheets, files, shell, frozenset(record["names"]), additions)


def places(kits: Kits, units: Sequence[Unit]) -> list[str]:
    """The keys in the cache of all that is made for these units: other characters ask for other bases."""
    seeds = characters(kits.bundle, units)
    sheets = personalise.places_of(kits.bundle, kits.fonts, kits.sources, seeds)
    return [*sheets.values(), *(files.place(units) for files in kits.additions)]


def changed(kits: Kits, record: Mapping[str, Any], units: Sequence[Unit]) -> list[Unit]:
    """The units whose kit must be made anew: whose row is another, or all if bases must have other characters."""
    if record["places"] != places(kits, units):
        return list(units)
    return [unit for unit in units if record["units"].get(unit.code) != name_of(unit)]
