"""Scripts as papers in large type: one by one, or all that a unit reads in one paper with heading and plan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.core.strings import Strings
from outreach.products.loudspeakers import THEME
from outreach.products.loudspeakers.boxes import FRAMES, PAPER, Setter
from outreach.products.loudspeakers.broadcasts import Broadcasts
from outreach.products.loudspeakers.script import Script, Turn
from outreach.sheets.documents import Document, DocumentComposer, state
from outreach.sheets.values import ordering_letter

_BREATH = re.compile(r"\s*(?<!\S)(/{1,2})(?!\S)\s*")
Lines = Mapping[str, Sequence[str]]
"""Slot → the lines in it."""
BLANK = "……"
"""Stands for a number or day that is still open, with room to write it by hand."""


class ScriptPapers:
    """Composes the papers of a campaign's scripts."""

    def __init__(self, bundle: Bundle, setter: Setter) -> None:
        self._bundle, self._setter = bundle, setter
        self._papers = DocumentComposer(bundle, styles="script.css", theme=THEME)
        self._words = self._papers.words

    def single(self, script: Script) -> Document:
        """One script by itself, where no unit speaks."""
        context = {"booklet": False, "scripts": [self._script(script)], **self._common([script])}
        return self._papers.compose(script.slug, PAPER, context, script.meta.title, {}, self._sources([script]))

    def booklet(self, scripts: Sequence[Script], broadcasts: Broadcasts, lines: Lines, title: str = "") -> Document:
        """All scripts that are read in a unit's name, with a heading, what must be said right, and the plan."""
        campaign, words = self._bundle.campaign, self._words
        title = title or words.text("script.booklet", app=campaign.app.name)
        slots = {slot: {"style": self._setter.box(slot).style, "lines": some} for slot, some in lines.items()}
        context = {
            "booklet": True,
            "slots": slots,
            "scripts": [self._script(script, index) for index, script in enumerate(scripts)],
            "authority": broadcasts.authority,
            "motto": broadcasts.motto,
            "subject": words.text("script.subject", app=campaign.app.name),
            "order": ordered(campaign, words),
            "slots_of_day": self._day(scripts, broadcasts),
            "months": months(campaign.valid_from, campaign.valid_until, words),
            **self._common(scripts),
        }
        return self._papers.compose(words.text("script.file"), PAPER, context, title, {}, self._sources(scripts))

    def _sources(self, scripts: Sequence[Script]) -> list[Path]:
        return [self._bundle.project.root / script.page.name for script in scripts]

    def _common(self, scripts: Sequence[Script]) -> dict[str, Any]:
        campaign, words = self._bundle.campaign, self._words
        return {
            "numbers": {number: self._setter.spread(said, "said") for number, said in numbers(scripts).items()},
            "loanwords": loanwords(scripts),
            "imprint": self._papers.ties.tie(imprint(campaign, words)),
            "notice": self._papers.ties.tie(". ".join(state(campaign, words))),
        }

    def _script(self, script: Script, index: int | None = None) -> dict[str, Any]:
        blocks = [self._block(turn) for turn in script.turns]
        for frame in FRAMES:
            turns = script.frame(frame)
            own = (
                [{"slot": f"{frame}{index}"}] if turns and index is not None else [self._block(turn) for turn in turns]
            )
            blocks = [*own, *blocks] if frame == FRAMES[0] else [*blocks, *own]
        return {"title": script.meta.title, "says": length(script, self._words), "blocks": blocks}

    def _block(self, turn: Turn) -> dict[str, Any]:
        lines = [
            self._setter.spread(sentence.breathed, "voiced" if turn.voice else "text") for sentence in turn.sentences
        ]
        said = [[parts(line) for line in sentence] for sentence in lines]
        return {"slot": "", "voice": turn.voice, "direction": turn.direction, "sentences": said}

    def _day(self, scripts: Sequence[Script], broadcasts: Broadcasts) -> list[dict[str, str]]:
        """The broadcasts of a day: when, and what."""
        titles = {script.slug: script.meta.title for script in scripts}
        return [{"at": slot.at, "title": titles[slot.script]} for slot in broadcasts.slots]


def length(script: Script, words: Strings) -> str:
    """How long a script is, for people."""
    meta, count = script.meta, script.syllables()
    seconds = script.reader.speller.speech.seconds(count)
    return words.text("script.length", slot=meta.seconds, syllables=count, seconds=seconds)


def times(broadcasts: Broadcasts, titles: Mapping[str, str]) -> list[str]:
    """The broadcasts of a day in words; `titles` by script."""
    return [f"{slot.at} {titles[slot.script]}" for slot in broadcasts.slots]


def ordered(campaign: Campaign, words: Strings) -> str:
    """The sentence that asks for the scripts to be read."""
    letter = ordering_letter(campaign, words, BLANK)
    return words.text(
        "script.order" if letter else "script.order_alone",
        **letter,
        issuer=campaign.issuer.name,
        first=words.date(campaign.valid_from),
        last=words.date(campaign.valid_until),
    )


def imprint(campaign: Campaign, words: Strings) -> str:
    """Who issues what is read, on what basis, until when."""
    letter = ordering_letter(campaign, words, BLANK)
    return words.text(
        "script.imprint" if letter else "script.imprint_alone",
        **letter,
        issuer=campaign.issuer.name,
        until=words.date(campaign.valid_until),
        edition=campaign.edition,
    )


def numbers(scripts: Sequence[Script]) -> dict[str, str]:
    """The numbers that must be said right → with breaths, as they are read."""
    return {s.meta.number: s.reader.sentences(s.meta.number)[0].breathed.removesuffix(" //") for s in scripts}


def loanwords(scripts: Sequence[Script]) -> dict[str, str]:
    """The loanwords of scripts → how they are said."""
    found: dict[str, str] = {}
    for script in scripts:
        for turn in script.whole():
            for sentence in turn.sentences:
                found |= script.reader.vocabulary.loanwords(sentence.words)
    return found


def parts(line: str) -> list[dict[str, str]]:
    """A line with breaths as words and marks in turn."""
    pieces = _BREATH.split(line)
    pairs = zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    return [{"words": words, "mark": mark} for words, mark in pairs if words or mark]


def months(first: dt.date, last: dt.date, words: Strings) -> list[dict[str, Any]]:
    """The days from first to last by month."""
    found: dict[tuple[int, int], list[str]] = {}
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(number)
        name = words.text(f"script.weekday_{day.isoweekday()}")
        found.setdefault((day.year, day.month), []).append(f"{name} {day.day:02}/{day.month:02}")
    return [
        {"title": words.text("script.month", month=month, year=year), "days": days}
        for (year, month), days in found.items()
    ]
