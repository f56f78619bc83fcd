"""Numbers to call that a text names, by the table of contacts and a country's numbering plan."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from outreach.campaign.telephones import Plan, parse
from outreach.content.hosts import Mention, contact_table, hosts
from outreach.content.plain import Plain
from outreach.core.text import either, unmark

LONG = 7
"""Digits from which a number is known by its pattern alone; shorter ones only behind words such as "call"."""
WHOLE = range(9, 12)
"""Digits of numbers with a trunk prefix and an area or operator in front, whatever the country (ITU-T E.164)."""
ABROAD = range(7, 16)
TRUNK = "0"
"""The trunk prefix of most countries, for a campaign that names none."""
SHORT = range(3, 7)
"""Digits of numbers of services, such as 115."""
MOST_GROUPS = 11
"""Groups that a number is written in: its digits apart, at most."""
_BEFORE = 80
"""Characters before a number in which words about it are looked for."""
_DIGITS = re.compile(r"\d+")
_REGION = re.compile(r"(?<!\d)[+(]{0,2}\d[\d .()\u00b7\u2022\u2219-]{0,60}")
"""Digits, and the signs that people set between them; dots in the middle of a line too."""
_AMOUNT = re.compile(r"[1-9]\d{0,2}([ .,])\d{3}(?:\1\d{3})*(?!\d)")
_YEARS = re.compile(r"(?:1[89]|20)\d\d\s?-\s?(?:1[89]|20)\d\d")
_OF_MONTH, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DAY = re.compile(rf"(?:{_OF_MONTH}([.-]){_MONTH}\1(?:19|20)\d\d|(?:19|20)\d\d([.-]){_MONTH}\2{_OF_MONTH})(?![.-]\d)")
_DATE = re.compile(
    rf"(?<!\d)(?:{_OF_MONTH}([/.-]){_MONTH}\1(?:19|20)\d\d|(?:19|20)\d\d([/.-]){_MONTH}\2{_OF_MONTH})(?!\d)"
)
"""A day with its year, which other figures may follow, as in a table's row: 07/09/2020,18."""
_SLIP = re.compile(r"(?<![\w.])(?!\d+l)(?=[OoIl]*\d)[\dOoIl]{3,}(?![\w.]*\w)")
"""Digits with letters among them that look like digits: people read a number, a telephone dials none."""
_DASHES = str.maketrans("–—―", "---")
_DIGITS_OF = str.maketrans("OoIl", "0011")
_ODD = re.compile(r"(?<!\d)\d+(?:(?:[,;]| ?[/|_~*'’=…、⁄] ?|[ .-])\d+){1,10}(?!\d)")
"""Digits, and other signs that set them apart; a comma stands between two numbers where a space follows it."""
_PATH = re.compile(r"(?<![\w/])/[A-Za-z][\w.-]*(?:/[\w.-]*)*|(?<![\w/])b/\w+", re.IGNORECASE)
"""A place in the site: codes of printed links are no numbers."""


class Lexicon:
    """Patterns of a language's words around numbers; without a table of the language they match nothing."""

    def __init__(self, language: str) -> None:
        table = contact_table()["numbers"].get(language.partition("-")[0], {})
        words = defaultdict[str, list[str]](list, table)
        before, between, joins, things = (
            either(_with_bare(words[key])) for key in ("before", "between", "joins", "things")
        )
        about = either(_with_bare([*words["about"], *words["before"]]))
        signs = either(contact_table()["signs"] if table else ())
        number = rf"(?:[\d .-]{{3,20}}\s?(?:[,;/]|(?:{joins})(?!\w)(?:\s(?:{between})(?!\w))?)\s?){{0,4}}"
        gap = r"[\s:.(+\"'“”‘’«»<>\[=→➜➔*-]{0,4}"
        lead = rf"(?:{signs}|(?<!\w)(?:{before}))(?:[\s:.]{{1,3}}(?:{between})(?!\w)){{0,5}}{gap}"
        self._lead = re.compile(rf"{lead}{number}[(+]{{0,2}}$", re.IGNORECASE)
        more = r"(?:[ ,:(/-]{1,3}[^\W\d_]{1,20}){0,6}"
        self.callee = re.compile(rf"(?<!\w)(?:{about})(?!\w){more}[ :(\"'“‘-]{{0,4}}$", re.IGNORECASE)
        """Words on whom to call, with up to six more behind them in one sentence."""
        self.thing = re.compile(rf"(?<!\w)(?:{things})[ :]{{0,2}}$", re.IGNORECASE)
        """Names of things that have a number."""
        ends = r"[ \"'”’)]{0,3}(?:$|[.,;:!?)\]…-](?!\d)|[^\w\s/%°.,])"
        self.behind = re.compile(rf"{ends}|\s(?:{either(words['goes_on'])})(?!\w)", re.IGNORECASE)
        """Text behind a number that nothing is counted with."""
        self.counted = re.compile(rf"\s?(?:{either(words['counted'])})(?!\w)", re.IGNORECASE)
        """Nouns behind an amount."""
        forms = [(form, str(digit)) for digit, row in enumerate(words["digits"]) for form in _with_bare(row.split("|"))]
        self.digits = {form.casefold(): digit for form, digit in forms}
        """Word → the digit that it means."""
        word = rf"(?:{either(self.digits)})"
        self.digit_words = re.compile(rf"(?<!\w){word}(?:[ ,.-]{{1,2}}{word}){{2,14}}(?!\w)", re.IGNORECASE)
        """Three words for digits or more."""

    def leads(self, plain: str, at: int) -> bool:
        """True if words before a number say that it is to be called."""
        return bool(self._lead.search(plain[max(0, at - _BEFORE) : at]))


