"""Numbers to call and hosts that a text names, by the table of contacts and a country's numbering plan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from outreach.campaign.telephones import Plan, parse
from outreach.core.strings import TABLES
from outreach.core.tables import read_toml

CONTACTS = TABLES.parent / "contacts.toml"
LONG = 7
"""Digits from which a number is known by its pattern alone; shorter ones only behind words such as "call"."""
WHOLE = range(9, 12)
"""Digits of numbers with a trunk prefix and an area or operator in front, whatever the country (ITU-T E.164)."""
ABROAD = range(7, 16)
TRUNK = "0"
"""The trunk prefix of most countries, for a campaign that names none."""
SHORT = range(3, 7)
MOST_GROUPS = 11
"""Groups that a number is written in: its digits apart, at most."""
_BEFORE = 80
"""Characters before a number in which words about it are looked for."""
_REGION = re.compile(r"(?<![^\W\d])(?<!\d)[+(]{0,2}\d[\d .()\u00a0\u2009\u202f\u2010-\u2013-]{0,60}")
_AMOUNT = re.compile(r"[1-9]\d{0,2}([ .\u00a0\u202f])\d{3}(?:\1\d{3})*")
_YEARS = re.compile(r"(?:1[89]|20)\d\d\s?[\u2010-\u2013-]\s?(?:1[89]|20)\d\d")
_DAY = re.compile(r"(?:\d{1,2}([.-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([.-])\d{1,2}\2\d{1,2})")
_PATH = re.compile(r"(?<![\w/])/[A-Za-z][\w.-]*(?:/[\w.-]*)*|(?<![\w/])b/\w+", re.IGNORECASE)
"""A place in the site: codes of printed links are no numbers."""
_LABELS = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,9}"
_TAIL = r"(?::\d{1,5})?(?:[/?#\\]\S{0,2000})?"


@dataclass(frozen=True)
class Mention:
    """A number or a host in a text: as it stands there, in the one form that is compared, and its place."""

    text: str
    value: str
    at: int


@dataclass(frozen=True)
class Group:
    """Digits of a number that stand together, from `start` to `end` of the text."""

    digits: str
    start: int
    end: int


def hosts(text: str) -> Iterator[Mention]:
    """The hosts of all web and mail addresses, written with or without a scheme, in small letters."""
    for match in _host_pattern().finditer(text):
        host = match["schemed"] or match["www"] or match["bare"]
        if not match["bare"] or host.isupper() or host.rpartition(".")[2].islower():
            yield Mention(match[0].rstrip(".,;:!?)]}\"'"), host.casefold().rstrip("."), match.start())


def numbers(text: str, plan: Plan, language: str, expected: bool = False) -> Iterator[Mention]:
    """Whatever a reader would take for a number to call; amounts, days and years are none.

    `expected` says that the whole text should be a number, as behind a word that says so.
    """
    plain = "".join(_plain(character) for character in text)
    places = [(host.at, host.at + len(host.text)) for host in hosts(plain)]
    for start, end in (*places, *(match.span() for match in _PATH.finditer(plain))):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    for region in _REGION.finditer(plain):
        groups = [
            Group(match[0], region.start() + match.start(), region.start() + match.end())
            for match in re.finditer(r"\d+", region[0])
        ]
        if plain[groups[-1].end : groups[-1].end + 1].isalpha():
            groups.pop()  # a code, a document, a price with its unit
        yield from _in_region(text, plain, groups, plan, language, expected)


def canonical(text: str, plan: Plan) -> str:
    """A number in the form that is compared: as it is dialled, digits alone if it is none."""
    telephone = parse(text, plan)
    return telephone.dialled if telephone else re.sub(r"\D", "", text)


def _in_region(
    text: str, plain: str, groups: list[Group], plan: Plan, language: str, expected: bool
) -> Iterator[Mention]:
    first = 0
    while first < len(groups):
        asked = expected or _asked(plain, groups[first].start, language)
        last = _end(plain, groups, first, plan, asked, language)
        if last == first:
            first = _skipped(plain, groups, first) or first + 1
            continue
        start, end = groups[first].start, groups[last - 1].end
        while plain[start - 1 : start] in {"+", "("}:
            start -= 1
        yield Mention(text[start:end], canonical(plain[start:end], plan), start)
        first = last


def _end(plain: str, groups: list[Group], first: int, plan: Plan, asked: bool, language: str) -> int:
    """The end of the number that begins with a group, as an index; `first` itself if none does."""
    for last in range(min(len(groups), first + MOST_GROUPS), first, -1):
        part = groups[first:last]
        digits = "".join(group.digits for group in part)
        written = plain[part[0].start : part[-1].end]
        plus = plain[: part[0].start].endswith(("+", "+("))
        if _is_long(digits, written, plus, plan, asked) and not (not asked and _skipped(plain, groups, first)):
            return last
    if not asked or _amount_behind(plain, groups[-1].end, language) or len(groups[first].digits) not in SHORT:
        return first
    last = first + 1
    if not plan.pattern(groups[first].digits):  # a number that the country has not: all that stands there
        while last < len(groups) and len(groups[last].digits) >= min(SHORT):
            last += 1
    return last


def _is_long(digits: str, written: str, plus: bool, plan: Plan, asked: bool) -> bool:
    if plus:
        return len(digits) in ABROAD
    if not asked and (_AMOUNT.fullmatch(written) or _YEARS.fullmatch(written)):
        return False
    if len(digits) < LONG:
        return False
    trunk = plan.trunk if plan.patterns else TRUNK
    inside = bool(trunk) and digits.startswith(trunk) and len(digits) in WHOLE and written[1:2].isdigit()
    abroad = bool(plan.code) and digits.startswith(plan.code) and bool(_inland(digits, plan))
    abroad = abroad or (bool(plan.abroad) and digits.startswith(plan.abroad) and len(digits) in ABROAD)
    return bool(plan.pattern(digits)) or inside or abroad or (asked and len(digits) in ABROAD)


def _inland(digits: str, plan: Plan) -> str:
    """The pattern of a number with its country code but without the plus."""
    return plan.pattern(plan.trunk + digits.removeprefix(plan.code))


def _skipped(plain: str, groups: list[Group], first: int) -> int:
    """The index behind the day that begins with a group; 0 if none does."""
    part = groups[first : first + 3]
    return first + 3 if len(part) == 3 and _DAY.fullmatch(plain[part[0].start : part[-1].end]) else 0


def _asked(plain: str, at: int, language: str) -> bool:
    """True if words before a number say that it is to be called."""
    pattern = _lead(language)
    return pattern is not None and bool(pattern.search(plain[max(0, at - _BEFORE) : at]))


def _amount_behind(plain: str, at: int, language: str) -> bool:
    words = _words(language).get("counted", [])
    return bool(words) and bool(re.match(rf"\s?(?:{_either(words)})(?!\w)", plain[at:], re.IGNORECASE))


@cache
def _lead(language: str) -> re.Pattern[str] | None:
    table = _words(language)
    if not table:
        return None
    before, between, joins = (_either(_with_bare(table[key])) for key in ("before", "between", "joins"))
    number = rf"(?:[\d .-]{{3,20}}\s?(?:[,;/]|(?:{joins})(?!\w)(?:\s(?:{between})(?!\w))?)\s?){{0,4}}"
    lead = rf"(?<!\w)(?:{before})(?:[\s:.]{{1,3}}(?:{between})(?!\w)){{0,5}}[\s:.(+]{{0,4}}"
    return re.compile(rf"{lead}{number}[(+]{{0,2}}$", re.IGNORECASE)


def _with_bare(words: Iterable[str]) -> set[str]:
    """Words, and what messages without marks make of them."""
    known = set(words)
    bare = {unicodedata.normalize("NFD", word).replace("đ", "d").replace("Đ", "D") for word in known}
    return known | {re.sub(r"[\u0300-\u036f]", "", word) for word in bare}


@cache
def _table() -> dict[str, Any]:
    return read_toml(CONTACTS, CONTACTS.name).data


def _words(language: str) -> dict[str, list[str]]:
    words: dict[str, list[str]] = _table()["numbers"].get(language.partition("-")[0], {})
    return words


@cache
def _host_pattern() -> re.Pattern[str]:
    table = _table()["hosts"]
    schemes, endings = _either(table["schemes"]), _either(table["endings"])
    user = r"(?:[^\s/\\@]{0,64}@)?"
    return re.compile(
        rf"(?<![\w.-])(?:(?:{schemes}):[/\\]{{1,3}}{user}(?P<schemed>[^\s/?#\\:;,@<>\"')\]]{{1,253}}){_TAIL}"
        rf"|(?P<www>www\.{_LABELS}[^\W\d_]{{2,63}}){_TAIL}"
        rf"|(?P<bare>{_LABELS}(?:{endings}))(?![\w@-])(?!\.\w){_TAIL})",
        re.IGNORECASE,
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _plain(character: str) -> str:
    """A digit of any script as 0 to 9, a sign of any width as it is typed."""
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None and unicodedata.category(character) == "Nd":
        return str(digit)
    wide = unicodedata.normalize("NFKC", character)
    return wide if len(wide) == 1 else character
