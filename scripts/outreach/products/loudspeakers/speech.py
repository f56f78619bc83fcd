"""How a language is read aloud: theme/spoken/<language>.toml, and over it the campaign's own table."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from outreach.campaign.validate import Pattern, Strict, no_truth, validate
from outreach.core.findings import Finding
from outreach.core.tables import merge, read_layers

FOLDER = "spoken"
"""Of the tables, in the theme and in the campaign's data."""
SECONDS = 60


Spoken = Annotated[str, StringConstraints(min_length=1)]
Count = Annotated[int, BeforeValidator(no_truth), Field(ge=1)]
Digit = Annotated[str, StringConstraints(pattern=r"^\d+$")]


class Rate(Strict):
    """Syllables a minute: from `least` to `most` a text can be followed, `usual` is what durations are told by."""

    least: Count
    """The fewest syllables a minute."""
    most: Count
    """The most syllables a minute."""
    usual: Count
    """Syllables a minute by which durations are told."""

    @model_validator(mode="after")
    def _in_order(self) -> Rate:
        if not self.least <= self.usual <= self.most:
            raise ValueError("least ≤ usual ≤ most")
        return self


class Breath(Strict):
    """The most syllables of a sentence, the marks of a short and a long breath, the fewest syllables between two."""

    sentence: Count
    """The most syllables of a sentence."""
    comma: Spoken
    """Mark of a short breath."""
    stop: Spoken
    """Mark of a long breath."""
    fewest: Count
    """The fewest syllables between two breaths."""


class Syllables(Strict):
    """The form of a written syllable of the language, in small letters."""

    pattern: Pattern
    """Regular expression for a whole syllable."""


class Numbers(Strict):
    """Words for numbers: hundreds, tens and units in groups of three digits, from `scales`."""

    units: list[Spoken] = Field(min_length=10, max_length=10)
    """Words for 0 to 9."""
    tens: list[str] = Field(min_length=10, max_length=10)
    """Words for 0, 10, 20 to 90; the first is empty."""
    after_ten: dict[Digit, Spoken] = Field(default_factory=dict)
    """A unit behind 10, and behind 20 to 90, where it is another word there."""
    after_tens: dict[Digit, Spoken] = Field(default_factory=dict)
    """A unit behind 20 to 90, where it is another word there."""
    irregular: dict[Digit, Spoken] = Field(default_factory=dict)
    """Numbers below 100 that are a word of their own."""
    hundred: Spoken
    """Word for hundred."""
    gap: str = ""
    """Said for tens that there are not, between hundreds and units."""
    no_hundred: str = ""
    """Said for hundreds that there are not, in a group that follows another."""
    scales: list[str] = Field(min_length=4, max_length=4)
    """Words for 1, 1,000, a million and a thousand million; the first is empty."""
    no_group: str = ""
    """Said before the scale of an empty group between two others."""
    point: Spoken
    """Said for the decimal sign."""
    dot: Spoken
    """In versions."""
    to: Spoken
    """Said between the ends of a span."""
    percent: Spoken
    """Said for `%`."""
    part: Spoken
    """Said between the numbers of a fraction."""
    parts_of: list[Spoken] = Field(default_factory=list)
    """Words behind a fraction, which tell it from a day."""
    minus: Spoken
    """Said for the minus sign."""
    per: Spoken
    """Said for the stroke before one of `per_each`, behind an amount."""
    per_each: list[Spoken] = Field(default_factory=list)
    """Words behind a stroke that mean "each": km/hour."""
    at_least: Annotated[str, StringConstraints(pattern=r"^[^{}]*\{\}[^{}]*$")]
    """Said for `≥` before a number; `{}` is the number."""
    and_more: Spoken
    """Said for `+` behind a version."""


