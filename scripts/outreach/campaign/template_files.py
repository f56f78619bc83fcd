"""Reading of template.toml: every folder of print_templates/ that has one is a template."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outreach.campaign.formats import Format
from outreach.campaign.profiles import Profile
from outreach.campaign.templates import Loop, Slot, Template, TemplateFile, beyond
from outreach.campaign.validate import unknown, validate
from outreach.core.findings import Finding, ordered
from outreach.core.tables import KeyPath, Table, merge, read_tables

PIXELS = "pixels = [px, px]"
"""The field of formats for pictures, as findings name it."""


def read_templates(
    root: Path, root_name: str, profiles: Mapping[str, Profile]
) -> tuple[dict[str, Template], list[Finding]]:
    """Each folder of `root` with a template.toml, by its name, and all faults."""
    templates: dict[str, Template] = {}
    paths = [path.relative_to(root).as_posix() for path in sorted(root.glob("*/template.toml"))]
    tables, faults = read_tables((root / path, f"{root_name}/{path}") for path in paths)
    for table in tables:
        name = Path(table.name).parent.name
        template, more = _template(name, root / name, table, profiles)
        faults += more
        if template is not None:
            templates[name] = template
    return templates, faults


def _template(
    name: str, folder: Path, table: Table, profiles: Mapping[str, Profile]
) -> tuple[Template | None, list[Finding]]:
    raw, faults = validate(TemplateFile, table.data, table)
    if raw is None:
        return None, faults
    faults += beyond(raw.loops, raw.pages, table)
    for profile in raw.profiles:
        if profile not in profiles:
            faults.append(unknown(table, ("profiles", profile), profile, profiles))
    layouts, more = _layouts(raw, table, profiles)
    faults += more
    if faults:
        return None, ordered(faults)
    stills = min(raw.stills or raw.pages, raw.pages)
    return Template.model_construct(**{**dict(raw), "stills": stills}, name=name, folder=folder, layouts=layouts), []


def _layouts(
    raw: TemplateFile, table: Table, profiles: Mapping[str, Profile]
) -> tuple[dict[tuple[str, str], dict[str, Slot]], list[Finding]]:
    """(format, profile) → slots, and the faults of formats and of their slots."""
    layouts: dict[tuple[str, str], dict[str, Slot]] = {}
    faults: list[Finding] = []
    for key, form in raw.formats.items():
        if form.like and (form.like not in raw.formats or raw.formats[form.like].like):
            models = [name for name, other in raw.formats.items() if not other.like]  # of one that is itself like none
            faults.append(unknown(table, ("formats", key, "like"), form.like, models))
            continue
        for index, profile in enumerate(form.profiles):
            if profile not in profiles:
                faults.append(unknown(table, ("formats", key, "profiles", index), profile, profiles))
                continue
            expected = _pixels(form, profiles[profile], raw.loops)
            if expected:
                about = {"field": f"formats.{key}", "found": profile, "expected": expected}
                faults.append(table.finding("field-invalid", ("formats", key, "profiles", index), **about))
            slots, more = _slots(_layers(raw, key, profile), table)
            faults += more
            layouts[key, profile] = {name: slot.placed(form) for name, slot in slots.items()}
    return layouts, faults


def _layers(raw: TemplateFile, key: str, profile: str) -> list[tuple[KeyPath, dict[str, dict[str, Any]]]]:
    """Tables of slots for a format and profile, each with its path; a later one overrides the earlier."""
    layers: list[tuple[KeyPath, dict[str, dict[str, Any]]]] = [(("slots",), raw.slots)]
    if profile in raw.profiles:
        layers.append((("profiles", profile, "slots"), raw.profiles[profile].slots))
    names = (raw.formats[key].like, key)
    return layers + [(("formats", name, "slots"), raw.formats[name].slots) for name in names if name]


def _pixels(form: Format, profile: Profile, loops: Mapping[str, Loop]) -> str:
    """The pixels that a format must have for the files of a profile, as findings expect them; empty if it has them."""
    if form.pixels is None:
        return "" if set(profile.output) == {"pdf"} else PIXELS
    odd = any(side % 2 for side in form.pixels) and loops and profile.loops
    return f"{PIXELS}, 2 × n" if odd else ""


def _slots(
    layers: list[tuple[KeyPath, dict[str, dict[str, Any]]]], table: Table
) -> tuple[dict[str, Slot], list[Finding]]:
    """Slots of one format and profile: what the template says, overridden by profile, then by format.

    A layer leaves a slot out with `hidden = true`. Each layer comes with its path in the table, so that a fault is
    shown where the value in force stands.
    """
    merged: dict[str, dict[str, Any]] = {}
    lines: dict[KeyPath, int] = {}
    for at, layer in layers:
        for path, line in table.lines.items():
            if path[: len(at)] == at and len(path) > len(at):
                place = ("slots", *path[len(at) :])
                lines[place] = line if len(place) > 2 else lines.get(place, line)
        for name, data in layer.items():
            merged[name] = merge(merged.get(name, {}), data)
    merged, faults = _alike(merged, Table(table.name, {}, lines))
    slots: dict[str, Slot] = {}
    for name, data in merged.items():
        if data.pop("hidden", False):
            continue
        slot, more = validate(Slot, data, Table(table.name, table.data, lines), ("slots", name))
        faults += more
        if slot is not None:
            slots[name] = slot
    for name, slot in slots.items():
        for key, other in (("needs", slot.needs), ("unless", slot.unless)):
            if other and other not in slots:
                faults.append(unknown(Table(table.name, {}, lines), ("slots", name, key), other, slots))
    return slots, faults


def _alike(merged: dict[str, dict[str, Any]], table: Table) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    """Slots that are `like` another: all that it has in this format and profile, and over it what they say."""
    slots: dict[str, dict[str, Any]] = {}
    faults: list[Finding] = []
    for name, data in merged.items():
        like = data.get("like")
        if like is None:
            slots[name] = data
        elif isinstance(like, str) and like in merged and "like" not in merged[like]:
            slots[name] = merge(merged[like], data)
        else:
            faults.append(unknown(table, ("slots", name, "like"), str(like), [n for n in merged if n != name]))
    return slots, faults
