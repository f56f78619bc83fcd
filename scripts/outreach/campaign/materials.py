"""Materials: each tells one audience something at one place. One Markdown file in docs/an-pham/."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import MATERIAL_LENGTH, SIGN
from outreach.campaign.profiles import Profile
from outreach.campaign.templates import Template
from outreach.campaign.validate import Strict, no_truth, unknown, validate
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


class MaterialFields(Strict):
    """The front matter of a material."""

    title: str = Field(min_length=1)
    """Heading of its page."""
    summary: str = Field(min_length=1)
    """First line of its page and of lists."""
    code: Annotated[str, AfterValidator(_printable)]
    """Two of `0-9 A-Z` without I, L, O, U, in quotes (`"01"`): part of the printed link, never changed again."""
    tasks: list[str] = Field(min_length=1)
    """Rows of tasks.toml that it answers; any short name if there is no such table."""
    audience: Audience
    """Whom it speaks to."""
    channel: str
    """Key of channels.toml."""
    template: str
    """Folder of print_templates/."""
    formats: list[str] = Field(min_length=1)
    """Formats of the template; `["*"]` for all."""
    profiles: list[str] | None = None
    """Profiles: what it is printed on or shown on; all that the formats allow if empty."""
    read_from: Metres
    """Metres from which the headline must be legible: sizes the type."""
    scan_from: Metres | None = None
    """Metres from which the QR code must scan: sizes the code; no code if left out."""
    quantity: Annotated[int, BeforeValidator(no_truth), Field(ge=1)] = 1
    """How many of it a place needs. Like `paper` it must be said of what is printed."""
    paper: str = ""
    """Paper that it is printed on, in words."""
    place: str = ""
    """Where it hangs; the channel's `where` if empty."""
    height: str = ""
    """How high it hangs; the channel's `height` if empty."""
    kit: list[str] = Field(default_factory=list)
    """Formats that every unit gets with its own name, number and link."""
    ground: str | None = None
    """The colour that leads the sheet, one of the template's `grounds`; the first of them if empty."""
    scene: str | None = Field(default=None, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Drawing of docs/assets/illustrations/, without ending."""
    alt: str | None = None
    """Words for those who can't see the scene."""
    tiles: dict[str, list[str]] = Field(default_factory=dict)
    """Format → how it is also made in pieces, names of `[tiles]` in impositions.toml."""
    slots: dict[str, str]
    """Slot → words, or a section: `page.md#heading`, `#heading` of this file."""
    languages: dict[str, Language] = Field(default_factory=dict)
    """Slot → the language of its words, where that is not the campaign's: `lead: en`."""

    @field_validator("formats", "profiles", "kit")
    @classmethod
    def _without_repetition(cls, value: list[str] | None) -> list[str] | None:
        once = list(dict.fromkeys(value or []))
        if value and once != value:
            raise ValueError(f"[{', '.join(once)}]")
        return value


@dataclass(frozen=True)
class Material:
    """A validated material: `slug` is its file's name, `table` finds the lines of its front matter."""

    slug: str
    meta: MaterialFields
    table: Table

    def line(self, *path: str) -> int:
        """The line of a front matter field."""
        return self.table.line(path)


def read_material(slug: str, table: Table, bundle: Bundle) -> tuple[Material | None, list[Finding]]:
    """The material of a front matter, with every reference into the campaign's templates and tables checked."""
    meta, faults = validate(MaterialFields, table.data, table)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        faults.append(Finding("material-name", file=table.name, data={"found": slug}))
    if meta is None:
        return None, faults
    template = bundle.templates.get(meta.template)
    if template is not None and meta.formats == EVERY:
        meta = meta.model_copy(update={"formats": list(template.formats)})
    references = _references(meta, template, bundle)
    faults += [unknown(table, path, name, known) for path, name, known in references if name not in known]
    if template is not None:
        faults += _formats_without_profile(meta, template, bundle.profiles, table)
        faults += _missing_for_print(meta, template, bundle.profiles, table)
    if meta.scene is not None and not meta.alt:
        faults.append(table.finding("alt-missing", ("scene",), found=meta.scene))
    return (None if faults else Material(slug, meta, table)), faults


def _references(
    meta: MaterialFields, template: Template | None, bundle: Bundle
) -> Iterator[tuple[KeyPath, str, Collection[str]]]:
    """Each name that a front matter holds: its place there, the name, and the names that there are."""
    yield ("channel",), meta.channel, bundle.channels
    for index, profile in enumerate(meta.profiles or []):
        yield ("profiles", index), profile, bundle.profiles
    yield ("template",), meta.template, bundle.templates
    if template is None:
        return
    for index, name in enumerate(meta.formats):
        yield ("formats", index), name, template.formats
    if template.formats.keys() >= set(meta.formats):  # a format that is not there has been named already
        for index, name in enumerate(meta.kit):
            yield ("kit", index), name, meta.formats
    for name, pieces in meta.tiles.items():
        yield ("tiles", name), name, meta.formats
        for index, piece in enumerate(pieces):
            yield ("tiles", name, index), piece, bundle.impositions.tiles
    if meta.ground is not None:
        yield ("ground",), meta.ground, template.grounds
    for field in ("slots", "languages"):
        for slot in getattr(meta, field):
            yield (field, slot), slot, template.slot_names


def _formats_without_profile(
    meta: MaterialFields, template: Template, profiles: Collection[str], table: Table
) -> Iterator[Finding]:
    """Formats that the template has on none of the profiles that are asked for."""
    asked = set(meta.profiles or [])
    if not asked or not asked <= set(profiles):
        return
    for index, name in enumerate(meta.formats):
        if name in template.formats and asked.isdisjoint(template.formats[name].profiles):
            pairs = [f"{name} {profile}" for profile in template.formats[name].profiles]
            yield unknown(table, ("formats", index), f"{name} {' '.join(meta.profiles or [])}", pairs)


def _missing_for_print(
    meta: MaterialFields, template: Template, profiles: Mapping[str, Profile], table: Table
) -> list[Finding]:
    """Fields that a material must have of which something is printed, and that it lacks."""
    offered = {p for name in meta.formats if name in template.formats for p in template.formats[name].profiles}
    wanted = offered & set(meta.profiles or offered) & profiles.keys()
    if not any(profiles[name].prints for name in wanted):
        return []
    return [
        Finding("field-invalid", file=table.name, data={"field": field, "found": "—", "expected": "missing"})
        for field in ("quantity", "paper")
        if field not in meta.model_fields_set
    ]


def code_conflicts(materials: list[Material]) -> Iterator[Finding]:
    """Two materials with one code would share their links."""
    seen: dict[str, Material] = {}
    for material in materials:
        other = seen.setdefault(material.meta.code, material)
        if other is not material:
            code, table = material.meta.code, material.table
            yield table.finding("material-code-twice", ("code",), found=code, other=other.table.name)


Listing = Literal["places", "printers", "coverage", "units", "embeds", "check", "press", "scripts", "reports"]


class PageFields(Strict):
    """The front matter of a page that is no material. `title` and `summary` are asked for elsewhere."""

    title: str | None = None
    """Heading of the page."""
    summary: str | None = None
    """First line in lists and link cards."""
    embed: bool = False
    """True if other sites may embed the page."""
    updated: dt.date | None = None
    """Day of its words; embeds and copies say it."""
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._]+$")] | None = None
    """Of its words; embeds and copies say it, with a code behind it."""
    withdrawn: dt.date | None = None
    """Since when the page does not hold any more: it says so instead of its words, wherever it is embedded."""
    instead: str = ""
    """The page below docs/ that takes the place of one that was withdrawn."""
    lists: (
        Literal["places", "printers", "coverage", "units", "embeds", "check", "press", "scripts", "reports"] | None
    ) = None
    """Lists that the build adds below the page's words: materials by place or by printer, tasks of the letter, units,
    snippets of embeds, the check of their copies, the press kit, scripts, forms of reports."""
    captions: dict[str, str] = Field(default_factory=dict)
    """Of the pictures of a page for the press: name of a material or of a drawing → what stands below its pictures."""
    facts: dict[str, str] = Field(default_factory=dict)
    """The fact sheet of a page for the press: name of a fact → what it is about, in order."""
    hide: list[Literal["navigation", "toc", "footer"]] = Field(default_factory=list)
    """Parts of the page to leave out."""