_lexicon = cache(Lexicon)


Group = re.Match[str]
"""Digits of a number that stand together."""


def numbers(text: str, plan: Plan, language: str, expected: bool = False) -> Iterator[Mention]:
    """All that a reader would take for a number to call; amounts, days and years are none.

    `expected` says that the whole text should be a number, as behind a word that says so.
    """
    source, lexicon = Plain.of(text), _lexicon(language)
    plain = _SLIP.sub(lambda match: match[0].translate(_DIGITS_OF), source.text.translate(_DASHES))
    places = [(host.at, host.at + len(host.text)) for host in hosts(plain)]
    for start, end in (*places, *(match.span() for match in _PATH.finditer(plain))):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    plain = _ODD.sub(lambda match: _join_digits(match, plan, lexicon), plain)
    yield from _in_words(source, plain, plan, lexicon)
    for region in _REGION.finditer(plain):
        if plain[: region.start()][-1:].isalpha() and not lexicon.leads(plain, region.start()):
            continue  # a code, a word with a figure
        groups = list(_DIGITS.finditer(plain, *region.span()))
        if plain[groups[-1].end() : groups[-1].end() + 1].isalpha():
            groups.pop()  # a code, a document, a price with its unit
        for start, end in _in_region(plain, groups, plan, lexicon, expected):
            typed = source.text[start:end]
            value = canonical(plain[start:end], plan) if not re.search("[OoIl]", typed) else typed
            yield Mention(source.original(start, end), value, source.places[start])


def canonical(text: str, plan: Plan) -> str:
    """A number in the form that is compared: as it is dialled, digits alone if it is none."""
    telephone = parse(re.sub(r"[\u00b7\u2022\u2219]", " ", text), plan)
    return telephone.dialled if telephone else re.sub(r"\D", "", text)


def _join_digits(match: re.Match[str], plan: Plan, lexicon: Lexicon) -> str:
    """The digits of a number with points for the odd signs between them; what is none stays as it is typed."""
    typed = match[0]
    if re.fullmatch(r"[\d .-]+", typed) or not typed[1].isdigit() or lexicon.counted.match(match.string, match.end()):
        return typed
    if _DATE.search(typed) or _AMOUNT.fullmatch(typed) or _YEARS.fullmatch(re.sub(r"[^\d ]", "-", typed)):
        return typed
    dotted = re.sub(r"[^\d ]", ".", typed)
    is_number = _is_long(re.sub(r"\D", "", typed), typed, False, plan, lead=False)
    return dotted if is_number and not _DAY.fullmatch(dotted) else typed


def _in_words(source: Plain, plain: str, plan: Plan, lexicon: Lexicon) -> Iterator[Mention]:
    """Numbers whose digits are words: long ones by their pattern, short ones behind words that say what they are."""
    for match in lexicon.digit_words.finditer(plain):
        digits = "".join(lexicon.digits[word] for word in re.findall(r"\w+", match[0].casefold()))
        short = bool(plan.pattern(digits)) and lexicon.leads(plain, match.start())
        if short or _is_long(digits, digits, False, plan, lead=False):
            yield Mention(source.original(*match.span()), canonical(digits, plan), source.places[match.start()])


def _in_region(
    plain: str, groups: list[Group], plan: Plan, lexicon: Lexicon, expected: bool
) -> Iterator[tuple[int, int]]:
    """Start and end of each number in a region, as indices of `plain`."""
    first = 0
    while first < len(groups):
        lead = lexicon.leads(plain, groups[first].start()) or _is_called_about(plain, groups[first], plan, lexicon)
        last = _number_end(plain, groups, first, plan, lead or expected, lexicon)
        if last == first:
            first = _skip_amount_or_day(plain, groups, first) or first + 1
            continue
        start, end = groups[first].start(), groups[last - 1].end()
        while plain[start - 1 : start] in {"+", "("}:
            start -= 1
        yield start, end
        first = last


