"""The sheets of a kit as units' pages show them and the catalogue lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.core.project import MATERIALS
from outreach.products.catalogue import Entry
from outreach.products.kits.pages import KitSheet
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.names import preview_name, profile_hint, profile_name, size_name


def kit_sheets(sheets: Iterable[FinishedSheet], bundle: Bundle) -> dict[str, KitSheet]:
    """The sheets as units' pages show them, by their names."""
    return {sheet.sheet.name: _shown(sheet, bundle) for sheet in sheets}


def _shown(one: FinishedSheet, bundle: Bundle) -> KitSheet:
    words, sheet = bundle.words, one.sheet
    meta, channel = sheet.material.meta, bundle.channels[sheet.material.meta.channel]
    return KitSheet(
        title=meta.title,
        label=sheet.form.label,
        profile=profile_name(bundle, sheet.profile),
        hint=profile_hint(bundle, sheet.profile),
        paper=meta.paper,
        size=size_name(sheet, words),
        where=meta.place or channel.where,
        height=meta.height or channel.height,
        count=meta.quantity,
        thumbnail=f"{MATERIALS}/{one.stills[0]}",
        alt=preview_name(sheet, words),
        pixels=one.preview_size,
    )


def unit_entries(bundle: Bundle, sheets: Iterable[Sheet], zip_name: str) -> list[Entry]:
    """A unit's own sheets and all of them in a ZIP; paths are beside its page."""
    campaign = bundle.campaign
    entries = [
        Entry(f"{s.name}.pdf", "sheet", s.material.meta.title, f"PDF {s.form.label}", s.material.meta.alt or "", "")
        for s in sheets
    ]
    entries.append(Entry(zip_name, "kit", bundle.words.text("units.zip"), "ZIP", "", ""))
    return [replace(entry, language=campaign.language) for entry in entries]
