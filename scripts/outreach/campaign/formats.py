"""Formats: the sizes that a template is made in, and how a large one is delivered and hung."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from outreach.campaign.validate import Strict
from outreach.core.lengths import px_to_mm

REM_PER_SHORT_SIDE = 48
GREATEST_MM = 5080
"""The longest side of a page that PDF 1.x allows (14,400 points): what is longer is delivered at 1:10."""

Positive = Annotated[float, Field(gt=0)]
Size = tuple[Positive, Positive]
"""Width and height in mm."""
GREATEST_PX = 8192
"""The longest side of a picture: what screens and browsers still show."""
Pixel = Annotated[int, Field(strict=True, gt=0, le=GREATEST_PX)]
Pixels = tuple[Pixel, Pixel]
"""Width and height in CSS pixels, 96 to the inch."""
Band = Annotated[int, Field(strict=True, ge=0)]
Bands = tuple[Band, Band, Band, Band]
"""Widths in CSS pixels along the top, right, bottom and left edge."""


class Grid(Strict):
    """The columns of a newspaper's page, in mm."""

    column: Annotated[float, Field(strict=True, gt=0)]
    """Width of a column."""
    gutter: Annotated[float, Field(strict=True, ge=0)]
    """Room between two columns."""


class Format(Strict):
    """A size of a template and the profiles it is made for. All lengths in mm, at the size that hangs."""

    label: str
    """Name for people, on pages and in the imprint, in the language of the campaign."""
    pixels: Pixels | None = None
    """The size of a picture, instead of `trim`, which follows from it."""
    pitch: Positive | None = None
    """Of a screen: mm from the middle of one pixel to that of the next. Its size in mm follows from it."""
    read_from: Annotated[float, Field(gt=0, le=200)] | None = None
    """Metres from which a screen is read, if otherwise than its material says."""
    columns: Annotated[int, Field(strict=True, gt=0)] | None = None
    """Columns of the template's grid that it is wide, instead of `trim`, which follows from them and `height`."""
    height: Positive | None = None
    """Height in mm of a format that is stated in columns."""
    covered: Bands = (0, 0, 0, 0)
    """Where apps or television sets lay something over a picture, or cut it off: nothing that must be seen."""
    least_px: Annotated[float, Field(ge=0)] = 0
    """The smallest type of a picture in CSS pixels; 0: no demand."""
    max_kb: Annotated[int, Field(strict=True, gt=0)] | None = None
    """Greatest weight of each of its files in kB; that of the profile if left out."""
    trim: Size
    """Width and height. Exactly one of `trim`, `pixels`, or `columns` with `height` is given."""
    profiles: list[str] = Field(min_length=1)
    """Profiles: what it is printed on or shown on."""
    like: str = ""
    """A format of the same template whose slots this one has: the same layout in another size."""
    scale: Literal[1, 10] = Field(default=1, validate_default=True)
    """10: the file is a tenth of the size that hangs."""
    round: bool = False
    """The sheet is the circle in its trim."""
    hem: float = Field(default=0, ge=0)
    """Width of the hem that is turned over at each edge, or of the pocket for a pole."""
    eyelets: float = Field(default=0, ge=0)
    """From one eyelet to the next; 0: none."""
    keep_clear: float = Field(default=0, ge=0)
    """From the edge, with nothing in it but ground: room for hem, eyelets, cord and knife."""
    folds: list[float] = Field(default_factory=list)
    """rem from the top edge at which the sheet is folded: a print shop gets marks there."""
    slots: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Slot → what is otherwise in this format."""

    @model_validator(mode="before")
    @classmethod
    def _sized(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        if ("trim" in data) == ("pixels" in data):
            on_grid = "columns = …, height = mm, [grid]"
            raise ValueError(on_grid if "columns" in data else "trim = [mm, mm] / pixels = [px, px]")
        if "pitch" in data and "pixels" not in data:
            raise ValueError("pixels = [px, px] (pitch)")
        return data if "trim" in data else {**data, "trim": _trim(data["pixels"], data.get("pitch"))}

    @field_validator("scale")
    @classmethod
    def _deliverable(cls, value: int, info: ValidationInfo) -> int:
        if value > 1 and info.data.get("pixels"):
            raise ValueError("scale = 1 (pixels)")
        if value == 1 and not info.data.get("pitch") and max(info.data.get("trim", (0,))) > GREATEST_MM:
            raise ValueError(f"scale = 10 (> {GREATEST_MM} mm)")
        return value

    @model_validator(mode="after")
    def _open(self) -> Format:
        width, height = self.pixels or (0, 0)
        top, right, bottom, left = self.covered
        if any(self.covered) and (left + right >= width or top + bottom >= height):
            raise ValueError("covered = [px, px, px, px] (pixels)")
        if self.least_px and not self.pixels:
            raise ValueError("least_px (pixels)")
        return self

    @field_validator("keep_clear")
    @classmethod
    def _beyond_hem(cls, value: float, info: ValidationInfo) -> float:
        if value < (hem := info.data.get("hem", 0)):
            raise ValueError(f"keep_clear ≥ {hem:g} (hem)")
        return value

    @property
    def size(self) -> str:
        """Width and height in the unit that they are stated in, for tables."""
        sides, unit = (self.pixels, "px") if self.pixels else (self.trim, "mm")
        return f"{sides[0]:g} × {sides[1]:g} {unit}"

    @property
    def rem(self) -> float:
        """Millimetres of one rem at the size that hangs."""
        return min(self.trim) / REM_PER_SHORT_SIDE

    @property
    def enlarged(self) -> float:
        """How much larger it hangs than the file's page, on which a pixel is 1/96 inch."""
        return self.pitch / px_to_mm(1) if self.pitch else self.scale

    @property
    def delivered(self) -> Size:
        """Width and height in mm of the file's page."""
        return self.trim[0] / self.enlarged, self.trim[1] / self.enlarged


def on_grid(form: Any, grid: Any) -> Any:
    """A format as its template writes it, with the trim that its columns have; as it is if it has none."""
    if not isinstance(form, dict) or not isinstance(grid, dict) or {"trim", "pixels"} & form.keys():
        return form
    values = [form.get("columns"), form.get("height"), grid.get("column"), grid.get("gutter")]
    figures = [value for value in values if isinstance(value, int | float)]
    if len(figures) < len(values):
        return form
    columns, height, column, gutter = figures
    return {**form, "trim": (columns * column + (columns - 1) * gutter, height)}


def _trim(pixels: Any, pitch: Any) -> tuple[float, ...]:
    """The size in mm that is stated in pixels; of what is no size, one that is not at fault itself."""
    sides = pixels if isinstance(pixels, list) and len(pixels) == 2 else (1, 1)
    pixel_mm = pitch if type(pitch) in {int, float} and pitch > 0 else px_to_mm(1)
    return tuple(pixel_mm * side if type(side) is int and 0 < side <= GREATEST_PX else 1.0 for side in sides)
