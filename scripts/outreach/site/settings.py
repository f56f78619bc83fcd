"""mkdocs.yml: each setting has an effect, or is a finding that says where its value stands instead."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from outreach.campaign.model import Campaign
from outreach.content.front_matter import yaml_lines, yaml_text
from outreach.content.markdown import EXTENSIONS
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.package import THEME, package_table
from outreach.core.project import Project
from outreach.core.quoting import visible
from outreach.core.tables import KeyPath, Table, read_text

NAME = "mkdocs.yml"
INHERIT = "INHERIT"
MOST_PARENTS = 10
"""Files, each of which inherits from the next."""
NAME_LISTS = ("plugins", "markdown_extensions")
"""Settings whose entries are names, or names with options."""


def check_settings(project: Project) -> None:
    """Raise OutreachError with all settings of mkdocs.yml that would have no effect, or for what is out of bounds.

    What other files say that mkdocs.yml inherits from (INHERIT) counts too; those findings have no line.
    """
    path = project.root / NAME
    try:
        table = Table(NAME, {}, yaml_lines(read_text(path, NAME), NAME))
        _check_inheritance(path, NAME, set())
        with path.open("rb") as file:
            settings = yaml_load(file)
    except ConfigurationError as error:
        reason = " ".join(str(error).split())
        raise OutreachError(Finding("settings-fault", file=NAME, data={"reason": reason})) from None
    except OutreachError as error:  # its text speaks of front matter, which has the same reader
        faults = [replace(f, slug="settings-fault") if f.slug == "yaml-syntax" else f for f in error.findings]
        raise OutreachError(faults) from None
    faults = []
    for place, value in _settings(settings):
        data = _idle(place, value)
        if data:
            line = table.line(place) if place[:1] in table.lines else 0
            faults.append(Finding("settings-elsewhere", file=NAME, line=line, data=data))
    if faults:
        raise OutreachError(faults)


def date_build(campaign: Campaign) -> None:
    """Let MkDocs date its pages by the campaign's day, not by the clock."""
    noon = datetime(campaign.as_of.year, campaign.as_of.month, campaign.as_of.day, 12, tzinfo=UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))


def _check_inheritance(path: Path, name: str, above: set[Path]) -> None:
    """Raise OutreachError for a file that inherits from itself, or from what is no file of settings.

    MkDocs would read the first without end, and stumble on the second.
    """
    file = path.resolve()
    parent = yaml_text(read_text(path, name), name, INHERIT)
    if file in above or len(above) > MOST_PARENTS:
        raise OutreachError(Finding("settings-fault", file=name, data={"reason": f"{INHERIT}: {name}"}))
    if parent is not None:
        if not (path.parent / parent).is_file():
            raise OutreachError(Finding("settings-fault", file=name, data={"reason": f"{INHERIT}: {visible(parent)}"}))
        _check_inheritance(path.parent / parent, parent, above | {file})


def markdown_configs(settings: Mapping[str, Any], over: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Options of Markdown extensions: the `settings` of mkdocs.yml, and over them the `over` ones of any site."""
    return {**settings, **{name: {**(settings.get(name) or {}), **options} for name, options in over.items()}}


def _idle(place: KeyPath, value: Any) -> Data:
    """The name of a setting without effect, and what is expected instead; empty for one that has an effect."""
    table = package_table(THEME / "settings.toml")
    name = ".".join(part for part in place if isinstance(part, str))
    expected = table["elsewhere"].get(name, "")
    if name in table["only"] and value != table["only"][name]:
        expected = f"{name}: {json.dumps(table['only'][name])}"
    if place[0] == "markdown_extensions" and len(place) > 1:
        _, extension, *option = (part for part in place if isinstance(part, str))
        options = table["markdown"].get(extension, [])
        if extension not in EXTENSIONS:
            expected = ", ".join(EXTENSIONS)
        elif option and option[0] not in options:
            expected = ", ".join(options) or extension
    return {"found": name, "expected": expected} if expected else {}


def _settings(settings: Any) -> Iterator[tuple[KeyPath, Any]]:
    """Each setting with its place: two levels deep, with options of plugins and extensions three."""
    for key, value in settings.items() if isinstance(settings, dict) else ():
        yield (key,), value
        in_list = key in NAME_LISTS and isinstance(value, list)
        for at, entry in enumerate(value if in_list else [value]):
            place = (key, at) if in_list else (key,)
            if in_list and isinstance(entry, str):
                entry = {entry: None}
            for name, option in entry.items() if isinstance(entry, dict) else ():
                yield (*place, name), option
                for inner, inner_value in option.items() if key in NAME_LISTS and isinstance(option, dict) else ():
                    yield (*place, name, inner), inner_value
