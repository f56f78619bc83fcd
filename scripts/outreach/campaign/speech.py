"""How a language is read aloud: theme/spoken/<language>.toml, and over it the campaign's own table."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from outreach.campaign.validate import Strict, no_truth, validate
from outreach.core.findings import Finding
from outreach.core.layers import merge, read_layers

FOLDER = "spoken"
"""Of the tables, in the theme and in the campaign's data."""
SECONDS = 60


def _compiles(pattern: str) -> str:
    if match := re.search(r"\\[1-9]|\(\?(?:P|\(|[aiLmsux])", re.sub(r"\\[^1-9]", "", pattern)):
        raise ValueError(f"re: {match[0]}")  # it would mean something else, or reach further, among other patterns
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"re: {error}") from None
    return pattern


Spoken = Annotated[str, StringConstraints(min_length=1)]
Pattern = Annotated[str, StringConstraints(min_length=1), AfterValidator(_compiles)]
Count = Annotated[int, BeforeValidator(no_truth), Field(ge=1)]
Digit = Annotated[str, StringConstraints(pattern=r"^\d+$")]


class Rate(Strict):
    """Syllables a minute: from `least` to `most` a text can be followed, `usual` is what durations are told by."""

    least: Count
    most: Count
    usual: Count

    @model_validator(mode="after")
    def _in_order(self) -> Rate:
        if not self.least <= self.usual <= self.most:
            raise ValueError("least ≤ usual ≤ most")
        return self


class Breath(Strict):
    """The most syllables of a sentence, the marks of a short and a long breath, the fewest syllables between two."""

    sentence: Count
    comma: Spoken
    stop: Spoken
    fewest: Count


class Syllables(Strict):
    """The form of a written syllable of the language, in small letters."""

    pattern: Pattern


class Numbers(Strict):
    """Words for numbers: hundreds, tens and units in groups of three digits, from `scales`."""

    units: list[Spoken] = Field(min_length=10, max_length=10)
    tens: list[str] = Field(min_length=10, max_length=10)
    after_ten: dict[Digit, Spoken] = Field(default_factory=dict)
    """A unit behind 10, and behind 20 to 90, where it is another word there."""
    after_tens: dict[Digit, Spoken] = Field(default_factory=dict)
    irregular: dict[Digit, Spoken] = Field(default_factory=dict)
    """Numbers below 100 that are a word of their own."""
    hundred: Spoken
    gap: str = ""
    """Said for tens that there are not, between hundreds and units."""
    no_hundred: str = ""
    """Said for hundreds that there are not, in a group that follows another."""
    scales: list[str] = Field(min_length=4, max_length=4)
    no_group: str = ""
    """Said before the scale of an empty group between two others."""
    point: Spoken
    dot: Spoken
    """In versions."""
    to: Spoken
    percent: Spoken
    part: Spoken
    parts_of: list[Spoken] = Field(default_factory=list)
    """Words behind a fraction, which tell it from a day."""
    minus: Spoken
    per: Spoken
    """Said for the stroke before one of `per_each`, behind an amount."""
    per_each: list[Spoken] = Field(default_factory=list)
    at_least: Annotated[str, StringConstraints(pattern=r"^[^{}]*\{\}[^{}]*$")]
    and_more: Spoken


class Times(Strict):
    """Words of times and days; `early` stands before the first nine days of a month."""

    hour: Spoken
    minute: Spoken
    short_hours: list[Spoken] = Field(default_factory=lambda: ["h"])
    """Signs between hours and minutes, or behind hours."""
    sure_hours: list[Spoken] = Field(default_factory=lambda: ["h"])
    """Those that are no unit too: they may stand behind hours anywhere."""
    hour_before: list[Spoken] = Field(default_factory=list)
    """Words before an hour, behind which the others mean hours."""
    hour_at: list[Spoken] = Field(default_factory=list)
    """Words before an hour of the day, never before a duration."""
    day: Spoken
    early: str = ""
    month: Spoken
    year: Spoken


