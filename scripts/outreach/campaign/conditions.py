"""Conditions in which a QR code must be read: the phone, its views, and hostile prints. `_shared/conditions.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from outreach.campaign.validate import Strict, unknown, validate
from outreach.core.findings import Finding
from outreach.core.tables import KeyPath, Table

Positive = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(gt=0, le=1)]
Grey = Annotated[float, Field(ge=0, le=255)]
Quality = Annotated[int, Field(ge=1, le=95)]
Span = tuple[float, float]
Names = dict[str, str]


def _rising(value: Span | None) -> Span | None:
    if value is not None and value[0] > value[1]:
        raise ValueError("the smaller figure first: [0, 30]")
    return value


class Phone(Strict):
    """The camera, and the decoder whose reading counts."""

    field: float = Field(gt=0, lt=180)
    frame: int = Field(gt=0)
    decoder: Literal["zxing", "qrdec"]
    steps: tuple[Positive, Positive]
    step: Positive
    seed: int = Field(ge=0)

    _order = field_validator("steps")(_rising)

    @property
    def grid(self) -> list[float]:
        """The pixels per module that are tried, from few (far) to many (near)."""
        first, last = self.steps
        return [first + self.step * index for index in range(int((last - first) / self.step + 1e-9) + 1)]


class Seen(Strict):
    """A view: in what light and with how quiet a hand the phone looks."""

    names: Names
    pixels: Positive
    """Pixels per module from which a symbol is read in this view: sizes codes."""
    tilt: tuple[Annotated[float, Field(ge=0, lt=80)], Annotated[float, Field(ge=0, lt=80)]]
    roll: Span
    shake: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]]
    blur: float = Field(ge=0)
    dark: tuple[Grey, Grey]
    light: tuple[Grey, Grey]
    gradient: float = Field(ge=0, lt=1)
    noise: float = Field(ge=0)
    jpeg: Quality
    shots: int = Field(ge=20)
    share: float = Field(ge=0.95, le=1)

    _order = field_validator("tilt", "roll", "shake", "dark", "light")(_rising)

    @model_validator(mode="after")
    def _lit(self) -> Seen:
        if self.dark[1] >= self.light[0]:
            raise ValueError("light = […] above dark = […]")
        return self


class Step(Strict):
    """A step of the damage to a print. Exactly one of the fields is given."""

    scale: Positive | None = None
    """The sheet in another size."""
    clip: Positive | None = None
    """mm left white along each edge of the sheet."""
    blur: Positive | None = None
    """mm, standard deviation."""
    skew: float | None = None
    """Degrees."""
    tone: tuple[Grey, Grey] | None = None
    """The greys that black and white become."""
    contrast: Positive | None = None
    """Steepness about the middle grey; 1 changes nothing."""
    density: Share | None = None
    """The share of its ink that is left of a dark place."""
    speckle: tuple[Positive, Positive] | None = None
    """Specks per cm², half of them dark, half light, and their size in mm."""
    screen: tuple[Positive, Positive] | None = None
    """Halftone: lines per inch, printed in dots per inch."""
    dots: tuple[Positive, Positive] | None = None
    """Scanned with so many dots per inch across and down."""
    threshold: Share | None = None
    """Black below this share of white, white above."""
    longest: int | None = Field(default=None, ge=100)
    """A picture of the whole sheet, its longer side so many pixels."""
    jpeg: Quality | None = None

    @model_validator(mode="after")
    def _single(self) -> Step:
        if len(self.model_fields_set) != 1:
            raise ValueError("one of " + ", ".join(type(self).model_fields))
        return self

    @property
    def what(self) -> str:
        """The name of the field that is given."""
        return next(iter(self.model_fields_set))


class Print(Strict):
    """Damage to a sheet before anybody scans it."""

    names: Names
    steps: list[Step] = Field(min_length=1)
    times: int = Field(default=1, ge=1, le=5)
    view: str = ""
    """The view of the phone that scans the print; none: the picture itself is read."""
    shots: int = Field(default=20, ge=20)
    longest: float | None = Field(default=None, gt=0)
    """mm of the longest side that the machine takes."""
    least: float = Field(default=0, ge=0)
    """Pixels per module below which this kind of picture can't hold the symbol."""


class Symbol(Strict):
    """Demands on a symbol on paper: the views that it is sized for and that it must pass, contrast, quiet zone."""

    aim: str
    floor: str
    contrast: Share
    quiet: float = Field(ge=0, le=8)


class Conditions(Strict):
    """All of conditions.toml."""

    phone: Phone
    views: dict[str, Seen] = Field(min_length=1)
    symbol: Symbol
    prints: dict[str, Print]

    @property
    def aim(self) -> float:
        """Pixels per module that suffice in the harder view."""
        return self.views[self.symbol.aim].pixels

    @property
    def floor(self) -> float:
        """Pixels per module below which a symbol is refused."""
        return self.views[self.symbol.floor].pixels


def read_conditions(table: Table) -> tuple[Conditions | None, list[Finding]]:
    """The conditions, or None and all faults with their lines."""
    conditions, faults = validate(Conditions, table.data, table)
    if conditions is None:
        return None, faults
    named: list[tuple[KeyPath, str]] = [
        (("symbol", "aim"), conditions.symbol.aim),
        (("symbol", "floor"), conditions.symbol.floor),
    ]
    named += [
        (("prints", name, "view"), treatment.view) for name, treatment in conditions.prints.items() if treatment.view
    ]
    faults = [unknown(table, at, name, conditions.views) for at, name in named if name not in conditions.views]
    return (None, faults) if faults else (conditions, [])