def _number_end(plain: str, groups: list[Group], first: int, plan: Plan, lead: bool, lexicon: Lexicon) -> int:
    """The end of the number that begins with a group, as an index; `first` itself if none does."""
    is_amount = lexicon.counted.match(plain, groups[-1].end()) is not None
    for last in range(min(len(groups), first + MOST_GROUPS), first, -1):
        part = groups[first:last]
        digits = "".join(group[0] for group in part)
        typed = plain[part[0].start() : part[-1].end()]
        plus = plain[: part[0].start()].endswith(("+", "+("))
        long = _is_long(digits, typed, plus, plan, lead) or (_is_near(digits, plan) and not is_amount)
        if long and (lead or not _day(plain, groups, first)):
            return last
    if not lead or is_amount:
        return first
    if last := _spaced_number_end(groups, first, plan):
        return last
    if len(groups[first][0]) not in SHORT and not plan.pattern(groups[first][0]):
        return first
    last = first + 1
    if not plan.pattern(groups[first][0]):  # the plan has no such number: it ends where the digits end
        while last < len(groups) and len(groups[last][0]) >= min(SHORT):
            last += 1
    return last


def _spaced_number_end(groups: list[Group], first: int, plan: Plan) -> int:
    """The end of a short number whose digits stand apart (1-1-5) or in groups as they are printed; 0 if none does."""
    for last in range(min(len(groups), first + max(SHORT)), first + 1, -1):
        sizes = [len(group[0]) for group in groups[first:last]]
        name = plan.pattern("".join(group[0] for group in groups[first:last])) if sum(sizes) < LONG else ""
        if name and sizes in ([1] * len(sizes), [*map(len, re.findall("#+", plan.patterns[name].print))]):
            return last
    return 0


def _is_long(digits: str, typed: str, plus: bool, plan: Plan, lead: bool) -> bool:
    """True for digits that are a number by their own form; `typed` as they stand, `plus`: behind a plus."""
    if plus:
        return len(digits) in ABROAD
    if not lead and (_AMOUNT.fullmatch(typed) or _YEARS.fullmatch(typed)):
        return False
    if len(digits) < LONG:
        return False
    trunk = plan.trunk if plan.patterns else TRUNK
    inside = bool(trunk) and digits.startswith(trunk) and len(digits) in WHOLE and typed[1:2].isdigit()
    without_plus = bool(plan.code) and digits.startswith(plan.code)
    abroad = without_plus and bool(plan.pattern(plan.trunk + digits.removeprefix(plan.code)))
    outward = bool(plan.abroad) and digits.startswith(plan.abroad) and not digits.startswith(f"{plan.abroad}0")
    abroad = abroad or (outward and len(digits) in ABROAD)
    return bool(plan.pattern(digits)) or inside or abroad or (lead and len(digits) in ABROAD)


def _is_near(digits: str, plan: Plan) -> bool:
    """True for a number of a service with a digit too many or too few at its end; others have a trunk prefix."""
    return len(digits) >= LONG and bool(plan.pattern(digits[:-1]) or plan.pattern(f"{digits}0"))


def _skip_amount_or_day(plain: str, groups: list[Group], first: int) -> int:
    """The index behind the day or the amount that begins with a group; 0 if neither does."""
    amount = _AMOUNT.match(plain, groups[first].start())
    behind = sum(group.start() < amount.end() for group in groups) if amount else 0
    return _day(plain, groups, first) or behind


def _day(plain: str, groups: list[Group], first: int) -> int:
    """The index behind the day of a calendar that begins with a group; 0 if none does."""
    part = groups[first : first + 3]
    day = _DAY.match(plain, part[0].start()) if len(part) == 3 else None
    return first + 3 if day and day.end() == part[-1].end() else 0


def _is_called_about(plain: str, group: Group, plan: Plan, lexicon: Lexicon) -> bool:
    """True for a short number at the end of words on whom to call, where what follows does not count with it."""
    if not plan.pattern(group[0]) or not lexicon.behind.match(plain, group.end()):
        return False
    before = plain[max(0, group.start() - _BEFORE) : group.start()]
    return bool(lexicon.callee.search(before)) and not lexicon.thing.search(before)


def _with_bare(words: Iterable[str]) -> set[str]:
    """Words, and the same without diacritics, as people type them in messages."""
    forms = set(words)
    return forms | {unmark(word) for word in forms}
