"""Patterns: documents of which every unit has its own, their records, and the names of their files in the cache."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from outreach.campaign.units import Unit
from outreach.core.cache import Shelf
from outreach.core.findings import Finding
from outreach.core.hashing import digest
from outreach.render import stamping
from outreach.render.glyphs import Face, Family
from outreach.render.stamping import VaryingLine
from outreach.sheets.probe import Probe

BASES = "-bases"
"""End of the kind of bases in the cache; it begins with the kind of the files that are stamped on them."""
FEW_LETTERS = "b"
"""Beginning of the words of the second trial: short, so that the room of a box shows."""
Shape = tuple[tuple[str, str, int], ...]
"""Name, style and number of lines of each slot that a record fills."""
Structure = tuple[tuple[str, int], ...]
"""The same without styles."""
BaseKey = tuple[Structure, int]
"""A structure, and the modules across of its symbols: 0 without one."""


@dataclass(frozen=True)
class Variant:
    """One record of a pattern. `lines` are those of its shape's slots, one after another, slug lines last."""

    unit: Unit
    link: str
    """Address in its symbols; empty without one."""
    shape: Shape
    lines: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    """Warnings about the record."""

    @property
    def structure(self) -> Structure:
        return tuple((name, count) for name, _, count in self.shape)


class RecordFitter(ABC):
    """Records of a pattern, measured with its fonts; no layout engine is needed for them."""

    reason = ""
    """Why no record can be stamped; empty if records can."""
    rem = 0.0
    """px of a rem, in which styles give sizes; 0 if they give none."""

    @property
    @abstractmethod
    def seeds(self) -> Mapping[int, str]:
        """Weight → each character that records may show in it, between spaces."""

    @abstractmethod
    def variant(self, unit: Unit) -> Variant | str | list[Finding]:
        """A unit's variant; the reason why it must be set in full; or the errors of a record that does not fit."""

    @abstractmethod
    def varying(self, structure: Structure) -> list[VaryingLine]:
        """Lines of variants of this structure, in order; those without words of their own show seeds in trials."""

    def line(
        self,
        slot: str,
        line: int,
        weight: int,
        tracking: float,
        share: float,
        styles: Sequence[str],
        words: tuple[str, ...] = (),
    ) -> VaryingLine:
        """A line that varies; `styles` are its CSS at each size, the largest first."""
        pair = styles[0], styles[min(1, len(styles) - 1)]
        return VaryingLine(slot, line, words, pair, weight, tracking, share, tuple(styles[1:]), self.rem)

    def keys(self, shape: Shape) -> Sequence[stamping.Key]:
        """Keys of the lines of a variant of this shape in a slot table."""
        return [(slot, line, style) for slot, style, count in shape for line in range(count)]

    @abstractmethod
    def title(self, unit: Unit) -> str:
        """Title of a unit's file."""


class PatternTypesetter(Protocol):
    """Sets a pattern in full, with the layout engine."""

    def trial(self, unit: Unit, probe: Probe) -> bytes:
        """PDF whose varying lines show the words of a probe, which need not fit. Raises OutreachError."""

    def full(self, unit: Unit) -> tuple[bytes, list[Finding]]:
        """A unit's own PDF, and doubts about it. Raises Unstampable or OutreachError for what must not be published."""


@dataclass(frozen=True)
class Pattern(ABC):
    """A document of which every unit has its own. It goes to other processes, so it holds data alone."""

    kind: ClassVar[str]
    """Kind of its shelf in the cache."""
    random_proofs: ClassVar[int]
    """Records by chance that a base is verified with, beside the longest, the shortest and one of each shape."""
    name: str
    """Stem of its files."""
    key: str
    """Key of the shelf."""
    fonts: Mapping[int, Path]
    """Weight → font file."""
    pages: int
    file: str
    """Source that a finding about it names; empty for the unit's own list."""

    @abstractmethod
    def records(self, family: Family) -> RecordFitter: ...

    @abstractmethod
    def setter(self, family: Family) -> PatternTypesetter: ...


@dataclass(frozen=True)
class Task:
    """A pattern, and the units that it is to be made for now."""

    pattern: Pattern
    units: tuple[Unit, ...]
    every: tuple[Unit, ...]
    """The list that they are of: its records prove a base."""
    shelf: Shelf


def pattern_key(name: str, records: RecordFitter, source: str) -> str:
    """Key of a shelf: other characters ask for another base, which makes other files."""
    return f"{name}-{digest(source, repr(sorted(records.seeds.items())))[:32]}"


def join_with_spaces(characters: Iterable[str], face: Face) -> str:
    """Those of the characters that a face sets by themselves, between spaces."""
    return " ".join(sorted(sign for sign in characters if sign.strip() and face.sets(f" {sign} ")))


def record_file_name(unit: Unit) -> str:
    """The file of a unit's record: another name for every other record."""
    return f"{unit.code}-{digest(repr(unit))[:16]}.pdf"


def bases_of(shelf: Shelf) -> str:
    """The kind in the cache of the bases that files of a shelf are stamped on."""
    return f"{shelf.kind}{BASES}/{shelf.key}"


def name_of_base(key: BaseKey) -> str:
    """The key in the cache of the base of a structure."""
    return digest(repr(key))[:24]
