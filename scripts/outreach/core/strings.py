"""The words of templates, pages and findings: one table per language in each theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache, reduce
from pathlib import Path
from string import Formatter
from typing import Any

from outreach.core.findings import Finding, OutreachError
from outreach.core.lengths import number
from outreach.core.package import THEME, themes
from outreach.core.quoting import reveal
from outreach.core.tables import KeyPath, Table, merge, read_toml

TABLES = THEME / "strings"
FALLBACK = "en"
TERMED = {"side", "what", "kind", "box"}
"""Fields of findings whose values may be terms of the code: sides and kinds of marks, which each language names."""
MEGABYTE = 1_000_000


class Strings:
    """The strings of one language. A campaign may add a language or override strings with a table of its own."""

    def __init__(self, language: str, table: dict[str, Any]) -> None:
        self.language = language
        self._table = table

    @classmethod
    def load(cls, language: str, extra: Path | None = None) -> Strings:
        """Reads the tables of `language` of all themes and over them `extra`/<language>.toml, where there is one.

        Raises OutreachError if neither exists, a table is malformed, or a string names a {field} that it is not given.
        """
        files = _files(language)
        campaign_files = [extra / f"{language}.toml"] if extra and (extra / f"{language}.toml").exists() else []
        if not files and not campaign_files:
            raise OutreachError(Finding("language-unknown", data={"found": language}))
        table: dict[str, Any] = dict(theme_strings(FALLBACK)) if language != FALLBACK else {}
        for path in [*files, *campaign_files]:
            layer = read_toml(path, f"docs/_data/strings/{path.name}" if path in campaign_files else path.name)
            if faults := list(_unusable(layer, layer.data, theme_strings(FALLBACK))):
                raise OutreachError(faults)
            table = merge(table, layer.data)
        return cls(language, table)

    def text(self, key: str, **fields: object) -> str:
        """The string at a dotted key, its {fields} filled in. Raises KeyError for an unknown key."""
        value: Any = self._table
        for part in key.split("."):
            value = value[part]
        return str(value).format(**fields) if fields else str(value)

    def date(self, day: dt.date) -> str:
        """A day as the language writes it: the string `page.date` with {day}, {month}, {year}."""
        return self.text("page.date", day=day.day, month=day.month, year=day.year)

    def number(self, value: float, digits: int = 1) -> str:
        """A number as the language writes it, with at most `digits` decimals and no zeros behind them."""
        return number(value, digits).replace(".", self.text("page.decimal"))

    def grouped(self, value: float) -> str:
        """A number with its thousands apart."""
        whole, point, rest = number(value).partition(".")
        thousands = f"{int(whole):,}".replace(",", self.text("page.thousands"))
        return thousands + (self.text("page.decimal") + rest if point else "")

    def metres(self, value: float) -> str:
        """A distance in m, rounded down to cm, so that nobody stands too far away."""
        # 1e-6: 1.15 × 100 is less than 115 in binary fractions.
        return self.text("page.metres", metres=self.number(int(value * 100 + 1e-6) / 100, 2))

    def size_mm(self, sides: tuple[float, float]) -> str:
        """Width × height in mm."""
        return self.text("page.size_mm", width=self.number(sides[0]), height=self.number(sides[1]))

    def size_px(self, sides: tuple[int, int]) -> str:
        """Width × height in pixels."""
        return self.text("page.size_px", width=sides[0], height=sides[1])

    def file_size(self, size: int) -> str:
        """The size of a file, given in bytes, in KB of 1,000 bytes, from a million bytes in MB."""
        if size < MEGABYTE:
            return self.text("page.file_size", size=max(1, round(size / 1000)))
        return self.text("page.file_size_large", size=self.number(size / MEGABYTE))

    def section(self, name: str) -> dict[str, Any]:
        """All strings of one section."""
        return dict(self._table.get(name, {}))

    def finding(self, finding: Finding) -> tuple[str, str]:
        """Texts of a finding for people: the fault, and what is expected or to be done (may be empty).

        Invisible characters stand in them as their numbers.
        """
        entry = self._table["findings"][finding.slug]
        fields = {key: reveal(value) if isinstance(value, str) else value for key, value in finding.data.items()}
        for key in TERMED & fields.keys():
            terms, value = self._table["terms"], str(fields[key])
            fields[key] = ", ".join(terms.get(part, part) for part in value.split(", "))
        if "expected" in fields:
            fields["expected"] = self._table["expected"].get(finding.data["expected"], fields["expected"])
        return str(entry["text"]).format(**fields), str(entry.get("expected", "")).format(**fields)


def _files(language: str) -> list[Path]:
    """The tables of a language: that of all, and those of products."""
    paths = (theme / "strings" / f"{language}.toml" for theme in themes())
    return [path for path in paths if path.exists()]


@cache
def theme_strings(language: str) -> dict[str, Any]:
    """The strings of a language in all themes."""
    return reduce(merge, (read_toml(path, path.name).data for path in _files(language)))


def _unusable(table: Table, over: dict[str, Any], under: dict[str, Any], path: KeyPath = ()) -> Iterator[Finding]:
    """Strings that the code can't fill in, measured by the fallback's."""
    for key, value in over.items():
        known = under.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            yield from _unusable(table, value, known, (*path, key))
        elif known is not None:
            fields = _fields(" ".join(under.values()) if path[:1] == ("findings",) and len(path) == 2 else str(known))
            if isinstance(value, dict) or isinstance(known, dict) or not _fields(str(value)) <= fields:
                field, found = ".".join(map(str, (*path, key))), str(value)[:60]
                expected = " ".join(f"{{{name}}}" for name in sorted(fields)) or "text"
                yield table.finding("field-invalid", (*path, key), field=field, found=found, expected=expected)


def _fields(text: str) -> set[str]:
    """The {fields} of a string; a brace that closes nothing counts as one that no string has."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"{"}
