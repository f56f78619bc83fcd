"""Tables of data (TOML, CSV) with the line of each value, so that a fault can be shown where it stands."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.toml_bounds import TOKEN, toml_faults

KeyPath = tuple[str | int, ...]
MOST_TEXT = 2_000_000
"""Bytes of a text file other than a list: the longest that a person writes has a tenth of it."""


@dataclass(frozen=True)
class Table:
    """A parsed file: its data, the name findings call it by, and the line of each key path."""

    name: str
    data: dict[str, Any]
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """The line of the value at `path`, or of the nearest parent that has one; 1 if none has."""
        known = (self.lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in self.lines)
        return next(known, 1)


def read_text(path: Path, name: str, most: int = MOST_TEXT) -> str:
    """The text of a UTF-8 file, NFC, without byte-order mark, lines ended by "\\n".

    Raises OutreachError if the file is missing, no plain file, larger than `most` bytes, or not UTF-8.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device never ends
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise OutreachError(Finding("file-unreadable", file=name, data={"reason": error.strerror or ""})) from None
    if len(raw) > most:
        raise OutreachError(Finding("file-large", file=name, data={"expected": most // 1000}))
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8-sig")).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise OutreachError(Finding("file-encoding", file=name, line=line)) from None


def read_toml(path: Path, name: str) -> Table:
    """A TOML file with line numbers. Raises OutreachError with the line of a syntax error."""
    return parse_toml(read_text(path, name), name)


def parse_toml(text: str, name: str) -> Table:
    """TOML text with line numbers. Raises OutreachError with the line of a syntax error or of what is out of bounds."""
    if faults := toml_faults(text, name):
        raise OutreachError(faults)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise OutreachError(Finding("toml-syntax", file=name, line=line, data={"reason": reason})) from None
    return Table(name, data, _Positions(text).lines)


class _Positions:
    """The line of each table header, key and item of a TOML text that is known to be valid; tomllib keeps none."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._newest: dict[KeyPath, int] = {}  # array of tables → index of its newest entry
        self._tokens: list[tuple[str, int]] = []
        self._at = 0
        line = 1
        for match in TOKEN.finditer(text):
            if not match[0].startswith("#"):
                self._tokens.append((match[0], line))
            line += match[0].count("\n")
        self._tokens.append(("", line))
        base: KeyPath = ()
        while self._token:
            if self._token == "[":
                base = self._header()
            elif self._token == "\n":
                self._at += 1
            else:
                self._pair(base)

    @property
    def _token(self) -> str:
        return self._tokens[self._at][0]

    def _header(self) -> KeyPath:
        line = self._tokens[self._at][1]
        many = self._tokens[self._at + 1][0] == "["
        self._at += 1 + many
        parts = self._key("]")
        self._at += many
        path: KeyPath = ()
        for part in parts[:-1]:
            path = (*path, part)
            self.lines.setdefault(path, line)
            if path in self._newest:
                path = (*path, self._newest[path])
        path = (*path, parts[-1])
        if many:
            self.lines.setdefault(path, line)
            self._newest[path] = self._newest.get(path, -1) + 1
            path = (*path, self._newest[path])
        self.lines[path] = line
        return path

    def _pair(self, base: KeyPath) -> None:
        line = self._tokens[self._at][1]
        for part in self._key("="):
            base = (*base, part)
            self.lines.setdefault(base, line)
        self._value(base)

    def _key(self, end: str) -> list[str]:
        """The parts of a dotted key, and past the token that ends it."""
        parts: list[str] = []
        while self._token != end:
            if self._token[0] in "\"'":
                parts += tomllib.loads(f"{self._token} = 0")
            elif self._token != ".":
                parts.append(self._token)
            self._at += 1
        self._at += 1
        return parts

    def _value(self, path: KeyPath) -> None:
        opening = self._token
        if opening not in {"[", "{"}:
            while self._token not in {",", "]", "}", "\n", ""}:
                self._at += 1
            return
        self._at += 1
        index = 0
        while self._token not in {"]", "}"}:
            if self._token in {",", "\n"}:
                self._at += 1
            elif opening == "{":
                self._pair(path)
            else:
                self.lines[(*path, index)] = self._tokens[self._at][1]
                self._value((*path, index))
                index += 1
        self._at += 1


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a list and the line of the file (or row of the worksheet) on which it starts."""

    line: int
    cells: dict[str, str]


def visible(text: str, hidden: Callable[[str], bool] = lambda character: not character.isprintable()) -> str:
    """Text from outside as a finding may quote it: short, with numbers for characters that are `hidden`.

    These are at least those that a terminal obeys.
    """
    cut = text if len(text) <= 60 else text[:59] + "…"
    return "".join(f"U+{ord(c):04X}" if hidden(c) else c for c in cut)


SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
"""Spaces of any width (Unicode's Zs): in a list they all mean the same."""
MOST_ROWS = 200_000
MOST_BYTES = 50_000_000
"""A list that is larger was made by mistake, or to do harm."""
MOST_COLUMNS = 100
"""No list has more; a cell far to the right would make every row of a workbook as wide as itself."""
TITLES = 9
"""Rows below the first that are searched for the names of columns, where the first has none."""
Named = Callable[[Sequence[str]], bool]
"""True for cells that name the columns of a list."""


def any_names(cells: Sequence[str]) -> bool:
    """Whatever stands in the first row names the columns."""
    return True


def read_csv(path: Path, name: str, named: Named = any_names) -> tuple[list[str], list[Row]]:
    """Columns and rows of a CSV file (UTF-8; comma, semicolon or tab). Cells are stripped and NFC.

    Raises OutreachError for a huge file and for all that `framed` does.
    """
    if path.exists() and path.stat().st_size > MOST_BYTES:
        raise OutreachError(Finding("list-large", file=name, data={"rows": MOST_ROWS, "mb": MOST_BYTES // 10**6}))
    text = read_text(path, name, MOST_BYTES)
    said = re.match(
        r"sep=([^\w\s\"]|\t)\n", text
    )  # what Excel itself writes and reads: the separator on a line of its own
    first = text[said.end() :].split("\n", 1)[0] if said else text.split("\n", 1)[0]
    delimiter = said[1] if said else max(",;\t", key=first.count)  # the comma if there is none
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return framed(name, _records(reader, name, skip=1 if said else 0), named)


def _records(reader: Any, name: str, skip: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Each record of a CSV file with the line on which it starts."""
    line = 1
    try:
        for number, cells in enumerate(reader):
            start, line = line, reader.line_num + 1
            if number >= skip:
                yield start, cells
    except csv.Error as error:
        raise OutreachError(Finding("csv-syntax", file=name, line=line, data={"reason": str(error)})) from None


def framed(
    name: str, records: Iterable[tuple[int, Sequence[str]]], named: Named = any_names
) -> tuple[list[str], list[Row]]:
    """Columns and rows of a list's records, the first of which names the columns. Empty records are left out.

    Spaces in cells become plain ones, several become one. Without rows, if the first record is not `named`. Raises
    OutreachError for a list without columns, for columns without a name or with that of another, for titles above the
    names, for far too many rows, and for rows with too few or too many cells (all at once, with what `records` raises).
    """
    rest = iter(records)
    start, head = next(rest, (1, ()))
    columns = _filled(head)
    faults: list[Finding] = []
    if len(columns) > MOST_COLUMNS:
        raise OutreachError(
            Finding("list-wide", file=name, line=start, data={"found": len(columns), "expected": MOST_COLUMNS})
        )
    if not named(columns):
        for line, cells in islice(rest, TITLES):
            if named(_filled(cells)):
                raise OutreachError(Finding("list-title", file=name, line=start, data={"found": line}))
    if faults := _unnamed(columns, name, start):
        raise OutreachError(faults)
    if not named(columns):
        return columns, []
    rows: list[Row] = []
    data: dict[str, str | int | float]
    try:
        for line, cells in rest:
            stripped = _filled(cells, len(columns))
            if not any(stripped):
                continue
            if len(stripped) != len(columns):
                data = {"found": len(stripped), "expected": len(columns)}
                faults.append(Finding("csv-cells", file=name, line=line, data=data))
                continue
            rows.append(Row(line, dict(zip(columns, stripped, strict=True))))
            if len(rows) > MOST_ROWS:
                data = {"rows": MOST_ROWS, "mb": MOST_BYTES // 10**6}
                raise OutreachError(Finding("list-large", file=name, line=line, data=data))
    except OutreachError as error:
        faults += error.findings
    if faults:
        raise OutreachError(faults)
    return columns, rows


def _filled(cells: Sequence[str], least: int = 0) -> list[str]:
    """The cells stripped, spaces alike, without empty ones at the end beyond the first `least`."""
    texts = [SPACES.sub(" ", cell).strip() for cell in cells]
    while len(texts) > least and not texts[-1]:
        texts.pop()
    return texts


def _unnamed(columns: Sequence[str], name: str, line: int) -> list[Finding]:
    """Columns that are not told apart by their names."""
    repeated = sorted({column for column in columns if column and columns.count(column) > 1})
    faults = [
        Finding("csv-nameless", file=name, line=line, data={"found": number})
        for number, column in enumerate(columns, 1)
        if not column
    ]
    if repeated or not columns:
        faults.append(Finding("csv-columns", file=name, line=line, data={"found": visible(", ".join(repeated))}))
    return faults
