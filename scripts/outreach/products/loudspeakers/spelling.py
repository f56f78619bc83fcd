"""A text as it is read aloud: numbers, days, addresses, abbreviations and signs in words, by a language's table.

One pass from left to right; where several rules fit, the first of them. What no rule knows stays as it is, and so do
figures that touch a letter, a sign or another figure behind what a rule knows: see `vocabulary`.
"""

from __future__ import annotations

import re
from functools import cached_property

from outreach.content.reading_rules import Doubt, Doubtful, Rule
from outreach.core.text import either
from outreach.products.loudspeakers.days import Days
from outreach.products.loudspeakers.numerals import NUMERAL, cardinal, decimal, digits, number_behind, roman
from outreach.products.loudspeakers.speech import Speech

_NUMBER = r"(?:\d{1,3}(?:\.\d{3}){1,4}|\d{1,15})(?:,\d{1,15})?"
_HOST = r"(?:[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z]{2,63}"
_CAPITAL = "A-ZĐ"
_TOUCHING = r"/\\+°%@#*=×·~^|$€£‰′″⁄∕½¼¾²³"
_LED = re.compile(rf"(?:[\w{_TOUCHING}–-]|\d[:.]|\d\s?/\s?)$")
_FOLLOWED = re.compile(rf"[\w{_TOUCHING}]|[–-]\S|[:.]\d|\s?/\s?\d")
_OPEN = {'"': re.compile('"'), "'": re.compile(r"(?<!\w)'(?=\w)")}
"""Quotation marks that open; behind a figure without one of them they stand for feet, inches or minutes."""
_NO_DAY = r"(?!\d{1,2}\.\d{1,2}\.(?:1[89]|20)\d\d(?!\d)|\d{1,2}-\d{1,2}-(?:1[89]|20)\d\d(?!\d))"


