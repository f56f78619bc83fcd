"""The words of the command line: help, headings of tables, states and short messages, one table per language.

They lie beside the strings and not in them: "nothing has changed" is said before the strings would be read.
"""

from collections.abc import Mapping
from typing import Any

from outreach.core.package import THEME, package_table
from outreach.core.strings import FALLBACK, TABLES

FOLDER = THEME / "commands"


def languages() -> list[str]:
    """The languages that the program itself speaks, by their tables."""
    return sorted(path.stem for path in TABLES.glob("*.toml"))


class Texts:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._table = _table(language)

    def section(self, *path: str) -> Mapping[str, Any]:
        """All words below a path, empty if there are none."""
        words: Any = self._table
        for part in path:
            words = words.get(part, {})
        return words if isinstance(words, dict) else {}

    def message(self, key: str, **fields: object) -> str:
        """A message with its {fields} filled in. Raises KeyError for an unknown key."""
        return str(self._table["messages"][key]).format(**fields)

    def word(self, section: str, key: str) -> str:
        """Name of a heading, a state or a severity; a word that no table has stands for itself."""
        return str(self.section(section).get(key, key))


def _table(language: str) -> dict[str, Any]:
    path = FOLDER / f"{language}.toml"
    # A campaign may speak a language that the program does not.
    source = path if path.exists() else FOLDER / f"{FALLBACK}.toml"
    return package_table(source)
