"""The one reader of content: facts resolved, NFC, front matter with line numbers, body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from outreach.campaign.facts import resolve
from outreach.campaign.model import Fact
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.tables import KeyPath, Table, read_text

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One Markdown file as everything downstream sees it."""

    name: str
    """The file's path for findings, relative to the project."""
    source: str
    """The whole source, facts resolved."""
    table: Table
    """The front matter."""
    body: str
    body_line: int
    """The line of the file on which the body starts."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def meta(self) -> dict[str, Any]:
        return self.table.data


def read(path: Path, name: str, facts: Mapping[str, Fact], language: str = "") -> Page:
    """Reads a Markdown file in a language ("" = the campaign's first); `name` is what findings call it.

    Facts are resolved in the whole source, front matter and alt texts included. Unknown facts are findings of the
    page. Raises OutreachError if the file can't be read or its front matter is not YAML.
    """
    raw = read_text(path, name)
    source, findings = resolve(raw, facts, name, language=language)
    match = _FRONT_MATTER.match(source)
    front = (match[1] or "") if match else ""
    body = source[match.end() :] if match else source
    try:
        table = parse_yaml(front, name, 2)
    except OutreachError as error:  # an unknown fact left in its braces is bad YAML too: said once
        said = {finding.line for finding in findings}
        raise OutreachError([*findings, *(fault for fault in error.findings if fault.line not in said)]) from None
    return Page(name, source, table, body, source.count("\n", 0, len(source) - len(body)) + 1, findings)


def parse_yaml(text: str, name: str, first_line: int = 1) -> Table:
    """A YAML mapping with line numbers. Raises OutreachError for bad syntax, a repeated key, or anything else."""
    lines: dict[KeyPath, int] = {}
    faults: list[Finding] = []

    def walk(node: yaml.Node, path: KeyPath) -> None:
        lines.setdefault(path, node.start_mark.line + first_line)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                line = key.start_mark.line + first_line
                if key.value in seen:
                    faults.append(Finding("yaml-key-twice", file=name, line=line, data={"found": key.value}))
                seen.add(key.value)
                lines[(*path, key.value)] = line
                walk(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                walk(item, (*path, index))

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        reason = getattr(error, "problem", None) or str(error)
        raise OutreachError(Finding("yaml-syntax", file=name, line=line, data={"reason": reason})) from None
    except ValueError as error:  # a date such as 2020-13-01
        raise OutreachError(Finding("yaml-syntax", file=name, line=first_line, data={"reason": str(error)})) from None
    if node is None:
        return Table(name, {})
    walk(node, ())
    if faults or not isinstance(data, dict):
        raise OutreachError(faults or Finding("yaml-syntax", file=name, line=first_line, data={"reason": "mapping"}))
    del lines[()]
    return Table(name, data, lines)
