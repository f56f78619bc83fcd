"""Units in groups that people look them up by: districts, else provinces, else first letters."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from outreach.campaign.units import Unit
from outreach.core.project import UNITS
from outreach.core.text import fold


@dataclass(frozen=True)
class Group:
    """Units that are listed on first page. `key` is unique and fit for an address; a province has none above it."""

    key: str
    name: str
    province: str
    units: tuple[Unit, ...]

    @property
    def folder(self) -> str:
        """The page's folder beside those of the units. Their codes have no hyphen and no small letter."""
        return f"h-{self.key}"

    @property
    def path(self) -> str:
        return f"{UNITS}/{self.folder}/"


def split_type(unit: Unit) -> tuple[str, str]:
    """The kind that a name begins with, as it is written there, and the name itself; "" if it has none."""
    length = len(unit.type)
    if length and unit.name.casefold().startswith(unit.type.casefold() + " ") and unit.name[length + 1 :].strip():
        return unit.name[:length], unit.name[length + 1 :].strip()
    return "", unit.name


def groups(units: Iterable[Unit]) -> list[Group]:
    """The units by district, by province where a list has no districts, by first letter where it has neither."""
    members_of: dict[tuple[str, ...], list[Unit]] = {}
    for unit in units:
        members_of.setdefault(_identity(unit), []).append(unit)
    keys: set[str] = set()
    result: list[Group] = []
    for identity, members in members_of.items():
        unit = members[0]
        district = unit.district_name or unit.district_code
        name = district or unit.province_name or unit.province_code or identity[-1].upper()
        members.sort(key=lambda unit: (fold(split_type(unit)[1]), unit.code))
        result.append(Group(_key(identity[-1], keys), name, unit.province_name if district else "", tuple(members)))
    return result


def _identity(unit: Unit) -> tuple[str, ...]:
    """The identity of a unit's group; its last part names it in addresses."""
    province = unit.province_code or unit.province_name
    if district := unit.district_code or unit.district_name:
        return ("district", province, district)
    return ("province", province) if province else ("letter", fold(split_type(unit)[1])[:1])


def _key(name: str, keys: set[str]) -> str:
    """`name` as it can stand in an address; with a number if another group has it already."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "-".join(f"{ord(letter):x}" for letter in name[:4])
    key, number = stem, 1
    while key in keys:
        number += 1
        key = f"{stem}-{number}"
    keys.add(key)
    return key
