"""Templates, their formats and slots. Found by folder, validated on load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from outreach.campaign.formats import Format, Grid, on_grid
from outreach.campaign.loops import Loop, beyond
from outreach.campaign.profiles import Profile
from outreach.campaign.validate import Strict, unknown, validated
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, ordered
from outreach.core.layers import merge
from outreach.core.tables import KeyPath, Table, read_toml

Box = tuple[float, float, float, float]
"""Left, top, width, height in rem; 1 rem is 1/48 of the sheet's short side."""


MOST_PAGES = 8
PIXELS = "pixels = [px, px]"
"""The field of formats for pictures, as findings name it."""


class Type(Strict):
    """How a text is set: a ladder of sizes in rem, largest first."""

    sizes: list[float] = Field(min_length=1)
    weight: int = 400
    emphasis: int = 900
    line_height: float = Field(default=1.42, gt=0)
    tracking: float = 0.0
    """Letter spacing in em."""
    reading: float = 0.0
    """Legible from cap height × reading; 0: set for the hand, no demand of the viewing distance."""

    @field_validator("sizes")
    @classmethod
    def _ladder(cls, value: list[float]) -> list[float]:
        if value != sorted(value, reverse=True) or value[-1] <= 0:
            raise ValueError("a ladder of sizes in rem, largest first: [4.9, 4.4]")
        return value


class Slot(Strict):
    """A place for words or a picture: its box, its type, where its content comes from."""

    kind: Literal["text", "steps", "prose", "table", "scene", "picture", "symbol"]
    box: Box
    anchors: list[Literal["right", "bottom"]] = Field(default_factory=list)
    """Sides of the sheet that left or top count from instead: the box keeps to them on sheets of any proportions."""
    variant: str = Field(default="", pattern=r"^[a-z0-9-]*$")
    """For scenes: the drawing `<scene>-<variant>` instead of the scene itself, of other proportions."""
    origins: list[tuple[float, float]] = Field(default_factory=list)
    """For scenes: where ripples of a loop begin, in shares of the box's width and height."""
    page: int = 1
    align: Literal["left", "center", "right"] = "left"
    like: str = ""
    """A slot of the same template whose content, box and type this one has, but for what it says itself."""
    default: str = ""
    """Content when the material gives none: a dotted name such as `strings.scan` or `record.help_number`.

    For pictures: what gives the path of a drawing below docs/assets/.
    """
    optional: bool = False
    needs: str = ""
    """The slot without which this one is left out: an order to scan needs the symbol, a title its text."""
    unless: str = ""
    """The slot that takes this one's place where it has something to show: a logo that of words about one."""
    max_lines: int = 1
    type: Type | None = None
    lead: Type | None = None
    """For steps: the bold lead of an item; `type` sets the sentence below it."""
    indent: float = 0.0
    """For steps and prose: rem left of an item's words."""
    gap: float = 0.0
    """For steps and prose: rem between items or paragraphs."""
    min_item: float = 0.0
    """For steps: least height of an item in rem. For tables: height of a row."""
    head: float = 0.0
    """For tables: height of the row of heads in rem."""
    max_items: int = 9
    numbered: bool = False
    """For steps: items carry their number."""
    card: tuple[float, float] | None = None
    """For symbols: least and greatest side of the card, quiet zone included, in rem."""

    @field_validator("box")
    @classmethod
    def _seen(cls, value: Box) -> Box:
        if min(value[2:]) <= 0:
            raise ValueError("[left, top, width, height], width and height above 0")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Slot:
        if self.kind in {"text", "steps", "prose", "table"} and self.type is None:
            raise ValueError("type = { sizes = [ … ] }")
        if self.kind == "table" and not (self.min_item and self.head):
            raise ValueError("head = …, min_item = …")
        if self.kind == "symbol" and self.card is None:
            raise ValueError("card = [least, greatest]")
        return self

    def placed(self, form: Format) -> Slot:
        """The slot in a format: its box counted from left and top."""
        (left, top, width, height), (across, down) = self.box, (side / form.rem for side in form.trim)
        left = across - width - left if "right" in self.anchors else left
        top = down - height - top if "bottom" in self.anchors else top
        return self.model_copy(update={"box": (left, top, width, height)}) if self.anchors else self


class _Layer(Strict):
    slots: dict[str, dict[str, Any]] = Field(default_factory=dict)


