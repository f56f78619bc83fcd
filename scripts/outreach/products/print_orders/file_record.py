"""A finished file and all that is known of it, in words for people at desks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.campaign.bundle import Bundle
from outreach.campaign.scanning import Scan
from outreach.campaign.sheets import Sheet
from outreach.core.findings import Finding
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.names import name_of, preview_name


@dataclass(frozen=True)
class ScanResult:
    """The outcome of a sheet's scan proof, of its weakest symbol."""

    reach: Mapping[str, float]
    """View → metres from which it still passes."""
    prints: int
    """The hostile prints that machines make of it."""
    lost: Sequence[str] = ()
    """Those after which it is not read any more."""

    def reaches(self, bundle: Bundle) -> str:
        """The metres from which each view passes."""
        words, views = bundle.words, bundle.conditions.views
        reaches = [(name_of(view, views[view].names, words), words.metres(far)) for view, far in self.reach.items()]
        return "; ".join(words.text("papers.proven", view=view, metres=metres) for view, metres in reaches)

    def survival(self, bundle: Bundle) -> str:
        """How many of the hostile prints still scan, and which don't."""
        words, prints = bundle.words, bundle.conditions.prints
        losses = ", ".join(name_of(name, prints[name].names, words) for name in self.lost)
        survival = words.text("approval.survived", read=self.prints - len(self.lost), prints=self.prints)
        return "; ".join([survival, words.text("approval.lost", prints=losses)] if losses else [survival])


@dataclass(frozen=True)
class FileRecord:
    """A finished file as it was at one moment."""

    sheet: Sheet
    scan: Scan | None
    sha256: str
    weight: int
    """Bytes."""
    previews: Sequence[bytes]
    """A PNG for each page."""
    coverage: Sequence[float]
    """The share of each page that black toner covers."""
    ink: Sequence[float]
    """The greatest sum of inks on each page, per cent."""
    fonts: Sequence[str]
    findings: Sequence[Finding]
    result: ScanResult | None = None

    @classmethod
    def of(cls, sheet: FinishedSheet) -> FileRecord:
        """A finished sheet as it is now."""
        pdf, report = sheet.pdf.read_bytes(), sheet.report
        return cls(
            sheet=sheet.sheet,
            scan=sheet.scan,
            sha256=hashlib.sha256(pdf).hexdigest(),
            weight=len(pdf),
            previews=[path.read_bytes() for path in sheet.pictures],
            coverage=report["coverage"],
            ink=report["ink"],
            fonts=report["fonts"],
            findings=sheet.findings,
        )

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"{self.sheet.name}.pdf"

    @property
    def pictures(self) -> dict[str, bytes]:
        """The previews by the names that documents show them under."""
        return {f"{self.sheet.name}-{page}.png": png for page, png in enumerate(self.previews, 1)}

    def thumbnails(self, bundle: Bundle) -> list[tuple[str, str]]:
        """Name and alternative text of each preview."""
        several = len(self.previews) > 1
        return [
            (name, preview_name(self.sheet, bundle.words, page if several else 0))
            for page, name in enumerate(self.pictures, 1)
        ]

    def faces(self, bundle: Bundle) -> str:
        """The fonts: the campaign's as one family with its styles, any other by its name."""
        family = bundle.brand.fonts.family
        stem = family.replace(" ", "-")
        faces = [name for name in self.fonts if name == stem or name.startswith(f"{stem}-")]
        styles = ", ".join(name.removeprefix(stem).removeprefix("-") or "Regular" for name in faces)
        others = [name for name in self.fonts if name not in faces]
        return ", ".join([f"{family} ({styles})", *others] if faces else others)

    def inks(self, bundle: Bundle) -> str:
        """How much is printed on each page: inks if the file itself decides them, else what black toner covers."""
        words, inks = bundle.words, bundle.profiles[self.sheet.profile].colours == "cmyk"
        shares = self.ink if inks else [100 * share for share in self.coverage]
        text = " · ".join(words.number(share, 0 if inks else 1) + " %" for share in shares)
        return words.text("papers.ink_sum" if inks else "papers.toner", shares=text)
