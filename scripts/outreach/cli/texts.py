"""The words of the command line: help, headings of tables, states and short messages, one table per language.

They lie in files of their own: "nothing has changed" is said before the strings of a campaign would be read.
"""

from outreach.core.package import THEME, package_table
from outreach.core.strings import FALLBACK, TABLES, Strings

FOLDER = THEME / "commands"


def languages() -> list[str]:
    """The languages that the program itself speaks, by their tables."""
    return sorted(path.stem for path in TABLES.glob("*.toml"))


class Texts(Strings):
    """The words of one language."""

    def __init__(self, language: str) -> None:
        path = FOLDER / f"{language}.toml"
        # A campaign may speak a language that the program does not.
        super().__init__(language, package_table(path if path.exists() else FOLDER / f"{FALLBACK}.toml"))

    def message(self, key: str, **fields: object) -> str:
        """A message with its {fields} filled in. Raises KeyError for an unknown key."""
        return self.text(f"messages.{key}", **fields)

    def word(self, section: str, key: str) -> str:
        """Name of a heading, a state or a severity; a word that no table has stands for itself."""
        return str(self.section(section).get(key, key))
