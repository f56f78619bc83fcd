"""Inline text: runs of words, plain or emphasised, as a sheet sets them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_STOP = re.compile(r"(?<![.?!…])[.?!…]++[\"'”’»)]*+(?=\s|$)")
_LETTER = re.compile(r"\w")
# Of the languages that campaigns have had: an abbreviation that is missing ends a sentence early, and copyfit shows it.
_ABBREVIATIONS = {"TP", "Tp", "TX", "Q", "P", "TS", "ThS", "BS", "GS", "PGS", "Mr", "Mrs", "Ms", "Dr", "St", "No"}
_LONGEST = max(map(len, _ABBREVIATIONS))
BREAK = "|"
"""Marks a place where a line may end: the border between two sense units."""


@dataclass(frozen=True)
class Run:
    """Words in one style."""

    text: str
    strong: bool = False


Runs = tuple[Run, ...]


def parse(text: str) -> Runs:
    """`plain **emphasised** plain` as runs; white space is folded."""
    runs: list[Run] = []
    position = 0
    for match in _STRONG.finditer(text):
        runs += [Run(text[position : match.start()]), Run(match[1], True)]
        position = match.end()
    return tidy([*runs, Run(text[position:])])


def tidy(runs: Iterable[Run]) -> Runs:
    """Runs with white space folded and trimmed, neighbours of one style joined; no-break spaces stay."""
    tidy_runs: list[Run] = []
    for run in runs:
        text = re.sub(r"[ \t\r\n]+", " ", run.text)
        if tidy_runs and tidy_runs[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if not text:
            continue
        if tidy_runs and tidy_runs[-1].strong == run.strong:
            tidy_runs[-1] = Run(tidy_runs[-1].text + text, run.strong)
        else:
            tidy_runs.append(Run(text, run.strong))
    if tidy_runs:
        tidy_runs[0] = Run(tidy_runs[0].text.removeprefix(" "), tidy_runs[0].strong)
        tidy_runs[-1] = Run(tidy_runs[-1].text.removesuffix(" "), tidy_runs[-1].strong)
    return tuple(run for run in tidy_runs if run.text)


def plain(runs: Runs) -> str:
    """The words without their styles."""
    return "".join(run.text for run in runs)


def cut(runs: Runs, start: int, end: int) -> Runs:
    """The runs of the characters from `start` to `end`."""
    parts: list[Run] = []
    position = 0
    for run in runs:
        low, high = max(start - position, 0), min(end - position, len(run.text))
        if low < high:
            parts.append(Run(run.text[low:high], run.strong))
        position += len(run.text)
    return tuple(parts)


def first_sentence(runs: Runs) -> Runs:
    """Up to the first full stop that ends a sentence: one before a capital letter or the end of the text."""
    return next((tidy(cut(runs, 0, end)) for end in _ends(plain(runs))), runs)


def sentences(text: str) -> list[str]:
    """The sentences of a text; words behind the last full stop count as one."""
    ends = [0, *_ends(text), len(text)]
    return [sentence for start, end in pairwise(ends) if (sentence := text[start:end].strip())]


def _ends(text: str) -> Iterator[int]:
    """Where sentences end."""
    after: re.Match[str] | None = None
    letters = True  # to come: searching for none again at each mark would take the square
    for match in _STOP.finditer(text):
        if letters and (after is None or after.start() < match.end()):
            after = _LETTER.search(text, match.end())
            letters = after is not None
        if after is None or (after[0].isupper() and _word_before(text, match.start()) not in _ABBREVIATIONS):
            yield match.end()


def _word_before(text: str, end: int) -> str:
    """The letters right before `end`, as many as the longest abbreviation has and one more."""
    start = end
    while start > max(0, end - _LONGEST - 1) and _LETTER.match(text[start - 1]):
        start -= 1
    return text[start:end]
