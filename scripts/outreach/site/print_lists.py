"""Lists of all materials for pages: by place with a kit each, by printer, and by task of the letter.

They are added as Markdown, so that MkDocs checks their links like any other.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import Any

from outreach.core.project import MATERIALS
from outreach.products.product import Prepared
from outreach.render.templates import Templates
from outreach.sheets.finished import Made
from outreach.sheets.names import preview_name, profile_hint, profile_name, template_name
from outreach.sheets.plan import kit_name


def print_list(kind: str, page: str, campaign: Prepared, sheets: Sequence[Made], templates: Templates) -> str:
    """The list of a kind of `LISTS` that the page at `page` (below docs/) asks for."""

    def link(path: str) -> str:
        return posixpath.relpath(path, posixpath.dirname(page))

    context = {
        "bundle": campaign.bundle,
        "words": campaign.bundle.words,
        "folder": f"{MATERIALS}/",
        "link": link,
        "kit_name": kit_name,
        "preview_name": preview_name,
        "profile_name": profile_name,
        "profile_hint": profile_hint,
        "template_name": template_name,
        kind: LISTS[kind](campaign, sheets),
    }
    return templates.render(f"print_{kind}.md.j2", context)


def _materials(sheets: Sequence[Made]) -> Mapping[str, list[Made]]:
    """The sheets of each material, by its name."""
    materials: dict[str, list[Made]] = {}
    for sheet in sheets:
        materials.setdefault(sheet.sheet.material.slug, []).append(sheet)
    return materials


def _places(campaign: Prepared, sheets: Sequence[Made]) -> list[Any]:
    """Channel → for each of its materials the sheet that shows it, of the last profile, and the labels of all."""
    places: dict[str, list[Any]] = {}
    last = list(campaign.bundle.profiles).index
    for copies in _materials(sheets).values():
        sample = max(copies, key=lambda sheet: last(sheet.sheet.profile))
        labels = dict.fromkeys(sheet.sheet.form.label for sheet in copies)
        places.setdefault(sample.sheet.material.meta.channel, []).append((sample, labels))
    return [(place, places[place]) for place in campaign.bundle.channels if place in places]


def _printers(campaign: Prepared, sheets: Sequence[Made]) -> list[Any]:
    """Profile that prints → label of a format, small ones first → the sheets of this size."""
    printers: dict[str, dict[str, list[Made]]] = {}
    for sheet in sorted(sheets, key=lambda sheet: (min(sheet.sheet.form.trim), sheet.sheet.form.label)):
        printers.setdefault(sheet.sheet.profile, {}).setdefault(sheet.sheet.form.label, []).append(sheet)
    profiles = campaign.bundle.profiles
    return [(name, printers[name]) for name in profiles if profiles[name].prints and name in printers]


def _tasks(campaign: Prepared, sheets: Sequence[Made]) -> list[Any]:
    """Each task of the letter with the channels that answer it, and titles and pages of the answers."""
    materials, channels = _materials(sheets), campaign.bundle.channels
    rows = []
    for number, task in campaign.bundle.tasks.items():
        answers = [materials[name][0].sheet.material for name in task.materials]
        links = [(material.meta.title, f"{MATERIALS}/{material.slug}.md") for material in answers]
        links += [(str(campaign.pages[path].meta.get("title", path)), path) for path in task.pages]
        names = dict.fromkeys(channels[material.meta.channel].name for material in answers)
        rows.append((number, task, names, links))
    return rows


LISTS = {"places": _places, "printers": _printers, "coverage": _tasks}
"""Kind of list, as pages ask for it → what it shows of the campaign and its finished sheets."""
