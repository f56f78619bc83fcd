"""TOML tables with the line of each value, so that a fault can be shown where it stands; tables laid over others."""

import errno
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from outreach.core.findings import Finding, OutreachError
from outreach.core.package import themes
from outreach.core.toml_bounds import MOST_DEPTH, TOKEN, toml_faults

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

    def finding(self, slug: str, path: KeyPath, /, **data: str | int | float) -> Finding:
        """A fault at the line of a key path; `data` fills its text."""
        return Finding(slug, file=self.name, line=self.line(path), data=data)


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


def texts(value: Any, path: KeyPath = (), keys: bool = False) -> Iterator[tuple[KeyPath, str]]:
    """Each text in nested tables and lists, with its path; with `keys`, the keys of tables too."""
    if isinstance(value, str):
        yield path, value
    items: Iterable[tuple[Any, Any]] = ()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else items
    for key, item in items:
        if keys and isinstance(key, str):
            yield (*path, key), key
        yield from texts(item, (*path, key), keys)


def read_toml(path: Path, name: str) -> Table:
    """A TOML file with line numbers. Raises OutreachError with the line of a syntax error."""
    return parse_toml(read_text(path, name), name)


@lru_cache(maxsize=1024)  # a site that is served reads the same tables at each change
def parse_toml(text: str, name: str) -> Table:
    """TOML text with line numbers; whoever reads the same text again has the same table, and changes nothing in it.

    Raises OutreachError with the line of a syntax error or of what is out of bounds.
    """
    if faults := toml_faults(text, name):
        raise OutreachError(faults)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
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


def read_tables(files: Iterable[tuple[Path, str]]) -> tuple[list[Table], list[Finding]]:
    """The TOML files that can be read, each under the name that comes with it, and the faults of the others."""
    tables: list[Table] = []
    faults: list[Finding] = []
    for path, name in files:
        try:
            tables.append(read_toml(path, name))
        except OutreachError as error:
            faults += error.findings
    return tables, faults


def read_layers(folder: str, name: str, data: Path, data_name: str) -> tuple[list[Table], list[Finding]]:
    """The tables FOLDER/NAME.toml of the themes and of a campaign, as far as there are such files; faults of syntax.

    `data` is the campaign's folder of data, which findings call `data_name`.
    """
    path = Path(folder, f"{name}.toml")
    files = [*((theme / path, path.name) for theme in themes()), (data / path, f"{data_name}/{path.as_posix()}")]
    return read_tables((file, label) for file, label in files if file.exists())


def merge(under: dict[str, Any], over: dict[str, Any], levels: int = MOST_DEPTH) -> dict[str, Any]:
    """A table laid over another: inner tables are merged down to so many levels, all else is replaced."""
    merged = {**under, **over}
    for key, value in over.items():
        below = under.get(key)
        if levels and isinstance(below, dict) and isinstance(value, dict):
            merged[key] = merge(below, value, levels - 1)
    return merged
