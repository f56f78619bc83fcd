"""Days, hours, parts of a whole and other numbers with a stroke between them, in words.

Two numbers with a stroke are a day only if a word says so ("ngày", "sáng", "từ … đến") or no part of a whole has such
a form (21/9); they are a part only if a word behind says so ("2/3 số hộ") or no day has such a form (15/20).
"""

import datetime as dt
import re

from outreach.content.reading_rules import Doubtful, Rule
from outreach.core.text import either
from outreach.products.loudspeakers.numerals import cardinal, number_behind
from outreach.products.loudspeakers.speech import Speech

_PAIR = r"(\d{1,9})/(\d{1,9})"
_END = r"(?!\d|/)"
_YEAR = r"((?:1[89]|20)\d\d)"
_NAME = r"[A-ZĐ\u00c0-\u00dd\u0102\u01a0\u01af\u1ea0-\u1ef8][^\W\d_]+"
"""A word with a capital, as roads and people are named."""
_LEAP = 2020
"""A leap year: a day without a year is a day if this year has it."""
TENTHS = 10
"""Denominator up to which a part is read with ordinal words ("một phần ba"), above it as "12 over 15"."""
LAST_MINUTE = 59
LAST_HOUR = 24


class Days:
    """The rules of one language."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        self.times, self.strokes = speech.times, speech.strokes

    def rules(self) -> list[Rule]:
        """In the order in which they are tried."""
        return [*self._named(), *self._spans(), *self._single(), *self._hours()]

    def _named(self) -> list[Rule]:
        """Reading of numbers by the word in front: roads named after days, houses, ratios, scores."""
        table = self.strokes
        houses = {house.casefold() for house in table.houses}
        feasts = [words for words in table.before if " " in words and words.split()[-1].casefold() in houses]
        return [
            (rf"((?i:{either(feasts)}))\s{_PAIR}(){_END}", self._before),  # giỗ tổ 10/3 is no house in a lane
            (rf"((?i:{either(table.streets)}))\s{_PAIR}{_END}", self._street),
            (rf"((?i:{either(table.houses)}))\s(\d{{1,9}}(?:/\d{{1,9}})+)([A-ZĐ])?(?![/\w])", self._house),
            (rf"((?i:{either(table.ratios)}))\s(\d{{1,9}})[/:](\d{{1,9}}){_END}", self._ratio),
            (rf"((?i:{either(table.scores)}))\s(\d{{1,3}})\s?[-–:]\s?(\d{{1,3}})(?!\d)", self._score),
        ]

    def _spans(self) -> list[Rule]:
        """Several days."""
        lead, to = rf"(?i:{either(self.strokes.days)})", either(self.strokes.to)
        start, joins = either(self.strokes.start), either(self.speech.phones.joins)
        behind = rf"(?=\s((?:{either(self.speech.numbers.parts_of)})\b)|)"
        pair = r"\d{1,2}/\d{1,2}"
        return [
            (rf"((?i:{start})\s)({lead}\s)?{_PAIR}\s({to})\s({lead}\s)?{_PAIR}(?:/{_YEAR})?{_END}{behind}", self._from),
            (rf"()({lead}\s){_PAIR}\s({to})\s({lead}\s)?{_PAIR}(?:/{_YEAR})?{_END}{behind}", self._from),
            (rf"({lead})\s({pair}(?:(?:,\s|\s(?:{joins})\s){pair})+){_END}", self._several),
            (rf"({lead}\s)?{_PAIR}\s?[-–]\s?{_PAIR}(?:/(\d{{4}}))?{_END}", self._span),
            (rf"({lead}\s)?(\d{{1,2}})[-–](\d{{1,2}})/(\d{{1,2}}){_END}", self._days),
            (rf"({lead})\s(\d{{1,2}})[-–](\d{{1,2}})(?![\d/–-]|\s{re.escape(self.times.month)})", self._days_or_day),
        ]

    def _single(self) -> list[Rule]:
        """A day, a month, or a part of a whole."""
        table, times = self.strokes, self.times
        lead, month = rf"(?i:{either(table.days)})", re.escape(times.month)
        parts = either(self.speech.numbers.parts_of)
        before = rf"((?i:{either(table.before)}),?)\s"
        whole = [rf"(\d{{1,2}}){sign}(\d{{1,2}}){sign}(\d{{4}})(?!\d)" for sign in ("/", "-")]
        whole.append(rf"(\d{{1,2}})\.(\d{{1,2}})\.{_YEAR}(?!\d)")
        return [
            *((rf"({lead}\s)?{day}", self._day) for day in whole),
            *((rf"{before}{day}", self._before) for day in whole),
            (
                rf"({lead}\s)?(\d{{4}})-(\d{{2}})-(\d{{2}})(?!\d)",
                self._year_first,
            ),
            (rf"({lead}\s)(\d{{1,2}})[/.](\d{{1,2}})(){_END}(?![.,]\d)", self._day),
            (rf"{before}{_PAIR}(){_END}", self._before),
            (rf"()(\d{{1,2}})/(\d{{1,2}})(?=\s(?:{either(table.behind)})\b)()", self._day),
            (rf"(?i:{either(table.perhaps)})\s{_PAIR}(?=\s(?:{parts})\b)", self._both),
            (rf"{_PAIR}(?=\s(?:{parts})\b)", self._part),
            (rf"({lead})\s(\d{{1,2}})(?=\s{month}\s)", lambda lead, day: f"{lead} {self._number_behind(lead, day)}"),
            (rf"((?i:{either(self.speech.roman.leads)}))\s(\d{{1,2}})/{_YEAR}{_END}", self._stage),
            (rf"((?i:{month})\s)(0?[1-9]|1[0-2])/(\d{{4}}){_END}", self._month),
            (rf"()(0?[1-9]|1[0-2])/{_YEAR}{_END}", self._month),
            (rf"{_PAIR}{_END}(?=(\s{_NAME}\s{_NAME})|)", self._pair),
        ]

    def _hours(self) -> list[Rule]:
        times, hour = self.times, re.escape(self.times.hour)
        short = either(times.short_hours)
        minutes = rf"\s{hour}\s\d{{1,2}}(?!\s?(?:[-–\d]|{re.escape(times.minute)}))"
        clock = rf"\d{{1,2}}(?::\d{{2}}|(?:{short})\d{{2}}|{either(times.sure_hours)}|{minutes})"
        alone = either(set(times.short_hours) - set(times.sure_hours))
        beyond = r"(?:2[5-9]|[3-9]\d|\d{3})"
        rules: list[Rule] = [
            (rf"((?i:{either(times.hour_at)})\s{beyond}(?:\s?{hour}|{short}))(?!\w)", self._no_hour),
            (rf"(\d{{1,2}}\s{hour}\s(?:[6-9]\d|\d{{3}})\s{re.escape(times.minute)})(?!\w)", self._no_hour),
            (rf"({clock})\s?[-–]\s?(\d{{1,2}}(?:{short}))(?!\w)", self._clock),
            (rf"({clock})(?:\s?[-–]\s?({clock}))?", self._clock),
            (rf"(\d{{1,2}})\s({short})\s?(\d{{2}})(?!\d|[.,]\d)", lambda *parts: self._time("".join(parts))),
            (rf"(\d{{1,2}})\s({hour})\s?[-–]\s?(\d{{1,2}})\s{hour}(?!\s\d)", self._whole_hours),
            (rf"((?i:{either(times.hour_before)}))\s(\d{{1,2}})(?:{alone})(?!\w)", self._hour_behind),
        ]
        return [*rules, *((rf"(\d{{1,2}})({re.escape(sign)})(?!\w)", self._hour_or_unit) for sign in self._alike())]

    def _alike(self) -> list[str]:
        """Short signs of hours that are units too."""
        return [sign for sign in self.times.short_hours if sign in self.speech.units]

    def _cardinal(self, text: str | int) -> str:
        return cardinal(int(text), self.speech.numbers)

    def _number(self, text: str) -> str:
        early = self.times.early if int(text) < 10 else ""
        return f"{early} {self._cardinal(text)}".strip()

    def _number_behind(self, lead: str, day: str) -> str:
        return self._cardinal(day) if lead.casefold() in self.strokes.early else self._number(day)

    def _of_month(self, month: str) -> str:
        return f"{self.times.month} {self._after_month(month)}"

    def _after_month(self, month: str) -> str:
        return number_behind(self.times.month, month, self.speech)

    def _date(self, lead: str, day: str, month: str, year: str = "") -> str:
        """A date in words; `lead` stands in place of the word "day", or is empty."""
        word = lead.strip() or self.times.day
        parts = [word, self._number_behind(word, day), self._of_month(month)]
        return " ".join([*parts, *([self.times.year, self._cardinal(year)] if year else [])])

    def _day(self, lead: str, day: str, month: str, year: str = "") -> str:
        if not _is_day(day, month, year):
            raise Doubtful("/".join(part for part in (day, month, year) if part))
        return self._date(lead, day, month, year)

    def _year_first(self, lead: str, year: str, month: str, day: str) -> str:
        return self._day(lead, day, month, year)

    def _before(self, lead: str, day: str, month: str, year: str) -> str:
        comma = "," if lead.endswith(",") else ""
        words = " ".join(self._weekday(word) for word in lead.rstrip(",").split())
        return f"{words}{comma} {self._day('', day, month, year)}"

    def _weekday(self, word: str) -> str:
        """A word in front of a day; the number of a weekday in words ("thứ 2"). Other words stay as they are."""
        special = self.speech.after.get(self.strokes.weekday, {})
        return special.get(word) or self._cardinal(word) if word.isdigit() else word

    def _part(self, part: str, whole: str) -> str:
        if int(whole) > TENTHS or int(part) == 0:
            return f"{self._cardinal(part)} {self.strokes.over} {self._cardinal(whole)}"
        return f"{self._cardinal(part)} {self.speech.numbers.part} {self._after_month(whole)}"

    def _both(self, first: str, second: str) -> str:
        if not _is_day(first, second):
            return self._part(first, second)
        raise Doubtful(f"{first}/{second}", self._date("", first, second), self._part(first, second))

    def _pair(self, first: str, second: str, name: str) -> str:
        """Two numbers of which no word says what they are."""
        if not _is_day(first, second):
            if int(first) > int(second) or re.fullmatch(_YEAR, second):
                raise Doubtful(f"{first}/{second}")
            return self._part(first, second)
        if int(first) <= int(second):
            return self._both(first, second)
        if name:  # 12/5 Trần Hưng Đạo: a house in that road, or a day on which somebody of that name did something
            house = f" {self.speech.addresses.slash} ".join(map(self._cardinal, (first, second)))
            raise Doubtful(f"{first}/{second}", self._date("", first, second), house)
        return self._date("", first, second)

    def _street(self, lead: str, day: str, month: str) -> str:
        if not _is_day(day, month):
            raise Doubtful(f"{day}/{month}")
        return f"{lead} {self._cardinal(day)} {self._of_month(month)}"

    def _house(self, lead: str, numbers: str, letter: str) -> str:
        words = f" {self.speech.addresses.slash} ".join(map(self._cardinal, numbers.split("/")))
        return f"{lead} {words} {self.speech.letters.get(letter, '')}".rstrip()

    def _ratio(self, lead: str, first: str, second: str) -> str:
        return f"{lead} {self._cardinal(first)} {self.strokes.over} {self._cardinal(second)}"

    def _score(self, lead: str, first: str, second: str) -> str:
        return f"{lead} {self._cardinal(first)} {self._cardinal(second)}"

    def _from(self, *groups: str) -> str:
        start, lead, day, month, to, second, last, end, year, part_word = groups
        if not (_is_day(day, month) and _is_day(last, end, year)):
            raise Doubtful(f"{day}/{month} {to} {last}/{end}" + (f"/{year}" if year else ""))
        reading = f"{start}{self._date(lead, day, month)} {to} {self._date(second, last, end, year)}"
        if part_word and not (lead or second or year):
            parts = f"{start}{self._part(day, month)} {to} {self._part(last, end)}"
            raise Doubtful(f"{start}{day}/{month} {to} {last}/{end}", reading, parts)
        return reading

    def _several(self, lead: str, days: str) -> str:
        first, *_ = re.findall(r"\d+/\d+", days)
        reading = re.sub(_PAIR, lambda match: self._day("", match[1], match[2]), days)
        bare = self._day("", *first.split("/"))
        # The first day is read behind its lead, the others without one.
        return self._day(lead, *first.split("/")) + reading[len(bare) :]

    def _span(self, lead: str, day: str, month: str, last: str, end: str, year: str) -> str:
        if not (_is_day(day, month) and _is_day(last, end, year)):
            raise Doubtful(f"{day}/{month}-{last}/{end}" + (f"/{year}" if year else ""))
        to = f" {self.speech.numbers.to} "
        reading = to.join((self._date(lead, day, month), self._date("", last, end, year)))
        if not lead and not year and int(day) <= int(month) and int(last) <= int(end):
            parts = to.join((self._part(day, month), self._part(last, end)))
            raise Doubtful(f"{day}/{month}-{last}/{end}", reading, parts)
        return reading

    def _days(self, lead: str, first: str, last: str, month: str) -> str:
        if not (_is_day(first, month) and _is_day(last, month)):
            raise Doubtful(f"{first}-{last}/{month}")
        to = self.speech.numbers.to
        start = self._date(lead, first, month).removesuffix(f" {self._of_month(month)}")
        reading = f"{start} {to} {self._date('', last, month)}"
        if not lead and int(last) <= int(month):
            parts = f"{self._cardinal(first)} {to} {self._part(last, month)}"
            raise Doubtful(f"{first}-{last}/{month}", reading, parts)
        return reading

    def _days_or_day(self, lead: str, first: str, second: str) -> str:
        """Two days of a month that is not named, or a day with its month."""
        days = f"{lead} {self._number_behind(lead, first)} {self.speech.numbers.to} {self._number(second)}"
        if not _is_day(first, second):
            return days
        day = self._date(lead, first, second)
        if int(first) > int(second):
            return day
        raise Doubtful(f"{first}-{second}", day, days)

    def _stage(self, lead: str, number: str, year: str) -> str:
        return f"{lead} {number_behind(lead, number, self.speech)} {self.times.year} {self._cardinal(year)}"

    def _month(self, lead: str, month: str, year: str) -> str:
        if not lead and year.endswith("00") and not month.startswith("0"):  # a scale too, or one in so many
            raise Doubtful(f"{month}/{year}", self._month(self.times.month, month, year), self._part(month, year))
        name = f"{lead.strip() or self.times.month} {self._after_month(month)}"
        return f"{name} {self.times.year} {self._cardinal(year)}"

    def _clock(self, *times: str) -> str:
        return f" {self.speech.numbers.to} ".join(self._time(time) for time in times if time)

    def _whole_hours(self, first: str, hour: str, last: str) -> str:
        return f"{self._cardinal(first)} {hour} {self.speech.numbers.to} {self._cardinal(last)} {hour}"

    def _no_hour(self, text: str) -> str:
        raise Doubtful(text)

    def _hour_behind(self, lead: str, hour: str) -> str:
        return f"{lead} {self._cardinal(hour)} {self.times.hour}"

    def _hour_or_unit(self, number: str, sign: str) -> str:
        unit = f"{self._cardinal(number)} {self.speech.units[sign]}"
        if int(number) > LAST_HOUR:
            return unit
        raise Doubtful(f"{number}{sign}", f"{self._cardinal(number)} {self.times.hour}", unit)

    def _time(self, text: str) -> str:
        """An hour, with its minutes if there are any; hours without minutes may be a duration, longer than a day."""
        hour, *rest = map(int, re.findall(r"\d+", text))
        minute = rest[0] if rest else 0
        if minute > LAST_MINUTE or (rest and (hour > LAST_HOUR or (hour == LAST_HOUR and minute))):
            raise Doubtful(text)
        reading = f"{self._cardinal(hour)} {self.times.hour}"
        if minute:
            reading += f" {self._cardinal(minute)}" + (f" {self.times.minute}" if minute < 10 else "")
        return reading


def _is_day(day: str, month: str, year: str = "") -> bool:
    """True for a day of the calendar; without a year, of any year."""
    try:
        dt.date(int(year) if year else _LEAP, int(month), int(day))
    except (ValueError, OverflowError):
        return False
    return True
