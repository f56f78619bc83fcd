"""Units' booklets as a pattern of stamping: all scripts that loudspeakers read in a unit's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from outreach.campaign.bundle import Bundle
from outreach.campaign.templates import SHARES
from outreach.campaign.units import Unit
from outreach.core.findings import Finding, OutreachError, has_errors
from outreach.core.workers import parallel_map
from outreach.products.loudspeakers.booklet import ScriptPapers, booklet_label, booklet_title
from outreach.products.loudspeakers.boxes import BoxFitter, UnitWords
from outreach.products.loudspeakers.check import check_unit
from outreach.render import stamping
from outreach.render.glyphs import Family
from outreach.render.stamping import VaryingLine
from outreach.sheets.fallback import fit_unit
from outreach.sheets.probe import Probe
from outreach.sheets.records.pattern import Pattern, RecordFitter, Structure, Variant, join_with_spaces


@dataclass(frozen=True)
class BookletPattern(Pattern):
    """The booklet of which every unit has its own."""

    kind = "booklets"
    random_proofs = 0
    tables: Bundle
    """The campaign without its units."""
    words: UnitWords
    characters: str
    """Every character that records may show."""

    def records(self, family: Family) -> BookletRecords:
        return BookletRecords(self.tables, self.words, self.characters, family)

    def setter(self, family: Family) -> BookletSetter:
        return BookletSetter(self.records(family))


class BookletRecords(RecordFitter):
    """Sets units' words in the boxes of the booklet."""

    def __init__(self, tables: Bundle, words: UnitWords, characters: str, family: Family) -> None:
        self.tables, self.words, self._characters, self._family = tables, words, characters, family
        self.setter = BoxFitter(family)

    @cached_property
    def seeds(self) -> dict[int, str]:
        weights = {self.setter.box(slot).weight for slot in self.words.of(None)}
        return {weight: join_with_spaces(self._characters, self._family.face(weight)) for weight in weights}

    def variant(self, unit: Unit) -> Variant | list[Finding]:
        fitted, findings = self.fit(unit)
        if has_errors(findings):
            return findings
        lines = self.lines(fitted)
        shape = tuple((slot, self.setter.box(slot).style, len(texts)) for slot, texts in lines.items())
        return Variant(unit, "", shape, tuple(line for texts in lines.values() for line in texts), tuple(findings))

    def fit(self, unit: Unit) -> tuple[Unit, list[Finding]]:
        """As much of a unit's record as fits, and a warning about the rest; or errors, if nothing helps."""
        fitted, warnings = fit_unit(unit, self._faults)
        return fitted, warnings or self._faults(unit)

    def _faults(self, unit: Unit) -> list[Finding]:
        faults = [finding for script in self.words.scripts for finding in check_unit(script, unit)]
        try:
            self.lines(unit)
        except OutreachError as error:
            faults += [finding.at(unit.file, unit.line) for finding in error.findings]
        return faults

    def lines(self, unit: Unit) -> dict[str, tuple[str, ...]]:
        """The lines in each slot for a unit. Raises OutreachError for what is too long."""
        return self.setter.lines(self.words.of(unit))

    def varying(self, structure: Structure) -> list[VaryingLine]:
        boxes = [(slot, line, self.setter.box(slot)) for slot, count in structure for line in range(count)]
        return [self.line(slot, line, box.weight, 0.0, SHARES[box.align], (box.style,)) for slot, line, box in boxes]

    def title(self, unit: Unit) -> str:
        return booklet_title(self.tables, unit)


class BookletSetter:
    """Sets booklets in full."""

    def __init__(self, records: BookletRecords) -> None:
        self._records = records
        self._papers = ScriptPapers(records.tables, records.setter)

    def trial(self, unit: Unit, probe: Probe) -> bytes:
        return self._set(probe.lines, stamping.TITLE)

    def full(self, unit: Unit) -> tuple[bytes, list[Finding]]:
        fitted, findings = self._records.fit(unit)
        return self._set(self._records.lines(fitted), self._records.title(unit)), findings

    def _set(self, lines: Mapping[str, Sequence[str]], title: str) -> bytes:
        """A booklet set in full; the lines of a trial, which has a title of its own, may leave their boxes.

        Raises OutreachError for what is wrong with it.
        """
        from outreach.render.pdf.labels import add_label  # heavy, as are the next two
        from outreach.render.pdf.normalise import finish
        from outreach.sheets.typeset_document import set_document

        document, findings = set_document(self._papers.booklet(self._records.words, lines, title))
        if faults := [fault for fault in findings if title != stamping.TITLE or fault.slug != "overflow"]:
            raise OutreachError(faults)
        return add_label(finish(document.pdf), booklet_label(self._records.tables, title))


def set_in_full(jobs: Sequence[tuple[BookletPattern, Unit]]) -> list[tuple[bytes, list[Finding]]]:
    """Booklets that can't be stamped, set on all cores."""
    return parallel_map(_full, [((pattern, unit), pattern.name, 0) for pattern, unit in jobs])


def _full(job: tuple[BookletPattern, Unit]) -> tuple[bytes, list[Finding]]:
    pattern, unit = job
    return pattern.setter(Family(dict(pattern.fonts))).full(unit)
