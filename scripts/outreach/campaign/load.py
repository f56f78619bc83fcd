"""Loads and validates all data of a campaign. Every fault of every file is reported at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outreach.campaign import embeds, facts, languages, palettes, validity
from outreach.campaign.brand import Brand
from outreach.campaign.bundle import Bundle
from outreach.campaign.carriers import NAME as CARRIERS
from outreach.campaign.carriers import Carrier
from outreach.campaign.conditions import read_conditions
from outreach.campaign.illustrations import NAME, PALETTE, read_illustrations
from outreach.campaign.impositions import read_impositions
from outreach.campaign.model import Campaign, Channel, Fact
from outreach.campaign.profiles import read_profiles
from outreach.campaign.quiet import NAME as QUIET
from outreach.campaign.quiet import read_quiet
from outreach.campaign.scripts import PLAN, Broadcasts
from outreach.campaign.shops import Shop, read_shops
from outreach.campaign.speech import Speech, read_speech
from outreach.campaign.tasks import read_tasks
from outreach.campaign.telephones import ANY, Plan, countries, read_plan
from outreach.campaign.templates import read_templates
from outreach.campaign.ties import read_ties
from outreach.campaign.units import read_units
from outreach.campaign.validate import Model, unknown, validated, validated_each
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors, ordered
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.core.tables import KeyPath, Table, read_toml


def load(project: Project, site_url: str = "") -> Bundle:
    """The campaign of a project; `site_url` overrides the campaign's for a trial on another host.

    Raises OutreachError with all faults of all files.
    """
    faults: list[Finding] = []
    table = _table(project, "campaign.toml", faults)
    data = _facts_resolved(table, faults)
    if site_url:
        data["site_url"] = site_url
    campaign = _model(Campaign, data, table, faults)
    spoken = _spoken(campaign, table, faults) if campaign is not None else {}
    brand_table = _table(project, "brand.toml", faults)
    brand = _model(Brand, brand_table.data, brand_table, faults)
    channels_table = _table(project, "channels.toml", faults)
    channels, found = validated_each(Channel, channels_table)
    faults += found
    tasks_table = Table("", {})
    if (project.data / "tasks.toml").exists():
        tasks_table = _table(project, "tasks.toml", faults)
    tasks, found = read_tasks(tasks_table)
    faults += found
    carriers_table = _table(project, CARRIERS, faults) if (project.data / CARRIERS).exists() else Table("", {})
    carriers, found = validated_each(Carrier, carriers_table)
    faults += found
    listed = project.data / "units"
    plan = _plan(project, campaign, table, faults)
    spoken_in = tuple(campaign.languages) if campaign is not None else ()
    units, found = read_units(listed, project.shown(listed), project.assets, plan, spoken_in)
    faults += found
    listed = project.data / embeds.NAME
    heights, found = embeds.read_heights(listed, project.shown(listed))
    faults += found
    listed = project.data / NAME
    tokens = brand.colours.get(PALETTE, {}) if brand is not None else None
    illustrations, found = read_illustrations(listed, project.shown(listed), project.illustrations, tokens)
    faults += found
    listed = project.data / QUIET
    quiet, found = read_quiet(listed, project.shown(listed), project.illustrations)
    faults += found
    shared = project.templates / "_shared" / "profiles.toml"
    profiles, profiles_table, found = read_profiles(shared, project.shown(shared))
    faults += found
    shops, found = read_shops(project.data / "shops", project.shown(project.data / "shops"))
    faults += found
    shop = campaign.shop if campaign is not None else ""
    if shop and shop not in shops:
        faults.append(unknown(table, ("shop",), shop, shops))
    if brand is not None:
        faults += palettes.check(brand, brand_table, profiles, shops.get(shop) or Shop())
    templates, found = read_templates(project.templates, project.shown(project.templates), profiles)
    faults += found
    seen = project.templates / "_shared" / "conditions.toml"
    conditions, found = read_conditions(seen, project.shown(seen))
    faults += found
    shared = project.templates / "_shared" / "impositions.toml"
    impositions, impositions_table, found = read_impositions(shared, project.shown(shared), profiles)
    faults += found
    known = campaign.languages if campaign is not None else []
    strings = _strings(project, known, table, faults)
    speech = _speech(project, known, faults)
    ties = {}
    for language in known:
        ties[language], found = read_ties(language, project.data, project.shown(project.data))
        faults += found
    broadcasts_table, broadcasts = Table("", {}), None
    if (project.data / PLAN).exists():
        broadcasts_table = _table(project, PLAN, faults)
        broadcasts = _model(Broadcasts, broadcasts_table.data, broadcasts_table, faults)
    if has_errors(faults) or campaign is None or brand is None or conditions is None:
        raise OutreachError(ordered(faults))
    return Bundle(
        project,
        campaign,
        table,
        brand,
        brand_table,
        channels,
        tasks,
        tasks_table,
        units,
        profiles,
        profiles_table,
        shops,
        templates,
        conditions,
        impositions,
        impositions_table,
        strings,
        spoken,
        heights,
        carriers,
        illustrations,
        speech,
        broadcasts,
        broadcasts_table,
        ties,
        plan,
        quiet,
        tuple(ordered(faults)),
    )


def _spoken(campaign: Campaign, table: Table, faults: list[Finding]) -> dict[str, Campaign]:
    """Language → the campaign in it; what is wrong with the campaign is added to the faults."""
    faults += validity.check(campaign, table)
    faults += facts.check(campaign, table)
    faults += languages.check(campaign, table)
    found: dict[str, Campaign] = {}
    for language in campaign.languages:
        data = _facts_resolved(table, [], language) | {"site_url": campaign.site_url}
        said = _model(Campaign, data, table, faults)  # a fact's value in this language may not fit
        if said is not None:
            found[language] = said.translated(language)
    return found


def _plan(project: Project, campaign: Campaign | None, table: Table, faults: list[Finding]) -> Plan:
    country = campaign.country if campaign is not None else ""
    plan, found = read_plan(country, project.data, project.shown(project.data))
    faults += found
    if plan is None and not found:
        faults.append(unknown(table, ("country",), country, countries(project.data)))
    return plan or ANY


def _strings(project: Project, known: Sequence[str], table: Table, faults: list[Finding]) -> dict[str, Strings]:
    found: dict[str, Strings] = {}
    for index, language in enumerate(known):
        try:
            found[language] = Strings.load(language, project.data / "strings")
        except OutreachError as error:
            line = table.line(("languages", index))
            faults += [
                Finding(f.slug, file=f.file or table.name, line=f.line or line, data=f.data) for f in error.findings
            ]
    return found


def _speech(project: Project, known: Sequence[str], faults: list[Finding]) -> dict[str, Speech]:
    found: dict[str, Speech] = {}
    for language in known:
        speech, wrong = read_speech(language, project.data, project.shown(project.data))
        faults += wrong
        if speech is not None:
            found[language] = speech
    return found


def _table(project: Project, name: str, faults: list[Finding]) -> Table:
    path = project.data / name
    try:
        return read_toml(path, project.shown(path))
    except OutreachError as error:
        faults += error.findings
        return Table(project.shown(path), {})


def _model(model: type[Model], data: Any, table: Table, faults: list[Finding], at: KeyPath = ()) -> Model | None:
    if not table.data and any(fault.file == table.name for fault in faults):
        return None  # the file itself is at fault, which has been said
    result, found = validated(model, data, table, at)
    faults += found
    return result


def _facts_resolved(table: Table, faults: list[Finding], language: str = "") -> dict[str, Any]:
    """campaign.toml with `{{ fact }}` replaced in every text outside the facts themselves, as `language` says it."""
    known = table.data.get("facts")
    values = {
        name: Fact.model_construct(value=fact["value"], values=_texts(fact.get("values")))
        for name, fact in (known.items() if isinstance(known, dict) else ())
        if isinstance(fact, dict) and isinstance(fact.get("value"), str)
    }

    def walk(value: Any, path: KeyPath) -> Any:
        if isinstance(value, dict):
            return {key: walk(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, str):
            own = str(path[1]) if path[0] in {"navs", "translations"} and len(path) > 1 else language
            text, found = facts.resolve(value, values, table.name, table.line(path), own)
            faults.extend(found)
            return text
        return value

    return {key: value if key == "facts" else walk(value, (key,)) for key, value in table.data.items()}


def _texts(values: Any) -> dict[str, str]:
    """The texts of what should be a table of texts; what it is instead is told elsewhere."""
    return {key: text for key, text in values.items() if isinstance(text, str)} if isinstance(values, dict) else {}
