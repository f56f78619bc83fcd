"""Characters that look like those of a language and are others, by the table of look-alikes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from outreach.core.findings import Data
from outreach.core.package import THEME
from outreach.core.tables import read_toml

TABLE = THEME / "look_alikes.toml"
LATIN = "LATIN"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_PLAIN = re.compile(r"[\x00-\u02af\u0300-\u036f\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2190-\u23ff\u2500-\u27bf]*")
"""Latin letters with their marks, punctuation, currencies, arrows, signs."""
_MARKED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_SHAPING = "\u0302\u0306\u031b"
"""Circumflex, breve and horn: marks that make another letter; those of tones stand behind them."""
_QUOTED = 40
"""Characters of a word that a finding quotes."""


@dataclass(frozen=True)
class LookAlike:
    """A character that is not what it looks like, the word in which it stands, and what is meant."""

    character: str
    word: str
    right: str

    @property
    def data(self) -> Data:
        """Fields of a finding."""
        return {
            "found": _with_code_points(self.character),
            "word": self.word[:_QUOTED],
            "expected": _with_code_points(self.right),
        }


class Alphabet:
    """Signs that languages are not written with (without languages, those of all tables); the script of the first."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        known = _table()["languages"]
        tables = [known.get(language.partition("-")[0], {}) for language in languages]
        self.script = str(tables[0].get("script", "")) if tables else LATIN
        signs = [pair for table in tables or known.values() for pair in table.get("signs", {}).items()]
        self.right = {unicodedata.normalize("NFC", sign): right for sign, right in signs}
        """Sign → what is meant."""
        self.signs = re.compile("|".join(map(re.escape, sorted(self.right, key=len, reverse=True))) or r"(?!)")


_alphabet = cache(Alphabet)


def look_alikes(text: str, languages: tuple[str, ...] = ()) -> list[LookAlike]:
    """Each look-alike of a text once, in its order. Languages that have no table allow any letter of their own script;
    without languages the signs of all tables count.
    """
    alphabet = _alphabet(languages)
    parts = [_by_order(text)]
    if alphabet.signs.search(text) or not _PLAIN.fullmatch(text):
        script = alphabet.script
        parts = [_by_sign(text, alphabet), _by_form(text, script), _by_order(text), _by_script(text, script)]
    return list(dict.fromkeys(alike for part in parts for alike in part))


def _by_sign(text: str, alphabet: Alphabet) -> Iterator[LookAlike]:
    """Signs that the languages are not written with."""
    for match in alphabet.signs.finditer(text):
        yield LookAlike(match[0], _around(text, match.start()), alphabet.right[match[0]])


def _by_form(text: str, script: str) -> Iterator[LookAlike]:
    """Characters of other codings, and digits of other scripts in a language that has its own."""
    for at, character in enumerate(text):
        if character.isascii():
            continue
        if any(first <= ord(character) <= last for first, last in _ranges()):
            yield LookAlike(character, _around(text, at), unicodedata.normalize("NFKC", character))
        elif script and unicodedata.category(character) == "Nd":
            yield LookAlike(character, _around(text, at), str(unicodedata.digit(character)))


def _by_order(text: str) -> Iterator[LookAlike]:
    """Letters whose marks were typed in another order than the letter's own, or twice (o, grave, circumflex for ồ)."""
    for match in _MARKED.finditer(text):
        letter, *typed = list(unicodedata.normalize("NFD", match[0]))
        marks = sorted(dict.fromkeys(typed), key=lambda mark: (mark not in _SHAPING, mark))
        right = unicodedata.normalize("NFC", letter + "".join(marks))
        if len(right) == 1 and right != unicodedata.normalize("NFC", match[0]):
            yield LookAlike(match[0], _around(text, match.start()), right)


def _by_script(text: str, script: str) -> Iterator[LookAlike]:
    """Letters of another script than the rest of their word, and whole words that look Latin, in a text that is not
    written in their script.
    """
    words = [(match[0], [_script(letter) for letter in match[0]]) for match in _WORD.finditer(text)]
    for word, scripts in words:
        counted = Counter(name for name in scripts if name == LATIN or name in _table()["scripts"])
        if len(counted) > 1:
            main = max(counted, key=lambda name: (counted[name], name == LATIN))
            yield from _strangers(word, scripts, main)
        elif counted and script == LATIN and LATIN not in counted and not _is_written_in(words, *counted):
            yield from _strangers(word, scripts, LATIN, sure=True)


def _strangers(word: str, scripts: list[str], main: str, sure: bool = False) -> Iterator[LookAlike]:
    """Letters of a word that are not of its main script. `sure`: none at all unless each of them looks like a letter of
    the main script.
    """
    strangers = []
    for letter, script in zip(word, scripts, strict=True):
        if script == main or (script != LATIN and script not in _table()["scripts"]):
            continue
        right = _counterpart(letter, script, main, sure)
        if right:
            strangers.append(LookAlike(letter, word, right))
        elif sure:
            return
    yield from strangers


def _counterpart(letter: str, script: str, main: str, sure: bool) -> str:
    if script == LATIN:
        inverse = {value: key for kind in ("near", "same") for key, value in _table()["scripts"][main][kind].items()}
        return str(inverse.get(letter, ""))
    table = _table()["scripts"][script]
    known = table["same"] if sure else table["near"] | table["same"]
    plain, *marks = list(unicodedata.normalize("NFD", letter))
    right = known.get(letter, "") or (known.get(plain, "") + "".join(marks) if plain in known else "")
    return unicodedata.normalize("NFC", right) if main == LATIN else ""


def _is_written_in(words: list[tuple[str, list[str]]], script: str) -> bool:
    """True if a word of the text could not be taken for Latin: the text is in that script on purpose."""
    same = _table()["scripts"][script]["same"]
    return any(script in scripts and any(letter not in same for letter in word) for word, scripts in words)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The script of a letter: the first word of its Unicode name, since Python has no table of scripts."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _around(text: str, at: int) -> str:
    """The word at a place."""
    start, end = at, at + 1
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[max(start, at - _QUOTED // 2) : min(end, at + _QUOTED // 2)]


@cache
def _ranges() -> tuple[tuple[int, int], ...]:
    return tuple((int(first, 16), int(last, 16)) for first, last in _table()["compatibility"]["ranges"])


@cache
def _table() -> dict[str, Any]:
    return read_toml(TABLE, TABLE.name).data


def _with_code_points(characters: str) -> str:
    """Characters with their Unicode numbers: ð (U+00F0)."""
    return f"{characters} ({' '.join(f'U+{ord(character):04X}' for character in characters)})"
