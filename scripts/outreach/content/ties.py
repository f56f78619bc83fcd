"""Ties: the spaces of a text at which no line may end, because what they part is read as one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from outreach.campaign.ties import TieTable
from outreach.content.inline import Runs, plain
from outreach.core.text import either

NO_BREAK = "\u00a0"
_WORD = re.compile(r"[^\W_]+(?:[²³])?")
_NUMBER = r"\d[\d.,/:–-]*[A-Za-zĐđ\d/-]*"
"""A number, day, time, span or document number."""
_COUNT = r"\d(?:[\d.,–-]*\d)?"
_MARKUP = re.compile(
    r"<!--.*?-->|<(head|pre|code|script|style|svg|textarea)\b.*?</\1\s*>|<(\w+) data-set\b.*?</\2>|<[^>]*>|[^<]+",
    re.DOTALL | re.IGNORECASE,
)
"""Parts of a page: comments, elements that keep their spaces, tags, text."""
_MANY = 5000
"""Texts whose ties are remembered."""


class Ties:
    """Finds ties by a language's table; `app` is the application's name."""

    def __init__(self, table: TieTable | None = None, app: str = "") -> None:
        table = table or TieTable()
        self._compounds = {tuple(map(_fold, group.split())) for group in table.compounds}
        self._names = {tuple(group.split()) for group in table.names}
        self._longest = max((len(group) for group in (*self._compounds, *self._names)), default=0)
        self._patterns = [re.compile(pattern) for pattern in table.patterns]
        if table.after_number:
            nouns = _either(table.after_number)
            scales = f"(?: {_either(table.scales)})?" if table.scales else ""
            many = f"(?:{_COUNT}|{_either(table.numerals)})" if table.numerals else _COUNT
            self._patterns.append(re.compile(rf"(?<![\w./-]){many}{scales} {nouns}(?!\w)", re.IGNORECASE))
        if table.before_number:
            self._patterns.append(re.compile(rf"(?<!\w){_either(table.before_number)} (?=\d){_NUMBER}", re.IGNORECASE))
        if table.before_app and app:
            self._patterns.append(
                re.compile(rf"(?<!\w){_either(table.before_app)} {re.escape(app)}(?!\w)", re.IGNORECASE)
            )
        self._known: dict[str, frozenset[int]] = {}

    def spaces(self, text: str) -> frozenset[int]:
        """Indices of the spaces of `text` that are ties."""
        if text not in self._known:
            if len(self._known) >= _MANY:
                self._known.clear()
            plain_text = text.replace(NO_BREAK, " ")  # a tie that somebody typed
            spans = [match.span() for pattern in self._patterns for match in pattern.finditer(plain_text)]
            spans += self._groups(plain_text)
            self._known[text] = frozenset(at for start, end in spans for at in range(start, end) if text[at] == " ")
        return self._known[text]

    def tie(self, text: str) -> str:
        """`text` with no-break spaces for ties."""
        spaces = self.spaces(text)
        return "".join(NO_BREAK if at in spaces else sign for at, sign in enumerate(text)) if spaces else text

    def tie_html(self, html: str) -> str:
        """A page, or a part of one, with no-break spaces for ties in its text. White space is folded; elements with
        `data-set` are left as they are, since their lines have been broken already.
        """

        def tie(match: re.Match[str]) -> str:
            return match[0] if match[0].startswith("<") else self.tie(re.sub(r"[ \t\r\n]+", " ", match[0]))

        return _MARKUP.sub(tie, html)

    def breaks(self, lines: Iterable[Runs | str]) -> list[tuple[int, str]]:
        """Ties between lines: the number of the line that ends there (from 0), and the words, "|" between them."""
        texts = [line if isinstance(line, str) else plain(line) for line in lines]
        whole = " ".join(texts)
        spaces, rows, end = self.spaces(whole), [], -1
        for number, text in enumerate(texts[:-1]):
            end += len(text) + 1
            if end in spaces:
                rows.append((number, f"{text.split()[-1]} | {texts[number + 1].split()[0]}"))
        return rows

    def _groups(self, text: str) -> Iterator[tuple[int, int]]:
        """Compounds and names from left to right, the longest at each place."""
        words = list(_WORD.finditer(text))
        small = [_fold(word[0]) for word in words]
        at = 0
        while at < len(words):
            reach = at + 1
            while (
                reach < min(len(words), at + self._longest)
                and text[words[reach - 1].end() : words[reach].start()] == " "
            ):
                reach += 1
            for end in range(reach, at + 1, -1):
                exact = tuple(word[0] for word in words[at:end])
                if tuple(small[at:end]) in self._compounds or exact in self._names:
                    yield words[at].start(), words[end - 1].end()
                    at = end - 1
                    break
            at += 1


def _fold(word: str) -> str:
    """A word in small letters, its tone where one of the two ways to spell it sets it: khoẻ is khỏe, uỷ is ủy."""
    return _TONE_LAST.sub(lambda match: _NEW_TONES[match[0]], word.casefold())


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NEW_TONES = {
    unicodedata.normalize("NFC", f"{first}{last}{tone}"): unicodedata.normalize("NFC", f"{first}{tone}{last}")
    for first, last in ("oa", "oe", "uy")
    for tone in _TONES
}
"""Syllables that end so, their tone on the last letter → on the first, as dictionaries before 1980 have it."""
_TONE_LAST = re.compile(rf"(?:{'|'.join(_NEW_TONES)})(?!\w)")
NO_TIES = Ties()
"""Ties of a language without a table: none."""


def _either(words: Iterable[str]) -> str:
    """A group that matches any of these words."""
    return f"(?:{either(words)})"
