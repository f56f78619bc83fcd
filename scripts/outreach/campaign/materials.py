"""A material: what is said at one place to one audience. One Markdown file in docs/an-pham/."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from outreach.campaign.codes import MATERIAL_LENGTH, SIGN
from outreach.campaign.model import Channel
from outreach.campaign.profiles import Profile
from outreach.campaign.templates import Template
from outreach.campaign.validate import Strict, no_truth, unknown, validated
from outreach.core.findings import Finding
from outreach.core.tables import KeyPath, Table

Audience = Literal["staff", "public"]
EVERY = ["*"]
"""In place of the names of formats: each that the template has."""


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Metres = Annotated[float, BeforeValidator(no_truth), Field(gt=0, le=100)]


def _printable(value: str) -> str:
    """A code that printed links can hold."""
    if not re.fullmatch(f"[{SIGN}]{{{MATERIAL_LENGTH}}}", value):
        raise PydanticCustomError("material_code", "two signs of the alphabet of link codes")
    return value


class Sheetwork(Strict):
    """The front matter of a material."""

    title: str = Field(min_length=1)
    summary: str = Field(min_length=1)
    code: Annotated[str, AfterValidator(_printable)]
    tasks: list[str] = Field(min_length=1)
    audience: Audience
    channel: str
    template: str
    formats: list[str] = Field(min_length=1)
    profiles: list[str] | None = None
    read_from: Metres
    scan_from: Metres | None = None
    quantity: Annotated[int, BeforeValidator(no_truth), Field(ge=1)] = 1
    """How many of it a place needs. Like `paper` it must be said of what is printed."""
    paper: str = ""
    place: str = ""
    """Where it hangs; the channel's place if empty."""
    height: str = ""
    """How high it hangs; the channel's height if empty."""
    kit: list[str] = Field(default_factory=list)
    """Formats that every unit gets with its own name, number and link."""
    ground: str | None = None
    """The colour that leads the sheet, one of the template's `grounds`; the first of them if empty."""
    scene: str | None = Field(default=None, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    alt: str | None = None
    tiles: dict[str, list[str]] = Field(default_factory=dict)
    """Format → how it is also made in pieces, names of `[tiles]` in impositions.toml."""
    slots: dict[str, str]
    languages: dict[str, Language] = Field(default_factory=dict)
    """Slot → the language of its words, where that is not the campaign's: `lead: en`."""

    @field_validator("formats", "profiles", "kit")
    @classmethod
    def _each_once(cls, value: list[str] | None) -> list[str] | None:
        once = list(dict.fromkeys(value or []))
        if value and once != value:
            raise ValueError(f"[{', '.join(once)}]")
        return value


@dataclass(frozen=True)
class Material:
    """A validated material: `slug` is its file's name, `table` finds the lines of its front matter."""

    slug: str
    meta: Sheetwork
    table: Table

    def line(self, *path: str) -> int:
        """The line of a front matter field."""
        return self.table.line(path)


def read_material(
    slug: str,
    table: Table,
    templates: Mapping[str, Template],
    channels: Mapping[str, Channel],
    profiles: Mapping[str, Profile],
    tiles: Collection[str] = (),
) -> tuple[Material | None, list[Finding]]:
    """The material of one front matter, with every reference into templates, channels and formats checked."""
    meta, faults = validated(Sheetwork, table.data, table)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        faults.append(Finding("material-name", file=table.name, data={"found": slug}))
    if meta is None:
        return None, faults
    if meta.formats == EVERY and meta.template in templates:
        meta = meta.model_copy(update={"formats": list(templates[meta.template].formats)})
    material = Material(slug, meta, table)

    def stray(field: KeyPath, found: str, known: Iterable[str]) -> None:
        faults.append(unknown(table, field, found, known))

    if meta.channel not in channels:
        stray(("channel",), meta.channel, channels)
    for index, profile in enumerate(meta.profiles or []):
        if profile not in profiles:
            stray(("profiles", index), profile, profiles)
    template = templates.get(meta.template)
    if template is None:
        stray(("template",), meta.template, templates)
        return None, faults
    for index, name in enumerate(meta.formats):
        if name not in template.formats:
            stray(("formats", index), name, template.formats)
        elif (
            meta.profiles
            and profiles.keys() >= set(meta.profiles)
            and not set(template.formats[name].profiles) & set(meta.profiles)
        ):
            pairs = [f"{name} {profile}" for profile in template.formats[name].profiles]
            stray(("formats", index), f"{name} {' '.join(meta.profiles)}", pairs)
    made = {p for f in meta.formats if f in template.formats for p in template.formats[f].profiles}
    made &= set(meta.profiles or made) & profiles.keys()
    if any(profiles[name].prints for name in made):
        faults += [
            Finding("field-invalid", file=table.name, data={"field": field, "found": "—", "expected": "missing"})
            for field in ("quantity", "paper")
            if field not in meta.model_fields_set
        ]
    for index, name in enumerate(meta.kit):
        if name not in meta.formats and template.formats.keys() >= set(meta.formats):  # else that is the fault
            stray(("kit", index), name, meta.formats)
    for name, pieces in meta.tiles.items():
        if name not in meta.formats:
            stray(("tiles", name), name, meta.formats)
        for index, piece in enumerate(pieces):
            if piece not in tiles:
                stray(("tiles", name, index), piece, tiles)
    if meta.ground is not None and meta.ground not in template.grounds:
        stray(("ground",), meta.ground, template.grounds)
    for field in ("slots", "languages"):
        for slot in getattr(meta, field):
            if slot not in template.slot_names:
                stray((field, slot), slot, template.slot_names)
    if meta.scene is not None and not meta.alt:
        faults.append(Finding("alt-missing", file=table.name, line=table.line(("scene",)), data={"found": meta.scene}))
    return (None if faults else material), faults


def codes_twice(materials: list[Material]) -> list[Finding]:
    """Two materials with one code would share their links."""
    faults: list[Finding] = []
    seen: dict[str, Material] = {}
    for material in materials:
        other = seen.setdefault(material.meta.code, material)
        if other is not material:
            data: dict[str, str | int | float] = {"found": material.meta.code, "other": other.table.name}
            line = material.line("code")
            faults.append(Finding("material-code-twice", file=material.table.name, line=line, data=data))
    return faults
