"""A build after which only unit lists changed: the kits of changed records are put in place, nothing else is touched.

Imports neither MkDocs nor WeasyPrint: a new telephone number is in the site within a second.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from outreach import kits
from outreach.campaign.project import Project
from outreach.campaign.units import Unit, read_units
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors, ordered
from outreach.core.workers import Progress
from outreach.personalise import Incomplete
from outreach.publish import stamp, swap


@dataclass(frozen=True)
class Renewed:
    """Kits that were made anew, files in them, and the warnings that stand."""

    kits: int
    files: int
    warned: list[Finding]


def renew(project: Project, progress: Progress | None = None, workers: int | None = None) -> Renewed | None:
    """Brings the kits up to date; None where the whole site must be built.

    That is so if anything but the unit lists changed, if units come or go or change their district, which other pages
    know too, or if a record must be set in full. Raises OutreachError for faults in the lists.
    """
    with swap.alone(project.cache):
        now = stamp.inputs(project)
        known = None if stamp.unlike(project, now) else kits.kept(project)
        if known is None:
            return None
        made_from, old = known
        units, faults = read_units(
            project.data / "units", project.shown(project.data / "units"), project.docs / "assets"
        )
        if has_errors(faults):
            raise OutreachError(ordered(faults))
        day = made_from.bundle.campaign.as_of
        if _outline(old.values(), day) != _outline(units.values(), day):
            return None
        every = kits.live(made_from, units.values())
        changed = kits.changed(made_from, kits.live(made_from, old.values()), every)
        try:
            filled = kits.fill(project.site, made_from, changed, every, None, progress, workers)
            kits.lists(project.site, made_from, every)
        except Incomplete:
            return None
        kits.keep(made_from, units.values())
        warned = ordered([*stamp.warned(project), *filled.findings])
        stamp.write(project, now, warned, same_names=True)
        kits.forget(made_from, filled, every)
        return Renewed(len(filled.packed), filled.sheets.made, warned)


def _outline(units: Iterable[Unit], day: dt.date) -> list[tuple[object, ...]]:
    """What pages outside the kits know of units: which there are, and where."""
    return sorted((u.code, u.district_code, u.district_name, u.valid(day), u.formerly) for u in units)
