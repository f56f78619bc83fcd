"""Words and symbols of a picture lie where no app covers them and no television set cuts them off."""

from collections.abc import Iterator

from outreach.checks.inspection import ROUNDING_MM, Findings, Inspection, corner_text, marks_in_bleed, texts
from outreach.core.findings import Finding
from outreach.core.lengths import mm_to_px, number
from outreach.render.pdf.geometry import Rect, outside
from outreach.render.pdf.model import Page
from outreach.render.pixels import Rasters


def check(inspection: Inspection) -> Findings:
    """Texts and symbols that reach into the format's covered bands; of what lies over a picture, everything."""
    if not any(inspection.demands.covered):
        return
    top, right, bottom, left = inspection.demands.covered
    for page in inspection.pages:
        x0, y0, x1, y1 = page.trim
        window = x0 + left, y0 + top, x1 - right, y1 - bottom
        marks = marks_in_bleed(page) if inspection.demands.alpha else texts(page)
        boxes = [(mark.label, mark.box) for mark in marks] + [*_symbols(page, inspection.rasters)]
        for what, box in boxes:
            for side, mm in outside(box, window, ROUNDING_MM).items():
                yield Finding(
                    "covered",
                    page=page.number,
                    data={"what": what, "at": corner_text(box), "side": side, "px": number(mm_to_px(mm))},
                )


def _symbols(page: Page, rasters: Rasters) -> Iterator[tuple[str, Rect]]:
    """The text of each symbol, and the box around it."""
    for symbol in rasters.symbols(page):
        xs, ys = zip(*(rasters.full_page(page).place(*corner) for corner in symbol.corners), strict=True)
        yield symbol.text, (min(xs), min(ys), max(xs), max(ys))
