"""Palettes: each profile has one, and one that goes to a print shop is mixed of inks as the shop takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outreach.campaign.brand import Brand, inks
from outreach.campaign.profiles import Profile
from outreach.campaign.shops import Shop
from outreach.campaign.validate import unknown
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.core.tables import Table


def check(brand: Brand, table: Table, profiles: Mapping[str, Profile], shop: Shop) -> Iterator[Finding]:
    """Profiles without a palette, colours of a screen where inks are asked for, and more ink than the shop takes."""
    for name, profile in profiles.items():
        if profile.palette not in brand.colours:
            line = table.line(("colours",))
            yield unknown(table, (name, "palette"), profile.palette, brand.colours, line)
    presses = {p.palette: p.press or shop for p in profiles.values() if p.shop or p.press}
    for palette, press in presses.items():
        for token, colour in brand.colours.get(palette, {}).items():
            path = ("colours", palette, token)
            mixed = inks(colour)
            field, line = ".".join(path), table.line(path)
            data: Data
            if mixed is None:
                data = {"field": field, "found": colour, "expected": "[c, m, y, k]"}
                yield Finding("field-invalid", file=table.name, line=line, data=data)
            elif (total := sum(mixed) * 100) > press.ink_limit + 1e-6:
                most = number(press.ink_limit)
                data = {"field": field, "found": number(total), "most": most, "shop": shop.name}
                yield Finding("ink-total", file=table.name, line=line, data=data)
