"""The sheets of a kit as units' pages show them, each drawn from the sheet that has no unit."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.campaign.bundle import Bundle
from outreach.campaign.project import MATERIALS
from outreach.products.names import profile_hint, profile_name
from outreach.products.print_page import Printed, size_of
from outreach.products.unit_pages import KitSheet


def kit_sheets(printed: Iterable[Printed], bundle: Bundle) -> dict[str, KitSheet]:
    """What pages say of each sheet, by its name."""
    return {one.sheet.name: _shown(one, bundle) for one in printed}


def _shown(one: Printed, bundle: Bundle) -> KitSheet:
    words, sheet = bundle.words, one.sheet
    meta, channel = sheet.material.meta, bundle.channels[sheet.material.meta.channel]
    profile = bundle.profiles[sheet.profile]
    return KitSheet(
        title=meta.title,
        label=sheet.form.label,
        profile=profile_name(sheet.profile, profile, words),
        hint=profile_hint(sheet.profile, profile, words),
        paper=meta.paper,
        size=size_of(sheet, words),
        where=meta.place or channel.where,
        height=meta.height or channel.height,
        count=meta.quantity,
        thumbnail=f"{MATERIALS}/{one.previews[0]}",
        alt=words.text("page.preview_alt", title=meta.title, format=sheet.form.label),
        pixels=one.preview_size,
    )
