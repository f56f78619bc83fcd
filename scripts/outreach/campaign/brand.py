"""The brand: one family of fonts, and the colours of each palette."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from outreach.campaign.validate import Strict

Weight = Annotated[str, StringConstraints(pattern=r"^[1-9]00$")]
FontFile = Annotated[str, StringConstraints(pattern=r"^[\w.-]+\.ttf$")]
Token = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$")]
Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, from 0 to 1."""
_HEX, _PROCESS = r"#[0-9A-Fa-f]{6}", "device-cmyk({:g} {:g} {:g} {:g})"


def _colour(value: Any) -> str:
    """A colour as CSS writes it: "#0F2B68" as it stands, [1, 0.85, 0.1, 0.35] as inks of a press."""
    if isinstance(value, str) and re.fullmatch(_HEX, value):
        return value
    figures = value if isinstance(value, list) else []
    if len(figures) == 4 and all(type(share) in {int, float} and 0 <= share <= 1 for share in figures):
        return _PROCESS.format(*figures)
    raise ValueError('"#RRGGBB", [c, m, y, k] ∈ [0, 1]')


Colour = Annotated[str, BeforeValidator(_colour)]


def inks(colour: str) -> Inks | None:
    """The inks of a colour; None for one of a screen."""
    match = re.fullmatch(r"device-cmyk\(([\d.e-]+) ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)\)", colour)
    return (float(match[1]), float(match[2]), float(match[3]), float(match[4])) if match else None


class Fonts(Strict):
    """The one family of a campaign: full static TTF files of a font package, one per weight and style."""

    family: str
    """Name of the family, as the font files have it."""
    package: str = Field(pattern=r"^\w+$")
    """Python package that holds the files, such as `fontpkg_be_vietnam_pro`; it must be installed."""
    files: dict[Weight, FontFile] = Field(min_length=1)
    """Weight → name of the file in the package: `400 = "BeVietnamPro-Regular.ttf"`. Weights are 100 to 900."""
    italics: dict[Weight, FontFile] = Field(default_factory=dict)
    """Slanted faces, where official papers ask for them; what has none is set upright."""


WEB_PALETTE = "colour"
"""The palette of pages and documents."""


class Brand(Strict):
    """brand.toml: the font and the colour tokens of each palette (`colour`, `mono`, `press`)."""

    fonts: Fonts
    """The one family of the campaign."""
    colours: dict[str, dict[Token, Colour]]
    """Palette → token → colour: `"#0F2B68"`, or four inks from 0 to 1 (cyan, magenta, yellow, black)."""
