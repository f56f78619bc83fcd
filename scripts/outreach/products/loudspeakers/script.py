"""A script as it is read: paragraphs with their voices, sentences in words, breaths, syllables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from outreach.campaign.broadcasts import UnitSentence
from outreach.campaign.unit_cells import inside
from outreach.campaign.units import Unit
from outreach.content.inline import sentences
from outreach.content.page import Page
from outreach.content.ties import NO_TIES, Ties
from outreach.core.findings import Finding
from outreach.products.loudspeakers.script_fields import ScriptFields
from outreach.products.loudspeakers.spelling import Verbaliser
from outreach.products.loudspeakers.vocabulary import Vocabulary

_HEADING = re.compile(r"^(#{1,6})\s.*?(\{#([\w-]+)\})?\s*$")
_VOICE = re.compile(r"^\*\*([^*]+?):\*\*\s*")
_DIRECTION = re.compile(r"^\*([^*].*)\*$", re.DOTALL)
_PAUSE = re.compile(r"(?<=[,;:–])(?=\s)")
MANY = 1000
"""Texts that a reader keeps: several scripts begin and end alike."""
_HAND = re.compile(r"(?<!\S)/{1,2}(?!\S)")


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is written, in words, and in words with breath marks; its line in the file and its syllables."""

    text: str
    words: str
    reading: str
    line: int
    syllables: int


@dataclass(frozen=True)
class Turn:
    """A paragraph: who speaks ("" if there is one voice), and what. A direction is seen or heard, not said."""

    voice: str
    sentences: tuple[Sentence, ...] = ()
    direction: str = ""
    line: int = 0


class ScriptParser:
    """Reads the texts of one language."""

    def __init__(self, speller: Verbaliser, ties: Ties = NO_TIES) -> None:
        self.speller, self.ties = speller, ties
        self.vocabulary = Vocabulary(speller.speech)
        self._breath = speller.speech.breath
        self.sentences = lru_cache(MANY)(self._sentences)

    def __reduce__(self) -> tuple[type[ScriptParser], tuple[Verbaliser, Ties]]:
        return ScriptParser, (self.speller, self.ties)

    def turns(self, text: str, first_line: int = 1) -> list[Turn]:
        """The paragraphs of a Markdown text that begins on a line of its file."""
        return [self._turn(paragraph, line) for paragraph, line in _paragraphs(text, first_line)]

    def _sentences(self, text: str, line: int = 0) -> tuple[Sentence, ...]:
        """The sentences of a paragraph that begins on a line of its file; breaths set by hand stay with them."""
        read: list[Sentence] = []
        at = 0
        for sentence in _with_breaths(sentences(text)):
            start = text.find(sentence.split()[0], at)
            read.append(self._sentence(" ".join(sentence.split()), line + text.count("\n", 0, max(start, 0))))
            at = max(start, at) + 1
        return tuple(read)

    def frame_text(self, frame: UnitSentence, unit: Unit | None) -> str:
        """The words of a frame for a unit, as they are written."""
        if unit is None:
            return frame.text
        if frame.call is not None and unit.hotline:
            return frame.call.format(number=unit.hotline)
        return frame.unit.format(name=inside(unit.name))

    def _turn(self, paragraph: str, line: int) -> Turn:
        if match := _DIRECTION.match(paragraph):
            return Turn("", direction=" ".join(match[1].split()), line=line)
        match = _VOICE.match(paragraph)
        words = paragraph[match.end() :] if match else paragraph
        return Turn(match[1] if match else "", self.sentences(words, line), line=line)

    def _sentence(self, text: str, line: int) -> Sentence:
        bare = " ".join(_HAND.sub(" ", text).split())
        words = _capital(self.speller.spell(bare))
        return Sentence(bare, words, self._reading(text), line, self.vocabulary.syllables(words))

    def _reading(self, text: str) -> str:
        """In words, with breaths: those set by hand, others where a pause is heard, and a long one at the end."""
        marks = {"/": self._breath.comma, "//": self._breath.stop}
        readings: list[str] = []
        for part in re.split(rf"({_HAND.pattern})", text):
            readings.append(marks.get(part) or self._paused(self.speller.spell(part)))
        readings = [part for part in readings if part]
        if readings[-1:] and readings[-1] in marks.values():
            readings.pop()
        return self.ties.tie(_capital(" ".join([*readings, self._breath.stop])))

    def _paused(self, words: str) -> str:
        """Words with a short breath at each pause, but none that would follow another too soon."""
        stretches: list[str] = []
        counts: list[int] = []  # of syllables: to count a stretch again for each piece would take the square
        for piece in _PAUSE.split(words):
            count = self.vocabulary.syllables(piece)
            if stretches and min(counts[-1], count) < self._breath.fewest:
                stretches[-1] += piece
                counts[-1] += count
            else:
                stretches.append(piece.strip())
                counts.append(count)
        return f" {self._breath.comma} ".join(stretches)


def _with_breaths(pieces: list[str]) -> list[str]:
    """A breath set by hand behind a full stop belongs to the sentence that it ends."""
    texts: list[str] = []
    for sentence in pieces:
        match = re.match(r"/{1,2}\s+", sentence)
        if match and texts:
            texts[-1] += f" {match[0].strip()}"
            sentence = sentence[match.end() :]
        if sentence.strip(" /"):
            texts.append(sentence)
        elif texts and not match:
            texts[-1] += f" {sentence}"
    return texts


def _capital(text: str) -> str:
    """With a capital at its beginning, which a word of the dictionary may lack."""
    at = next((place for place, character in enumerate(text) if character.isalpha()), 0)
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def section_lines(page: Page, name: str) -> tuple[int, int]:
    """The lines of a page's body, from 0, below the heading with an id, without the last; (0, 0) if there is none."""
    lines = page.body.split("\n")
    start = level = 0
    for number, line in enumerate(lines):
        match = _HEADING.match(line)
        if match is None:
            continue
        if start and len(match[1]) <= level:
            return start, number
        if match[3] == name:
            start, level = number + 1, len(match[1])
    return (start, len(lines)) if start else (0, 0)


def _paragraphs(text: str, first_line: int) -> Iterator[tuple[str, int]]:
    """Each paragraph with the line that it begins on."""
    gathered: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], first_line):
        if line.strip():
            gathered.append(line.strip())
        elif gathered:
            yield "\n".join(gathered), number - len(gathered)
            gathered = []


@dataclass(frozen=True)
class Script:
    """A script that has been read. `lines` are those of its page's body in which it stands."""

    slug: str
    meta: ScriptFields
    page: Page
    turns: tuple[Turn, ...]
    lines: tuple[int, int]
    reader: ScriptParser

    def all_turns(self, unit: Unit | None = None) -> list[Turn]:
        """All that is said, with what a unit says in its own name."""
        return [*self.frame("opening", unit), *self.turns, *self.frame("closing", unit)]

    def frame(self, name: str, unit: Unit | None = None) -> list[Turn]:
        """The words before (`opening`) or after (`closing`) the script; none if it has none."""
        frame: UnitSentence | None = getattr(self.meta, name)
        if frame is None:
            return []
        line = self.page.table.line((name,))
        return [Turn("", self.reader.sentences(self.reader.frame_text(frame, unit), line), line=line)]

    def fault(self, field: str, slug: str, **data: str | int) -> Finding:
        """A finding at a field of the front matter."""
        return Finding(slug, file=self.page.name, line=self.page.table.line((field,)), data=data)

    def syllables(self, unit: Unit | None = None) -> int:
        """Of all that is said."""
        return sum(sentence.syllables for turn in self.all_turns(unit) for sentence in turn.sentences)
