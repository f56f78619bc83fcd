"""A text as it is read aloud: numbers, days, addresses, abbreviations and signs in words, by a language's table.

One pass from left to right; where several rules fit, the first of them. What no rule knows stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from outreach.campaign.speech import Speech
from outreach.content.numerals import cardinal, decimal, digits, roman

_DAY, _MONTH = r"(0?[1-9]|[12]\d|3[01])", r"(0?[1-9]|1[0-2])"
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
_HOST = r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
_CAPITAL = "A-ZĐ"
Rule = tuple[str, Callable[[list[str]], str]]
"""A pattern, and what its groups are read as; groups that found nothing are empty."""


class Speller:
    """Reads texts of one language."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech

    def __reduce__(self) -> tuple[type[Speller], tuple[Speech]]:
        return Speller, (self.speech,)

    def spoken(self, text: str) -> str:
        """The text in words."""
        return re.sub(r" {2,}", " ", self._compiled[0].sub(self._read, text)).strip()

    def help(self, word: str) -> str:
        """How a loanword is said; empty for any other word."""
        return self._help.get(word.casefold(), "")

    def syllables(self, spoken: str) -> int:
        """The syllables of a text that is in words already."""
        return sum(self._count(word) for word in _words(spoken))

    def foreign(self, spoken: str) -> list[str]:
        """Words that are neither of the language nor known loanwords, and figures and signs that no rule read."""
        left = re.findall(r"[^\W\d_]*[\d#@&%+=<>/\\*_^~|{}\[\]°²³]+[^\s]*", re.sub(r"(?<!\S)/{1,2}(?!\S)", " ", spoken))
        words = [word for word in _words(spoken) if not self.help(word)]
        return list(dict.fromkeys([*left, *(w for w in words if not all(map(self._known, w.casefold().split("-"))))]))

    def loanwords(self, spoken: str) -> dict[str, str]:
        """The loanwords of a text as they stand in it, and how they are said."""
        return {word: said for word in _words(spoken) if (said := self.help(word))}

    def _known(self, syllable: str) -> bool:
        return bool(self._syllable.fullmatch(syllable)) or syllable in self._said

    def _count(self, word: str) -> int:
        return len(re.split(r"[-\s]+", self.help(word) or word))

    @cached_property
    def _help(self) -> dict[str, str]:
        return {word.casefold(): said for word, said in self.speech.loanwords.items()}

    @cached_property
    def _syllable(self) -> re.Pattern[str]:
        return re.compile(self.speech.syllables.pattern)

    @cached_property
    def _said(self) -> set[str]:
        """Syllables that the table itself puts into texts."""
        table = self.speech
        said = [*table.units.values(), *table.letters.values(), *table.words.values(), *table.addresses.parts.values()]
        return {part for text in said for word in _words(text.casefold()) for part in word.split("-")}

    @cached_property
    def _rules(self) -> list[Rule]:
        return [*self._names(), *self._calendar(), *self._figures()]

    def _names(self) -> list[Rule]:
        """What has figures and signs in it and is no amount: abbreviations, addresses, documents, telephones."""
        table = self.speech
        part = rf"[{_CAPITAL}][{_CAPITAL}a-z]*\d*"
        return [
            (_whole(_either(table.words)), lambda g: table.words[g[0]]),
            (rf"([\w.+-]+@{_HOST})", lambda g: self._address(g[0])),
            (rf"(?:https?://)?((?:www\.)?{_HOST}(?:/[\w./-]*[\w/]|/)?)", lambda g: self._address(g[0])),
            (rf"(\d+(?:/\d{{4}})?/{part}(?:-{part})*)", self._document),
            *((rf"(?<![\d.,])({each})(?!\d)", self._phone) for each in table.phones.patterns),
            (rf"((?i:{_either(table.phones.short)}))\s(\d{{3}})(?!\d|[.,]\d)", self._short),
        ]

    def _calendar(self) -> list[Rule]:
        """Days, months, times of day; a fraction is known by the word behind it."""
        times, hour = self.speech.times, re.escape(self.speech.times.hour)
        lead = rf"(?i:{re.escape(times.day)})"
        clock = rf"\d{{1,2}}(?::\d{{2}}|h(?:\d{{2}})?|\s{hour}\s\d{{1,2}}(?!\s?(?:[-–\d]|{re.escape(times.minute)})))"
        return [
            (rf"(\d+)/(\d+)(?=\s(?:{_either(self.speech.numbers.parts_of)})\b)", self._fraction),
            (rf"({lead}\s)?{_DAY}[-–]{_DAY}/{_MONTH}(?!\d|/)", self._days),
            *((rf"({lead}\s)?{_DAY}{sign}{_MONTH}{sign}(\d{{4}})(?!\d)", self._day) for sign in "/-"),
            (rf"({lead}\s)?{_DAY}/{_MONTH}()(?!\d|/)", self._day),
            (rf"({lead})\s{_DAY}(?=\s{re.escape(times.month)}\s)", lambda g: f"{g[0]} {self._day_number(g[1])}"),
            (rf"((?i:{re.escape(times.month)}))\s{_MONTH}/(\d{{4}})", self._month),
            (rf"({clock})(?:\s?[-–]\s?({clock}))?", self._clock),
        ]

    def _figures(self) -> list[Rule]:
        """Everything else with figures, capitals and signs."""
        table = self.speech
        unit = rf"(?:\s?(%|(?:{_either(table.units)})(?!\w)))?"
        return [
            (rf"((?i:{_either(table.roman.leads)}))\s([IVXLC]+)\b(?:/(\d{{4}}))?", self._roman),
            (rf"((?i:{_either(table.after)}))\s(\d+)(?![\d.,/]\d)", lambda g: f"{g[0]} {self._after(g[0], int(g[1]))}"),
            (r"#(\w+)", self._tag),
            (r"(?<![\d.,])(\d{1,3}(?:\.\d{1,2}(?!\d))+)(\+)?", self._version),
            (rf"≥\s?({_NUMBER}){unit}", self._least),
            (rf"({_NUMBER})(?:\s?[-–]\s?({_NUMBER}))?{unit}", self._amount),
            (rf"\b([{_CAPITAL}]{{1,5}})(\d+)\b", lambda g: f"{self._letters(g[0])} {self._cardinal(g[1])}"),
            (r"\b([B-DĐF-HJ-NP-TV-XZ]{2,5})\b", lambda g: self._letters(g[0])),
            (r"(?<=[^\W\d])(/)(?=[^\W\d])", lambda g: f" {table.signs.get(g[0], g[0])} "),
            (rf"(?<=\s)({_either(set(table.signs) - {'/', '#'})})(?=\s)", lambda g: table.signs[g[0]]),
        ]

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], list[tuple[int, int]]]:
        """All rules in one, and which of its groups are each rule's."""
        parts, groups = [], []
        at = 1
        for number, (pattern, _) in enumerate(self._rules):
            count = re.compile(pattern).groups
            parts.append(f"(?P<rule{number}>{pattern})")
            groups.append((at + 1, at + 1 + count))
            at += count + 1
        return re.compile("|".join(parts)), groups

    def _read(self, match: re.Match[str]) -> str:
        number = int(str(match.lastgroup).removeprefix("rule"))
        first, last = self._compiled[1][number]
        return self._rules[number][1]([match[at] or "" for at in range(first, last)])

    def _cardinal(self, text: str) -> str:
        return cardinal(int(text), self.speech.numbers)

    def _short(self, groups: list[str]) -> str:
        return f"{groups[0]} {digits(groups[1], self.speech.numbers)}"

    def _letters(self, text: str) -> str:
        return " ".join(self.speech.letters.get(letter.upper(), letter) for letter in text)

    def _address(self, text: str) -> str:
        table = self.speech.addresses
        signs = {"@": table.at, ".": table.dot, "/": table.slash, "-": table.dash, "_": table.underscore}
        parts = re.split(r"([@./_-])", text.rstrip("/"))
        return " ".join(signs.get(part) or self._part(part) for part in parts if part)

    def _part(self, part: str) -> str:
        if part.lower() in self.speech.addresses.parts:
            return self.speech.addresses.parts[part.lower()]
        if part.isdigit():
            return digits(part, self.speech.numbers)
        return self._letters(part) if len(part) == 1 or not re.search(r"[aeiouyAEIOUY]", part) else part

    def _document(self, groups: list[str]) -> str:
        table, signs = self.speech, {"/": self.speech.documents.slash, "-": self.speech.documents.dash}
        said = []
        for part in re.split(r"([/-])", groups[0]):
            known = signs.get(part) or table.documents.parts.get(part) or table.words.get(part)
            said.append(known or (cardinal(int(part), table.numbers) if part.isdigit() else self.spoken(part)))
        return ", ".join(said)

    def _phone(self, groups: list[str]) -> str:
        whole, *parts = groups
        plus = f"{self.speech.signs.get('+', '+')} " if whole.startswith("+") else ""
        said = (re.sub(r"\D", "", part) for part in (parts or re.split(r"[ .-]", whole)))
        return plus + ", ".join(digits(part, self.speech.numbers) for part in said if part)

    def _fraction(self, groups: list[str]) -> str:
        behind = self._after(self.speech.times.month, int(groups[1]))
        return f"{self._cardinal(groups[0])} {self.speech.numbers.part} {behind}"

    def _day_number(self, text: str) -> str:
        early = self.speech.times.early if int(text) < 10 else ""
        return f"{early} {self._cardinal(text)}".strip()

    def _day(self, groups: list[str]) -> str:
        lead, day, month, year = groups
        times = self.speech.times
        said = [lead.strip() or times.day, self._day_number(day), times.month, self._after(times.month, int(month))]
        return " ".join([*said, *([times.year, self._cardinal(year)] if year else [])])

    def _days(self, groups: list[str]) -> str:
        lead, first, last, month = groups
        said = f"{lead.strip() or self.speech.times.day} {self._day_number(first)} {self.speech.numbers.to}"
        return f"{said} {self._day(['', last, month, ''])}"

    def _month(self, groups: list[str]) -> str:
        lead, month, year = groups
        said = f"{lead} {self._after(self.speech.times.month, int(month))}"
        return f"{said} {self.speech.times.year} {self._cardinal(year)}"

    def _clock(self, groups: list[str]) -> str:
        return f" {self.speech.numbers.to} ".join(self._time(each) for each in groups if each)

    def _time(self, text: str) -> str:
        times, numbers = self.speech.times, self.speech.numbers
        hour, minute = [*map(int, re.findall(r"\d+", text)), 0][:2]
        said = f"{cardinal(hour, numbers)} {times.hour}"
        if minute:
            said += f" {cardinal(minute, numbers)}" + (f" {times.minute}" if minute < 10 else "")
        return said

    def _roman(self, groups: list[str]) -> str:
        lead, numeral, year = groups
        said = f"{lead} {self._after(lead, roman(numeral))}"
        return f"{said} {self.speech.times.year} {self._cardinal(year)}" if year else said

    def _after(self, lead: str, number: int) -> str:
        special = self.speech.after.get(lead.split()[-1].casefold(), {})
        return special.get(str(number)) or cardinal(number, self.speech.numbers)

    def _tag(self, groups: list[str]) -> str:
        words = re.findall(r"[^\W\d_][^\W\d_A-ZĐ]*|\d+|[A-ZĐ]+", groups[0])
        return f"{self.speech.signs.get('#', '#')} {' '.join(words)}"

    def _version(self, groups: list[str]) -> str:
        numbers = self.speech.numbers
        said = f" {numbers.dot} ".join(cardinal(int(part), numbers) for part in groups[0].split("."))
        return f"{said} {numbers.and_more}" if groups[1] else said

    def _least(self, groups: list[str]) -> str:
        return self.speech.numbers.at_least.format(self._amount([groups[0], "", groups[1]]))

    def _amount(self, groups: list[str]) -> str:
        first, last, unit = groups
        said = self._value(first) + (f" {self.speech.numbers.to} {self._value(last)}" if last else "")
        named = self.speech.numbers.percent if unit == "%" else self.speech.units.get(unit, "")
        return f"{said} {named}".strip()

    def _value(self, text: str) -> str:
        whole, _, fraction = text.replace(".", "").partition(",")
        if fraction:
            return decimal(int(whole), fraction, self.speech.numbers)
        return cardinal(int(whole), self.speech.numbers)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)


def _either(words: Iterable[str]) -> str:
    """One of these, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _whole(pattern: str) -> str:
    """A word by itself."""
    return rf"(?<![\w/-])({pattern})(?![\w-])"
