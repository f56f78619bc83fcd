"""The page of each unit: its kit of sheets to print, and the instructions that lie in its ZIP.

What all units share is rendered once; for each unit only its own words are set in, for there may be ten thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count
from typing import Any

from outreach.campaign.model import Campaign
from outreach.campaign.telephones import call_target
from outreach.campaign.units import Unit
from outreach.core.project import UNITS
from outreach.core.strings import Strings
from outreach.products.kits.groups import Group
from outreach.products.kits.shell import Shell
from outreach.products.unit_files import UnitFiles
from outreach.render.templates import Templates

_OWN = ("name", "seat", "group", "contact_label", "hotline", "address", "hours", "place")
"""Fields that a unit may have or lack; pages of units that have the same differ in nothing else."""
_MARK = re.compile("\ue000(\\w+)\ue001")


@dataclass(frozen=True)
class KitSheet:
    """A sheet of the kit, the same for all units. Texts are ready for people; paths are below the site."""

    title: str
    label: str
    """Of the format: A4."""
    profile: str
    """The printer that it is for."""
    hint: str
    """How it is printed there."""
    paper: str
    size: str
    where: str
    height: str
    count: int
    thumbnail: str
    alt: str
    pixels: tuple[int, int] = (720, 1018)
    """Width and height of the thumbnail's file."""


@dataclass(frozen=True)
class KitFile:
    """A file beside a unit's page; `size` in bytes."""

    name: str
    size: int


@dataclass(frozen=True)
class UnitKit:
    """A unit with its own file of each sheet of the kit, in their order, and with all of them in one."""

    unit: Unit
    files: Sequence[KitFile]
    zip: KitFile
    additions: Sequence[KitFile] = ()
    """Files that products add."""


def kit_pages(kits: Iterable[UnitKit], writer: KitWriter, shell: Shell) -> Iterator[tuple[str, str]]:
    """The page of each unit: path in the site and HTML."""
    for kit in kits:
        path = f"{UNITS}/{kit.unit.code}/"
        title, summary = writer.head(kit.unit)
        yield f"{path}index.html", shell.page(title, summary, path, writer.body(kit))


class KitWriter:
    """Writes what belongs to one kit of sheets, for any unit; `additions` are the files that products add to it."""

    def __init__(
        self,
        sheets: Sequence[KitSheet],
        groups: Iterable[Group],
        campaign: Campaign,
        words: Strings,
        templates: Templates,
        additions: Sequence[UnitFiles] = (),
    ) -> None:
        self._additions = additions
        self._sheets, self._campaign, self._words, self._templates = sheets, campaign, words, templates
        self._groups = {unit.code: group for group in groups for unit in group.units}
        self._title, self._summary = words.text("units.title"), words.text("units.summary")
        self._frames: dict[tuple[object, ...], list[str]] = {}

    def head(self, unit: Unit) -> tuple[str, str]:
        """Title and description of a unit's page."""
        place = ", ".join(part for part in (unit.name, unit.seat) if part)
        return self._title.format(name=unit.name), self._summary.format(place=place)

    def body(self, kit: UnitKit) -> str:
        """The content of a unit's page, which stands in the folder of its code."""
        return self._fill("unit_kit.html.j2", kit)

    @property
    def instructions_name(self) -> str:
        """The file that the instructions are in the ZIP."""
        return self._words.text("units.instructions_file")

    def instructions(self, kit: UnitKit) -> str:
        """The page that lies in the ZIP: whole, without anything from elsewhere; it prints on A4."""
        return self._fill("unit_instructions.html.j2", kit)

    def _fill(self, template: str, kit: UnitKit) -> str:
        unit = kit.unit
        added = sum(len(files.kinds) for files in self._additions)
        if (len(kit.files), len(kit.additions)) != (len(self._sheets), added):
            raise ValueError(f"{unit.code}: {len(kit.files)} files for {len(self._sheets)} sheets")
        group = self._groups.get(unit.code)
        values = {key: getattr(unit, key, "") for key in _OWN} | {"group": group.name if group else ""}
        values |= {"code": unit.code, "folder": group.folder if group else ""}
        values["tel"] = call_target(unit.hotline)
        values |= {"zip": kit.zip.name, "zip_size": self._words.file_size(kit.zip.size)}
        for index, file in enumerate(kit.files):
            values[f"file{index}"], values[f"size{index}"] = file.name, self._words.file_size(file.size)
        for index, file in enumerate(kit.additions):
            values[f"addition{index}"], values[f"addition_size{index}"] = file.name, self._words.file_size(file.size)
        frame = self._frame(template, tuple(key for key in _OWN if values[key]))
        return "".join([escape(values[part]) if index % 2 else part for index, part in enumerate(frame)])

    def _frame(self, template: str, own: tuple[str, ...]) -> list[str]:
        """The template with marks for all that is a unit's own: text and names of values by turns."""
        key = (template, own)
        if key not in self._frames:
            marks = {name: _mark(name) if name in own else "" for name in _OWN}
            marks |= {name: _mark(name) for name in ("code", "folder", "tel", "zip", "zip_size")}
            context = {
                "unit": marks,
                "materials": self._materials(),
                "printers": {sheet.profile: sheet.hint for sheet in self._sheets},
                "total": len(self._sheets),
                "additions": self._added(),
                "campaign": self._campaign,
                "words": self._words.section("units"),
                "language": self._words.language,
            }
            self._frames[key] = _MARK.split(self._templates.render(template, context))
        return self._frames[key]

    def _added(self) -> list[dict[str, Any]]:
        """The files that products add, by product."""
        numbers = count()
        return [
            {
                "anchor": files.anchor,
                "words": files.words,
                "files": [
                    {"name": _mark(f"addition{number}"), "size": _mark(f"addition_size{number}"), "kind": kind}
                    for kind, number in zip(files.kinds, numbers, strict=False)
                ],
            }
            for files in self._additions
        ]

    def _materials(self) -> list[dict[str, Any]]:
        """The sheets by material, and those that look the same together: a picture once, a file for each printer."""
        materials: dict[str, dict[str, Any]] = {}
        for index, sheet in enumerate(self._sheets):
            material = materials.setdefault(sheet.title, {"sheet": sheet, "looks": {}, "labels": {}})
            material["labels"].setdefault(sheet.label, sheet.size)
            look = material["looks"].setdefault((sheet.label, sheet.thumbnail), {"sheet": sheet, "files": []})
            look["files"].append(
                {
                    "name": _mark(f"file{index}"),
                    "size": _mark(f"size{index}"),
                    "profile": sheet.profile,
                }
            )
        for material in materials.values():
            for words in ("copies", "copies_short"):
                material[words] = self._words.text(f"units.{words}", count=material["sheet"].count)
        return list(materials.values())


def _mark(name: str) -> str:
    return f"\ue000{name}\ue001"
