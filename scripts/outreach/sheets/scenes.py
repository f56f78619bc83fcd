"""Scenes: the drawings in a sheet's slots of the kind "scene", whose contrast `checks.scenes` measures in the PDF."""

from collections.abc import Mapping
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.campaign.templates import Slot
from outreach.checks.demands import SceneDemands
from outreach.core.tables import read_text


def scene_path(bundle: Bundle, sheet: Sheet, slot: Slot) -> Path:
    """The file of the material's scene, in the variant that the slot asks for."""
    name = "-".join(part for part in (sheet.material.meta.scene, slot.variant) if part)
    return bundle.project.illustrations / f"{name}.svg"


def scenes_of(bundle: Bundle, sheet: Sheet, pictures: Mapping[str, str]) -> tuple[SceneDemands, ...]:
    """The scenes among a sheet's pictures (slot → SVG)."""
    scenes: list[SceneDemands] = []
    for name, slot in sheet.template.layouts[sheet.format, sheet.profile].items():
        if slot.kind == "scene" and name in pictures:
            path = scene_path(bundle, sheet, slot)
            file = bundle.project.relative(path)
            quiet = tuple(entry for entry in bundle.quiet if entry.concerns(file))
            scenes.append(SceneDemands(slot.page, file, read_text(path, file), str(pictures[name]), quiet))
    return tuple(scenes)
