"""The pictures that a sheet for screens is published as: how large, how heavy, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.products.label import caption, labelled_as
from outreach.products.slots import View
from outreach.render.xmp import Label


@dataclass(frozen=True)
class Picture:
    """What is made of each page of a finished sheet. `key` begins the names that its SVG has."""

    kinds: tuple[str, ...]
    """png, jpg, svg."""
    pixels: tuple[int, int]
    max_kb: int | None
    """Greatest weight of a file in kB."""
    key: str
    language: str
    title: str
    alts: tuple[str, ...]
    """For each page."""
    labels: tuple[Label, ...]
    """What each page's files say of themselves."""
    alpha: bool = False
    """It lies over other pictures: one sees through it where nothing is painted."""


def picture(
    bundle: Bundle, sheet: Sheet, slots: Mapping[str, View], captions: Mapping[str, str] | None = None
) -> Picture | None:
    """The pictures of a sheet that is composed; None if it is only printed. `captions`: see `label.caption`."""
    profile, pixels = bundle.profiles[sheet.profile], sheet.form.pixels
    kinds = tuple(kind for kind in profile.output if kind != "pdf")
    if not kinds or pixels is None:
        return None
    title, below = sheet.material.meta.title, caption(sheet, captions or {})
    alts = tuple(alt(sheet, slots, page) for page in range(1, sheet.template.pages + 1))
    return Picture(
        kinds,
        pixels,
        sheet.form.max_kb or profile.max_kb,
        sheet.name,
        bundle.campaign.language,
        title,
        alts,
        tuple(labelled_as(bundle, title, below, said) for said in alts),
        profile.alpha,
    )


def alt(sheet: Sheet, slots: Mapping[str, View], page: int = 1) -> str:
    """What a page of it shows, for those who can't see it: its words in the template's order, then its scene."""
    said = [view.words.strip().rstrip(".") for view in slots.values() if view.page == page and view.words]
    scenes = [name for name, view in slots.items() if view.page == page and _is_scene(sheet, name)]
    if scenes and sheet.material.meta.alt:
        said.append(sheet.material.meta.alt.rstrip("."))
    return " ".join(". ".join(said).split()) + "."


def _is_scene(sheet: Sheet, name: str) -> bool:
    return sheet.template.layouts[sheet.format, sheet.profile][name].kind == "scene"
