"""Front matter (adapter of PyYAML): a YAML mapping with the line of each value, held to bounds before it is built."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import yaml

from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.quoting import visible
from outreach.core.tables import KeyPath, Table

MOST_DEPTH = 20
"""Levels of lists and mappings: PyYAML calls itself once for each."""
MOST_NODES = 5_000
"""Values; those that aliases (`*name`) repeat count again, a long text counts as several."""
SHARE = 50
"""Characters of a text that count as a value: a text that is repeated would fill any memory."""
MOST_PLAIN = 100
"""Characters of a number or day. Python converts no decimal number of more than 4,300 digits."""
_TEXT = "tag:yaml.org,2002:str"
_WORDS = {_TEXT, "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"}
_KEYS = {_TEXT, "tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"}
"""Tags that keys may have: YAML reads the key `no:` as False, and no field of a table has a number for a name."""
_NO_VALUE = (ValueError, OverflowError, KeyError, IndexError, AttributeError)
"""Errors of PyYAML, beside its own, for a value that its tag does not allow, such as `!!bool maybe`."""


def parse_yaml(text: str, name: str, first_line: int = 1) -> Table:
    """A YAML mapping with line numbers, `first_line` being that of the text's first line in the file `name`.

    Raises OutreachError for bad syntax, a repeated key, anything but a mapping, and what is out of bounds.
    """
    loader, node, lines = _mapping(text, name, first_line)
    return Table(name, _build(loader, node, name, first_line) if loader and node else {}, lines)


def yaml_lines(text: str, name: str) -> dict[KeyPath, int]:
    """The line of each value of a YAML mapping, whatever tags its values have. Raises what `parse_yaml` raises."""
    return _mapping(text, name, 1)[2]


def yaml_text(text: str, name: str, key: str) -> str | None:
    """The words of a key of a YAML mapping, None if there is no such key. Raises what `parse_yaml` raises.

    Raises OutreachError for a value that is a list or a mapping too.
    """
    _, node, lines = _mapping(text, name, 1)
    for name_node, value in node.value if node else ():
        if name_node.value == key:
            if not isinstance(value, yaml.ScalarNode):
                raise OutreachError(Finding("yaml-syntax", file=name, line=lines[(key,)], data={"reason": key}))
            return str(value.value)
    return None


def _mapping(
    text: str, name: str, first_line: int
) -> tuple[yaml.SafeLoader | None, yaml.MappingNode | None, dict[KeyPath, int]]:
    """The loader that read a text, the mapping that it is, and the line of each value; None for an empty text."""
    try:
        if fault := next(_beyond(text, name, first_line), None):
            raise OutreachError(fault)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise _syntax(error, name, first_line, text) from None
    if node is None:
        return None, None, {}
    lines, faults = _lines(node, name, first_line)
    if faults or not isinstance(node, yaml.MappingNode):
        raise OutreachError(faults or Finding("yaml-syntax", file=name, line=first_line, data={"reason": "mapping"}))
    return loader, node, lines


def _beyond(text: str, name: str, first_line: int) -> Iterator[Finding]:
    """Faults of size and depth, read from the parser's events: no node is built, so nothing can blow up."""
    sizes: dict[str, int] = {}  # anchor → values below it
    levels: list[tuple[str | None, int]] = []  # of the open lists and mappings: anchor, values before it
    nodes = 0
    line = first_line
    for event in _events(text, name, first_line):
        line = event.start_mark.line + first_line if event.start_mark else line
        if isinstance(event, yaml.AliasEvent):
            anchor = str(event.anchor)
            if anchor not in sizes:  # of what is still open, or of nothing
                yield Finding("yaml-alias", file=name, line=line, data={"found": f"*{anchor}"[:60]})
            nodes += sizes.get(anchor, 0)
        elif isinstance(event, yaml.ScalarEvent):
            weight = 1 + len(event.value) // SHARE
            nodes += weight
            if event.anchor:
                sizes[event.anchor] = weight
        elif isinstance(event, yaml.CollectionStartEvent):
            levels.append((event.anchor, nodes))
            nodes += 1
            if len(levels) > MOST_DEPTH:
                data = {"found": len(levels), "expected": MOST_DEPTH}
                yield Finding("nested-deep", file=name, line=line, data=data)
        elif isinstance(event, yaml.CollectionEndEvent):
            level_anchor, before = levels.pop()
            if level_anchor:
                sizes[level_anchor] = nodes - before
        if nodes > MOST_NODES:
            yield Finding("yaml-nodes", file=name, line=line, data={"expected": MOST_NODES})


