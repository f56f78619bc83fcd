"""Words that no line parts, for the texts of sheets and of documents, by their language."""

from collections.abc import Callable

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.campaign.templates import Slot
from outreach.content.ties import NO_TIES, Ties


def ties_of(bundle: Bundle, language: str = "") -> Ties:
    """The ties of a language; without one, those of the campaign's first language."""
    name = language or bundle.campaign.language
    return Ties(bundle.ties[name], bundle.campaign.app.name) if name in bundle.ties else NO_TIES


def language_of(sheet: Sheet, name: str, slot: Slot) -> str:
    """The language of a slot's words; empty for the campaign's first."""
    languages = sheet.material.meta.languages
    return languages.get(name, languages.get(slot.like, ""))


def slot_ties(bundle: Bundle, sheet: Sheet) -> Callable[[str, Slot], Ties]:
    """A function of a slot's name and the slot that gives the ties of its language."""
    ties = {language: ties_of(bundle, language) for language in ("", *bundle.campaign.languages)}
    return lambda name, slot: ties.get(language_of(sheet, name, slot), NO_TIES)
