"""Reading of a campaign's data: one reader for each field of `Bundle`. Faults of all files are reported together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from outreach.campaign import facts, impositions, quiet
from outreach.campaign.brand import Brand, inks
from outreach.campaign.bundle import Bundle
from outreach.campaign.conditions import read_conditions
from outreach.campaign.model import Campaign, Channel
from outreach.campaign.profiles import Profile
from outreach.campaign.shops import Shop, read_shops
from outreach.campaign.tasks import Task
from outreach.campaign.telephones import ANY, countries, read_plan
from outreach.campaign.template_files import read_templates
from outreach.campaign.ties import read_ties
from outreach.campaign.units import read_units
from outreach.campaign.validate import Strict, read_table, unknown, validate, validate_each
from outreach.core.findings import Finding, OutreachError, has_errors, ordered
from outreach.core.lengths import number
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.core.tables import KeyPath, Table

Result = tuple[Any, list[Finding]]
"""A value, None if it could not be read, and all faults of its files."""


@dataclass
class Draft:
    """A campaign while it is read."""

    project: Project
    site_url: str
    """Address for a trial on another host; empty for the campaign's own."""
    values: dict[str, Any] = field(default_factory=dict)
    """Field of `Bundle` → its value, of the fields that have been read."""
    tables: dict[str, Table] = field(default_factory=dict)
    """The same fields → the TOML file, of those that stand in one."""
    faults: list[Finding] = field(default_factory=list)

    @property
    def languages(self) -> list[str]:
        campaign = self.values["campaign"]
        return list(campaign.languages) if campaign else []


Reader = Callable[[Draft, str], Result]
"""Called with the draft and the name of the field that is read."""


def load(project: Project, site_url: str = "") -> Bundle:
    """The campaign of a project; `site_url` overrides the campaign's for a trial on another host.

    Raises OutreachError with all faults of all files.
    """
    draft = Draft(project, site_url)
    for name, read in READERS.items():  # in this order: some need the values of earlier ones
        draft.values[name], faults = read(draft, name)
        draft.faults += faults
    draft.faults += _references(draft)
    if has_errors(draft.faults):
        raise OutreachError(ordered(draft.faults))
    return Bundle(project=project, tables=draft.tables, warnings=tuple(ordered(draft.faults)), **draft.values)


def _toml(
    file: str, read: Callable[[Table, Draft], Result], absent: Callable[[], Any] | None = None, shared: bool = False
) -> Reader:
    """The reader of a TOML file of docs/_data, or of print_templates/_shared if it is `shared`.

    With `absent` the file may be missing: `absent()` is then the table's value.
    """

    def reader(draft: Draft, name: str) -> Result:
        folder = draft.project.templates / "_shared" if shared else draft.project.data
        value, draft.tables[name], faults = read_table(
            draft.project, folder / file, lambda table: read(table, draft), absent is not None
        )
        return (absent() if value is None and absent is not None else value), faults

    return reader


def _model(model: type[Strict]) -> Callable[[Table, Draft], Result]:
    """A reader of a table that is one `model`."""
    return lambda table, _: validate(model, table.data, table)


def _models(model: type[Strict]) -> Callable[[Table, Draft], Result]:
    """A reader of a table of tables, each of which is a `model`."""
    return lambda table, _: validate_each(model, table)


def _ties(draft: Draft, name: str) -> Result:
    """Language → its words that no line parts."""
    data = draft.project.data
    tables = {language: read_ties(language, data, draft.project.relative(data)) for language in draft.languages}
    faults = [fault for _, more in tables.values() for fault in more]
    return {language: table for language, (table, _) in tables.items()}, faults


def _campaign(table: Table, draft: Draft) -> Result:
    data, faults = facts.resolve_table(table)
    campaign, more = validate(Campaign, data | ({"site_url": draft.site_url} if draft.site_url else {}), table)
    return campaign, faults + more


def _translations(draft: Draft, name: str) -> Result:
    """Language → the campaign in it; and what is wrong with the campaign as a whole."""
    campaign, table = draft.values["campaign"], draft.tables["campaign"]
    values: dict[str, Campaign] = {}
    if campaign is None:
        return values, []
    faults = [*check_period(campaign, table), *facts.check(campaign, table), *check_languages(campaign, table)]
    for language in draft.languages:
        data, _ = facts.resolve_table(table, language)  # its faults have been reported with the campaign's
        translation, more = validate(Campaign, data | {"site_url": campaign.site_url}, table)
        faults += more  # a fact's value in this language may not fit
        if translation is not None:
            values[language] = translation.translated(language)
    return values, faults


