"""Changes from one list of units to the next, and the materials that must be printed anew for them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal

from outreach.campaign.codes import full_code
from outreach.campaign.materials import Material
from outreach.campaign.templates import Template
from outreach.campaign.units import Unit, read_list
from outreach.core.findings import OutreachError, has_errors, ordered
from outreach.core.project import Project
from outreach.products.prepare import prepare

Kind = Literal["new", "gone", "merged", "renamed", "changed"]
FEEDS: Mapping[str, tuple[str, ...]] = {
    "code": ("record.link", "record.link_path", "record.imprint"),
    "name": ("record.name", "record.full", "record.help_label"),
    "district_name": ("record.full", "record.seat"),
    "province_name": ("record.seat",),
    "contact_label": ("record.help_label",),
    "hotline": ("record.help_label", "record.help_number"),
    "address": ("record.visit",),
    "hours": ("record.visit",),
    "place": ("record.place",),
    "logo": ("record.logo",),
}
"""Column → what slots may take of it. Columns that are not here stand on no sheet."""


@dataclass(frozen=True)
class Change:
    """The change of one unit, by its code in the new list (in the old one, if it is gone)."""

    kind: Kind
    code: str
    name: str
    was: tuple[str, ...] = ()
    """Its former name, or the codes of the units that it took the place of."""
    columns: tuple[str, ...] = ()
    links: str = ""
    """The unit that old links lead to, itself if its row is still there; empty if they lead nowhere."""
    print: tuple[str, ...] = ()
    """Materials that must be printed anew for it."""


def compare(project: Project, old: Path, new: Path) -> tuple[list[Change], list[str]]:
    """Every change between two lists, and the names of the project's materials. Raises OutreachError for bad lists.

    Units that there are not on the campaign's day count as gone.
    """
    prepared = prepare(project)
    plan, languages = prepared.bundle.telephones, tuple(prepared.bundle.campaign.languages)
    before, old_faults = read_list(old, str(old), plan, languages)
    after, new_faults = read_list(new, str(new), plan, languages)
    if has_errors(faults := [*old_faults, *new_faults]):
        raise OutreachError(ordered(faults))
    materials = [material for material in prepared.materials if material.meta.kit] or prepared.materials
    values = {material.slug: values_on(material, prepared.bundle.templates) for material in materials}
    return list(changes(before, after, values, prepared.bundle.campaign.as_of)), sorted(values)


def values_on(material: Material, templates: Mapping[str, Template]) -> set[str]:
    """The values of a unit's record that the material's sheets show: defaults of slots that it does not fill itself."""
    template, meta = templates[material.meta.template], material.meta
    slots = [
        (name, slot)
        for (form, profile), layout in template.layouts.items()
        if form in meta.formats and profile in (meta.profiles or [profile])
        for name, slot in layout.items()
    ]
    values = {slot.default for name, slot in slots if name not in meta.slots}
    if meta.scan_from is not None and any(slot.kind == "symbol" for _, slot in slots):
        values.add("record.link")
    return {value for value in values if value.startswith("record.")}


def changes(
    old: Mapping[str, Unit], new: Mapping[str, Unit], values: Mapping[str, set[str]], day: dt.date
) -> Iterator[Change]:
    """New, merged, renamed and changed units of a day in the order of the new list, then those that are gone.

    `values` are those that each material shows.
    """
    before, after = _of(old, day), _of(new, day)
    heirs = {full_code(former): unit.code for unit in after.values() for former in unit.formerly}
    for key, unit in after.items():
        earlier = before.get(key)
        former = {} if earlier is None else dict.fromkeys(map(full_code, earlier.formerly))
        merged = tuple(code for code in unit.formerly if full_code(code) not in former)
        gone = [code for code in map(full_code, merged) if code in before and code not in after]
        columns = _differing(earlier, unit) if earlier else ()
        to_print = tuple(_to_print(columns if earlier else FEEDS, values))
        if len(merged) > 1 or gone:
            yield Change("merged", unit.code, unit.name, merged, columns, unit.code, to_print)
        elif earlier is None:
            yield Change("new", unit.code, unit.name, merged, print=to_print)
        elif "name" in columns:
            yield Change("renamed", unit.code, unit.name, (earlier.name,), columns, unit.code, to_print)
        elif columns:
            yield Change("changed", unit.code, unit.name, (), columns, unit.code, to_print)
    listed = {full_code(code): code for code in new}  # links of units that have ended work as long as a list has them
    for key, unit in before.items():
        if key not in after:
            yield Change("gone", unit.code, unit.name, links=heirs.get(key) or listed.get(key, ""))


def _of(units: Mapping[str, Unit], day: dt.date) -> dict[str, Unit]:
    """The units that there are on a day, by their codes as links carry them."""
    return {full_code(code): unit for code, unit in units.items() if unit.valid(day)}


def _differing(old: Unit, new: Unit) -> tuple[str, ...]:
    """The columns that say something else; a code says the same with zeros before it."""
    before, after = (replace(u, code="", formerly=tuple(map(full_code, u.formerly))) for u in (old, new))
    return tuple(f.name for f in fields(Unit) if f.compare and getattr(before, f.name) != getattr(after, f.name))


def _to_print(columns: Iterable[str], values: Mapping[str, set[str]]) -> list[str]:
    """The materials that show what stands in these columns."""
    feeds = {value for column in columns for value in FEEDS.get(column, ())}
    return sorted(slug for slug, on_sheets in values.items() if feeds & on_sheets)
