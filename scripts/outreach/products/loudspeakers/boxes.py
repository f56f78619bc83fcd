"""A unit's own words on the paper of scripts: text for each slot, and how it is set in the slot's box."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from outreach.campaign.broadcasts import Broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.campaign.units import Unit, help_of
from outreach.campaign.validate import Strict
from outreach.content.inline import Run, plain
from outreach.content.ties import NO_BREAK
from outreach.core.findings import Data, Finding, OutreachError
from outreach.products.loudspeakers import THEME
from outreach.products.loudspeakers.script import Script
from outreach.render.glyphs import Family
from outreach.sheets.boxes import TextBox, read_boxes
from outreach.sheets.copyfit import LineBreaker, misfit

FRAMES = ("opening", "closing")
_BREATH = re.compile(r"\s+(?=/{1,2}(?:\s|$))")
"""The space before a mark of breath: no line begins with one."""
MANY = 1000
"""Texts that are kept as they were set: several scripts begin and end alike."""
PAPER = "script"
TORN = 0.5
"""Cost of ending a line where no breath is; before a name a third of it. A line left empty costs 1."""


class Boxes(Strict):
    """theme/script.toml."""

    head: TextBox
    station: TextBox
    help: TextBox
    plan: TextBox
    frame: TextBox
    text: TextBox
    voiced: TextBox
    said: TextBox


@dataclass(frozen=True)
class UnitWords:
    """The words that differ from unit to unit, by slot; `opening0` is said before the first script."""

    scripts: Sequence[Script]
    broadcasts: Broadcasts
    campaign: Campaign

    def of(self, unit: Unit | None) -> dict[str, str]:
        """The words for a unit, or for the campaign as a whole."""
        reader = self.scripts[0].reader
        label, number = help_of(unit, self.campaign)
        name = unit.name if unit else self.campaign.issuer.place
        words = {
            "head": name.upper(),
            "station": reader.ties.tie(reader.frame_text(self.broadcasts.station, unit)),
            "help": reader.ties.tie(f"{label}: {number}"),
            "plan": name,
        }
        for index, script in enumerate(self.scripts):
            for frame in FRAMES:
                sentences = [sentence.reading for turn in script.frame(frame, unit) for sentence in turn.sentences]
                words |= {f"{frame}{index}": " ".join(sentences)} if sentences else {}
        return words


def unit_words(bundle: Bundle, scripts: Iterable[Script], broadcasts: Broadcasts | None) -> UnitWords | None:
    """The words of the scripts that units read; None if there are none."""
    unit_scripts = [script for script in scripts if script.meta.kit]
    return UnitWords(unit_scripts, broadcasts, bundle.campaign) if unit_scripts and broadcasts is not None else None


class BoxFitter:
    """Sets a unit's words in their boxes."""

    def __init__(self, family: Family) -> None:
        self._boxes, self._family = read_boxes(THEME / f"{PAPER}.toml", Boxes), family
        self._lines = lru_cache(MANY)(self._break)

    def box(self, slot: str) -> TextBox:
        """The box of a slot."""
        name = slot.rstrip("0123456789")
        box: TextBox = getattr(self._boxes, "frame" if name in FRAMES else name)
        return box

    def lines(self, words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """Each slot's lines, as many as its box has; the last may be empty.

        Raises OutreachError for what is too long.
        """
        return {slot: self._set(slot, text) for slot, text in words.items()}

    def spread(self, text: str, box: Literal["text", "voiced", "said"]) -> Sequence[str]:
        """A sentence in lines that end at breaths where they can; in one where a word is wider than the box."""
        return self._lines(text, getattr(self._boxes, box)) or (text,)

    def _set(self, slot: str, text: str) -> tuple[str, ...]:
        box = self.box(slot)
        lines = self._lines(text, box)
        if lines is None:
            size, room = box.size_mm, (box.width, box.height * box.lines)
            over = misfit((Run(text),), box.type, size, room, box.lines, self._family)
            wide, high = round(over.over_width, 1), round(over.over_height, 1)
            data: Data = {"text": text, "slot": slot, "sheet": PAPER, "wide": wide, "high": high}
            raise OutreachError(Finding("copyfit", data=data))
        return (*lines, *[""] * (box.lines - len(lines)))

    def _break(self, text: str, box: TextBox) -> tuple[str, ...] | None:
        """The fewest lines that hold a text, as even as breaths allow; None if the box holds none such."""
        measure = LineBreaker(self._family, box.type, rough=_rough)
        lines = measure.lines((Run(_BREATH.sub(NO_BREAK, text)),), box.width / box.size_mm, box.lines)
        return tuple(plain(line).replace(NO_BREAK, " ") for line in lines) if lines else None


def _rough(before: str, after: str) -> float:
    """The cost of ending a line between two words: none at a breath, less before a name than anywhere else."""
    if before.endswith("/"):
        return 0.0
    return TORN / 3 if after[0].isupper() and not before.split()[-1][0].isupper() else TORN