class Verbaliser:
    """Reads texts of one language."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        self._days = Days(speech)

    def __reduce__(self) -> tuple[type[Verbaliser], tuple[Speech]]:
        return Verbaliser, (self.speech,)

    def spell(self, text: str) -> str:
        """The text in words."""
        return re.sub(r" {2,}", " ", self._compiled[0].sub(self._read, text)).strip()

    def doubts(self, text: str) -> list[Doubt]:
        """Parts of the text with two readings, or none: they are left as they stand."""
        doubts: list[Doubt] = []
        for match in self._compiled[0].finditer(text):
            try:
                self._reading(match)
            except Doubtful as doubtful:
                doubt = doubtful.doubt
                doubts.append(doubt if doubt.text in match[0] else Doubt(match[0].strip(), doubt.readings))
        return doubts

    @cached_property
    def _rules(self) -> list[Rule]:
        return [*self._names(), *self._phones(), *self._days.rules(), *self._coded(), *self._figures(), *self._signs()]

    @cached_property
    def _alone(self) -> range:
        """Which rules hold only for what touches no letter, sign or figure."""
        return range(len(self._names()), len(self._rules) - len(self._signs()))

    def _names(self) -> list[Rule]:
        """Figures and signs that are no amount: abbreviations, addresses, documents."""
        table = self.speech
        part = rf"[{_CAPITAL}][{_CAPITAL}a-z]*\d*"
        dotted = either(word for word in table.words if word.endswith("."))
        return [
            *([(rf"(?<![\w/-])({dotted})(?=\w)", lambda word: f"{table.words[word]} ")] if dotted else []),
            (_whole(either(table.words)), table.words.__getitem__),
            (rf"(?<![\w.+-])([\w.+-]{{1,64}}@{_HOST})", self._address),
            (rf"(?<![\w.-])(?:https?://)?((?:www\.)?{_HOST}(?:/[\w./-]*[\w/]|/)?)", self._address),
            (rf"(?<!\d)(\d{{1,9}}(?:/\d{{4}})?/{part}(?:-{part})+|\d{{1,9}}/\d{{4}}/{part})", self._document),
            (rf"(?<!\d)(\d{{1,9}}/(?:{either(table.documents.parts)}))(?![\w/-])", self._document),
            (rf"(?<!\d)(\d{{1,9}}-{part}/{part}(?:-{part})*)", self._document),
            (r"#(\w+)", self._tag),
        ]

    def _phones(self) -> list[Rule]:
        table = self.speech.phones
        lead = rf"(?i:{either(table.short)})(?:\s(?i:{either(table.between)}))*" if table.between else ""
        lead = lead or rf"(?i:{either(table.short)})"
        join = rf"(?:,|\s(?:{either(table.joins)}))\s" if table.joins else r",\s"
        amount = rf"(?!\s?(?:{either(table.counted)})(?!\w))"
        return [
            *((rf"(?<![\d.,]){_NO_DAY}({each})(?!\d)", self._phone) for each in table.patterns),
            (rf"({lead})\s(\d{{3,5}}(?:{join}\d{{3,5}})*)(?![.,\s-]?\d){amount}", self._short),
        ]

    def _coded(self) -> list[Rule]:
        """Roads and houses with a letter behind their number, roads by the letters that stand for their kind."""
        table = self.speech
        return [
            (rf"\b({either(table.coded)})[.\s]?(\d{{1,4}})([A-ZĐ])?(?!\w)", self._road),
            (rf"((?i:{either(table.lettered)}))\s(\d{{1,4}})([A-ZĐ])(?!\w)", self._lettered),
        ]

    def _figures(self) -> list[Rule]:
        """Everything else with figures."""
        table = self.speech
        unit = rf"(?:\s?(%|(?:{either(table.units)})(?!\w)))?"
        per = either(table.numbers.per_each)
        english = r"[1-9]\d{0,2}(?:,\d{3})+\.\d{1,9}|[1-9]\d{0,2}(?:,\d{3}){2,4}"
        return [
            (rf"((?i:{either(table.roman.leads)}))\s({NUMERAL})\b(?:/(\d{{4}}))?", self._roman),
            (
                rf"((?i:{either(table.after)}))\s(\d{{1,15}})(?!\d|[.,/]\d)",
                self._counted,
            ),
            (rf"((?i:{either(table.versions)}))\s(\d{{1,3}}(?:\.\d{{1,3}})+)(\+)?(?![.,]?\d)", self._named_version),
            (r"(?<![\d.,])(\d{1,3}(?:\.\d{1,2}(?!\d)){2,})(\+)?", self._version),
            (r"(?<![\d.,])(\d{1,3}\.\d{1,2})(?![.,]?\d)", self._point),
            (rf"(?<![\d.,])({english})(?![.,]?\d){unit}", self._foreign),
            (r"(?<![\d.,])([1-9]\d{0,2},\d{3})(?![.,]?\d)", self._comma),
            (r"(?<![\d.,:/])(\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?!\d)", str),  # one number, or several
            *([(rf"({_NUMBER}){unit}((?:\s[^\W\d]+)?)/({per})\b", self._rate)] if per else []),
            (rf"≥\s?({_NUMBER}){unit}", self._least),
            (rf"(?<![^\s(])[-−]({_NUMBER}){unit}", self._minus),
            (rf"({_NUMBER})(?:%?\s?[-–]\s?({_NUMBER}))?{unit}", self._amount),
            (
                rf"\b([{_CAPITAL}]{{1,5}})(\d{{1,15}})\b",
                self._code,
            ),
        ]

    def _signs(self) -> list[Rule]:
        """Capitals and signs."""
        table = self.speech
        return [
            (rf"\b(?!{NUMERAL}\b)([B-DĐF-HJ-NP-TV-XZ]{{2,5}})\b", self._letters),
            (r"(?<=[^\W\d])(/)(?=[^\W\d])", lambda sign: f" {table.signs.get(sign, sign)} "),
            (rf"(?<=\s)({either(set(table.signs) - {'/', '#'})})(?=\s)", table.signs.__getitem__),
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
        try:
            return self._reading(match)
        except Doubtful:
            return match[0]

    def _reading(self, match: re.Match[str]) -> str:
        number = int(str(match.lastgroup).removeprefix("rule"))
        if number in self._alone and _touched(match):
            return match[0]
        first, last = self._compiled[1][number]
        return self._rules[number][1](*(match[at] or "" for at in range(first, last)))

    def _cardinal(self, text: str) -> str:
        return cardinal(int(text), self.speech.numbers)

    def _short(self, lead: str, numbers: str) -> str:
        return f"{lead} {re.sub(r'[0-9]+', lambda number: self._bound(number[0]), numbers)}"

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

    def _document(self, text: str) -> str:
        table, signs = self.speech, {"/": self.speech.documents.slash, "-": self.speech.documents.dash}
        words = []
        for part in re.split(r"([/-])", text):
            known = signs.get(part) or table.documents.parts.get(part) or table.words.get(part)
            words.append(known or (cardinal(int(part), table.numbers) if part.isdigit() else self.spell(part)))
        return ", ".join(words)

    def _phone(self, whole: str, *parts: str) -> str:
        plus = f"{self.speech.signs.get('+', '+')} " if whole.startswith("+") else ""
        digit_groups = (re.sub(r"\D", "", part) for part in (parts or re.split(r"[ .-]", whole)))
        return plus + ", ".join(self._bound(part) for part in digit_groups if part)

    def _roman(self, lead: str, numeral: str, year: str) -> str:
        words = self._counted(lead, roman(numeral))
        return f"{words} {self.speech.times.year} {self._cardinal(year)}" if year else words

    def _counted(self, lead: str, number: int | str) -> str:
        return f"{lead} {number_behind(lead, number, self.speech)}"

    def _code(self, letters: str, number: str) -> str:
        return f"{self._letters(letters)} {self._cardinal(number)}"

    def _tag(self, text: str) -> str:
        words = re.findall(r"[^\W\d_][^\W\d_A-ZĐ]*|\d+|[A-ZĐ]+", text)
        return f"{self.speech.signs.get('#', '#')} {' '.join(words)}"

    def _road(self, sign: str, number: str, letter: str) -> str:
        return self._lettered(self.speech.coded[sign], number, letter)

    def _lettered(self, lead: str, number: str, letter: str) -> str:
        return f"{lead} {self._cardinal(number)} {self._letters(letter)}".rstrip()

    def _named_version(self, lead: str, version: str, plus: str) -> str:
        return f"{lead} {self._version(version, plus)}"

    def _point(self, text: str) -> str:
        """A number with a point: a version, or a fraction as it is written in English."""
        raise Doubtful(text, self._value(text.replace(".", ",")), self._version(text))

    def _foreign(self, number: str, unit: str) -> str:
        """A number as it is written in English."""
        return self._amount(number.replace(",", "").replace(".", ","), "", unit)

    def _comma(self, text: str) -> str:
        """Thousands as they are written in English, or a fraction of three digits."""
        whole, _, behind = text.partition(",")
        fraction = decimal(int(whole), behind, self.speech.numbers)
        if not behind.strip("0"):
            fraction = f"{self._cardinal(whole)} {self.speech.numbers.point} {digits(behind, self.speech.numbers)}"
        raise Doubtful(text, self._cardinal(whole + behind), fraction)

    def _version(self, text: str, plus: str = "") -> str:
        numbers = self.speech.numbers
        words = f" {numbers.dot} ".join(cardinal(int(part), numbers) for part in text.split("."))
        return f"{words} {numbers.and_more}" if plus else words

    def _least(self, number: str, unit: str) -> str:
        return self.speech.numbers.at_least.format(self._amount(number, "", unit))

    def _minus(self, number: str, unit: str) -> str:
        return f"{self.speech.numbers.minus} {self._amount(number, '', unit)}"

    def _rate(self, amount: str, unit: str, counted: str, per: str) -> str:
        return f"{self._amount(amount, '', unit)}{counted} {self.speech.numbers.per} {per}"

    def _amount(self, first: str, last: str, unit: str) -> str:
        if last and _size(last) < _size(first) and not unit:
            low, high = self._value(first), self._value(last)
            raise Doubtful(f"{first}-{last}", f"{low} {self.speech.numbers.to} {high}", f"{low} {high}")
        words = self._value(first) + (f" {self.speech.numbers.to} {self._value(last)}" if last else "")
        named = self.speech.numbers.percent if unit == "%" else self.speech.units.get(unit, "")
        return f"{words} {named}".strip()

    def _value(self, text: str) -> str:
        whole, _, fraction = text.replace(".", "").partition(",")
        if fraction:
            return decimal(int(whole), fraction, self.speech.numbers)
        return cardinal(int(whole), self.speech.numbers)


def _touched(match: re.Match[str]) -> bool:
    """True if letters, signs or figures stand beside what was found, with nothing between."""
    before, after = match.string[: match.start()], match.string[match.end() : match.end() + 4]
    led = not match[0][0].isalpha() and bool(_LED.search(before[-4:]))
    opened = _OPEN.get(after[:1])
    quoted = opened is None or not match[0][-1].isdigit() or len(opened.findall(before)) % 2 == 1
    return led or not quoted or bool(_FOLLOWED.match(after))


def _whole(pattern: str) -> str:
    """A word by itself."""
    return rf"(?<![\w/-])({pattern})(?![\w-])"


def _size(number: str) -> float:
    return float(number.replace(".", "").replace(",", "."))
