"""How sheets are put together on an office printer's paper: copies of small ones, pieces of large ones. A table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from outreach.campaign.formats import Positive, Size
from outreach.campaign.profiles import Profile
from outreach.campaign.validate import Strict, unknown, validate
from outreach.core.findings import Finding
from outreach.core.tables import Table

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Named = Annotated[str, Field(pattern=NAME)]
Count = Annotated[int, Field(ge=1)]
Length = Annotated[float, Field(ge=0)]


class Marks(Strict):
    """Where to cut. Lengths in mm."""

    inset: Length = 8.5
    """From the paper's edge to a mark: what a printer leaves blank."""
    length: Positive = 5
    """Length of a mark."""
    width: Positive = 0.2
    """Width of its line."""
    halo: Length = 0.8
    """Width of the white line below a mark, which keeps it visible on a dark ground."""


class Cells(Strict):
    """Copies of one sheet in a grid amid a paper. Lengths in mm."""

    cell: Size
    """A copy as it lies. Sheets of this trim lie upright, those of this trim turned lie on their side."""
    paper: Size
    """Width and height of the paper."""
    paper_label: str
    """Name of the paper, such as A4."""
    grid: tuple[Count, Count]
    """Columns, rows."""
    gap: tuple[Length, Length] = (0, 0)
    """Between columns, between rows."""
    profiles: list[str] = Field(default_factory=list)
    """Those that it is for; all if empty."""

    @property
    def margins(self) -> tuple[float, float]:
        """Room that the grid leaves free at left and right, at top and bottom, in mm."""
        used = [n * side + (n - 1) * gap for n, side, gap in zip(self.grid, self.cell, self.gap, strict=True)]
        return (self.paper[0] - used[0]) / 2, (self.paper[1] - used[1]) / 2

    @model_validator(mode="after")
    def _room(self) -> Cells:
        if min(self.margins) < 0:
            raise ValueError("grid × cell + gap ≤ paper")
        return self


class Tiles(Strict):
    """A large sheet in pieces of a paper's size. Lengths in mm."""

    paper: Size
    """Width and height of a piece."""
    paper_label: str
    """Name of the paper, such as A4."""
    margin: Length
    """Room that a piece leaves free at the paper's edges."""
    overlap: Length
    """Width of the strip that two neighbours both show."""
    profiles: list[str] = Field(default_factory=list)
    """Those that it is for; all if empty."""

    @model_validator(mode="after")
    def _room(self) -> Tiles:
        if min(self.paper) <= 2 * self.margin + self.overlap:
            raise ValueError("2 × margin + overlap < paper")
        return self


class Impositions(Strict):
    """All of them by name."""

    rules: list[str] = Field(default_factory=list)
    """The preflight rules that the files must keep."""
    marks: Marks = Field(default_factory=Marks)
    """Marks to cut at."""
    cells: dict[Named, Cells] = Field(default_factory=dict)
    """Name → several copies on one paper."""
    tiles: dict[Named, Tiles] = Field(default_factory=dict)
    """Name → pieces of a large sheet; materials name them in `tiles`."""


def read_impositions(table: Table, profiles: Mapping[str, Profile]) -> tuple[Impositions, list[Finding]]:
    """The impositions of `_shared/impositions.toml`, and all faults."""
    impositions, faults = validate(Impositions, table.data, table)
    for kind in ("cells", "tiles"):
        for name, imposition in getattr(impositions, kind, {}).items():
            for index, profile in enumerate(imposition.profiles):
                if profile not in profiles:
                    faults.append(unknown(table, (kind, name, "profiles", index), profile, profiles))
    return impositions or Impositions(), faults
