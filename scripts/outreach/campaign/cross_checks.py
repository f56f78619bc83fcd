"""Checks of tables that each are right by themselves: period and languages of the campaign, palettes of the brand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outreach.campaign.brand import Brand, inks
from outreach.campaign.model import Campaign
from outreach.campaign.profiles import Profile
from outreach.campaign.shops import Shop
from outreach.campaign.validate import unknown
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.core.tables import KeyPath, Table


def check_period(campaign: Campaign, table: Table) -> list[Finding]:
    """A campaign that ends before it begins, or that calls for something although it has ended."""
    path, last_day = ("valid_until",), str(campaign.valid_until)
    if campaign.valid_until < campaign.valid_from:
        return [table.finding("validity-order", path, found=last_day, **{"from": str(campaign.valid_from)})]
    if campaign.status == "active" and campaign.valid_until < campaign.as_of:
        return [table.finding("validity-over", path, found=last_day, as_of=str(campaign.as_of))]
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
            missing = {"field": f"navs.{language}", "found": "—", "expected": "missing"}
            faults.append(table.finding("field-invalid", ("languages", index), **missing))
    return faults


def check_palettes(brand: Brand, table: Table, profiles: Mapping[str, Profile], shop: Shop) -> Iterator[Finding]:
    """Profiles without a palette, colours of a screen where inks are asked for, and more ink than the shop takes."""
    for name, profile in profiles.items():
        if profile.palette not in brand.colours:
            fault = unknown(table, (name, "palette"), profile.palette, brand.colours)
            yield fault.at(table.name, table.line(("colours",)))
    presses = {p.palette: p.press or shop for p in profiles.values() if p.shop or p.press}
    for palette, press in presses.items():
        for token, colour in brand.colours.get(palette, {}).items():
            path, mixed = ("colours", palette, token), inks(colour)
            field = ".".join(path)
            if mixed is None:
                yield table.finding("field-invalid", path, field=field, found=colour, expected="[c, m, y, k]")
            elif (total := sum(mixed) * 100) > press.ink_limit + 1e-6:
                most = number(press.ink_limit)
                yield table.finding("ink-total", path, field=field, found=number(total), most=most, shop=shop.name)
