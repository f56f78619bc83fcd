"""Tables of data (TOML, CSV) with the line of each value, so that a fault can be shown where it stands."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outreach.core.errors import OutreachError
from outreach.core.findings import Finding

KeyPath = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_KEY_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


@dataclass(frozen=True)
class Table:
    """A parsed file: its data, the name findings call it by, and the line of each key path."""

    name: str
    data: dict[str, Any]
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """The line of the value at `path`, or of the nearest parent that has one; 0 if none has."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0


def read_text(path: Path, name: str) -> str:
    """The text of a UTF-8 file, NFC, without byte-order mark.

    Raises OutreachError if the file is missing or not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise OutreachError(Finding("file-unreadable", file=name, data={"reason": error.strerror or ""})) from None
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise OutreachError(Finding("file-encoding", file=name, line=line)) from None


def read_toml(path: Path, name: str) -> Table:
    """A TOML file with line numbers. Raises OutreachError with the line of a syntax error."""
    return parse_toml(read_text(path, name), name)


def parse_toml(text: str, name: str) -> Table:
    """TOML text with line numbers. Raises OutreachError with the line of a syntax error."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise OutreachError(Finding("toml-syntax", file=name, line=line, data={"reason": reason})) from None
    return Table(name, data, _toml_lines(text))


def _toml_lines(text: str) -> dict[KeyPath, int]:
    """The line of each table header and key. tomllib keeps no positions; the text is known to be valid."""
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    base: KeyPath = ()
    closing = ""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if closing:
            if closing in line:
                closing = ""
            continue
        if depth == 0 and (header := _HEADER.match(line)):
            base = _resolve(_split_key(header[2]), counts)
            if header[1] == "[[":
                counts[base] = counts.get(base, -1) + 1
                base = (*base, counts[base])
            lines.setdefault(base, number)
            continue
        if depth == 0 and (key := _KEY.match(line)):
            path = base
            for part in _split_key(key[1]):
                path = (*path, part)
                lines.setdefault(path, number)
        bare = re.sub(r'"(?:[^"\\]|\\.)*"(?!")' + r"|'[^']*'(?!')", "", line)
        for quotes in ('"""', "'''"):
            if line.count(quotes) % 2:
                closing = quotes
        bare = bare.split("#")[0]
        depth = max(0, depth + bare.count("[") - bare.count("]")) if not closing else depth
    return lines


def _split_key(text: str) -> KeyPath:
    return tuple(next(group for group in match.groups() if group is not None) for match in _KEY_PART.finditer(text))


def _resolve(path: KeyPath, counts: dict[KeyPath, int]) -> KeyPath:
    """Points [a.b] below an array of tables [[a]] to that array's newest entry."""
    resolved: KeyPath = ()
    for part in path[:-1]:
        resolved = (*resolved, part)
        if resolved in counts:
            resolved = (*resolved, counts[resolved])
    return (*resolved, path[-1])


@dataclass(frozen=True)
class Row:
    """A CSV record and its line in the file."""

    line: int
    cells: dict[str, str]


def read_csv(path: Path, name: str) -> tuple[list[str], list[Row]]:
    """Columns and rows of a CSV file (UTF-8, comma or semicolon). Cells are stripped and NFC.

    Raises OutreachError for an empty file, repeated columns, or a row with too few or too many cells
    (all such rows at once).
    """
    text = read_text(path, name)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [cell.strip() for cell in next(reader, [])]
    repeated = sorted({column for column in columns if columns.count(column) > 1})
    if not any(columns) or repeated:
        raise OutreachError(Finding("csv-columns", file=name, line=1, data={"found": ", ".join(repeated or columns)}))
    rows: list[Row] = []
    faults: list[Finding] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                data: dict[str, str | int | float] = {"found": len(cells), "expected": len(columns)}
                faults.append(Finding("csv-cells", file=name, line=reader.line_num, data=data))
                continue
            rows.append(Row(reader.line_num, dict(zip(columns, (c.strip() for c in cells), strict=True))))
    except csv.Error as error:
        faults.append(Finding("csv-syntax", file=name, line=reader.line_num, data={"reason": str(error)}))
    if faults:
        raise OutreachError(faults)
    return columns, rows
