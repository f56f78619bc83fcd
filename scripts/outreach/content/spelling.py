"""A text as it is read aloud: numbers, days, addresses, abbreviations and signs in words, by a language's table.

One pass from left to right; where several rules fit, the first of them. What no rule knows stays as it is, and so do
figures that touch a letter, a sign or another figure behind what a rule knows: see `vocabulary`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from outreach.campaign.speech import Speech
from outreach.content.numerals import NUMERAL, cardinal, decimal, digits, roman

_DAY, _MONTH = r"(0?[1-9]|[12]\d|3[01])", r"(0?[1-9]|1[0-2])"
_NUMBER = r"(?:\d{1,3}(?:\.\d{3}){1,4}|\d{1,15})(?:,\d{1,15})?"
_HOST = r"(?:[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z]{2,63}"
_CAPITAL = "A-ZĐ"
_TOUCHING = r"/\\+°%@#*=×·~^|$€£"
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

    @cached_property
    def _rules(self) -> list[Rule]:
        return [*self._names(), *self._phones(), *self._calendar(), *self._figures(), *self._signs()]

    @cached_property
    def _alone(self) -> range:
        """Which rules hold only for what touches no letter, sign or figure."""
        return range(len(self._names()), len(self._rules) - len(self._signs()))

    def _names(self) -> list[Rule]:
        """What has figures and signs in it and is no amount: abbreviations, addresses, documents."""
        table = self.speech
        part = rf"[{_CAPITAL}][{_CAPITAL}a-z]*\d*"
        dotted = _either(word for word in table.words if word.endswith("."))
        return [
            *([(rf"(?<![\w/-])({dotted})(?=\w)", lambda g: f"{table.words[g[0]]} ")] if dotted else []),
            (_whole(_either(table.words)), lambda g: table.words[g[0]]),
            (rf"(?<![\w.+-])([\w.+-]{{1,64}}@{_HOST})", lambda g: self._address(g[0])),
            (rf"(?<![\w.-])(?:https?://)?((?:www\.)?{_HOST}(?:/[\w./-]*[\w/]|/)?)", lambda g: self._address(g[0])),
            (rf"(?<!\d)(\d{{1,9}}(?:/\d{{4}})?/{part}(?:-{part})+|\d{{1,9}}/\d{{4}}/{part})", self._document),
            (r"#(\w+)", self._tag),
        ]

    def _phones(self) -> list[Rule]:
        table = self.speech.phones
        lead = rf"(?i:{_either(table.short)})(?:\s(?i:{_either(table.between)}))*" if table.between else ""
        lead = lead or rf"(?i:{_either(table.short)})"
        join = rf"(?:,|\s(?:{_either(table.joins)}))\s" if table.joins else r",\s"
        return [
            *((rf"(?<![\d.,])({each})(?!\d)", self._phone) for each in table.patterns),
            (rf"({lead})\s(\d{{3,5}}(?:{join}\d{{3,5}})*)(?![.,\s-]?\d)", self._short),
        ]

    def _calendar(self) -> list[Rule]:
        """Days, months, times of day; a fraction is known by the word behind it."""
        times, hour = self.speech.times, re.escape(self.speech.times.hour)
        lead = rf"(?i:{re.escape(times.day)})"
        clock = rf"\d{{1,2}}(?::\d{{2}}|h(?:\d{{2}})?|\s{hour}\s\d{{1,2}}(?!\s?(?:[-–\d]|{re.escape(times.minute)})))"
        return [
            (rf"(\d{{1,9}})/(\d{{1,9}})(?=\s(?:{_either(self.speech.numbers.parts_of)})\b)", self._fraction),
            (rf"({lead}\s)?{_DAY}/{_MONTH}\s?[-–]\s?{_DAY}/{_MONTH}(?:/(\d{{4}}))?(?!\d|/)", self._span),
            (rf"({lead}\s)?{_DAY}[-–]{_DAY}/{_MONTH}(?!\d|/)", self._days),
            *((rf"({lead}\s)?{_DAY}{sign}{_MONTH}{sign}(\d{{4}})(?!\d)", self._day) for sign in "/-"),
            (rf"({lead}\s)?(\d{{4}})-{_MONTH}-{_DAY}(?!\d)", lambda g: self._day([g[0], g[3], g[2], g[1]])),
            (rf"({lead}\s)?{_DAY}/{_MONTH}()(?!\d|/)", self._day),
            (rf"({lead})\s{_DAY}(?=\s{re.escape(times.month)}\s)", lambda g: f"{g[0]} {self._day_number(g[1])}"),
            (rf"((?i:{re.escape(times.month)}))\s{_MONTH}/(\d{{4}})", self._month),
            (rf"({clock})(?:\s?[-–]\s?({clock}))?", self._clock),
        ]

    def _figures(self) -> list[Rule]:
        """Everything else with figures."""
        table = self.speech
        unit = rf"(?:\s?(%|(?:{_either(table.units)})(?!\w)))?"
        each = _either(table.numbers.per_each)
        return [
            (rf"((?i:{_either(table.roman.leads)}))\s({NUMERAL})\b(?:/(\d{{4}}))?", self._roman),
            (rf"((?i:{_either(table.after)}))\s(\d{{1,15}})(?![\d.,/]\d)", lambda g: f"{g[0]} {self._after(*g)}"),
            (r"(?<![\d.,])(\d{1,3}(?:\.\d{1,2}(?!\d))+)(\+)?", self._version),
            (r"(?<![\d.,:/])(\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?!\d)", lambda g: g[0]),  # one number, or several
            *([(rf"({_NUMBER}){unit}((?:\s[^\W\d]+)?)/({each})\b", self._rate)] if each else []),
            (rf"≥\s?({_NUMBER}){unit}", self._least),
            (rf"(?<![^\s(])[-−]({_NUMBER}){unit}", self._minus),
            (rf"({_NUMBER})(?:%?\s?[-–]\s?({_NUMBER}))?{unit}", self._amount),
            (rf"\b([{_CAPITAL}]{{1,5}})(\d{{1,15}})\b", lambda g: f"{self._letters(g[0])} {self._cardinal(g[1])}"),
        ]

    def _signs(self) -> list[Rule]:
        """Capitals and signs."""
        table = self.speech
        return [
            (rf"\b(?!{NUMERAL}\b)([B-DĐF-HJ-NP-TV-XZ]{{2,5}})\b", lambda g: self._letters(g[0])),
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
        if number in self._alone and _touched(match):
            return match[0]
        first, last = self._compiled[1][number]
        return self._rules[number][1]([match[at] or "" for at in range(first, last)])

    def _cardinal(self, text: str) -> str:
        return cardinal(int(text), self.speech.numbers)

    def _short(self, groups: list[str]) -> str:
        lead, said = groups
        return f"{lead} {re.sub(r'[0-9]+', lambda number: self._bound(number[0]), said)}"

    def _bound(self, group: str) -> str:
        """A group of a telephone number, which no line parts."""
        return digits(group, self.speech.numbers).replace(" ", "\u00a0")

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
        return plus + ", ".join(self._bound(part) for part in said if part)

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

    def _span(self, groups: list[str]) -> str:
        lead, day, month, last, end, year = groups
        said = self._day([lead, day, month, ""]), self._day(["", last, end, year])
        return f" {self.speech.numbers.to} ".join(said)

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

    def _after(self, lead: str, number: int | str) -> str:
        special = self.speech.after.get(lead.split()[-1].casefold(), {})
        return special.get(str(int(number))) or cardinal(int(number), self.speech.numbers)

    def _tag(self, groups: list[str]) -> str:
        words = re.findall(r"[^\W\d_][^\W\d_A-ZĐ]*|\d+|[A-ZĐ]+", groups[0])
        return f"{self.speech.signs.get('#', '#')} {' '.join(words)}"

    def _version(self, groups: list[str]) -> str:
        numbers = self.speech.numbers
        said = f" {numbers.dot} ".join(cardinal(int(part), numbers) for part in groups[0].split("."))
        return f"{said} {numbers.and_more}" if groups[1] else said

    def _least(self, groups: list[str]) -> str:
        return self.speech.numbers.at_least.format(self._amount([groups[0], "", groups[1]]))

    def _minus(self, groups: list[str]) -> str:
        return f"{self.speech.numbers.minus} {self._amount([groups[0], '', groups[1]])}"

    def _rate(self, groups: list[str]) -> str:
        amount, unit, counted, each = groups
        return f"{self._amount([amount, '', unit])}{counted} {self.speech.numbers.per} {each}"

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


def _touched(match: re.Match[str]) -> bool:
    """True if letters, signs or figures stand beside what was found, with nothing between."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:2]
    led = not match[0][0].isalpha() and bool(re.search(rf"[\w{_TOUCHING}–-]$", before))
    return led or bool(re.match(rf"[\w{_TOUCHING}]|[–-]\S", after))


def _either(words: Iterable[str]) -> str:
    """One of these, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _whole(pattern: str) -> str:
    """A word by itself."""
    return rf"(?<![\w/-])({pattern})(?![\w-])"
