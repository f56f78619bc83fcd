"""Answers in the cells of a form: a number, a day, words, an entry of a list; anything else is a fault."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from outreach.core.grid import Cell
from outreach.core.text import fold

LONGEST = 500
"""Characters of an answer in words."""
_COUNT = re.compile(r"\d{1,9}")
_DAYS = (
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)
"""Days as the form asks for them, and as spreadsheets keep them. No other order of day and month is guessed."""
_FORMULA = re.compile(r"[=@\t\r]|[+-](?=\S*[A-Za-z(!|])")
"""Beginnings of texts that a spreadsheet would run as a formula."""


@dataclass(frozen=True)
class Fault:
    """The slug of what is wrong with an answer, and what is expected."""

    slug: str
    expected: str = ""


Answer = int | str | dt.date | Fault | None
"""None for an empty cell."""


def read_answer(cell: Cell, kind: str, choices: Mapping[str, str]) -> Answer:
    """The answer in a cell to a question of a kind; `choices` are the entries of a list → what stands for them."""
    if cell.slug == "workbook-cell" or (cell.text and _FORMULA.match(cell.text)):
        return Fault("return-formula")
    if not cell.text:
        return None
    if cell.slug == "workbook-struck":
        return Fault("return-struck")
    return _KINDS[kind](cell, choices)


def same(text: str) -> str:
    """A text as it is compared: without accents, capitals and spaces beyond one."""
    return " ".join(fold(text).split())


def _count(cell: Cell, choices: Mapping[str, str]) -> Answer:
    # A number whose format shows another one is not what its writer saw, so neither counts.
    if cell.slug or not _COUNT.fullmatch(cell.text):
        return Fault("return-number")
    return int(cell.text)


def _day(cell: Cell, choices: Mapping[str, str]) -> Answer:
    for pattern in _DAYS:
        if match := pattern.fullmatch(cell.text):
            try:
                return dt.date(*(int(match[part]) for part in ("year", "month", "day")))
            except ValueError:  # no such day
                break
    return Fault("return-day")


def _text(cell: Cell, choices: Mapping[str, str]) -> Answer:
    if len(cell.text) > LONGEST:
        return Fault("return-long", str(LONGEST))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in cell.text).split())


def _choice(cell: Cell, choices: Mapping[str, str]) -> Answer:
    entries = {same(entry): value for entry, value in choices.items()}
    return entries.get(same(cell.text)) or Fault("return-choice", ", ".join(choices))


_KINDS: Mapping[str, Callable[[Cell, Mapping[str, str]], Answer]] = {
    "count": _count, "day": _day, "text": _text, "choice": _choice,
}  # fmt: skip
