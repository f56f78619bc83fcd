"""Drawings that others may take away: the table illustrations.toml, and each of them as it is given away, in the
brand's colours, on no ground, with its words."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator

from outreach.campaign.bundle import Bundle
from outreach.campaign.formats import Pixel
from outreach.campaign.validate import Strict, unknown, validate
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.core.tables import Table, read_text
from outreach.core.text import is_device
from outreach.render import drawings
from outreach.render.templates import Templates
from outreach.render.xmp import Label
from outreach.sheets.label import file_label

NAME = "illustrations.toml"
TEMPLATE = "_shared/drawing.html.j2"
PALETTE = "colour"
"""The palette of what is given away."""
OUTLINE = 4
"""Width of its outlines, as a profile's `outline`."""


class DrawingRow(Strict):
    """A drawing of docs/assets/illustrations as it is given away."""

    title: str = Field(min_length=1)
    """Title of the drawing."""
    alt: str = Field(min_length=1)
    """Words for those who can't see it."""
    group: str
    """Under which heading it is shown, a key of `groups`."""
    file: str = ""
    """Its path there without ending; the name of its table if left out."""
    pixels: Pixel | None = None
    """The longer side of its PNG; that of all drawings if left out."""
    named: bool = False
    """The campaign's name stands beside it: the word mark."""
    token: str = "ink"
    """The colour of that name, and of a drawing of lines."""
    ground: str = ""
    """The colour that a scene is made to stand on, though it is given away without one; any if left out."""


class DrawingTable(Strict):
    """illustrations.toml."""

    pixels: Pixel = 2000
    """The longer side of a PNG."""
    groups: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")], str] = Field(
        default_factory=dict
    )
    """Key, which stands in addresses → name for people, in order."""
    drawings: dict[str, DrawingRow] = Field(default_factory=dict)
    """By the names of their files, in the order in which they are shown."""

    @field_validator("drawings")
    @classmethod
    def _whole(cls, value: dict[str, DrawingRow]) -> dict[str, DrawingRow]:
        called: dict[str, str] = {}
        for name in value:
            if (other := called.setdefault(stem(name), name)) != name:
                raise ValueError(f"{other} ≠ {name} → {stem(name)}.svg")
            if is_device(stem(name)):
                raise ValueError(f"{name} → {stem(name)}.svg (Windows)")
        return {name: drawing.model_copy(update={"file": drawing.file or name}) for name, drawing in value.items()}


def stem(name: str) -> str:
    """The stem of a drawing's files."""
    return name.replace("/", "-")


def read_illustrations(table: Table, folder: Path, tokens: Collection[str]) -> tuple[DrawingTable, list[Finding]]:
    """The drawings and all faults: drawings that the `folder` lacks among them, and colours that are none of the
    brand's `tokens`.
    """
    read, faults = validate(DrawingTable, table.data, table)
    if read is None:
        return DrawingTable(), faults
    files = {file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob("*.svg")}
    for name, drawing in read.drawings.items():
        if drawing.file not in files:
            faults.append(unknown(table, ("drawings", name), drawing.file, files))
        if drawing.group not in read.groups:
            faults.append(unknown(table, ("drawings", name, "group"), drawing.group, read.groups))
        if drawing.token not in tokens:
            faults.append(unknown(table, ("drawings", name, "token"), drawing.token, tokens))
        if drawing.ground and drawing.ground not in tokens:
            faults.append(unknown(table, ("drawings", name, "ground"), drawing.ground, tokens))
    return read, faults


@dataclass(frozen=True)
class DrawingToMake:
    """A drawing ready to be set. `name` is that of its files."""

    name: str
    group: str
    pixels: int
    """The longer side of its PNG."""
    context: Mapping[str, Any]
    """Context of its template, without the page's size."""
    title: str
    alt: str
    caption: str
    label: Label


def illustrations(bundle: Bundle, table: DrawingTable, captions: Mapping[str, str]) -> Iterator[DrawingToMake]:
    """All drawings of the campaign's table, in its order."""
    templates = Templates([bundle.project.templates])
    for name, drawing in table.drawings.items():
        below = captions.get(name) or f"{drawing.alt.rstrip('.')}."
        yield DrawingToMake(
            stem(name),
            drawing.group,
            drawing.pixels or table.pixels,
            _context(bundle, drawing, templates),
            drawing.title,
            drawing.alt,
            below,
            file_label(bundle, drawing.title, below, drawing.alt),
        )


def _context(bundle: Bundle, drawing: DrawingRow, templates: Templates) -> dict[str, Any]:
    path = bundle.project.illustrations / f"{drawing.file}.svg"
    svg = drawings.tone_icons(drawings.drop_titles(read_text(path, bundle.project.relative(path))), drawing.token)
    tokens = bundle.brand.colours[PALETTE]
    width, height = (float(part) for part in re.findall(r"[\d.-]+", _box(svg))[2:])
    return {
        "lang": bundle.campaign.language,
        "title": drawing.title,
        "family": bundle.brand.fonts.family,
        "drawing": drawings.apply_palette(svg, templates, PALETTE, tokens, drawing.ground, OUTLINE),
        "ratio": number(width / height, 6),
        "name": bundle.campaign.name if drawing.named else "",
        "colour": tokens[drawing.token],
    }


def _box(svg: str) -> str:
    """The viewBox, which the content check has made sure of."""
    match = re.search(r'viewBox="([^"]*)"', svg)
    return match[1] if match else "0 0 1 1"
