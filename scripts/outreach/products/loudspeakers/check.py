"""Scripts are held to what listeners can follow: known words, short sentences, what matters twice, the slot filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from outreach.campaign.units import Unit
from outreach.campaign.validate import unknown
from outreach.core.findings import Data, Finding
from outreach.core.quoting import shorten
from outreach.products.loudspeakers.script import Script, Sentence

_BLOCK = re.compile(r"([-+>|]|\d+[.)])(?:\s|$)")
"""The beginnings of lists, quotations and tables: none is read aloud."""
TWICE = 2
"""How often the key line and the number must be said."""


def check(script: Script, marks: Sequence[str]) -> list[Finding]:
    """All faults of a script where no unit speaks; `marks` are those that the campaign refuses."""
    name, meta = script.page.name, script.meta
    if not script.turns:
        line = script.page.table.line(("read",))
        return [Finding("section-empty", file=name, line=line, data={"found": meta.read, "slot": "read"})]
    faults = list(_voices(script))
    sentences = _sentences(script)
    for sentence in sentences:
        faults += _sentence(sentence, script, marks)
    for field, slug, text in (("key", "script-key", meta.key), ("number", "script-number", meta.number)):
        count = _said(text, sentences)
        if count < TWICE:
            data: Data = {"text": text, "found": count, "expected": TWICE}
            faults.append(Finding(slug, file=name, line=script.page.table.line((field,)), data=data))
    line = script.page.table.line(("seconds",))
    return [*faults, *_slot(script, None, name, line)]


def check_unit(script: Script, unit: Unit) -> list[Finding]:
    """The faults that a unit's own name or number brings into a script, placed at the unit's row in its list.

    Those who live there know how to say its name, whatever its language.
    """
    faults = list(_slot(script, unit, unit.file, unit.line))
    for frame in ("opening", "closing"):
        for turn in script.frame(frame, unit):
            for sentence in turn.sentences:
                faults += [fault for fault in _sentence(sentence, script, ()) if fault.slug != "script-word"]
    return [Finding(f.slug, file=unit.file, line=unit.line, data=f.data) for f in faults]


def _sentences(script: Script) -> list[Sentence]:
    return [sentence for turn in script.whole() for sentence in turn.sentences]


def _voices(script: Script) -> Iterator[Finding]:
    """Voices that the front matter does not name; with several, paragraphs without one."""
    known = script.meta.voices
    for turn in script.turns:
        if turn.sentences and turn.voice not in (known or [""]):
            yield unknown(script.page.table, ("voices",), turn.voice or "—", known).at(script.page.name, turn.line)


def _sentence(sentence: Sentence, script: Script, marks: Sequence[str]) -> Iterator[Finding]:
    text = shorten(sentence.written)
    most = script.reader.speller.speech.breath.sentence
    if sentence.syllables > most:
        data: Data = {"text": text, "found": sentence.syllables, "expected": most}
        yield Finding("script-sentence", file=script.page.name, line=sentence.line, data=data)
    if block := _BLOCK.match(sentence.written):
        yield Finding("script-word", file=script.page.name, line=sentence.line, data={"found": block[1]})
    doubts = script.reader.speller.doubts(sentence.written)
    for doubt in doubts:
        about: Data = {"found": doubt.text, **dict(zip(("first", "second"), doubt.readings, strict=False))}
        slug = "script-doubtful" if doubt.readings else "script-impossible"
        yield Finding(slug, file=script.page.name, line=sentence.line, data=about)
    for word in script.reader.vocabulary.foreign(sentence.words):
        if any(word in doubt.text for doubt in doubts):
            continue
        yield Finding("script-word", file=script.page.name, line=sentence.line, data={"found": word})
    for mark in marks:
        if mark in sentence.written:
            data = {"text": text, "slot": script.meta.read, "found": mark}
            yield Finding("mark-refused", file=script.page.name, line=sentence.line, data=data)


def _slot(script: Script, unit: Unit | None, file: str, line: int) -> Iterator[Finding]:
    least, most = script.reader.speller.speech.limits(script.meta.seconds)
    found = script.syllables(unit)
    if found > most or (found < least and unit is None):  # a short name or number makes a pause, no fault
        yield Finding(
            "script-slot",
            file=file,
            line=line,
            data={"found": found, "seconds": script.meta.seconds, "least": least, "most": most, "script": script.slug},
        )


def _said(text: str, sentences: Iterable[Sentence]) -> int:
    wanted = text.casefold()
    return sum(sentence.written.casefold().count(wanted) for sentence in sentences)