class _TemplateFile(Strict):
    names: dict[str, str]
    pages: int = Field(default=1, ge=1, le=MOST_PAGES)
    stills: int | None = Field(default=None, ge=1)
    most_words: int = Field(default=0, ge=0)
    least_pt: float = Field(default=0, ge=0)
    loops: dict[str, Loop] = Field(default_factory=dict)
    grounds: list[str] = Field(default_factory=list)
    grid: Grid | None = None
    formats: dict[str, Format] = Field(min_length=1)
    slots: dict[str, dict[str, Any]] = Field(min_length=1)
    profiles: dict[str, _Layer] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _placed(cls, data: Any) -> Any:
        """Formats that are stated in columns of the grid get their trim."""
        if not isinstance(data, dict) or not isinstance(data.get("formats"), dict):
            return data
        formats = {name: on_grid(form, data.get("grid")) for name, form in data["formats"].items()}
        return {**data, "formats": formats}


@dataclass(frozen=True)
class Template:
    """A layout: sheet.html.j2 and sheet.css in `folder`, formats, and the slots of each format and profile."""

    name: str
    folder: Path
    names: Mapping[str, str]
    pages: int
    stills: int
    """How many of the pages are published as pictures, the first ones; the others are scenes of loops only."""
    most_words: int
    """The most words that a material may say on a page; 0: any number."""
    least_pt: float
    """The smallest type of a sheet as large as A4, in pt; larger and smaller ones in proportion. 0: no demand."""
    loops: Mapping[str, Loop]
    """Name → moving picture made of its pages."""
    grounds: Sequence[str]
    """Classes of the body that sheet.css knows: the colour that leads the sheet."""
    formats: Mapping[str, Format]
    layouts: Mapping[tuple[str, str], Mapping[str, Slot]]
    """(format, profile) → slots."""

    @property
    def slot_names(self) -> set[str]:
        return {name for slots in self.layouts.values() for name in slots}


def read_templates(
    root: Path, root_name: str, profiles: Mapping[str, Profile]
) -> tuple[dict[str, Template], list[Finding]]:
    """Each folder of `root` with a template.toml, by its name, and all faults."""
    templates: dict[str, Template] = {}
    faults: list[Finding] = []
    for path in sorted(root.glob("*/template.toml")):
        name = path.parent.name
        try:
            table = read_toml(path, f"{root_name}/{name}/template.toml")
        except OutreachError as error:
            faults += error.findings
            continue
        template, more = _template(name, path.parent, table, profiles)
        faults += more
        if template is not None:
            templates[name] = template
    return templates, faults


def _template(
    name: str, folder: Path, table: Table, profiles: Mapping[str, Profile]
) -> tuple[Template | None, list[Finding]]:
    raw, faults = validated(_TemplateFile, table.data, table)
    if raw is None:
        return None, faults
    faults += beyond(raw.loops, raw.pages, table)
    layouts: dict[tuple[str, str], dict[str, Slot]] = {}
    for profile in raw.profiles:
        if profile not in profiles:
            faults.append(unknown(table, ("profiles", profile), profile, profiles))
    for key, form in raw.formats.items():
        if form.like and (form.like not in raw.formats or raw.formats[form.like].like):
            faults.append(unknown(table, ("formats", key, "like"), form.like, _models(raw.formats)))
            continue
        for index, profile in enumerate(form.profiles):
            if profile not in profiles:
                faults.append(unknown(table, ("formats", key, "profiles", index), profile, profiles))
                continue
            expected = _pixels(form, profiles[profile], raw.loops)
            if expected:
                data: dict[str, str | int | float] = {"field": f"formats.{key}", "found": profile, "expected": expected}
                line = table.line(("formats", key, "profiles", index))
                faults.append(Finding("field-invalid", file=table.name, line=line, data=data))
            layers: list[tuple[KeyPath, dict[str, dict[str, Any]]]] = [(("slots",), raw.slots)]
            if profile in raw.profiles:
                layers.append((("profiles", profile, "slots"), raw.profiles[profile].slots))
            layers += [(("formats", name, "slots"), raw.formats[name].slots) for name in (form.like, key) if name]
            slots, more = _slots(layers, table)
            faults += more
            layouts[key, profile] = {slot_name: slot.placed(form) for slot_name, slot in slots.items()}
    if faults:
        return None, ordered(faults)
    stills = min(raw.stills or raw.pages, raw.pages)
    return Template(
        name=name,
        folder=folder,
        names=raw.names,
        pages=raw.pages,
        stills=stills,
        most_words=raw.most_words,
        least_pt=raw.least_pt,
        loops=raw.loops,
        grounds=raw.grounds,
        formats=raw.formats,
        layouts=layouts,
    ), []


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
        slot, more = validated(Slot, data, Table(table.name, table.data, lines), ("slots", name))
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


def _models(formats: Mapping[str, Format]) -> list[str]:
    """Formats that another may be like: those that are like none."""
    return [name for name, form in formats.items() if not form.like]
