"""A file as preflight rules see it: its marks and pixels, the demands on it, and one finding for many marks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outreach.checks.demands import Demands
from outreach.core.findings import Data, Finding, Severity
from outreach.core.lengths import number
from outreach.render.pdf.geometry import Rect, meet
from outreach.render.pdf.model import Mark, Page, PdfFile
from outreach.render.pixels import Rasters

ROUNDING_MM = 0.1
"""Less than this is no fault of a box."""
SEEN = 0.01
"""Marks of less alpha are not seen."""


Findings = Iterator[Finding]
"""The outcome of a rule."""


@dataclass(frozen=True)
class Inspection:
    """A file as rules see it, and the demands that it is held to."""

    file: PdfFile
    rasters: Rasters
    demands: Demands

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.file.pages


def corner_text(box: Rect) -> str:
    """The place of a box for people: its upper left corner in mm from the trim's."""
    return f"{number(box[0])} × {number(box[1])}"


def marks_in_bleed(page: Page) -> list[Mark]:
    """The marks that reach the page within its bleed: not crop marks, not the slug line."""
    return [mark for mark in page.marks if meet(mark.box, page.bleed) is not None and mark.alpha >= SEEN]


def texts(page: Page) -> list[Mark]:
    """The texts that reach into the trim."""
    return [
        mark for mark in marks_in_bleed(page) if mark.kind == "text" and mark.text.strip() and meet(mark.box, page.trim)
    ]


def report_marks(slug: str, page: Page, marks: Sequence[Mark], data: Data, severity: Severity = "error") -> Findings:
    """One finding for marks of one page with one fault: the first named, the others counted."""
    if marks:
        first = marks[0]
        more: Data = {"what": first.label, "at": corner_text(first.box), "count": len(marks)}
        yield Finding(slug, severity, page=page.number, data=more | data)


def report_worst(
    slug: str, page: Page, rated: Iterable[tuple[float, Mark]], least: float, digits: tuple[int, int] = (1, 1)
) -> Findings:
    """One finding for marks that measure less than `least`, with the least measure; `digits` of both are told."""
    small = sorted(rated, key=lambda pair: pair[0])
    if small:
        data: Data = {"found": number(small[0][0], digits[0]), "least": number(least, digits[1])}
        yield from report_marks(slug, page, [mark for _, mark in small], data)
