"""Only colours that the profile prints: a press's inks, or black."""

from outreach.checks.inspection import Findings, Inspection, report_marks
from outreach.core.findings import Finding
from outreach.render.pdf.model import Page
from outreach.render.pixels import Rasters

SPREAD = 8
"""8-bit steps between the channels of a pixel that is no grey."""


def check(inspection: Inspection) -> Findings:
    """RGB where inks are wanted, crop marks included; spot inks; colours on a black and white sheet."""
    for page in inspection.pages:
        if inspection.demands.colours in {"cmyk", "black"}:
            yield from _inks(page, inspection.demands.press.die)
        if inspection.demands.colours in {"mono", "black"}:
            yield from _mono(page, inspection.rasters)


def _inks(page: Page, die: str) -> Findings:
    foreign = [mark for mark in page.marks if mark.colour.family == "rgb"]
    for kind in dict.fromkeys((mark.kind, mark.colour.space) for mark in foreign):
        marks = [mark for mark in foreign if (mark.kind, mark.colour.space) == kind]
        yield from report_marks("colour-rgb", page, marks, {"kind": kind[0], "space": kind[1]})
    if "rgb" in page.blend_families and any(mark.alpha < 1 for mark in page.marks):
        yield Finding("blend-rgb", page=page.number)
    spots = [mark for mark in page.marks if mark.colour.family == "spot"]
    for ink in sorted({name for mark in spots for name, _ in mark.colour.plates} - {die}):
        yield Finding("colour-spot", "warning", page=page.number, data={"found": ink})


def _mono(page: Page, rasters: Rasters) -> Findings:
    coloured = [mark for mark in page.marks if mark.colour.values and mark.colour.chromatic]
    yield from report_marks("colour-mono", page, coloured, {})
    pictured = [mark for mark in page.marks if mark.kind in {"image", "shading"} and mark.colour.family != "gray"]
    for mark in pictured:
        pixels = rasters.full_page(page).part(mark.box).astype("int16")
        if int((pixels.max(2) - pixels.min(2)).max()) > SPREAD:
            yield from report_marks("colour-mono", page, [mark], {})
