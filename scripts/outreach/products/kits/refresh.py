"""A build before which only unit lists changed: the folder of units' pages is made anew beside the old one, with second
names for what stays, and takes its place in one step; nothing else is touched.

Imports neither MkDocs nor WeasyPrint: a new telephone number is in the site within moments.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.load import load
from outreach.campaign.materials import read_material
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit, link_units
from outreach.content.lint import contacts
from outreach.content.page import read_pages
from outreach.core import last_build, lock, swap
from outreach.core.files import open_to_all, remove
from outreach.core.findings import Finding, OutreachError, has_errors, ordered
from outreach.core.hashing import digest, digest_inputs
from outreach.core.project import MATERIALS, UNITS, Project
from outreach.core.workers import Progress
from outreach.products.kits import THEME, kits, publish
from outreach.products.kits.finder import finder
from outreach.products.kits.groups import groups
from outreach.render.templates import Templates
from outreach.sheets.plan import plan
from outreach.sheets.records.shelves import Incomplete


@dataclass(frozen=True)
class Renewed:
    """How many kits were made anew and how many files stamped for them; the warnings that stand."""

    kits: int
    files: int
    warnings: list[Finding]


def renew(project: Project, progress: Progress | None = None, workers: int | None = None) -> Renewed | None:
    """Bring the kits up to date; None where the whole site must be built.

    That is so if anything but the unit lists changed, if it shows on pages outside the kits, or if a record must be
    set in full. Raises OutreachError for faults in the lists.
    """
    with lock.hold_lock(project.cache):
        now = digest_inputs(project)
        known = last_build.unchanged_but_lists(project, now)
        record = kits.read_record(project) if known else None
        if known is None or record is None:
            return None
        bundle = load(project)
        if has_errors(faults := [*contacts.check_units(bundle, bundle.units)]):
            raise OutreachError(ordered(faults))
        source = kits.restore(record, bundle, sheets_of(bundle))
        if record["outside"] != digest_of_site_pages(bundle):
            return None
        every = bundle.live
        units = kits.units_to_renew(source, record, every)
        staging = project.cache / "staging"
        remove(staging)
        try:
            publish.carry_over(project.site, staging, _other_folders(project.site, units))
            shelves, contents = publish.fill(staging, source, units, every, None, progress, workers)
            lists = publish.write_lists(staging, source, every)
            open_to_all(staging)
            last_build.drop(project)
            swap.publish(staging / UNITS, project.site / UNITS)
        except Incomplete:
            return None
        finally:
            remove(staging)
        digests = _digests(known.digests, lists, units) | {name: content.sha256 for name, content in contents.items()}
        folder = f"{project.relative(project.data / 'units')}/"
        before = map(Finding.from_record, record["warnings"])
        others = [*(finding for finding in before if not finding.file.startswith(folder)), *bundle.warnings, *faults]
        warnings = ordered([*others, *shelves.findings(every)])
        last_build.write(project, now, warnings, known=digests)
        kits.keep(source, every, record["outside"], others)
        publish.prune(source, shelves, every)
        return Renewed(len(units), shelves.unit_sheets.stamped, [*warnings, *swap.access_warnings(project.site)])


def _other_folders(site: Path, units: Iterable[Unit]) -> list[str]:
    """The folders of units' pages but those of these units; the first of them is the one that holds all others."""
    codes = {unit.code for unit in units}
    return ["", *sorted(path.name for path in (site / UNITS).iterdir() if path.is_dir() and path.name not in codes)]


def _digests(digests: Mapping[str, str], lists: Collection[str], units: Iterable[Unit]) -> dict[str, str]:
    """Those of the site's files that are what they were: no list that was written, nothing of these units' kits."""
    kits = tuple(f"{UNITS}/{unit.code}/" for unit in units)
    return {name: digest for name, digest in digests.items() if name not in lists and not name.startswith(kits)}


def sheets_of(bundle: Bundle) -> list[Sheet]:
    """The sheets of the campaign, which was found to be without fault when it was last built."""
    pages, _ = read_pages(bundle, sorted((bundle.project.docs / MATERIALS).glob("*.md")))
    materials = (
        read_material(Path(name).stem, page.table, bundle)[0]
        for name, page in pages.items()
        if Path(name).stem != "index"
    )
    return plan(bundle, [material for material in materials if material is not None])


def digest_of_site_pages(bundle: Bundle) -> str:
    """A digest of what MkDocs' pages show of units, of the pages that there are, and of those that a unit's page leads
    back to."""
    lists = sorted((group.path, sorted(unit.code for unit in group.units)) for group in groups(bundle.live))
    finder_page = finder(bundle.live, bundle.words, Templates([THEME]))
    return digest(finder_page, repr(lists), repr(sorted(link_units(bundle.units))))
