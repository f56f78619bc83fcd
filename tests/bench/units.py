"""Every unit's own sheets against the ways that others would make them, side by side in one run. `make bench`.

Nothing is judged: figures of a run depend on the machine, their ratios less so. Peers that are slow make a few files
only, which are counted up.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean

import peers

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from outreach.campaign.units import Unit
from outreach.core.project import Project
from outreach.products.prepare import prepare
from outreach.products.product import PreparedCampaign
from outreach.sheets.plan import kit_plan
from outreach.sheets.records.sheet_pattern import Source, personalise
from outreach.sheets.records.shelves import UnitShelves, standing_warnings
from projects import copy_project  # the tests' own helpers

ROOT = Path(__file__).parents[2]
LEFT_OUT = "bang-tin"
"""The material that is left out of the kits' to make twelve sheets."""
SAMPLE = {"WeasyPrint loop": 12}
ROUNDS = 3
COUNTRY = 10_603


def sources(prepared: PreparedCampaign) -> list[Source]:
    """Twelve sheets of the kits, none of them in the cache."""
    sheets = [s for s in kit_plan(prepared.bundle, prepared.sheets) if s.material.slug != LEFT_OUT]
    assert len(sheets) == 12
    return [Source(sheet, f"bench {sheet.name}") for sheet in sheets]


def country(units: Sequence[Unit]) -> list[Unit]:
    """As many records as the country has communes: names and districts of these units, each joined with others."""
    districts = list(dict.fromkeys((u.district_code, u.district_name) for u in units))
    made = []
    for number in range(COUNTRY):
        unit = units[number % len(units)]
        code, name = districts[number // len(units) % len(districts)]
        made.append(replace(unit, code=f"{number + 1:05}", district_code=code, district_name=name))
    return made


def run(
    prepared: PreparedCampaign, units: Sequence[Unit], every: Sequence[Unit] = ()
) -> tuple[UnitShelves, float, float]:
    """Make the missing files of units of a list; with processor and wall clock seconds."""
    before, started = peers.cpu(), time.perf_counter()
    unit_sheets = personalise(prepared.bundle, prepared.fonts, sources(prepared), units, every or units, prepared.pages)
    assert not (warnings := standing_warnings(unit_sheets.shelves.values(), units)), warnings
    return unit_sheets, peers.cpu() - before, time.perf_counter() - started


def aside(made: UnitShelves) -> None:
    """Leaves nothing of it in the cache. Nothing is deleted: ext4 creates files slowly where it just deleted some."""
    for folder in [shelf.folder for shelf in made.shelves.values()]:
        folder.rename(Path(tempfile.mkdtemp(dir=folder.parents[4])) / "made")


def weigh(folder: Path) -> float:
    """MB of the files below a folder, each counted once however many names it has."""
    return sum({f.stat().st_ino: f.stat().st_size for f in folder.rglob("*") if f.is_file()}.values()) / 1e6


@dataclass
class Rounds:
    """Times of all ways, one after another in each round: a spell in which the machine is slow meets them all."""

    files: int
    theirs: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in peers.PEERS})
    """CPU ms a file."""
    warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    """Wall clock seconds."""

    def ms(self, name: str) -> float:
        return fmean(self.theirs[name])


def rounds(project: Path, folder: Path) -> Rounds:
    """All ways in turn, with what they made."""
    prepared = prepare(Project(project))
    units = list(prepared.bundle.units.values())
    works = [(share, peers.work(project, name)) for share, name in zip((8 / 12, 4 / 12), peers.SHEETS, strict=True)]
    found = Rounds(len(units) * 12)
    for _ in range(ROUNDS):
        peer(works, "WeasyPrint loop", folder, found)
        for name in ("stamped-bases", "symbols"):
            if (kept := prepared.bundle.project.cache / name).exists():
                kept.rename(Path(tempfile.mkdtemp(dir=folder)) / name)
        cold, cpu, wall = run(prepared, units)
        found.cold.append(wall)
        print(f"  from nothing, verified     {wall:8.2f} s   {cpu / found.files * 1000:8.3f} ms CPU a file")
        aside(cold)
        for name in peers.PEERS:
            peer(works, name, folder, found)
            warm, cpu, wall = run(prepared, units)
            found.warm.append(cpu / found.files * 1000)
            print(f"  bases there                {wall:8.2f} s   {found.warm[-1]:8.3f} ms CPU a file")
            assert warm.stamped == found.files
            size = weigh(next(iter(warm.shelves.values())).folder.parent) / found.files * 1000
            aside(warm)
    print(f"{found.files} files of 12 sheets and {len(units)} units, {size:.1f} KB a file")
    return found


