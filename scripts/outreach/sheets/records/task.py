"""Tasks of making units' sheets, and names of their files and bases in the cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.core.cache import Store
from outreach.core.hashing import digest
from outreach.sheets.records.record import Structure

STAMPED = "stamped"
"""The kind of stamped files in the cache."""
Key = tuple[Structure, int]
"""A structure, and the modules across of its symbols."""


@dataclass(frozen=True)
class Task:
    """A sheet and the units that it is to be made for now."""

    bundle: Bundle
    sheet: Sheet
    """Without a unit."""
    fonts: Mapping[int, Path]
    units: tuple[Unit, ...]
    every: tuple[Unit, ...]
    """The list that they are of: its records prove a base."""
    seeds: Mapping[str, str]
    """A slot's default → the characters that records put there."""
    store: Store
    key: str
    """Of the sheet's files, and of its bases, in the cache."""


def name_of(unit: Unit) -> str:
    """The file of a unit's record: another name for every other record."""
    return f"{unit.code}-{digest(repr(unit))[:16]}.pdf"


def bases_of(key: str) -> str:
    """The kind in the cache of the bases that files of this key are stamped on."""
    return f"bases/{key}"


def name_of_base(key: Key) -> str:
    """The key in the cache of the base of a structure."""
    return digest(repr(key))[:24]
