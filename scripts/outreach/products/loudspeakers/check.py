"""Scripts are held to what listeners can follow: known words, short sentences, what matters twice, the slot filled."""

import re
from collections.abc import Iterator, Sequence

from outreach.campaign.units import Unit
from outreach.campaign.validate import unknown
from outreach.core.findings import Finding
from outreach.core.quoting import shorten
from outreach.products.loudspeakers.script import Script, Sentence

_BLOCK = re.compile(r"([-+>|]|\d+[.)])(?:\s|$)")
"""The beginnings of lists, quotations and tables: none is read aloud."""
TWICE = 2
"""How often the key line and the number must be said."""


def check(script: Script, marks: Sequence[str]) -> list[Finding]:
    """All faults of a script where no unit speaks; `marks` are those that the campaign refuses."""
    meta = script.meta
    if not script.turns:
        return [script.fault("read", "section-empty", found=meta.read, slot="read")]
    faults = list(_voices(script))
    sentences = [sentence for turn in script.all_turns() for sentence in turn.sentences]
    for sentence in sentences:
        faults += _sentence(sentence, script, marks)
    for field, slug, text in (("key", "script-key", meta.key), ("number", "script-number", meta.number)):
        count = sum(sentence.text.casefold().count(text.casefold()) for sentence in sentences)
        if count < TWICE:
            faults.append(script.fault(field, slug, text=text, found=count, expected=TWICE))
    return [*faults, *_slot(script, None)]


def check_unit(script: Script, unit: Unit) -> list[Finding]:
    """The faults that a unit's own name or number brings into a script, placed at the unit's row in its list.

    Those who live there know how to say its name, whatever its language.
    """
    faults = list(_slot(script, unit))
    for frame in ("opening", "closing"):
        for turn in script.frame(frame, unit):
            for sentence in turn.sentences:
                faults += [fault for fault in _sentence(sentence, script, ()) if fault.slug != "script-word"]
    return [fault.at(unit.file, unit.line) for fault in faults]


def _voices(script: Script) -> Iterator[Finding]:
    """Voices that the front matter does not name; with several, paragraphs without one."""
    names = script.meta.voices
    for turn in script.turns:
        if turn.sentences and turn.voice not in (names or [""]):
            yield unknown(script.page.table, ("voices",), turn.voice or "—", names).at(script.page.name, turn.line)


def _sentence(sentence: Sentence, script: Script, marks: Sequence[str]) -> Iterator[Finding]:
    def fault(slug: str, **data: str | int) -> Finding:
        return Finding(slug, file=script.page.name, line=sentence.line, data=data)

    text = sentence.text
    most = script.reader.speller.speech.breath.sentence
    if sentence.syllables > most:
        yield fault("script-sentence", text=shorten(text), found=sentence.syllables, expected=most)
    if block := _BLOCK.match(text):
        yield fault("script-word", found=block[1])
    doubts = script.reader.speller.doubts(text)
    for doubt in doubts:
        slug = "script-doubtful" if doubt.readings else "script-impossible"
        yield fault(slug, found=doubt.text, **dict(zip(("first", "second"), doubt.readings, strict=False)))
    for word in script.reader.vocabulary.foreign(sentence.words):
        if not any(word in doubt.text for doubt in doubts):
            yield fault("script-word", found=word)
    for mark in marks:
        if mark in text:
            yield fault("mark-refused", text=shorten(text), slot=script.meta.read, found=mark)


def _slot(script: Script, unit: Unit | None) -> Iterator[Finding]:
    seconds, count = script.meta.seconds, script.syllables(unit)
    least, most = script.reader.speller.speech.limits(seconds)
    if count > most or (count < least and unit is None):  # a short name or number makes a pause, no fault
        yield script.fault(
            "seconds", "script-slot", found=count, seconds=seconds, least=least, most=most, script=script.slug
        )
