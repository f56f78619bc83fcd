"""The page of each unit: its kit of sheets to print, and the instructions that go with it.

What all units share is rendered once; for each unit only its own words are set in, for there may be ten thousand.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from itertools import count
from typing import Any

from outreach.campaign.telephones import call_target
from outreach.campaign.units import Unit
from outreach.core.cache import Content
from outreach.core.project import UNITS
from outreach.products.kits import THEME
from outreach.products.kits.groups import Group
from outreach.products.kits.kits import Kits
from outreach.render.templates import Templates
from outreach.sheets.names import preview_name, profile_hint, profile_name, size_name

OPTIONAL = ("name", "seat", "group", "contact_label", "hotline", "address", "hours", "place")
"""Fields that a unit may have or lack; pages of units that have the same differ in nothing else."""
_MARK = re.compile("\ue000(\\w+)\ue001")


class KitWriter:
    """Writes the pages of units that are listed in these groups."""

    def __init__(self, kits: Kits, groups: Iterable[Group]) -> None:
        self._kits, self._words, self._templates = kits, kits.bundle.words, Templates([THEME])
        self._groups = {unit.code: group for group in groups for unit in group.units}
        self._count = len(kits.sheets) + sum(len(files.kinds) for files in kits.additions)
        self._frame = cache(self._render)

    def page(self, unit: Unit, files: Mapping[str, Content]) -> str:
        """The HTML of a unit's page; `files` are those of its kit, sheets first.

        It holds the instructions for the kit's ZIP as a document of their own: they fetch nothing, and print on A4.
        """
        words = self._words
        title = words.text("units.title", name=unit.name)
        summary = words.text("units.summary", place=", ".join(part for part in (unit.name, unit.seat) if part))
        return self._kits.shell.page(title, summary, f"{UNITS}/{unit.code}/", self._body(unit, files))

    def _body(self, unit: Unit, files: Mapping[str, Content]) -> str:
        if len(files) != self._count:
            raise ValueError(f"{unit.code}: {len(files)} files, not {self._count}")
        group, size_of = self._groups.get(unit.code), self._words.file_size
        values = {key: getattr(unit, key, "") for key in OPTIONAL} | {"group": group.name if group else ""}
        values |= {"code": unit.code, "folder": group.folder if group else "", "tel": call_target(unit.hotline)}
        values["size"] = size_of(sum(content.size for content in files.values()))
        for index, (name, content) in enumerate(files.items()):
            values |= {f"file{index}": name, f"size{index}": size_of(content.size)}
        frame = self._frame(tuple(key for key in OPTIONAL if values[key]))
        return "".join([escape(values[part]) if index % 2 else part for index, part in enumerate(frame)])

    def _render(self, fields: tuple[str, ...]) -> list[str]:
        """The page's body with marks for all that is a unit's own: text and names of values by turns."""
        bundle, words = self._kits.bundle, self._words
        marks = {name: _mark(name) if name in fields else "" for name in OPTIONAL}
        marks |= {name: _mark(name) for name in ("code", "folder", "tel", "size")}
        files = ({"name": _mark(f"file{index}"), "size": _mark(f"size{index}")} for index in count())
        profiles = dict.fromkeys(source.sheet.profile for source in self._kits.sheets)
        context = {
            "unit": marks,
            "materials": self._materials(files),
            "printers": {profile_name(bundle, p): profile_hint(bundle, p) for p in profiles},
            "total": len(self._kits.sheets),
            "additions": [
                (addition, [(kind, next(files)) for kind in addition.kinds]) for addition in self._kits.additions
            ],
            "campaign": bundle.campaign,
            "words": words.section("units"),
            "language": words.language,
        }
        return _MARK.split(self._templates.render("unit_kit.html.j2", context))

    def _materials(self, files: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
        """The sheets by material, and those that look the same together: a picture once, a file for each printer."""
        bundle, words = self._kits.bundle, self._words
        materials: dict[str, dict[str, Any]] = {}
        for source, file in zip(self._kits.sheets, files, strict=False):  # the other files are those of additions
            sheet, meta = source.sheet, source.sheet.material.meta
            copies = {key: words.text(f"units.{key}", count=meta.quantity) for key in ("copies", "copies_short")}
            shared = {"meta": meta, "channel": bundle.channels[meta.channel], "looks": {}, "labels": {}, **copies}
            material = materials.setdefault(meta.title, shared)
            material["labels"].setdefault(sheet.form.label, size_name(sheet, words))
            look = {"label": sheet.form.label, "source": source, "alt": preview_name(sheet, words), "files": []}
            look = material["looks"].setdefault((sheet.form.label, source.thumbnail), look)
            look["files"].append({**file, "profile": profile_name(bundle, sheet.profile)})
        return list(materials.values())


def _mark(name: str) -> str:
    return f"\ue000{name}\ue001"
