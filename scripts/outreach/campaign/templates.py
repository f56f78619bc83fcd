"""Templates: formats, slots and loops (silent films of pages), as template.toml has them and as sheets use them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from outreach.campaign.formats import Format, Grid, on_grid
from outreach.campaign.validate import Strict, unknown
from outreach.core.findings import Finding
from outreach.core.tables import Table

SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Alignment → the share of a line's free width that lies left of it."""
MOST_PAGES = 8
Box = tuple[float, float, float, float]
"""Left, top, width, height in rem; 1 rem is 1/48 of the sheet's short side."""


FPS = 25
"""Frames a second: what players of outdoor screens take without a stutter where mains have 50 Hz."""

SHORTEST = 0.12
"""Seconds of the shortest way from one scene to the next, and of the shortest rest."""

Into = Literal["cut", "fade", "through", "ripple"]


class Scene(Strict):
    """A page that is shown for a while, and how the next one takes its place."""

    page: int = Field(ge=1)
    """Page of the template, counted from 1."""
    seconds: Annotated[float, Field(ge=SHORTEST, le=60)]
    """From its first full frame to that of the next scene."""
    into: Into = "cut"
    """How the next scene comes: at once, as a crossfade, through the bare field so that no words lie on others, or in
    rings that spread from the origins of a scene's drawing."""
    over: float = Field(default=0, ge=0, validate_default=True)
    """How long that takes, out of its `seconds`."""

    @field_validator("over")
    @classmethod
    def _within(cls, value: float, info: ValidationInfo) -> float:
        seconds, into = info.data.get("seconds", 0), info.data.get("into", "cut")
        if into == "cut" and value == 0:
            return value
        if into == "cut" or not SHORTEST <= value <= seconds - SHORTEST:
            raise ValueError(f"0 (cut) / {SHORTEST:g} ≤ over ≤ seconds - {SHORTEST:g}")
        return value


class Loop(Strict):
    """Scenes one after the other; the last leads into the first."""

    scenes: list[Scene] = Field(min_length=1)
    """Scenes in order."""
    max_kb: Annotated[int, Field(strict=True, gt=0)]
    """Greatest weight of its film in kB."""

    @property
    def seconds(self) -> float:
        """How long it takes until it begins again."""
        return sum(scene.seconds for scene in self.scenes)


class Type(Strict):
    """How a text is set: a ladder of sizes in rem, largest first."""

    sizes: list[float] = Field(min_length=1)
    """Sizes in rem, largest first; the first that fits is taken."""
    weight: int = 400
    """Weight of the font, 100 to 900."""
    emphasis: int = 900
    """Weight of what is emphasised."""
    line_height: float = Field(default=1.42, gt=0)
    """Distance of lines in em."""
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
    """Its content: a text of some lines, steps of a list, running text, a table to fill in, the drawing of the
    material, another picture, the QR code.
    """
    box: Box
    """Left, top, width and height in rem."""
    anchors: list[Literal["right", "bottom"]] = Field(default_factory=list)
    """Sides of the sheet that left or top count from instead: the box keeps to them on sheets of any proportions."""
    variant: str = Field(default="", pattern=r"^[a-z0-9-]*$")
    """For scenes: the drawing `<scene>-<variant>` instead of the scene itself, of other proportions."""
    origins: list[tuple[float, float]] = Field(default_factory=list)
    """For scenes: where ripples of a loop begin, in shares of the box's width and height."""
    page: int = 1
    """Page that it stands on, counted from 1."""
    align: Literal["left", "center", "right"] = "left"
    """Side that lines keep to."""
    like: str = ""
    """A slot of the same template whose content, box and type this one has, but for what it says itself."""
    default: str = ""
    """Content when the material gives none: a dotted name, as in "strings.scan" or "record.help_number".

    For pictures: what gives the path of a drawing below docs/assets/.
    """
    optional: bool = False
    """True if a material may leave it empty."""
    needs: str = ""
    """The slot without which this one is left out: an order to scan needs the symbol, a title its text."""
    unless: str = ""
    """The slot that takes this one's place where it has something to show: a logo that of words about one."""
    max_lines: int = 1
    """The most lines of a text."""
    type: Type | None = None
    """Sizes and weight of its words; required for words."""
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
    """The most steps."""
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
    """Slots of a profile, over those of the template."""

    slots: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Slot → what is otherwise for this profile."""


class TemplateFile(Strict):
    """template.toml as it is written."""

    names: dict[str, str]
    """Language → name of the template."""
    pages: int = Field(default=1, ge=1, le=MOST_PAGES)
    """Number of pages."""
    stills: int | None = Field(default=None, ge=1)
    """How many pages, from the first, are published as pictures; all if left out."""
    most_words: int = Field(default=0, ge=0)
    """The most words of a material on a page; 0: any number."""
    least_pt: float = Field(default=0, ge=0)
    """Smallest type at A4 in points, on other sizes in proportion; 0: no demand."""
    loops: dict[str, Loop] = Field(default_factory=dict)
    """Name → silent film of its pages."""
    grounds: list[str] = Field(default_factory=list)
    """Tokens of the colours that may lead its sheets; a material without `ground` has the first."""
    grid: Grid | None = None
    """Columns that formats may be stated in."""
    formats: dict[str, Format] = Field(min_length=1)
    """Name → format."""
    slots: dict[str, dict[str, Any]] = Field(min_length=1)
    """Name → slot, with the fields of `[slots.<slot>]`."""
    profiles: dict[str, _Layer] = Field(default_factory=dict)
    """Profile → what is otherwise for it."""

    @model_validator(mode="before")
    @classmethod
    def _placed(cls, data: Any) -> Any:
        """Formats that are stated in columns of the grid get their trim."""
        if not isinstance(data, dict) or not isinstance(data.get("formats"), dict):
            return data
        formats = {name: on_grid(form, data.get("grid")) for name, form in data["formats"].items()}
        return {**data, "formats": formats}


class Template(TemplateFile):
    """A template as sheets are made of it: sheet.html.j2 and sheet.css lie in `folder`."""

    name: str
    folder: Path
    stills: int
    layouts: dict[tuple[str, str], dict[str, Slot]]
    """(format, profile) → slots."""

    @property
    def slot_names(self) -> set[str]:
        return {name for slots in self.layouts.values() for name in slots}


def beyond(loops: Mapping[str, Loop], pages: int, table: Table) -> list[Finding]:
    """Scenes that show pages which there are not."""
    return [
        unknown(table, ("loops", name, "scenes", index, "page"), str(scene.page), map(str, range(1, pages + 1)))
        for name, loop in loops.items()
        for index, scene in enumerate(loop.scenes)
        if scene.page > pages
    ]
