"""Scenes: the drawings in a sheet's slots of the kind "scene", which `scene_contrast` looks for in the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.quiet import Quiet
from outreach.campaign.sheets import Sheet
from outreach.campaign.templates import Slot
from outreach.core.tables import read_text


@dataclass(frozen=True)
class Scene:
    """A drawing as a sheet shows it on a page, and its file."""

    page: int
    file: str
    source: str
    """The file's text."""
    markup: str
    """The same as the sheet holds it, with the colours of its palette."""
    quiet: tuple[Quiet, ...] = ()


def scene_path(bundle: Bundle, sheet: Sheet, slot: Slot) -> Path:
    """The file of the material's scene, in the variant that the slot asks for."""
    name = "-".join(part for part in (sheet.material.meta.scene, slot.variant) if part)
    return bundle.project.illustrations / f"{name}.svg"


def scenes_of(bundle: Bundle, sheet: Sheet, pictures: Mapping[str, str]) -> tuple[Scene, ...]:
    """The scenes among a sheet's pictures (slot → SVG)."""
    return tuple(_scenes(bundle, sheet, pictures))


def _scenes(bundle: Bundle, sheet: Sheet, pictures: Mapping[str, str]) -> Iterator[Scene]:
    for name, slot in sheet.template.layouts[sheet.format, sheet.profile].items():
        if slot.kind == "scene" and name in pictures:
            path = scene_path(bundle, sheet, slot)
            shown = bundle.project.relative(path)
            quiet = tuple(entry for entry in bundle.quiet if entry.concerns(shown))
            yield Scene(slot.page, shown, read_text(path, shown), str(pictures[name]), quiet)
