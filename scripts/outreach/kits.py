"""Every unit's kit in the site: its sheets, a ZIP with instructions, a page, and a catalogue of its files.

A kit's folder is put in place whole. Files that are unchanged are the cache's own, linked from build to build.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from outreach import aloud, personalise, stamped
from outreach.aloud import Aloud
from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.campaign.plan import kit_plan
from outreach.campaign.project import UNITS, Project
from outreach.campaign.units import Unit
from outreach.core.findings import Finding
from outreach.core.hashing import digest, linked, write_whole
from outreach.core.pickles import dumped, loaded
from outreach.core.workers import Progress, spread
from outreach.personalise import Personalised, Source
from outreach.products.finder import INDEX, district_page, index_json
from outreach.products.kit import zipped
from outreach.products.personal import characters
from outreach.products.shell import Shell
from outreach.products.unit_groups import groups
from outreach.products.unit_pages import KitFile, KitSheet, KitWriter, UnitKit, kit_pages
from outreach.publish import assets, catalogue, swap
from outreach.publish.own import script_entries, unit_entries
from outreach.render.templates import Templates

if TYPE_CHECKING:
    from outreach.build import Prepared
    from outreach.made import Made

PACKED = 64
"""Kits that one process packs at a time."""


@dataclass(frozen=True)
class Kits:
    """What all kits are made from, apart from the unit lists."""

    bundle: Bundle
    """Without units."""
    sources: tuple[Source, ...]
    sheets: tuple[KitSheet, ...]
    """As pages show the sources, in their order."""
    fonts: Mapping[int, Path]
    shell: Shell
    names: frozenset[str]
    """Of all sheets of the campaign, those too that are only made to order."""
    read: Aloud | None = None
    """What loudspeakers read in units' names."""


@dataclass(frozen=True)
class Filled:
    """What came of it: kits put in place, files made now, and the warnings that stand about those of all units."""

    packed: Mapping[str, Path]
    """Code of each unit whose kit was put in place → where it lies in the cache."""
    sheets: Personalised
    findings: list[Finding]
    read: Path | None = None
    """Where the papers to read from lie in the cache."""


def kits_of(prepared: Prepared, blank: Sequence[Made], sheets: Mapping[str, KitSheet], shell: Shell) -> Kits:
    """The kits of a campaign whose sheets without a unit are made; `sheets` by name."""
    folders = {one.sheet.name: one.folder for one in blank}
    sources = tuple(personalise.keys(prepared.bundle, kit_plan(prepared.bundle, prepared.sheets), folders))
    shown = tuple(sheets[source.sheet.name] for source in sources)
    bundle, read = replace(prepared.bundle, units={}), aloud.aloud_of(prepared)
    return Kits(bundle, sources, shown, prepared.fonts, shell, frozenset(folders), read)


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
    """Puts the kits of `units` into a site; `every` unit decides what bases have.

    Raises OutreachError for records that do not fit their sheets, and personalise.Incomplete.
    """
    made = personalise.personalise(kits.bundle, kits.fonts, kits.sources, units, every, prepared, progress, workers)
    read = aloud.fill(kits.bundle, kits.fonts, kits.read, units, every, prepared) if kits.read else None
    writer = _writer(kits, every)
    home = site / UNITS
    home.mkdir(parents=True, exist_ok=True)
    jobs = [_job(kits, unit, made, writer, read) for unit in units]
    missing = [job for job in jobs if not job.packed]
    pieces = [missing[at : at + PACKED] for at in range(0, len(missing), PACKED)]
    if len(pieces) > 1:
        spread(_pack, [(piece, piece[-1].unit.name, 0) for piece in pieces], None, workers)
    elif pieces:
        _pack(pieces[0])
    for job in jobs:
        _place(home, job, kits, writer)
    told = personalise.standing(kits.bundle.project.cache, [*made.folders.values(), *([read] if read else [])], every)
    return Filled({job.unit.code: job.folder for job in jobs}, made, told, read)


def lists(site: Path, kits: Kits, every: Sequence[Unit]) -> None:
    """Writes the pages and the index that lead to the units' pages, where they are not there as they should be."""
    words, templates = kits.bundle.words, Templates([assets.THEME])
    pages = [district_page(group, kits.shell, words, templates) for group in groups(every)]
    for path, text in [*pages, (INDEX, index_json(every))]:
        target, content = site / path, text.encode()
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content)


def _writer(kits: Kits, every: Sequence[Unit]) -> KitWriter:
    bundle = kits.bundle
    kinds = aloud.KINDS if kits.read else ()
    return KitWriter(kits.sheets, groups(every), bundle.campaign, bundle.words, Templates([assets.THEME]), kinds)


@dataclass(frozen=True)
class _Job:
    """A kit to be packed into a folder of the cache: its sheets by their published names, and what is said of them."""

    unit: Unit
    folder: Path
    sheets: Mapping[str, Path]
    instructions: tuple[str, bytes]
    entries: Sequence[catalogue.Entry]
    campaign: Campaign
    read: Mapping[str, Path]
    """What loudspeakers read, by published names."""

    @property
    def files(self) -> dict[str, Path]:
        """All that is packed."""
        return {**self.sheets, **self.read}

    @property
    def zip_name(self) -> str:
        return f"{self.unit.code}.zip"

    @property
    def packed(self) -> bool:
        """True if the ZIP lies in the folder as its catalogue has it."""
        known = catalogue.sizes(self.folder / catalogue.NAME)
        try:
            return known.get(self.zip_name) == (self.folder / self.zip_name).stat().st_size
        except OSError:
            return False


