"""Groups of words that no line end may part, by language.

They stand in theme/ties/<language>.toml, and over it in the campaign's own table.
"""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from outreach.campaign.validate import Pattern, Strict, validate
from outreach.core.findings import Finding
from outreach.core.tables import read_layers

FOLDER = "ties"
"""Name of the tables' folder, in the theme and in the campaign's data."""


def _split_at_commas(value: Any) -> Any:
    """A text, or a list of texts, as the words that stand between its commas."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return value  # pydantic reports the type
    return [" ".join(word.split()) for text in texts for word in text.split(",") if word.strip()]


Words = Annotated[list[str], BeforeValidator(_split_at_commas)]
Groups = Annotated[
    list[Annotated[str, StringConstraints(pattern=r" ")]],
    BeforeValidator(_split_at_commas),
]
"""Words of several parts."""


class TieTable(Strict):
    """Words that a language writes in several parts and reads as one."""

    compounds: Groups = Field(default_factory=list)
    """Compared without regard to capitals."""
    names: Groups = Field(default_factory=list)
    """Compared with capitals as they are typed."""
    numerals: Words = Field(default_factory=list)
    """Small numbers in words."""
    scales: Words = Field(default_factory=list)
    """Words that may stand between a number and what it counts."""
    after_number: Words = Field(default_factory=list)
    """Nouns that numbers count."""
    before_number: Words = Field(default_factory=list)
    """Nouns that numbers name."""
    before_app: Words = Field(default_factory=list)
    """Verbs whose object is the application that is named behind them."""
    patterns: list[Pattern] = Field(default_factory=list)
    """Regular expressions for whatever the lists cannot say; every space of a match is kept."""


def read_ties(language: str, data: Path, data_name: str) -> tuple[TieTable, list[Finding]]:
    """The table of a language, with what the campaign's folder `data` adds to each list, and all faults.

    It is empty where there is none.
    """
    tables, faults = read_layers(FOLDER, language, data, data_name)
    lists: dict[str, list[Any]] = {}
    for table in tables:
        addition, errors = validate(TieTable, table.data, table)
        faults += errors
        for key, words in addition.model_dump().items() if addition else ():
            lists[key] = lists.get(key, []) + words
    return TieTable(**lists), faults
