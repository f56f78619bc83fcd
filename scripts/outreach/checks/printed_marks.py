"""Helpers of the preflight rules: the marks that are printed, and one finding for many marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outreach.core.findings import Data, Finding, Severity
from outreach.core.lengths import number
from outreach.render.pdf.geometry import Rect, meet
from outreach.render.pdf.model import Mark, Page

ROUNDING_MM = 0.1
"""Less than this is no fault of a box."""
SEEN = 0.01
"""Marks of less alpha are not seen."""


def at(box: Rect) -> str:
    """The place of a box for people: its upper left corner in mm from the trim's."""
    return f"{number(box[0])} × {number(box[1])}"


def printed(page: Page) -> list[Mark]:
    """The marks that reach the page within its bleed: not crop marks, not the slug line."""
    return [mark for mark in page.marks if meet(mark.box, page.bleed) is not None and mark.alpha >= SEEN]


def texts(page: Page) -> list[Mark]:
    """The texts that reach into the trim."""
    return [mark for mark in printed(page) if mark.kind == "text" and mark.text.strip() and meet(mark.box, page.trim)]


def one_for_all(
    slug: str, page: Page, marks: Sequence[Mark], data: Data, severity: Severity = "error"
) -> Iterator[Finding]:
    """One finding for marks of one page with one fault: the first named, the others counted."""
    if marks:
        first = marks[0]
        more: Data = {"what": first.shown, "at": at(first.box), "count": len(marks)}
        yield Finding(slug, severity, page=page.number, data=more | data)
