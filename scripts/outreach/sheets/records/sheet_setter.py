"""Sheets set in full: as trials that show other words, and as proofs of what was stamped. Imports heavy libraries."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from outreach.campaign.units import Unit
from outreach.core.findings import Finding, has_errors, ordered
from outreach.render import stamping
from outreach.render.stamping import Unstampable
from outreach.render.templates import Templates
from outreach.sheets import produce
from outreach.sheets.compose import Composer, Composition
from outreach.sheets.finished_sheet import place_findings
from outreach.sheets.label import sheet_label
from outreach.sheets.make import limits_of
from outreach.sheets.presswork import presswork
from outreach.sheets.probe import Probe
from outreach.sheets.records.pattern import FEW_LETTERS
from outreach.sheets.records.sheet_records import SLUG_WEIGHT, SheetRecords


class SheetSetter:
    """Sets documents of one sheet."""

    def __init__(self, records: SheetRecords, fonts: Mapping[int, Path]) -> None:
        self._records, self._tables = records, records.tables
        self._composer = Composer(self._tables, dict(fonts))
        self._templates = Templates([self._tables.project.templates])

    def trial(self, unit: Unit, probe: Probe) -> bytes:
        sheet = replace(self._records.sheet, unit=unit)
        composed = self._composer.compose(sheet, probe)
        if composed.press is not None:
            name = self._records.seeds[SLUG_WEIGHT] if probe.first else FEW_LETTERS
            named = replace(sheet, unit=replace(unit, name=name))
            composed = replace(composed, press=presswork(self._tables, named, self._templates))
        return self._finish(composed)[0]  # its words need not fit

    def full(self, unit: Unit) -> tuple[bytes, list[Finding]]:
        sheet = replace(self._records.sheet, unit=unit)
        composed = self._composer.compose(sheet)
        content, findings = self._finish(composed)
        findings = [*composed.findings, *place_findings(findings, sheet)]
        if has_errors(findings):
            raise Unstampable(f"unit {unit.code}: {ordered(findings)[0].slug}")
        return content, findings

    def _finish(self, composed: Composition) -> tuple[bytes, list[Finding]]:
        tables, sheet = self._tables, self._records.sheet
        label = replace(sheet_label(tables, sheet), title=stamping.TITLE)
        limits = limits_of(tables, sheet, composed)
        return produce.finish_sheet(composed.html, tables.profiles[sheet.profile].tagged, composed.press, limits, label)
