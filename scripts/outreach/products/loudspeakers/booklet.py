"""Scripts as papers in large type: one by one, or all that a unit reads in one paper with heading and plan."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from outreach.campaign.broadcasts import Broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.campaign.units import Unit
from outreach.core.strings import Strings
from outreach.products.loudspeakers import THEME
from outreach.products.loudspeakers.boxes import FRAMES, PAPER, BoxFitter, UnitWords
from outreach.products.loudspeakers.script import Script
from outreach.render.xmp import Label
from outreach.sheets.documents import Document, DocumentComposer, state
from outreach.sheets.label import file_label, unit_title
from outreach.sheets.values import ordering_letter

_BREATH = re.compile(r"\s*(?<!\S)(/{1,2})(?!\S)\s*")
Lines = Mapping[str, Sequence[str]]
"""Slot → the lines in it."""
KINDS = ("pdf", "docx", "txt")
"""Endings of a script's files, in the order in which they are shown."""
BLANK = "……"
"""Stands for a number or day that is still open, with room to write it by hand."""


class ScriptPapers:
    """Composes the papers of a campaign's scripts."""

    def __init__(self, bundle: Bundle, setter: BoxFitter) -> None:
        self._bundle, self._setter = bundle, setter
        self._papers = DocumentComposer(bundle, styles="script.css", theme=THEME)

    def single(self, script: Script) -> Document:
        """One script by itself, where no unit speaks."""
        return self._compose(script.slug, script.meta.title, [script], None, {})

    def booklet(self, words: UnitWords, lines: Lines, title: str = "") -> Document:
        """All scripts that are read in a unit's name, with a heading, what must be said right, and the plan."""
        name, title = self._bundle.words.text("script.file"), title or booklet_title(self._bundle)
        return self._compose(name, title, words.scripts, words.broadcasts, lines)

    def _compose(
        self, name: str, title: str, scripts: Sequence[Script], broadcasts: Broadcasts | None, lines: Lines
    ) -> Document:
        values, bound = shared_values(self._bundle, scripts, broadcasts), self._papers.ties.tie
        context = values | {
            "imprint": bound(values["imprint"]),
            "notice": bound(values["notice"]),
            "numbers": {number: self._setter.spread(said, "said") for number, said in values["numbers"].items()},
            "scripts": [self._script(script, index, lines) for index, script in enumerate(scripts)],
            "parts": parts,
            "spread": self._setter.spread,
            "slots": {slot: {"style": self._setter.box(slot).style, "lines": texts} for slot, texts in lines.items()},
        }
        sources = [self._bundle.project.root / script.page.name for script in scripts]
        return self._papers.compose(name, PAPER, context, title, {}, sources)

    def _script(self, script: Script, index: int, lines: Lines) -> dict[str, Any]:
        """A script's paragraphs, and the slots of what a unit says before and behind them."""
        opening, closing = ([slot] if (slot := f"{frame}{index}") in lines else script.frame(frame) for frame in FRAMES)
        blocks = [*opening, *script.turns, *closing]
        return {"title": script.meta.title, "says": length(script, self._bundle.words), "blocks": blocks}


def shared_values(bundle: Bundle, scripts: Sequence[Script], broadcasts: Broadcasts | None) -> dict[str, Any]:
    """Values that the paper, the Word document and the text of scripts have in common; broadcasts make a booklet."""
    campaign, words = bundle.campaign, bundle.words
    values: dict[str, Any] = {
        "notice": ". ".join(state(campaign, words)),
        "imprint": official_sentence(campaign, words, "imprint"),
        "numbers": numbers(scripts),
        "loanwords": loanwords(scripts),
        "booklet": broadcasts,
    }
    if broadcasts is None:
        return values
    titles = {script.slug: script.meta.title for script in scripts}
    return values | {
        "subject": words.text("script.subject", app=campaign.app.name),
        "order": official_sentence(campaign, words, "order"),
        "titles": titles,
        "times": [f"{slot.at} {titles[slot.script]}" for slot in broadcasts.slots],
        "months": months(campaign.valid_from, campaign.valid_until, words),
    }


def booklet_title(bundle: Bundle, unit: Unit | None = None) -> str:
    """Title of the booklet, a unit's own or that of the campaign as a whole."""
    title = bundle.words.text("script.booklet", app=bundle.campaign.app.name)
    return unit_title(bundle, title, unit) if unit else title


def booklet_label(bundle: Bundle, title: str) -> Label:
    """Metadata of a booklet."""
    return file_label(bundle, title, bundle.words.text("script.unit_lead"))


def length(script: Script, words: Strings) -> str:
    """How long a script is, for people."""
    meta, count = script.meta, script.syllables()
    seconds = script.reader.speller.speech.seconds(count)
    return words.text("script.length", slot=meta.seconds, syllables=count, seconds=seconds)


def official_sentence(campaign: Campaign, words: Strings, name: str) -> str:
    """Who asks for the scripts to be read (`order`) or issues them (`imprint`), on what basis, from when to when."""
    letter, last = ordering_letter(campaign, words, BLANK), words.date(campaign.valid_until)
    days = {"first": words.date(campaign.valid_from), "last": last, "until": last}
    key = f"script.{name}" if letter else f"script.{name}_alone"
    return words.text(key, **letter, **days, issuer=campaign.issuer.name, edition=campaign.edition)


def numbers(scripts: Sequence[Script]) -> dict[str, str]:
    """The numbers that must be said right → with breaths, as they are read."""
    return {s.meta.number: s.reader.sentences(s.meta.number)[0].reading.removesuffix(" //") for s in scripts}


def loanwords(scripts: Sequence[Script]) -> dict[str, str]:
    """The loanwords of scripts → how they are said."""
    sounds: dict[str, str] = {}
    for script in scripts:
        for turn in script.all_turns():
            for sentence in turn.sentences:
                sounds |= script.reader.vocabulary.loanwords(sentence.words)
    return sounds


def parts(line: str) -> list[dict[str, str]]:
    """A line with breaths as words and marks in turn."""
    pieces = _BREATH.split(line)
    pairs = zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    return [{"words": words, "mark": mark} for words, mark in pairs if words or mark]


def months(first: dt.date, last: dt.date, words: Strings) -> list[dict[str, Any]]:
    """The days from first to last by month."""
    by_month: dict[tuple[int, int], list[str]] = {}
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(number)
        name = words.text(f"script.weekday_{day.isoweekday()}")
        by_month.setdefault((day.year, day.month), []).append(f"{name} {day.day:02}/{day.month:02}")
    return [
        {"title": words.text("script.month", month=month, year=year), "days": days}
        for (year, month), days in by_month.items()
    ]
