"""Tables in two layers: a theme's, and over it a campaign's own of the same name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from outreach.core.findings import Finding, OutreachError
from outreach.core.package import themes
from outreach.core.tables import Table, read_toml
from outreach.core.toml_bounds import MOST_DEPTH


def read_layers(folder: str, name: str, data: Path, data_name: str) -> tuple[list[Table], list[Finding]]:
    """The tables FOLDER/NAME.toml of the themes and of a campaign, as far as there are such files; faults of syntax.

    `data` is the campaign's folder of data, which findings call `data_name`.
    """
    path = Path(folder, f"{name}.toml")
    tables: list[Table] = []
    faults: list[Finding] = []
    files = [(theme / path, path.name) for theme in themes()]
    for file, label in (*files, (data / path, f"{data_name}/{path.as_posix()}")):
        try:
            tables += [read_toml(file, label)] if file.exists() else []
        except OutreachError as error:
            faults += error.findings
    return tables, faults


def merge(under: dict[str, Any], over: dict[str, Any], levels: int = MOST_DEPTH) -> dict[str, Any]:
    """A table laid over another: inner tables are merged down to so many levels, all else is replaced."""
    merged = {**under, **over}
    for key, value in over.items():
        below = under.get(key)
        if levels and isinstance(below, dict) and isinstance(value, dict):
            merged[key] = merge(below, value, levels - 1)
    return merged
