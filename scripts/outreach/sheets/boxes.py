"""Boxes of a paper that hold a unit's own words: their room and their type, from a table of a product's theme."""

from pathlib import Path
from typing import Literal, TypeVar

from outreach.campaign.templates import Type
from outreach.campaign.validate import Strict, validate
from outreach.core.findings import OutreachError
from outreach.core.lengths import pt_to_mm
from outreach.core.tables import read_toml

Boxes = TypeVar("Boxes", bound=Strict)


class TextBox(Strict):
    """A box with room for so many `lines` of one size: lengths in mm, `size` in pt."""

    width: float
    size: float
    weight: int
    height: float
    lines: int
    align: Literal["left", "center"] = "left"

    @property
    def size_mm(self) -> float:
        return pt_to_mm(self.size)

    @property
    def type(self) -> Type:
        """Its type, for copyfit; sizes in mm."""
        return Type(sizes=[self.size_mm], weight=self.weight, line_height=self.height / self.size_mm)

    @property
    def style(self) -> str:
        """The CSS of a line in it."""
        return (
            f"width:{self.width:g}mm;height:{self.height:g}mm;line-height:{self.height:g}mm;"
            f"font-size:{self.size:g}pt;font-weight:{self.weight};text-align:{self.align}"
        )


def read_boxes(path: Path, boxes: type[Boxes]) -> Boxes:
    """The boxes of a paper, by their names. Raises OutreachError if the theme is at fault."""
    table = read_toml(path, path.name)
    data, faults = validate(boxes, table.data, table)
    if data is None:
        raise OutreachError(faults)
    return data
