"""Text stands out from what is behind it, in colour and as a black and white printer or copier shows it."""

from collections.abc import Iterator

import numpy as np

from outreach.checks.inspection import Findings, Inspection, corner_text, texts
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number, pt_to_mm
from outreach.render.pdf.geometry import grow
from outreach.render.pdf.model import Mark
from outreach.render.pixels import Bytes, Floats, Pixels, contrast, grey_luminance, luminance

LARGE_PT = 18.0
"""Type from here on is read at two thirds of the contrast (WCAG 2.2)."""
RING = 0.06
"""Of the type's size: how far around a text the ground is looked at."""
GROUND = 65
"""Per cent of the pixels around a text that may be the text itself or as pale as it; the rest is what it stands on."""
STRETCH, MOST = 2.0, 12
"""Length of a piece of a line in heights, and the most of them."""
TALL_PX = 24
"""From here on, strokes are whole pixels: the text itself can be measured."""
ROUNDING = 0.02


def check(inspection: Inspection) -> Findings:
    """The text of least contrast on each page, in colour and in grey, if it is too little."""
    demanded = inspection.demands.least_contrast
    if demanded is None:
        return
    for page in inspection.pages:
        weak: dict[str, list[tuple[float, float, Mark]]] = {"contrast": [], "contrast-mono": []}
        for mark in texts(page):
            if mark.missing:
                continue  # shown as boxes or as nothing, which another rule tells
            least = demanded if mark.size < LARGE_PT else max(3.0, demanded / 1.5)
            for slug, ratio in _contrasts(inspection.rasters.full_page(page), mark):
                if ratio < least - ROUNDING:
                    weak[slug].append((ratio, least, mark))
        for slug, marks in weak.items():
            if marks and not (slug == "contrast-mono" and len(marks) <= len(weak["contrast"])):
                ratio, least, mark = min(marks, key=lambda entry: entry[0])
                data: Data = {"what": mark.label, "at": corner_text(mark.box), "count": len(marks)}
                yield Finding(slug, page=page.number, data=data | {"found": number(ratio), "least": number(least)})


def _contrasts(pixels: Pixels, mark: Mark) -> Iterator[tuple[str, float]]:
    """The contrast of a text, in colour and in grey; once if they are the same."""
    ring = max(RING * pt_to_mm(mark.size), 1.0 / pixels.per_mm)
    around, inside = pixels.part(grow(mark.box, ring)), pixels.part(mark.box)
    grey = not mark.colour.chromatic and _grey(around)
    for slug, light in (("contrast", luminance), ("contrast-mono", grey_luminance))[: 1 if grey else 2]:
        behind = light(around)
        ratios = []
        if mark.colour.rgb is not None:
            ink = float(light(_look(mark, around)))
            for part in np.array_split(behind, _stretches(behind), axis=1):
                ratios.append(_rank(contrast(part, ink)))
        if mark.colour.rgb is None or inside.shape[0] >= TALL_PX:
            ratios.append(float(contrast(light(inside), float(np.median(behind))).max()))
        yield slug, min(ratios)


def _rank(values: Floats) -> float:
    """The value that `GROUND` per cent of all are below."""
    index = min(values.size * GROUND // 100, values.size - 1)
    return float(np.partition(values, index, axis=None)[index])


def _stretches(light: Floats) -> int:
    """A line of text is looked at piece by piece: its ground may change under it."""
    height, width = (int(side) for side in light.shape)
    return min(max(round(width / (STRETCH * height)), 1), MOST)


def _grey(pixels: Bytes) -> bool:
    return bool((pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all())


def _look(mark: Mark, ground: Bytes) -> Bytes:
    """The text's colour as it looks: what shines through counts."""
    colour = np.array(mark.colour.rgb or (0, 0, 0), np.float32) * 255
    if mark.alpha == 1:
        return np.asarray(np.rint(colour), np.uint8)
    behind = np.median(ground, axis=(0, 1))
    return np.asarray(np.rint(colour * mark.alpha + behind * (1 - mark.alpha)), np.uint8)