class Strokes(Strict):
    """Words by which two numbers with a stroke between them are told apart."""

    days: list[Spoken] = Field(default_factory=list)
    """Words for "day" in front of one."""
    early: list[Spoken] = Field(default_factory=list)
    """Those of them that stand for `early` too."""
    before: list[Spoken] = Field(default_factory=list)
    """Words before a day that are none for "day": times of day, weekdays."""
    weekday: str = ""
    """The word before a number that is a weekday's, as in [after]."""
    behind: list[Spoken] = Field(default_factory=list)
    """Words behind a day."""
    start: list[Spoken] = Field(default_factory=list)
    to: list[Spoken] = Field(default_factory=list)
    """Words before and between the first and the last day."""
    perhaps: list[Spoken] = Field(default_factory=list)
    """Words that stand before days and before parts of a whole."""
    streets: list[Spoken] = Field(default_factory=list)
    """Words in front of names that are days: streets, schools, markets."""
    houses: list[Spoken] = Field(default_factory=list)
    """Words before numbers of houses and lanes."""
    ratios: list[Spoken] = Field(default_factory=list)
    scores: list[Spoken] = Field(default_factory=list)
    over: Spoken = "/"
    """Said between the numbers of a ratio."""


class Roman(Strict):
    """The words that Roman numerals follow."""

    leads: list[Spoken] = Field(min_length=1)


class Phones(Strict):
    """Numbers that are read digit by digit, in the groups of their pattern, or as they are parted if it has none.

    `short` ones follow such a word.
    """

    patterns: list[Pattern] = Field(min_length=1)
    short: list[Spoken] = Field(min_length=1)
    between: list[Spoken] = Field(default_factory=list)
    """Words that may stand between that word and the number."""
    joins: list[Spoken] = Field(default_factory=list)
    """Words that may stand between short numbers, beside a comma."""
    counted: list[Spoken] = Field(default_factory=list)
    """Words behind a number that is an amount, whatever stands before it: "gọi 100 người"."""


class Addresses(Strict):
    """Web and mail addresses; `parts` between dots that are read otherwise than written."""

    at: Spoken
    dot: Spoken
    slash: Spoken
    dash: Spoken
    underscore: Spoken
    parts: dict[str, Spoken] = Field(default_factory=dict)


class Documents(Strict):
    """Numbers of official documents; `parts` are abbreviations that mean something else elsewhere."""

    slash: Spoken
    dash: Spoken
    parts: dict[str, Spoken] = Field(default_factory=dict)


class Speech(Strict):
    """A language's table."""

    rate: Rate
    breath: Breath
    syllables: Syllables
    numbers: Numbers
    times: Times
    after: dict[str, dict[Digit, Spoken]] = Field(default_factory=dict)
    """Word → number behind it → how that is said there."""
    strokes: Strokes = Field(default_factory=Strokes)
    versions: list[Spoken] = Field(default_factory=list)
    """Words before versions of programs."""
    coded: dict[str, Spoken] = Field(default_factory=dict)
    """Letters before the number of a road → its kind."""
    lettered: list[Spoken] = Field(default_factory=list)
    """Words before numbers that may have a letter behind them."""
    roman: Roman
    phones: Phones
    addresses: Addresses
    documents: Documents
    units: dict[str, Spoken]
    signs: dict[str, Spoken]
    letters: dict[str, Spoken]
    words: dict[str, Spoken]
    """Written → read, wherever it stands as a word."""
    loanwords: dict[str, Spoken]
    """Words that stay as they are written → how they are said; a hyphen parts syllables."""

    def limits(self, seconds: float) -> tuple[int, int]:
        """The fewest and the most syllables that fill a slot of so many seconds."""
        return round(self.rate.least * seconds / SECONDS), round(self.rate.most * seconds / SECONDS)

    def seconds(self, syllables: int) -> int:
        """How long so many syllables take at the usual rate."""
        return round(syllables * SECONDS / self.rate.usual)


def read_speech(language: str, data: Path, data_name: str) -> tuple[Speech | None, list[Finding]]:
    """The table of a language with what the campaign's folder `data` adds, and all faults; None if there is none."""
    tables, faults = read_layers(FOLDER, language, data, data_name)
    if faults or not tables:
        return None, faults
    return validate(Speech, reduce(merge, (table.data for table in tables)), tables[-1])
