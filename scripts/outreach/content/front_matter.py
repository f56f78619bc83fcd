"""Front matter (adapter of PyYAML): a YAML mapping with the line of each value, held to bounds before it is built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.tables import KeyPath, Table

MOST_DEPTH = 20
"""Levels of lists and mappings: PyYAML calls itself once for each."""
MOST_NODES = 5_000
"""Values, those that aliases (`*name`) repeat counted again."""
MOST_PLAIN = 100
"""Characters of a number or day. Python converts no decimal number of more than 4,300 digits."""
_WORDS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"}


def parse_yaml(text: str, name: str, first_line: int = 1) -> Table:
    """A YAML mapping with line numbers, `first_line` being that of the text's first line in the file `name`.

    Raises OutreachError for bad syntax, a repeated key, anything but a mapping, and what is out of bounds.
    """
    loader = yaml.SafeLoader(text)
    node, lines = _mapping(loader, text, name, first_line)
    return Table(name, _build(loader, node, name, first_line) if node else {}, lines)


def yaml_lines(text: str, name: str) -> dict[KeyPath, int]:
    """The line of each value of a YAML mapping, whatever tags its values have. Raises what `parse_yaml` raises."""
    return _mapping(yaml.SafeLoader(text), text, name, 1)[1]


def _mapping(
    loader: yaml.SafeLoader, text: str, name: str, first_line: int
) -> tuple[yaml.MappingNode | None, dict[KeyPath, int]]:
    """The mapping that a text is, with its lines; None for a text that holds nothing."""
    try:
        if fault := next(_beyond(text, name, first_line), None):
            raise OutreachError(fault)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise _syntax(error, name, first_line) from None
    if node is None:
        return None, {}
    lines, faults = _lines(node, name, first_line)
    if faults or not isinstance(node, yaml.MappingNode):
        raise OutreachError(faults or Finding("yaml-syntax", file=name, line=first_line, data={"reason": "mapping"}))
    return node, lines


def _beyond(text: str, name: str, first_line: int) -> Iterator[Finding]:
    """Faults of size and depth, read from the parser's events: no node is built, so nothing can blow up."""
    sizes: dict[str, int] = {}  # anchor → values below it
    levels: list[tuple[str | None, int]] = []  # of the open lists and mappings: anchor, values before it
    nodes = 0
    line = first_line
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + first_line if event.start_mark else line
        if isinstance(event, yaml.AliasEvent):
            anchor = str(event.anchor)
            if anchor not in sizes:  # of what is still open, or of nothing
                yield Finding("yaml-alias", file=name, line=line, data={"found": f"*{anchor}"[:60]})
            nodes += sizes.get(anchor, 0)
        elif isinstance(event, yaml.ScalarEvent):
            nodes += 1
            if event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            levels.append((event.anchor, nodes))
            nodes += 1
            if len(levels) > MOST_DEPTH:
                data = {"found": len(levels), "expected": MOST_DEPTH}
                yield Finding("nested-deep", file=name, line=line, data=data)
        elif isinstance(event, yaml.CollectionEndEvent):
            opened, before = levels.pop()
            if opened:
                sizes[opened] = nodes - before
        if nodes > MOST_NODES:
            yield Finding("yaml-nodes", file=name, line=line, data={"expected": MOST_NODES})


def _lines(node: yaml.Node, name: str, first_line: int) -> tuple[dict[KeyPath, int], list[Finding]]:
    """The line of the value at each path, and what the construction of values would pass over or stumble on."""
    lines: dict[KeyPath, int] = {}
    faults: list[Finding] = []

    def walk(node: yaml.Node, path: KeyPath) -> None:
        line = node.start_mark.line + first_line
        if path:
            lines.setdefault(path, line)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                line = key.start_mark.line + first_line
                if not isinstance(key, yaml.ScalarNode):
                    faults.append(Finding("yaml-syntax", file=name, line=line, data={"reason": "key"}))
                    continue
                if key.value in seen:
                    faults.append(Finding("yaml-key-twice", file=name, line=line, data={"found": key.value}))
                seen.add(key.value)
                lines[(*path, key.value)] = line
                walk(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                walk(item, (*path, index))
        elif node.tag not in _WORDS and len(node.value) > MOST_PLAIN:
            data = {"found": len(node.value), "expected": MOST_PLAIN}
            faults.append(Finding("number-long", file=name, line=line, data=data))

    walk(node, ())
    return lines, faults


def _build(loader: yaml.SafeLoader, node: yaml.MappingNode, name: str, first_line: int) -> dict[str, Any]:
    """The mapping's data. Raises OutreachError for values that are none, such as the day 2020-13-01."""
    try:
        data: dict[str, Any] = loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _syntax(error, name, first_line) from None
    except (ValueError, OverflowError) as error:
        finding = Finding("yaml-syntax", file=name, line=_culprit(node) + first_line, data={"reason": str(error)})
        raise OutreachError(finding) from None
    return data


def _culprit(node: yaml.Node) -> int:
    """The line, from 0, of the first scalar below `node` that is no value; that of `node` if each is one."""
    nodes = [node]
    while nodes:
        child = nodes.pop()
        if isinstance(child, yaml.ScalarNode):
            try:
                yaml.SafeLoader("").construct_object(child)
            except (ValueError, OverflowError, yaml.YAMLError):
                return int(child.start_mark.line)
        elif isinstance(child, yaml.MappingNode):
            nodes += [part for pair in reversed(child.value) for part in reversed(pair)]
        else:
            nodes += reversed(child.value)
    return int(node.start_mark.line)


def _syntax(error: yaml.YAMLError, name: str, first_line: int) -> OutreachError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + first_line if mark else first_line
    reason = getattr(error, "problem", None) or str(error)
    return OutreachError(Finding("yaml-syntax", file=name, line=line, data={"reason": reason}))
