"""A build before which only unit lists changed: the folder of units' pages is made anew beside the old one, with second
names for what stays, and takes its place in one step; nothing else is touched.

Imports neither MkDocs nor WeasyPrint: a new telephone number is in the site within moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.load import load
from outreach.campaign.materials import read_material
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit, link_units
from outreach.content.lint import contacts
from outreach.content.page import read_pages
from outreach.core import last_build, swap
from outreach.core.files import open_to_all, remove
from outreach.core.findings import Finding, OutreachError, has_errors, ordered
from outreach.core.hashing import digest, digest_inputs
from outreach.core.project import MATERIALS, UNITS, Project
from outreach.core.workers import Progress
from outreach.products.kits import THEME, kits
from outreach.products.kits.finder import finder
from outreach.products.kits.groups import groups
from outreach.render.templates import Templates
from outreach.sheets.plan import plan
from outreach.sheets.records.personalise import Incomplete


@dataclass(frozen=True)
class Renewed:
    """Kits that were made anew, files stamped for them, and the warnings that stand."""

    kits: int
    files: int
    warned: list[Finding]


def renew(project: Project, progress: Progress | None = None, workers: int | None = None) -> Renewed | None:
    """Brings the kits up to date; None where the whole site must be built.

    That is so if anything but the unit lists changed, if it shows on pages outside the kits, or if a record must be
    set in full. Raises OutreachError for faults in the lists.
    """
    with swap.hold_lock(project.cache):
        now = digest_inputs(project)
        known = last_build.unchanged_but_lists(project, now)
        record = kits.kept(project) if known else None
        if known is None or record is None:
            return None
        bundle = load(project)
        if has_errors(faults := [*contacts.check_units(bundle, bundle.units)]):
            raise OutreachError(ordered(faults))
        made_from = kits.restored(record, bundle, sheets_of(bundle))
        if record["outside"] != outside(bundle):
            return None
        every = kits.live(made_from, bundle.units.values())
        changed = kits.changed(made_from, record, every)
        staging = project.cache / "staging"
        remove(staging)
        try:
            stays = _stays(project.site, changed)
            kits.carry_over(project.site, staging, stays)
            filled = kits.fill(staging, made_from, changed, every, None, progress, workers)
            written = kits.lists(staging, made_from, every)
            open_to_all(staging)
            last_build.forget(project)
            swap.publish(staging / UNITS, project.site / UNITS)
        except Incomplete:
            return None
        finally:
            remove(staging)
        anew = {*written, *filled.contents}
        gone = {unit.code for unit in changed}
        digests = {name: digest for name, digest in known.digests.items() if _same(name, anew, gone)}
        digests |= {name: content.sha256 for name, content in filled.contents.items()}
        lists = f"{project.relative(project.data / 'units')}/"
        before = (Finding.from_record(entry) for entry in record["warned"])
        others = [*(finding for finding in before if not finding.file.startswith(lists)), *bundle.warnings, *faults]
        warned = ordered([*others, *filled.findings])
        last_build.write(project, now, warned, known=digests)
        kits.keep(made_from, every, record["outside"], others)
        kits.forget(made_from, filled, every)
        return Renewed(len(changed), filled.sheets.stamped, [*warned, *swap.access_warnings(project.site)])


def _stays(site: Path, changed: list[Unit]) -> Iterator[str]:
    """The folders of units' pages that stay as they are, the first of them the one that holds all others."""
    gone = {unit.code for unit in changed}
    yield ""
    yield from (path.name for path in sorted((site / UNITS).iterdir()) if path.is_dir() and path.name not in gone)


def _same(name: str, anew: set[str], codes: set[str]) -> bool:
    """True for a file of the site that is the one that was there before: none of the kits of these codes."""
    return name not in anew and not (name.startswith(f"{UNITS}/") and name.split("/")[1] in codes)


def sheets_of(bundle: Bundle) -> list[Sheet]:
    """The sheets of the campaign, which was found to be without fault when it was last built."""
    pages, _ = read_pages(bundle, sorted((bundle.project.docs / MATERIALS).glob("*.md")))
    materials = [
        read_material(Path(name).stem, page.table, bundle)[0]
        for name, page in pages.items()
        if Path(name).stem != "index"
    ]
    return plan(bundle, [material for material in materials if material is not None])


def outside(bundle: Bundle) -> str:
    """A digest of what MkDocs' pages show of units, of the pages that there are, and of those that a unit's page leads
    back to."""
    live = [unit for unit in bundle.units.values() if unit.valid(bundle.campaign.as_of)]
    lists = sorted((group.path, sorted(unit.code for unit in group.units)) for group in groups(live))
    finder_page = finder(live, bundle.words, Templates([THEME]))
    return digest(finder_page, repr(lists), repr(sorted(link_units(bundle.units))))
