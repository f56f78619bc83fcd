"""A unit's own words on the paper of scripts: text for each slot, and how it is set in the slot's box."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from outreach.campaign.model import Campaign
from outreach.campaign.units import Unit, help_of
from outreach.campaign.validate import Strict, validate
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.lengths import MM_PER_INCH
from outreach.core.tables import read_toml
from outreach.products.loudspeakers import THEME
from outreach.products.loudspeakers.broadcasts import Broadcasts
from outreach.products.loudspeakers.script import Script
from outreach.render.glyphs import Family
from outreach.render.stamping import Key

POINT = MM_PER_INCH / 72
FRAMES = ("opening", "closing")
MANY = 1000
"""Texts that are kept as they were set: several scripts begin and end alike."""
SHARES = {"left": 0.0, "center": 0.5}
PAPER = "script"
_LINE, _TORN = 4.0, 0.5
"""Costs of a further line, and of a line that ends where no breath is; a line that is all empty costs 1."""


class Box(Strict):
    """A box with room for so many `lines` of one size: lengths in mm, `size` in pt."""

    width: float
    size: float
    weight: int
    height: float
    lines: int
    align: Literal["left", "center"] = "left"

    @property
    def share(self) -> float:
        """Of the room left over in a line, what lies to its left."""
        return SHARES[self.align]

    @property
    def style(self) -> str:
        """The CSS of a line in it."""
        return (
            f"width:{self.width:g}mm;height:{self.height:g}mm;line-height:{self.height:g}mm;"
            f"font-size:{self.size:g}pt;font-weight:{self.weight};text-align:{self.align}"
        )


class Boxes(Strict):
    """theme/script.toml."""

    head: Box
    station: Box
    help: Box
    plan: Box
    frame: Box
    text: Box
    voiced: Box
    said: Box


def read_boxes() -> Boxes:
    """The boxes of the paper. Raises OutreachError if the theme is at fault."""
    path = THEME / f"{PAPER}.toml"
    table = read_toml(path, path.name)
    boxes, faults = validate(Boxes, table.data, table)
    if boxes is None:
        raise OutreachError(faults)
    return boxes


@dataclass(frozen=True)
class UnitWords:
    """The words that differ from unit to unit, by slot; `opening0` is said before the first script."""

    scripts: Sequence[Script]
    broadcasts: Broadcasts
    campaign: Campaign
    instead: Mapping[str, Unit] = field(default_factory=dict)
    """Code of a unit whose record does not fit → as much of it as does."""

    def of(self, unit: Unit | None) -> dict[str, str]:
        """The words for a unit, or for the campaign as a whole."""
        unit = self.instead.get(unit.code, unit) if unit else None
        reader = self.scripts[0].reader
        label, number = help_of(unit, self.campaign)
        name = unit.name if unit else self.campaign.issuer.place
        words = {
            "head": name.upper(),
            "station": reader.ties.tie(reader.framed(self.broadcasts.station, unit)),
            "help": reader.ties.tie(f"{label}: {number}"),
            "plan": name,
        }
        for index, script in enumerate(self.scripts):
            for frame in FRAMES:
                said = [sentence.breathed for turn in script.frame(frame, unit) for sentence in turn.sentences]
                words |= {f"{frame}{index}": " ".join(said)} if said else {}
        return words


class Setter:
    """Sets a unit's words in their boxes."""

    def __init__(self, boxes: Boxes, family: Family) -> None:
        self._boxes, self._family = boxes, family
        self._known: dict[tuple[str, Box], list[str]] = {}

    def box(self, slot: str) -> Box:
        """The box of a slot."""
        name = slot.rstrip("0123456789")
        found: Box = getattr(self._boxes, "frame" if name in FRAMES else name)
        return found

    def lines(self, words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """Each slot's lines, as many as its box has; the last may be empty.

        Raises OutreachError for what is too long.
        """
        return {slot: self._set(slot, text) for slot, text in words.items()}

    def keys(self, words: Iterable[str]) -> list[Key]:
        """The keys of stamping for the lines of slots, one after another."""
        return [(slot, line, self.box(slot).style) for slot in words for line in range(self.box(slot).lines)]

    def spread(self, breathed: str, box: Literal["text", "voiced", "said"]) -> list[str]:
        """A sentence in lines that end at breaths where they can."""
        return self._broken(breathed, getattr(self._boxes, box))

    def _set(self, slot: str, text: str) -> tuple[str, ...]:
        box = self.box(slot)
        lines = self._broken(text, box)
        wide = max(self._excess(line, box) for line in lines)
        if len(lines) > box.lines or wide > 0:
            high = max(0, len(lines) - box.lines) * box.height
            data: Data = {"text": text, "slot": slot, "sheet": PAPER, "wide": round(max(0, wide), 1), "high": high}
            raise OutreachError(Finding("copyfit", data=data))
        return (*lines, *[""] * (box.lines - len(lines)))

    def _excess(self, line: str, box: Box) -> float:
        """mm by which a line is wider than its box."""
        return self._family.face(box.weight).advance(line) * box.size * POINT - box.width

    def _broken(self, text: str, box: Box) -> list[str]:
        """The fewest lines that hold a text; among those, lines that end at breaths and are about as long."""
        if (text, box) not in self._known:
            if len(self._known) > MANY:
                self._known.clear()
            self._known[text, box] = self._best(text, box)
        return self._known[text, box]

    def _best(self, text: str, box: Box) -> list[str]:
        whole = re.sub(r"\s+(?=/{1,2}(?:\s|$))", "\u00a0", text)
        tied = [word for word in whole.split(" ") if word]
        best: list[tuple[float, list[str]]] = [(0.0, [])]
        for end in range(1, len(tied) + 1):
            ways = []
            for start in range(end - 1, -1, -1):
                line = " ".join(tied[start:end])
                excess = self._excess(line, box)
                if excess > 0 and start < end - 1:
                    break
                cost, before = best[start]
                cost += _LINE + (excess / box.width) ** 2 + _rough(line, "".join(tied[end : end + 1]))
                ways.append((cost, [*before, line]))
            best.append(min(ways))
        return [line.replace("\u00a0", " ") for line in best[-1][1]]


def _rough(line: str, after: str) -> float:
    """The cost of ending a line where no breath is; before a name less than anywhere else."""
    if not after or line.endswith("/"):
        return 0.0
    return _TORN / 3 if after[0].isupper() and not line.split()[-1][0].isupper() else _TORN