def _telephones(draft: Draft, name: str) -> Result:
    data, table = draft.project.data, draft.tables["campaign"]
    country = draft.values["campaign"].country if draft.values["campaign"] else ""
    plan, faults = read_plan(country, data, draft.project.relative(data))
    if plan is None and not faults:
        faults = [unknown(table, ("country",), country, countries(data))]
    return plan, faults


def _units(draft: Draft, name: str) -> Result:
    folder, plan = draft.project.data / "units", draft.values["telephones"] or ANY
    return read_units(folder, draft.project.relative(folder), draft.project.assets, plan, tuple(draft.languages))


def _shops(draft: Draft, name: str) -> Result:
    folder = draft.project.data / "shops"
    return read_shops(folder, draft.project.relative(folder))


def _templates(draft: Draft, name: str) -> Result:
    folder = draft.project.templates
    return read_templates(folder, draft.project.relative(folder), draft.values["profiles"] or {})


def _strings(draft: Draft, name: str) -> Result:
    table = draft.tables["campaign"]
    strings: dict[str, Strings] = {}
    faults: list[Finding] = []
    for index, language in enumerate(draft.languages):
        try:
            strings[language] = Strings.load(language, draft.project.data / "strings")
        except OutreachError as error:
            line = table.line(("languages", index))
            faults += [f.at(f.file or table.name, f.line or line) for f in error.findings]
    return strings, faults


READERS: Mapping[str, Reader] = {
    "campaign": _toml("campaign.toml", _campaign),
    "translations": _translations,
    "brand": _toml("brand.toml", _model(Brand)),
    "channels": _toml("channels.toml", _models(Channel)),
    "tasks": _toml("tasks.toml", _models(Task), absent=dict),
    "telephones": _telephones,
    "units": _units,
    "quiet": _toml(quiet.NAME, lambda table, draft: quiet.read_quiet(table, draft.project.illustrations), absent=tuple),
    "profiles": _toml("profiles.toml", _models(Profile), shared=True),
    "shops": _shops,
    "templates": _templates,
    "conditions": _toml("conditions.toml", lambda table, _: read_conditions(table), shared=True),
    "impositions": _toml(
        "impositions.toml",
        lambda table, draft: impositions.read_impositions(table, draft.values["profiles"] or {}),
        absent=impositions.Impositions,
        shared=True,
    ),
    "strings": _strings,
    "ties": _ties,
}
"""Field of `Bundle` → its reader, in the order in which they need one another's values."""


def _references(draft: Draft) -> Iterator[Finding]:
    """A print shop that there is not, and palettes that profiles or the shop can't print."""
    campaign, brand = draft.values["campaign"], draft.values["brand"]
    shops, shop = draft.values["shops"], campaign.shop if campaign else ""
    if shop and shop not in shops:
        yield unknown(draft.tables["campaign"], ("shop",), shop, shops)
    if brand:
        printer = shops.get(shop) or Shop()
        yield from check_palettes(brand, draft.tables["brand"], draft.values["profiles"] or {}, printer)


def check_period(campaign: Campaign, table: Table) -> Iterator[Finding]:
    """A campaign that ends before it begins, or that calls for something although it has ended."""
    path, last_day = ("valid_until",), str(campaign.valid_until)
    if campaign.valid_until < campaign.valid_from:
        yield table.finding("validity-order", path, found=last_day, **{"from": str(campaign.valid_from)})
    elif campaign.status == "active" and campaign.valid_until < campaign.as_of:
        yield table.finding("validity-over", path, found=last_day, as_of=str(campaign.as_of))


def check_languages(campaign: Campaign, table: Table) -> Iterator[Finding]:
    """Texts for a language that the campaign does not speak, and languages without a navigation."""
    further = campaign.languages[1:]
    tables: list[tuple[KeyPath, list[str]]] = [
        (("navs",), list(campaign.navs)),
        (("translations",), list(campaign.translations)),
        *((("facts", name, "values"), list(fact.values)) for name, fact in campaign.facts.items()),
    ]
    for path, names in tables:
        for language in names:
            if language not in further:
                yield unknown(table, (*path, language), language, further)
    for index, language in enumerate(campaign.languages):
        if index and language not in campaign.navs:
            missing = {"field": f"navs.{language}", "found": "—", "expected": "missing"}
            yield table.finding("field-invalid", ("languages", index), **missing)


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
