"""Finished sheets, as they lie in the cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach.campaign.sheets import Output, Sheet
from outreach.core.cache import Entry
from outreach.core.findings import Finding
from outreach.sheets.compose import Composed
from outreach.sheets.imposition import Plan
from outreach.sheets.job import REPORT, SHEET

if TYPE_CHECKING:
    from outreach.checks.scan.read import Code


@dataclass(frozen=True)
class Made:
    """A finished sheet in the cache."""

    sheet: Sheet
    composed: Composed
    entry: Entry
    outputs: Sequence[Output]
    """The sheet's own published files."""
    pressed: bool
    """True if it was made in this run, False if it lay in the cache."""
    shown: Sheet
    """The sheet whose previews show this one: itself, or one that looks the same."""
    pictures: tuple[Path, ...]
    """Those previews."""
    findings: list[Finding]
    plans: tuple[Plan, ...] = ()

    @property
    def folder(self) -> Path:
        """Where it lies in the cache."""
        return self.entry.folder

    @property
    def pieces(self) -> list[Path]:
        """The files of its plans."""
        return [self.folder / f"{plan.name}.pdf" for plan in self.plans]

    @property
    def files(self) -> dict[str, Path]:
        """Everything to be taken away of it, by its published name: the sheet itself, then what is made of it."""
        own = {output.name: self.folder / output.cache_name for output in self.outputs}
        names = [f"{self.sheet.named(plan.name)}.pdf" for plan in self.plans]
        return {**own, **dict(zip(names, self.pieces, strict=True))}

    @property
    def pdf(self) -> Path:
        return self.entry.path(SHEET)

    @property
    def report(self) -> dict[str, Any]:
        """Notes of production: findings, and for each page coverage and ink; fonts, codes."""
        found: dict[str, Any] = json.loads(self.entry.read(REPORT))
        return found

    @property
    def codes(self) -> list[Code]:
        """The QR codes that were read in the PDF."""
        from outreach.checks.scan.read import Code  # heavy: decoders

        return [Code.from_record(record) for record in self.report["codes"]]

    @property
    def previews(self) -> list[Path]:
        """Its own; none if another sheet's show it."""
        return list(self.pictures) if self.shown is self.sheet else []


def placed(findings: Iterable[Finding], sheet: Sheet) -> list[Finding]:
    """Findings in a finished sheet, with its name and the file it comes from, if they name none themselves."""
    file = sheet.material.table.name
    return [f if f.file else replace(f, file=file, data={**f.data, "sheet": sheet.name}) for f in findings]
