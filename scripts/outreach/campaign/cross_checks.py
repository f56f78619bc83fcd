"""Checks of tables that each are right by themselves: period and languages of the campaign, palettes of the brand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outreach.campaign.brand import Brand, inks
from outreach.campaign.model import Campaign
from outreach.campaign.profiles import Profile
from outreach.campaign.shops import Shop
from outreach.campaign.validate import unknown
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.core.tables import KeyPath, Table


def check_period(campaign: Campaign, table: Table) -> list[Finding]:
    """A campaign that ends before it begins, or that calls for something although it has ended."""
    line = table.line(("valid_until",))
    last_day = str(campaign.valid_until)
    data: Data
    if campaign.valid_until < campaign.valid_from:
        data = {"found": last_day, "from": str(campaign.valid_from)}
        return [Finding("validity-order", file=table.name, line=line, data=data)]
    if campaign.status == "active" and campaign.valid_until < campaign.as_of:
        data = {"found": last_day, "as_of": str(campaign.as_of)}
        return [Finding("validity-over", file=table.name, line=line, data=data)]
    return []


def check_languages(campaign: Campaign, table: Table) -> list[Finding]:
    """Texts for a language that the campaign does not speak, and languages without a navigation."""
    faults: list[Finding] = []
    further = campaign.languages[1:]
    tables: list[tuple[KeyPath, list[str]]] = [
        (("navs",), list(campaign.navs)),
        (("translations",), list(campaign.translations)),
        *((("facts", name, "values"), list(fact.values)) for name, fact in campaign.facts.items()),
    ]
    for path, names in tables:
        for language in names:
            if language not in further:
                faults.append(unknown(table, (*path, language), language, further))
    for index, language in enumerate(campaign.languages):
        if index and language not in campaign.navs:
            data: Data = {"field": f"navs.{language}", "found": "—", "expected": "missing"}
            line = table.line(("languages", index))
            faults.append(Finding("field-invalid", file=table.name, line=line, data=data))
    return faults


def check_palettes(brand: Brand, table: Table, profiles: Mapping[str, Profile], shop: Shop) -> Iterator[Finding]:
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
