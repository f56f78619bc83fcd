"""A build after which only unit lists changed: the kits of changed records are put in place, nothing else is touched.

Imports neither MkDocs nor WeasyPrint: a new telephone number is in the site within a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outreach import kits
from outreach.campaign.project import Project
from outreach.campaign.units import Unit, link_units, read_units
from outreach.checks import contacts
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors, ordered
from outreach.core.workers import Progress
from outreach.kits import Kits
from outreach.personalise import Incomplete
from outreach.products.finder import finder
from outreach.products.unit_groups import groups
from outreach.publish import assets, stamp, swap
from outreach.render.templates import Templates


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
    with swap.alone(project.cache):
        now = stamp.inputs(project)
        known = None if stamp.unlike(project, now) else kits.kept(project)
        if known is None:
            return None
        made_from, old, others = known
        lists = project.shown(project.data / "units")
        bundle = made_from.bundle
        spoken_in = tuple(bundle.campaign.languages)
        units, faults = read_units(project.data / "units", lists, project.assets, bundle.telephones, spoken_in)
        faults += contacts.check_units(bundle, units)
        if has_errors(faults):
            raise OutreachError(ordered(faults))
        templates = Templates([assets.THEME])
        if _outside(made_from, old, templates) != _outside(made_from, units, templates):
            return None
        every = kits.live(made_from, units.values())
        changed = kits.changed(made_from, kits.live(made_from, old.values()), every)
        try:
            filled = kits.fill(project.site, made_from, changed, every, None, progress, workers)
            kits.lists(project.site, made_from, every)
        except Incomplete:
            return None
        kits.keep_units(made_from, units.values())
        elsewhere = (finding for finding in others if not finding.file.startswith(f"{lists}/"))
        warned = ordered([*elsewhere, *faults, *filled.findings])
        stamp.write(project, now, warned, same_names=True)
        kits.forget(made_from, filled, every)
        return Renewed(len(filled.packed), filled.sheets.stamped, warned)


def _outside(made_from: Kits, units: Mapping[str, Unit], templates: Templates) -> tuple[object, ...]:
    """What MkDocs' pages show of units, the pages that there are, and those that a unit's page leads back to."""
    live = kits.live(made_from, units.values())
    lists = sorted((group.path, sorted(unit.code for unit in group.units)) for group in groups(live))
    return finder(live, made_from.bundle.words, templates), lists, sorted(link_units(units))
