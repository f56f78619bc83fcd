"""Drawings that others may take away, with their titles and words for those who can't see them: illustrations.toml."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from outreach.campaign.formats import Pixel
from outreach.campaign.validate import Strict, unknown, validate
from outreach.core.findings import Finding
from outreach.core.tables import Table
from outreach.core.text import is_device

NAME = "illustrations.toml"
PALETTE = "colour"
"""The palette of what is given away."""
OUTLINE = 4
"""Width of its outlines, as a profile's `outline`."""


class Drawing(Strict):
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


class Illustrations(Strict):
    """illustrations.toml."""

    pixels: Pixel = 2000
    """The longer side of a PNG."""
    groups: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")], str] = Field(
        default_factory=dict
    )
    """Key, which stands in addresses → name for people, in order."""
    drawings: dict[str, Drawing] = Field(default_factory=dict)
    """By the names of their files, in the order in which they are shown."""

    @field_validator("drawings")
    @classmethod
    def _whole(cls, value: dict[str, Drawing]) -> dict[str, Drawing]:
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


def read_illustrations(
    table: Table, folder: Path, tokens: Collection[str] | None
) -> tuple[Illustrations, list[Finding]]:
    """The drawings and all faults: drawings that the `folder` lacks among them, and colours that are none of the
    brand's `tokens`, if it has any.
    """
    read, faults = validate(Illustrations, table.data, table)
    if read is None:
        return Illustrations(), faults
    known = {file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob("*.svg")}
    for name, drawing in read.drawings.items():
        if drawing.file not in known:
            faults.append(unknown(table, ("drawings", name), drawing.file, known))
        if drawing.group not in read.groups:
            faults.append(unknown(table, ("drawings", name, "group"), drawing.group, read.groups))
        if tokens is not None and drawing.token not in tokens:
            faults.append(unknown(table, ("drawings", name, "token"), drawing.token, tokens))
        if tokens is not None and drawing.ground and drawing.ground not in tokens:
            faults.append(unknown(table, ("drawings", name, "ground"), drawing.ground, tokens))
    return read, faults
