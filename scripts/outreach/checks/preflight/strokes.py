"""On a screen no line is thinner than its pixels show: strokes, shapes that are lines, and the strokes of letters."""

import numpy as np
from numpy.typing import NDArray

from outreach.checks.inspection import Findings, Inspection, marks_in_bleed, report_worst, texts
from outreach.core.lengths import pt_to_mm
from outreach.render.pdf.model import Mark, Page
from outreach.render.pixels import Rasters, luminance

ROUNDING_PX = 0.05
FINE = 6
"""A text is looked at so many times finer than the screen shows it."""
THINNEST = 0.04
"""Of the type size: no letter has thinner strokes. Type that is so large that these would do is not measured."""
RANK = 0.3
"""Share of the runs across a text that may be shorter than its strokes: the ends of curves and of accents."""


def check(inspection: Inspection) -> Findings:
    """Lines and letters that the screen would show in broken pieces."""
    pixel, least = inspection.demands.pixel_mm, inspection.demands.stroke_px
    if pixel is None or not least:
        return
    for page in inspection.pages:
        lines = [(pt_to_mm(mark.line) / pixel, mark) for mark in marks_in_bleed(page) if mark.line is not None]
        small = [mark for mark in texts(page) if _small(mark, pixel, least)]
        letters = [(_strokes(mark, page, inspection.rasters, pixel), mark) for mark in small]
        for slug, rated in (("stroke-thin", lines), ("letters-thin", letters)):
            yield from report_worst(slug, page, [pair for pair in rated if pair[0] < least - ROUNDING_PX], least)


def _small(mark: Mark, pixel: float, least: float) -> bool:
    return mark.colour.rgb is not None and pt_to_mm(mark.size) * THINNEST < least * pixel


def _strokes(mark: Mark, page: Page, rasters: Rasters, pixel: float) -> float:
    """Width in pixels of the strokes of a text: of most runs of its colour across its lines."""
    part = rasters.part(page, mark.box, FINE / pixel)
    light = luminance(part.part(mark.box))
    ink = float(luminance(np.asarray(np.rint(np.array(mark.colour.rgb or (0, 0, 0)) * 255), np.uint8)))
    ground = float(light.flat[np.abs(light - ink).argmax()])
    runs = _runs(np.abs(light - ink) < abs(ground - ink) / 2)
    if not runs.size:
        return 0.0
    return float(np.quantile(runs, RANK)) / part.per_mm / pixel


def _runs(inked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Lengths of all runs of ink in the rows of a picture."""
    edges = np.diff(np.pad(inked, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    return np.asarray(np.nonzero(edges == -1)[1] - np.nonzero(edges == 1)[1], np.int64)
