"""Units' forms on paper as a pattern of stamping: name and code are all in which they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from outreach.campaign.bundle import Bundle
from outreach.campaign.templates import SHARES
from outreach.campaign.units import Unit
from outreach.core.findings import Finding, OutreachError
from outreach.core.workers import parallel_map
from outreach.products.reports.form import Form
from outreach.products.reports.form_paper import Boxes, FormPaper, PaperWords, paper_label
from outreach.render import stamping
from outreach.render.glyphs import Family
from outreach.render.stamping import VaryingLine
from outreach.sheets.label import unit_title
from outreach.sheets.probe import Probe
from outreach.sheets.records.pattern import Pattern, RecordFitter, Structure, Variant, join_with_spaces

SLOTS = tuple(Boxes.model_fields)


@dataclass(frozen=True)
class FormPattern(Pattern):
    """The form of which every unit has its own."""

    kind = "report-forms"
    random_proofs = 0
    tables: Bundle
    """The campaign without its units."""
    form: Form
    characters: str
    """Every character that records may show."""

    def records(self, family: Family) -> FormRecords:
        return FormRecords(self.tables, self.form, self.characters, family)

    def setter(self, family: Family) -> FormSetter:
        return FormSetter(self.records(family))


class FormRecords(RecordFitter):
    """Sets units' names and codes in the boxes of the form."""

    def __init__(self, tables: Bundle, form: Form, characters: str, family: Family) -> None:
        self.tables, self.form, self._characters, self._family = tables, form, characters, family
        self.words = PaperWords(family)

    @cached_property
    def seeds(self) -> dict[int, str]:
        weights = {self.words.box(slot).weight for slot in SLOTS}
        return {weight: join_with_spaces(self._characters, self._family.face(weight)) for weight in weights}

    def variant(self, unit: Unit) -> Variant | list[Finding]:
        try:
            lines = self.words.of(unit)
        except OutreachError as error:
            return list(error.findings)
        return Variant(unit, "", tuple((slot, self.words.box(slot).style, 1) for slot in lines), tuple(lines.values()))

    def varying(self, structure: Structure) -> list[VaryingLine]:
        boxes = [(slot, self.words.box(slot)) for slot, _ in structure]
        return [self.line(slot, 0, box.weight, 0.0, SHARES[box.align], (box.style,)) for slot, box in boxes]

    def title(self, unit: Unit) -> str:
        return unit_title(self.tables, self.form.reports.title, unit)


class FormSetter:
    """Sets forms in full."""

    def __init__(self, records: FormRecords) -> None:
        self._records = records
        self._paper = FormPaper(records.tables, records.form, records.words)

    def trial(self, unit: Unit, probe: Probe) -> bytes:
        return self._set({slot: lines[0] for slot, lines in probe.lines.items()}, stamping.TITLE)

    def full(self, unit: Unit) -> tuple[bytes, list[Finding]]:
        return self._set(self._records.words.of(unit), self._records.title(unit)), []

    def _set(self, lines: Mapping[str, str], title: str) -> bytes:
        """A form set in full; the lines of a trial, which has a title of its own, may leave their boxes.

        Raises OutreachError for what is wrong with it.
        """
        from outreach.render.pdf.labels import add_label  # heavy, as are the next two
        from outreach.render.pdf.normalise import finish
        from outreach.sheets.typeset_document import set_document

        document, findings = set_document(self._paper.compose(self._records.form.reports.file, lines, title))
        if faults := [fault for fault in findings if title != stamping.TITLE or fault.slug != "overflow"]:
            raise OutreachError(faults)
        return add_label(finish(document.pdf), paper_label(self._records.tables, self._records.form, title))


def set_in_full(jobs: Sequence[tuple[FormPattern, Unit]]) -> list[tuple[bytes, list[Finding]]]:
    """Forms that can't be stamped, set on all cores."""
    return parallel_map(_full, [((pattern, unit), pattern.name, 0) for pattern, unit in jobs])


def _full(job: tuple[FormPattern, Unit]) -> tuple[bytes, list[Finding]]:
    pattern, unit = job
    return pattern.setter(Family(dict(pattern.fonts))).full(unit)


def characters(bundle: Bundle, units: Iterable[Unit]) -> str:
    """Every character that bases have: what the language writes names with, and what records add."""
    have = set("".join(map(str, bundle.words.section("letters").values())) + "0123456789,.-()")
    for unit in units:
        have.update(unit.name, unit.district_name, unit.code)
    return "".join(sorted(have | set("".join(have).upper())))
