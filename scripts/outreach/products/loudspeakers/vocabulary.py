"""The words of a language: their syllables, loanwords, and signs in a text that are no words at all."""

import re
import unicodedata
from functools import cached_property

from outreach.products.loudspeakers.numerals import NUMERAL
from outreach.products.loudspeakers.speech import Speech

_SIGNS = frozenset("#@&%*_/\\{}[]")
_AROUND = ".,;:!?()\"'“”‘’«»…–-"
"""Punctuation around a word."""


class Vocabulary:
    """The words of one language."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech

    def help(self, word: str) -> str:
        """How a loanword is said; empty for any other word."""
        return self._help.get(word.casefold(), "")

    def syllables(self, spoken: str) -> int:
        """The syllables of a text that is in words already."""
        return sum(self._count(word) for word in _words(spoken))

    def foreign(self, spoken: str) -> list[str]:
        """Words that are neither of the language nor known loanwords, and figures and signs that no rule read."""
        parts = (part.strip(_AROUND) for part in re.sub(r"(?<!\S)/{1,2}(?!\S)", " ", spoken).split())
        left = [part for part in parts if re.search(rf"\d|^{NUMERAL}$", part) or any(map(_sign, part))]
        words = [word for word in _words(spoken) if not self.help(word)]
        return list(dict.fromkeys([*left, *(w for w in words if not all(map(self._known, w.casefold().split("-"))))]))

    def loanwords(self, spoken: str) -> dict[str, str]:
        """The loanwords of a text as they stand in it, and how they are said."""
        return {word: sound for word in _words(spoken) if (sound := self.help(word))}

    def _known(self, syllable: str) -> bool:
        return bool(self._syllable.fullmatch(syllable)) or syllable in self._spoken_syllables

    def _count(self, word: str) -> int:
        return len(re.split(r"[-\s]+", self.help(word) or word))

    @cached_property
    def _help(self) -> dict[str, str]:
        return {word.casefold(): sound for word, sound in self.speech.loanwords.items()}

    @cached_property
    def _syllable(self) -> re.Pattern[str]:
        return re.compile(self.speech.syllables.pattern)

    @cached_property
    def _spoken_syllables(self) -> set[str]:
        """Syllables that the table itself puts into texts."""
        table = self.speech
        texts = [*table.units.values(), *table.letters.values(), *table.words.values(), *table.addresses.parts.values()]
        return {part for text in texts for word in _words(text.casefold()) for part in word.split("-")}


def _sign(character: str) -> bool:
    """True for what is neither letter nor mark of punctuation."""
    return character in _SIGNS or unicodedata.category(character) in ("Sm", "Sc", "So", "Sk", "No")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
