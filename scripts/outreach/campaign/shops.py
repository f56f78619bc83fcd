"""Presses and print shops, with their limits: one file a shop in docs/_data/shops/, validated on load."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from outreach.campaign.validate import Strict, no_truth, validate
from outreach.core.findings import Finding
from outreach.core.tables import read_tables

Figure = Annotated[float, BeforeValidator(no_truth), Field(gt=0)]
Length = Annotated[float, BeforeValidator(no_truth), Field(ge=0)]


class Press(Strict):
    """The limits of a press. Defaults are those of most presses for paper posters."""

    ink_limit: Figure = Field(default=300, le=400)
    """Greatest sum of inks, per cent."""
    min_ppi: Figure = 200
    """Pixels per inch of images, at final size."""
    min_line_pt: Figure = 0.25
    """Thinnest line in points."""
    min_type_pt: Figure = 6
    """Smallest type in points."""
    fine_type_pt: Figure = 9
    """Smaller type is printed with one ink or two: plates never meet exactly."""
    die: Annotated[str, Field(pattern=r"^[A-Za-z]+$")] = "CutContour"
    """The spot ink that stands for the knife: the outline of what is not cut straight."""
    rich_black: bool = False
    """Black text of several inks is taken."""


class Shop(Press):
    """The thresholds of a print shop. Defaults are those of most shops."""

    name: str = ""
    """Name of the shop."""
    bleed_mm: Length = 3
    """Bleed on each side."""
    slug_mm: Length = 10
    """Room outside the bleed for marks and the slug line."""
    icc: str | None = None
    """Its press's ICC profile, a path below docs/_data/shops: the output intent."""

    @field_validator("icc")
    @classmethod
    def _inside(cls, value: str | None) -> str | None:
        if value is not None and (Path(value).is_absolute() or ".." in Path(value).parts):
            raise ValueError("docs/_data/shops/…")
        return value


def read_shops(folder: Path, folder_name: str) -> tuple[dict[str, Shop], list[Finding]]:
    """The shop of each TOML file of a folder by the file's name, and all faults; none if there is no folder."""
    shops: dict[str, Shop] = {}
    tables, faults = read_tables((path, f"{folder_name}/{path.name}") for path in sorted(folder.glob("*.toml")))
    for table in tables:
        shop, more = validate(Shop, table.data, table)
        faults += more
        if shop is None:
            continue
        if shop.icc is not None and not _of_a_press(folder / shop.icc):
            faults.append(table.finding("shop-profile", ("icc",), found=shop.icc))
        shops[Path(table.name).stem] = shop
    return shops, faults


def _of_a_press(path: Path) -> bool:
    """True for an ICC profile of a device that prints with four inks (ICC.1, section 7.2: the header)."""
    try:
        head = path.read_bytes()[:128]
    except OSError:
        return False
    return (head[12:16], head[16:20], head[36:40]) == (b"prtr", b"CMYK", b"acsp")
