"""On a screen no line is thinner than its pixels show: strokes, shapes that are lines, and the strokes of letters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from outreach.checks.demands import Demands
from outreach.checks.printed_marks import one_for_all, printed, texts
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number, pt_to_mm
from outreach.render.pdf.model import Document, Mark, Page
from outreach.render.pixels import Rasters, luminance

ROUNDING_PX = 0.05
FINE = 6
"""A text is looked at so many times finer than the screen shows it."""
THINNEST = 0.04
"""Of the type size: no letter has thinner strokes. Type that is so large that these would do is not measured."""
RANK = 0.3
"""Share of the runs across a text that may be shorter than its strokes: the ends of curves and of accents."""


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Lines and letters that the screen would show in broken pieces."""
    pixel, least = demands.pixel, demands.stroke_px
    if pixel is None or not least:
        return
    for page in document.pages:
        lines = [(pt_to_mm(mark.line) / pixel, mark) for mark in printed(page) if mark.line is not None]
        letters = [(_strokes(mark, page, rasters, pixel), mark) for mark in texts(page) if _small(mark, pixel, least)]
        for slug, found in (("stroke-thin", lines), ("letters-thin", letters)):
            thin = sorted((one for one in found if one[0] < least - ROUNDING_PX), key=lambda one: one[0])
            if thin:
                data: Data = {"found": number(thin[0][0]), "least": number(least)}
                yield from one_for_all(slug, page, [mark for _, mark in thin], data)


def _small(mark: Mark, pixel: float, least: float) -> bool:
    return mark.colour.rgb is not None and pt_to_mm(mark.size) * THINNEST < least * pixel


def _strokes(mark: Mark, page: Page, rasters: Rasters, pixel: float) -> float:
    """Width in pixels of the strokes of a text: of most runs of its colour across its lines."""
    seen = rasters.part(page, mark.box, FINE / pixel)
    light = luminance(seen.part(mark.box))
    own = float(luminance(np.asarray(np.rint(np.array(mark.colour.rgb or (0, 0, 0)) * 255), np.uint8)))
    ground = float(light.flat[np.abs(light - own).argmax()])
    runs = _runs(np.abs(light - own) < abs(ground - own) / 2)
    if not runs.size:
        return 0.0
    return float(np.quantile(runs, RANK)) / seen.per_mm / pixel


def _runs(inked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Lengths of all runs of ink in the rows of a picture."""
    edges = np.diff(np.pad(inked, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    return np.asarray(np.nonzero(edges == -1)[1] - np.nonzero(edges == 1)[1], np.int64)
