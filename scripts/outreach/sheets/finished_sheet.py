"""Finished sheets, as they lie in the cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach.campaign.scanning import Scan
from outreach.campaign.sheets import Output, Sheet
from outreach.campaign.validate import from_record
from outreach.core.cache import Entry
from outreach.core.findings import Finding
from outreach.sheets.compose import Composition
from outreach.sheets.imposition import Imposition
from outreach.sheets.job import PREVIEW_PX, REPORT, SHEET
from outreach.sheets.picture import output_alt

if TYPE_CHECKING:
    from outreach.checks.scan.read import PageSymbol


@dataclass(frozen=True)
class FinishedSheet:
    """A finished sheet in the cache."""

    sheet: Sheet
    composed: Composition
    entry: Entry
    outputs: Sequence[Output]
    """The sheet's own published files."""
    new: bool
    """True if it was made in this run, False if it lay in the cache."""
    look: Sheet
    """The sheet whose previews show this one: itself, or one that looks the same."""
    pictures: tuple[Path, ...]
    """Those previews."""
    findings: list[Finding]
    impositions: tuple[Imposition, ...] = ()

    @property
    def folder(self) -> Path:
        """Where it lies in the cache."""
        return self.entry.folder

    @property
    def scan(self) -> Scan | None:
        """How far away its code is read; None if it has none."""
        return self.composed.scan

    @property
    def pieces(self) -> list[tuple[Imposition, Output]]:
        """The files that show it in pieces or several times, with their plans."""
        return [
            (plan, Output(f"{self.sheet.named(plan.name)}.pdf", f"{plan.name}.pdf", "pdf", 0))
            for plan in self.impositions
        ]

    @property
    def files(self) -> dict[str, Path]:
        """Everything to be taken away of it, by its published name: the sheet itself, then what is made of it."""
        outputs = [*self.outputs, *(piece for _, piece in self.pieces)]
        return {output.name: self.path(output) for output in outputs}

    def path(self, output: Output) -> Path:
        """A file of it in the cache."""
        return self.folder / output.cache_name

    def published(self, output: Output) -> str:
        """A file of it below the folder of materials."""
        return f"{self.sheet.material.slug}/{output.name}"

    def weight(self, output: Output) -> int:
        """Bytes of a file of it."""
        return self.path(output).stat().st_size

    def alt(self, output: Output) -> str:
        """The content of a file of it in words, for those who can't see it; empty for what is printed."""
        return output_alt(self.sheet, self.composed.slots, output)

    @property
    def stills(self) -> list[str]:
        """The previews of its pages, below the folder of materials."""
        return [self.published(output) for output in self.look.outputs(["png"])]

    def picture(self, page: int) -> Output | None:
        """The picture of its own that the preview of a page is; None where the preview shows what is printed."""
        preview = self.look.outputs(["png"])[page - 1]
        return next((output for output in self.outputs if output.name == preview.name), None)

    @property
    def preview_size(self) -> tuple[int, int]:
        """Width and height of its previews in pixels. The preview of a picture is the picture itself."""
        width, height = self.sheet.form.trim
        if self.sheet.form.pixels and self.picture(1):
            return self.sheet.form.pixels
        return PREVIEW_PX, round(PREVIEW_PX * height / width)

    @property
    def pdf(self) -> Path:
        return self.entry.path(SHEET)

    @property
    def report(self) -> dict[str, Any]:
        """Notes of production: findings, and for each page coverage and ink; fonts, codes."""
        report: dict[str, Any] = json.loads(self.entry.read(REPORT))
        return report

    @property
    def codes(self) -> list[PageSymbol]:
        """The QR codes that were read in the PDF."""
        from outreach.checks.scan.read import PageSymbol  # heavy: decoders

        return [from_record(PageSymbol, record) for record in self.report["codes"]]

    @property
    def previews(self) -> list[Path]:
        """Its own; none if another sheet's show it."""
        return list(self.pictures) if self.look is self.sheet else []


def place_findings(findings: Iterable[Finding], sheet: Sheet) -> list[Finding]:
    """Findings in a finished sheet, with its name and the file it comes from, if they name none themselves."""
    file = sheet.material.table.name
    return [f if f.file else replace(f, file=file, data={**f.data, "sheet": sheet.name}) for f in findings]