def _job(kits: Kits, unit: Unit, made: Personalised, writer: KitWriter, folder_read: Path | None) -> _Job:
    bundle = kits.bundle
    own = [replace(source.sheet, unit=unit) for source in kits.sources]
    sheets = {f"{one.name}.pdf": made.file(source.sheet, unit) for one, source in zip(own, kits.sources, strict=True)}
    read: dict[str, Path] = {}
    if kits.read and folder_read:
        read = dict(zip(kits.read.names(unit), aloud.paths(folder_read, unit), strict=True))
    empty = UnitKit(unit, _sized(sheets, 0), KitFile(f"{unit.code}.zip", 0), _sized(read, 0))
    said = writer.instructions(empty).encode()
    entries = [*unit_entries(bundle, own, f"{unit.code}.zip"), *script_entries(bundle, read)]
    parts = (path.parent.name for path in (*sheets.values(), *read.values()))
    key = digest(stamped.name_of(unit), *parts, said, repr(entries), repr(bundle.campaign))
    folder = bundle.project.cache / "kits" / f"{unit.code}-{key[:24]}"
    return _Job(unit, folder, sheets, (writer.instructions_name, said), entries, bundle.campaign, read)


def _sized(files: Mapping[str, Path], size: int | None = None) -> list[KitFile]:
    """Files as pages show them, with their own size if none is given."""
    return [KitFile(name, path.stat().st_size if size is None else size) for name, path in files.items()]


def _pack(jobs: Sequence[_Job]) -> None:
    """Makes ZIP and catalogue of each kit; the catalogue is written last."""
    for job in jobs:
        files = {name: path.read_bytes() for name, path in job.files.items()}
        name, said = job.instructions
        whole = {**files, job.zip_name: zipped({**files, name: said}, level=1)}
        job.folder.mkdir(parents=True, exist_ok=True)
        write_whole(job.folder / job.zip_name, whole[job.zip_name])
        told = {path: (len(content), hashlib.sha256(content).hexdigest()) for path, content in whole.items()}
        write_whole(job.folder / catalogue.NAME, catalogue.listed(job.campaign, job.entries, told))


def _place(home: Path, job: _Job, kits: Kits, writer: KitWriter) -> None:
    """Puts the kit's folder into the site, whole."""
    aside = kits.bundle.project.cache / "aside" / job.unit.code  # what is not whole is never seen in the site
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    packed = {name: job.folder / name for name in (job.zip_name, catalogue.NAME)}
    for name, path in {**job.files, **packed}.items():
        linked(path, aside / name)
    whole = KitFile(job.zip_name, packed[job.zip_name].stat().st_size)
    kit = UnitKit(job.unit, _sized(job.sheets), whole, _sized(job.read))
    for page, html in kit_pages([kit], writer, kits.shell):
        (aside / Path(page).name).write_text(html, encoding="utf-8")
    swap.publish(aside, home / job.unit.code)


def present(site: Path, units: Iterable[Unit]) -> list[Unit]:
    """The units that have a page in a site."""
    return [unit for unit in units if (site / UNITS / unit.code / "index.html").exists()]


def carry_over(old: Path, new: Path, units: Iterable[Unit]) -> None:
    """Leaves the kits of these units as they are in the next site: other names for the same files."""
    for unit in units:
        home = new / UNITS / unit.code
        home.mkdir(parents=True)
        for source in sorted((old / UNITS / unit.code).iterdir()):
            linked(source, home / source.name)


def forget(kits: Kits, filled: Filled, every: Sequence[Unit]) -> None:
    """Removes from the cache what the kits of `every` unit no longer use."""
    personalise.forget(kits.bundle.project.cache, filled.sheets, every, kits.names)
    aloud.forget(kits.bundle, filled.read, every)
    codes = {unit.code for unit in every}
    packed = kits.bundle.project.cache / "kits"
    for old in packed.iterdir() if packed.exists() else ():  # without a unit there is none
        code = old.name.rpartition("-")[0]
        if code not in codes or filled.packed.get(code, old) != old:
            shutil.rmtree(old, ignore_errors=True)


KEPT = "kits.pickle"
"""Name in the cache of what the kits were made from, but for the units."""
KEPT_UNITS = "units.pickle"


def keep(kits: Kits, units: Iterable[Unit], warned: Sequence[Finding]) -> None:
    """Notes what kits are made from, and the warnings about all else, for a build after which only lists changed."""
    keep_units(kits, units)
    _keep(kits.bundle.project, KEPT, (kits, warned))


def keep_units(kits: Kits, units: Iterable[Unit]) -> None:
    """Notes the units alone: all else is as it was."""
    _keep(kits.bundle.project, KEPT_UNITS, {unit.code: unit for unit in units})


def _keep(project: Project, name: str, record: object) -> None:
    write_whole(project.cache / name, dumped(record, project.root))


def kept(project: Project) -> tuple[Kits, dict[str, Unit], list[Finding]] | None:
    """What `keep` has noted; None if there is nothing, or it is not whole."""
    try:
        (kits, warned), units = (
            loaded((project.cache / name).read_bytes(), project.root) for name in (KEPT, KEPT_UNITS)
        )
    except (OSError, ValueError, TypeError):
        return None
    return kits, units, warned


def changed(kits: Kits, old: Sequence[Unit], new: Sequence[Unit]) -> list[Unit]:
    """The units whose kit must be made anew: whose record is another, or all if bases must have other characters."""

    def folders(units: Sequence[Unit]) -> list[Path]:
        seeds = characters(kits.bundle, units)
        sheets = personalise.folders_of(kits.bundle, kits.fonts, kits.sources, seeds)
        return [*sheets.values(), *([aloud.folder_of(kits.bundle, kits.read, units)] if kits.read else [])]

    if folders(old) != folders(new):
        return list(new)
    known = {unit.code: unit for unit in old}
    return [unit for unit in new if known.get(unit.code) != unit]
