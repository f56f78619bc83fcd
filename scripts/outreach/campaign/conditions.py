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
    """Horizontal field of view of the camera in degrees."""
    frame: int = Field(gt=0)
    """Pixels across the video frame."""
    decoder: Literal["zxing", "qrdec"]
    """The decoder whose reading counts."""
    steps: tuple[Positive, Positive]
    """Pixels per module that are tried: fewest, most."""
    step: Positive
    """Distance between two trials in pixels per module."""
    seed: int = Field(ge=0)
    """First number of the random draws."""

    _order = field_validator("steps")(_rising)

    @property
    def grid(self) -> list[float]:
        """The pixels per module that are tried, from few (far) to many (near)."""
        first, last = self.steps
        return [first + self.step * index for index in range(int((last - first) / self.step + 1e-9) + 1)]


class View(Strict):
    """A view: in what light and with how quiet a hand the phone looks."""

    names: Names
    """Language → name of the view."""
    pixels: Positive
    """Pixels per module from which a symbol is read in this view: sizes codes."""
    tilt: tuple[Annotated[float, Field(ge=0, lt=80)], Annotated[float, Field(ge=0, lt=80)]]
    """Degrees between the line of sight and the perpendicular of the sheet: least, most."""
    roll: Span
    """Degrees by which the phone is turned: least, most."""
    shake: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]]
    """Pixels by which the picture moves during a shot: least, most."""
    blur: float = Field(ge=0)
    """Pixels, standard deviation."""
    dark: tuple[Grey, Grey]
    """Grey of black ink, 0 (black) to 255 (white): darkest, lightest."""
    light: tuple[Grey, Grey]
    """Grey of white paper: darkest, lightest."""
    gradient: float = Field(ge=0, lt=1)
    """Rise of the light across the picture, as a share."""
    noise: float = Field(ge=0)
    """Greys, standard deviation."""
    jpeg: Quality
    """Quality of the compression, 1 to 95."""
    shots: int = Field(ge=20)
    """Number of shots."""
    share: float = Field(ge=0.95, le=1)
    """Share of the shots that must be read."""

    _order = field_validator("tilt", "roll", "shake", "dark", "light")(_rising)

    @model_validator(mode="after")
    def _lit(self) -> View:
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
    """Quality of the compression, 1 to 95."""

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
    """Language → name of the print."""
    steps: list[Step] = Field(min_length=1)
    """Steps that the sheet goes through, in order."""
    times: int = Field(default=1, ge=1, le=5)
    """How often all steps are repeated."""
    view: str = ""
    """The view of the phone that scans the print; none: the picture itself is read."""
    shots: int = Field(default=20, ge=20)
    """Number of shots of the view."""
    longest: float | None = Field(default=None, gt=0)
    """mm of the longest side that the machine takes."""
    least: float = Field(default=0, ge=0)
    """Pixels per module below which this kind of picture can't hold the symbol."""


class Symbol(Strict):
    """Demands on a symbol on paper: the views that it is sized for and that it must pass, contrast, quiet zone."""

    aim: str
    """View that codes are sized for where there is room."""
    floor: str
    """View that every code must pass at its `scan_from`."""
    contrast: Share
    """Least difference of reflectance between light and dark, as a share (ISO/IEC 15415)."""
    quiet: float = Field(ge=0, le=8)
    """Least width of the quiet zone in modules (ISO/IEC 18004)."""


class Conditions(Strict):
    """All of conditions.toml."""

    phone: Phone
    """The simulated phone."""
    views: dict[str, View] = Field(min_length=1)
    """Name → view of the phone."""
    symbol: Symbol
    """Demands on the symbol."""
    prints: dict[str, Print]
    """Name → hostile print."""

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
    names: dict[KeyPath, str] = {("symbol", key): getattr(conditions.symbol, key) for key in ("aim", "floor")}
    names |= {("prints", name, "view"): copy.view for name, copy in conditions.prints.items() if copy.view}
    faults = [unknown(table, at, name, conditions.views) for at, name in names.items() if name not in conditions.views]
    return (None, faults) if faults else (conditions, [])
