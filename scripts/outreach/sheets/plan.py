"""The plan: which sheets are made of a campaign's materials, and which of them look the same."""

from collections.abc import Iterable, Sequence

from outreach.campaign.bundle import Bundle
from outreach.campaign.materials import Material
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.core.project import MATERIALS
from outreach.sheets import imposition


def plan(bundle: Bundle, materials: Iterable[Material], unit: Unit | None = None) -> list[Sheet]:
    """Every material in each of its formats and the profiles that its template makes them for."""
    return [
        Sheet(material, template, form, profile, unit)
        for material in materials
        for template in [bundle.templates[material.meta.template]]
        for form in material.meta.formats
        for profile in template.formats[form].profiles
        if material.meta.profiles is None or profile in material.meta.profiles
        if material.meta.audience in bundle.profiles[profile].audience
        if form == material.meta.formats[0] or not bundle.profiles[profile].once
    ]


def kit_plan(bundle: Bundle, sheets: Iterable[Sheet]) -> list[Sheet]:
    """Those of the sheets that every unit gets with its own record."""
    return [sheet for sheet in sheets if sheet.format in sheet.material.meta.kit and bundle.profiles[sheet.profile].kit]


def looks_of(bundle: Bundle, sheets: Sequence[Sheet]) -> list[Sheet]:
    """For each sheet the first that looks like it: the one that previews are made of."""
    first: dict[tuple[str, str, str, bool], Sheet] = {}
    profiles = [bundle.profiles[sheet.profile] for sheet in sheets]
    looks = [(s.material.slug, s.format, p.look, p.prints) for s, p in zip(sheets, profiles, strict=True)]
    return [first.setdefault(look, sheet) for look, sheet in zip(looks, sheets, strict=True)]


def file_names(bundle: Bundle, sheets: Sequence[Sheet]) -> set[str]:
    """The files that the sheets will be, below docs/: pages may link to them before they are made."""
    names = {channel_zip(channel) for channel in bundle.channels}
    for sheet in sheets:
        profile, folder = bundle.profiles[sheet.profile], f"{MATERIALS}/{sheet.material.slug}"
        outputs = (*sheet.outputs(profile.output), *(sheet.loops if profile.loops else ()))
        names |= {f"{folder}/{output.name}" for output in outputs}
        names |= {f"{folder}/{sheet.named(name)}.pdf" for name in imposition.names(bundle, sheet)}
    for sheet in looks_of(bundle, sheets):
        names |= {f"{MATERIALS}/{sheet.material.slug}/{output.name}" for output in sheet.outputs(["png"])}
    return names


def channel_zip(channel: str) -> str:
    """The ZIP of all that hangs in a channel's places, below docs/."""
    return f"{MATERIALS}/{channel}.zip"