def peer(works: Sequence[tuple[float, peers.Work]], name: str, folder: Path, found: Rounds) -> None:
    """One peer's CPU ms a file: eight posters for four flyers, as ours."""
    mean = 0.0
    for share, work in works:
        records = work.records[: SAMPLE.get(name)]
        out = Path(tempfile.mkdtemp(dir=folder))
        mean += share * peers.ms_a_file(lambda: peers.PEERS[name](work, records, out), len(records))  # noqa: B023
    found.theirs[name].append(mean)
    print(f"  {name:26} {mean:23.3f} ms CPU a file")


def whole_country(project: Path) -> None:
    """A record for each commune of the country, bases there."""
    prepared = prepare(Project(project))
    every = country(list(prepared.bundle.units.values()))
    made, _, _ = run(prepared, every[::40], every)  # the list has other characters, so its bases are others
    aside(made)
    made, cpu, wall = run(prepared, every)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = weigh(next(iter(made.shelves.values())).folder.parent) / made.stamped * 1000
    each = cpu / made.stamped * 1000
    print(f"{made.stamped} files of the country      {wall:8.2f} s   {each:8.3f} ms CPU a file,", end="")
    print(f" {size:.1f} KB a file, at most {children:.0f} MB a process")


def site(project: Path) -> None:
    """The command as users run it, in the whole campaign with its kits."""
    command = [str(Path(sys.executable).with_name("outreach")), "build"]
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def seconds() -> float:
        started = time.perf_counter()
        subprocess.run(command, cwd=project, env=usual, check=True, capture_output=True)
        return time.perf_counter() - started

    print(f"whole site, nothing cached   {seconds():8.2f} s")
    print(f"nothing changed              {min(seconds() for _ in range(5)):8.2f} s")
    table = next((project / "docs/_data/units").glob("*.csv"))
    text = table.read_text(encoding="utf-8").splitlines()
    changes = []
    for number in range(3):
        rows = [f"{row},{'hotline' if at == 0 else ''}" for at, row in enumerate(text)]
        rows[100] += f"0228 3823 11{number}"
        table.write_text("\n".join(rows) + "\n", encoding="utf-8")
        changes.append(seconds())
    print(f"one hotline changed          {min(changes):8.2f} s")
    print(f"site on the disk             {weigh(project / 'site'):8.0f} MB")


def ratio(name: str, one: float, other: float) -> None:
    print(f"  {name:40} {one / other:8.1f} ×")


def main() -> None:
    """Prints everything; given a project, what the country takes."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    if len(sys.argv) > 1:
        return whole_country(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder) / "project")
        found = rounds(project, Path(folder))
        print("CPU a file, bases there:")
        for name in peers.PEERS:
            ratio(name, found.ms(name), fmean(found.warm))
        loop = found.ms("WeasyPrint loop") * found.files / 1000
        print("wall clock from nothing, verification included:")
        ratio("WeasyPrint loop", loop, fmean(found.cold))
        ratio(f"WeasyPrint loops on {os.cpu_count()} cores at once", loop / (os.cpu_count() or 1), fmean(found.cold))
        # Linux counts what a process's parent held: this one holds much by now.
        subprocess.run([sys.executable, __file__, str(project)], check=True)
        site(project)


if __name__ == "__main__":
    main()