class Times(Strict):
    """Words of times and days; `early` stands before the first nine days of a month."""

    hour: Spoken
    """Word for hour."""
    minute: Spoken
    """Word for minute."""
    short_hours: list[Spoken] = Field(default_factory=lambda: ["h"])
    """Signs between hours and minutes, or behind hours."""
    sure_hours: list[Spoken] = Field(default_factory=lambda: ["h"])
    """Those that are no unit too: they may stand behind hours anywhere."""
    hour_before: list[Spoken] = Field(default_factory=list)
    """Words before an hour, behind which the others mean hours."""
    hour_at: list[Spoken] = Field(default_factory=list)
    """Words before an hour of the day, never before a duration."""
    day: Spoken
    """Word for day."""
    early: str = ""
    """Word before the first nine days of a month."""
    month: Spoken
    """Word for month."""
    year: Spoken
    """Word for year."""


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
    """Words before the first day of a span."""
    to: list[Spoken] = Field(default_factory=list)
    """Words before and between the first and the last day."""
    perhaps: list[Spoken] = Field(default_factory=list)
    """Words that stand before days and before parts of a whole."""
    streets: list[Spoken] = Field(default_factory=list)
    """Words in front of names that are days: streets, schools, markets."""
    houses: list[Spoken] = Field(default_factory=list)
    """Words before numbers of houses and lanes."""
    ratios: list[Spoken] = Field(default_factory=list)
    """Words before ratios."""
    scores: list[Spoken] = Field(default_factory=list)
    """Words before scores."""
    over: Spoken = "/"
    """Said between the numbers of a ratio."""


class Roman(Strict):
    """The words that Roman numerals follow."""

    leads: list[Spoken] = Field(min_length=1)
    """Words before Roman numerals."""


class Phones(Strict):
    """Numbers that are read digit by digit, in the groups of their pattern, or as they are parted if it has none.

    `short` ones follow such a word.
    """

    patterns: list[Pattern] = Field(min_length=1)
    """Regular expressions for numbers to call."""
    short: list[Spoken] = Field(min_length=1)
    """Words before short numbers to call."""
    between: list[Spoken] = Field(default_factory=list)
    """Words that may stand between that word and the number."""
    joins: list[Spoken] = Field(default_factory=list)
    """Words that may stand between short numbers, beside a comma."""
    counted: list[Spoken] = Field(default_factory=list)
    """Words behind a number that is an amount, whatever stands before it: "gọi 100 người"."""


class Addresses(Strict):
    """Web and mail addresses; `parts` between dots that are read otherwise than written."""

    at: Spoken
    """Said for `@`."""
    dot: Spoken
    """Said for a dot."""
    slash: Spoken
    """Said for `/`."""
    dash: Spoken
    """Said for `-`."""
    underscore: Spoken
    """Said for `_`."""
    parts: dict[str, Spoken] = Field(default_factory=dict)
    """Part between dots → how it is read."""


class Documents(Strict):
    """Numbers of official documents; `parts` are abbreviations that mean something else elsewhere."""

    slash: Spoken
    """Said for `/`."""
    dash: Spoken
    """Said for `-`."""
    parts: dict[str, Spoken] = Field(default_factory=dict)
    """Abbreviation → how it is read in numbers of documents."""


class Speech(Strict):
    """A language's table."""

    rate: Rate
    """Syllables a minute."""
    breath: Breath
    """Length of sentences, and breaths."""
    syllables: Syllables
    """Form of a syllable."""
    numbers: Numbers
    """Words for numbers."""
    times: Times
    """Words for times and days."""
    after: dict[str, dict[Digit, Spoken]] = Field(default_factory=dict)
    """Word → number behind it → how that is said there."""
    strokes: Strokes = Field(default_factory=Strokes)
    """Words that tell days, fractions, ratios and house numbers apart."""
    versions: list[Spoken] = Field(default_factory=list)
    """Words before versions of programs."""
    coded: dict[str, Spoken] = Field(default_factory=dict)
    """Letters before the number of a road → its kind."""
    lettered: list[Spoken] = Field(default_factory=list)
    """Words before numbers that may have a letter behind them."""
    roman: Roman
    """Roman numerals."""
    phones: Phones
    """Numbers to call."""
    addresses: Addresses
    """Web and mail addresses."""
    documents: Documents
    """Numbers of official documents."""
    units: dict[str, Spoken]
    """Unit of measure → how it is read behind a number."""
    signs: dict[str, Spoken]
    """Sign → how it is read."""
    letters: dict[str, Spoken]
    """Letter → its name, for what is spelt."""
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
