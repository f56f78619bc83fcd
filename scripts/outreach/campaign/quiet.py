"""Shapes of drawings that may be quiet, that is, have little contrast with what is behind them: quiet.toml."""

from collections.abc import Collection
from pathlib import Path, PurePosixPath

from pydantic import Field

from outreach.campaign.validate import Strict, unknown, validate
from outreach.core.findings import Finding
from outreach.core.tables import Table

NAME = "quiet.toml"
GROUND = "ground"
"""Stands in place of a class for the surface that the drawing is placed on."""
HALO = "halo"
"""The class of a shape that cuts a drawing in the colour of its ground."""


class Quiet(Strict):
    """A row of the table: shapes, and what they may have little contrast with."""

    shapes: tuple[str, ...] = Field(min_length=1)
    """Classes."""
    behind: tuple[str, ...] = ()
    """Classes, or `ground`; anything if empty."""
    drawings: tuple[str, ...] = ()
    """Names of files without ending; all if empty."""
    reason: str = Field(min_length=1)
    """Why little contrast is meant."""

    def concerns(self, file: str) -> bool:
        """True if the row holds for this drawing's file."""
        return not self.drawings or PurePosixPath(file).stem in self.drawings

    def covers(self, shape: Collection[str], behind: Collection[str]) -> bool:
        """True if a shape of these classes may be lost in one of those."""
        return any(name in shape for name in self.shapes) and (
            not self.behind or any(name in behind for name in self.behind)
        )


class QuietTable(Strict):
    """All of quiet.toml."""

    quiet: tuple[Quiet, ...] = ()
    """The rows."""


def read_quiet(table: Table, folder: Path) -> tuple[tuple[Quiet, ...], list[Finding]]:
    """The table's rows and all its faults; drawings must lie in the `folder`."""
    model, faults = validate(QuietTable, table.data, table)
    known = {file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob("*.svg")}
    rows = model.quiet if model else ()
    for at, row in enumerate(rows):
        faults += [unknown(table, ("quiet", at, "drawings"), name, known) for name in row.drawings if name not in known]
    return rows, faults