def _events(text: str, name: str, first_line: int) -> Iterator[Any]:
    """The parser's events. Raises OutreachError for an escape beyond Unicode, which the parser stumbles on."""
    loader: Any = yaml.SafeLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    except (ValueError, OverflowError):
        line = loader.line + first_line
        raise OutreachError(Finding("yaml-syntax", file=name, line=line, data={"reason": "\\U"})) from None


def _lines(node: yaml.Node, name: str, first_line: int) -> tuple[dict[KeyPath, int], list[Finding]]:
    """The line of the value at each path, and faults that PyYAML would pass over or stumble on as it builds values."""
    lines: dict[KeyPath, int] = {}
    faults: list[Finding] = []

    def walk(node: yaml.Node, path: KeyPath) -> None:
        line = node.start_mark.line + first_line
        if path:
            lines.setdefault(path, line)
        if isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                line = key.start_mark.line + first_line
                if not isinstance(key, yaml.ScalarNode) or key.tag not in _KEYS:
                    reason = f"key “{visible(key.value)}”" if isinstance(key, yaml.ScalarNode) else "key"
                    faults.append(Finding("yaml-syntax", file=name, line=line, data={"reason": reason}))
                    continue
                faults.extend(_unseen(key, name, line))
                if key.value in keys:
                    faults.append(Finding("yaml-key-twice", file=name, line=line, data={"found": key.value}))
                keys.add(key.value)
                lines[(*path, key.value)] = line
                walk(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                walk(item, (*path, index))
        elif node.tag not in _WORDS and len(node.value) > MOST_PLAIN:
            data = {"found": len(node.value), "expected": MOST_PLAIN}
            faults.append(Finding("number-long", file=name, line=line, data=data))
        else:
            faults.extend(_unseen(node, name, line))

    walk(node, ())
    return lines, faults


def _unseen(node: yaml.Node, name: str, line: int) -> Iterator[Finding]:
    """A control character, or half of a pair of surrogates, that an escape put into a text: no file could hold it."""
    for character in node.value:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t\r":
            data: Data = {"found": f"U+{ord(character):04X}"}
            yield Finding("character-invisible", file=name, line=line, data=data | {"column": _column(node)})
            return


def _column(node: yaml.Node) -> int:
    return int(node.start_mark.column) + 1


def _build(loader: yaml.SafeLoader, node: yaml.MappingNode, name: str, first_line: int) -> dict[str, Any]:
    """The mapping's data. Raises OutreachError for values that are none, such as the day 2020-13-01."""
    try:
        data: dict[str, Any] = loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _syntax(error, name, first_line) from None
    except _NO_VALUE as error:
        line, value = _culprit(node)
        reason = str(error) if isinstance(error, ValueError | OverflowError) else f"“{visible(value)}”"
        finding = Finding("yaml-syntax", file=name, line=line + first_line, data={"reason": reason})
        raise OutreachError(finding) from None
    return data


def _culprit(node: yaml.Node) -> tuple[int, str]:
    """The first scalar below `node` that is no value: its line, from 0, and its text; `node`'s line if all are."""
    nodes = [node]
    while nodes:
        child = nodes.pop()
        if isinstance(child, yaml.ScalarNode):
            try:
                yaml.SafeLoader("").construct_object(child)
            except (*_NO_VALUE, yaml.YAMLError):
                return int(child.start_mark.line), str(child.value)
        elif isinstance(child, yaml.MappingNode):
            nodes += [part for pair in reversed(child.value) for part in reversed(pair)]
        else:
            nodes += reversed(child.value)
    return int(node.start_mark.line), ""


def _syntax(error: yaml.YAMLError, name: str, first_line: int, text: str = "") -> OutreachError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + first_line if mark else first_line
    reason = visible(getattr(error, "problem", None) or str(error))
    if isinstance(error, yaml.reader.ReaderError):  # a character that YAML does not have, anywhere
        line = text.count("\n", 0, error.position) + first_line
        reason = f"U+{error.character:04X}" if isinstance(error.character, int) else reason
    return OutreachError(Finding("yaml-syntax", file=name, line=line, data={"reason": reason}))
