"""Contrast of each layer of a drawing with the layers behind it, measured along the edges that are seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach.render.pixels import Floats, contrast, luminance

HALF = 128
"""Coverage of 0 to 255 from which a pixel is a layer's: edges are crisp, so that no blend of two colours is judged."""
Coverage = NDArray[np.uint8]
Rgb = tuple[int, int, int]
BEHIND = -1
"""In place of a layer: what was there before the drawing."""


@dataclass(frozen=True)
class Layer:
    """Area that one act of painting covers; of an outline, `inner` is the colour of the shape that it runs around."""

    coverage: Coverage
    colour: Rgb
    alpha: float = 1.0
    inner: Rgb | None = None


@dataclass(frozen=True)
class Edge:
    """Where a layer meets one that lies behind it: pixels, those of less contrast than asked for, and the least."""

    length: int
    lost: int
    ratio: float
    colours: tuple[Rgb, Rgb]
    """The layer's and that behind it where the contrast is least."""


def paint(ground: Coverage, layers: Iterable[Layer]) -> tuple[Coverage, NDArray[np.int16]]:
    """The picture as RGB and for each pixel the number of the layer seen there; `ground` is RGB, rows first."""
    canvas = ground.copy()
    owner = np.full(canvas.shape[:2], BEHIND, np.int16)
    for number, layer in enumerate(layers):
        area = layer.coverage >= HALF
        colour = np.array(layer.colour, np.uint8)
        shade = colour if layer.alpha == 1 else np.rint(layer.alpha * colour + (1 - layer.alpha) * canvas[area])
        canvas[area] = shade
        owner[area] = number
    return canvas, owner


def edges(ground: Coverage, layers: list[Layer], least: float) -> Mapping[tuple[int, int], Edge]:
    """Layer and the layer behind it (or BEHIND) → their common edge; `least` is the contrast ratio asked for, by WCAG.

    An outline counts together with the shape that it runs around: it is enough if either stands out from what is
    behind, or in front.
    """
    canvas, owner = paint(ground, layers)
    light = luminance(canvas)
    flat, width = owner.ravel(), owner.shape[1]
    beside = np.flatnonzero(np.pad(owner[:, :-1] != owner[:, 1:], ((0, 0), (0, 1))))
    below = np.flatnonzero(owner[:-1] != owner[1:])
    first, second = np.concatenate([beside, below]), np.concatenate([beside + 1, below + width])
    above = flat[first] > flat[second]
    upper, lower = np.where(above, first, second), np.where(above, second, first)
    # One number for each pair of layers; 1 is added since BEHIND is -1.
    codes = flat[upper].astype(np.int64) * 2**16 + flat[lower] + 1
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(codes[order])) + 1) if len(order) else []
    pairs = {(int(flat[upper[at[0]]]), int(flat[lower[at[0]]])): (upper[at], lower[at]) for at in parts}
    return {key: _edge(key, pixels, layers, canvas, light, least) for key, pixels in pairs.items()}


def _edge(
    pair: tuple[int, int],
    pixels: tuple[NDArray[np.int64], NDArray[np.int64]],
    layers: list[Layer],
    canvas: Coverage,
    light: Floats,
    least: float,
) -> Edge:
    upper, lower = pixels
    ratios = contrast(light.flat[upper], light.flat[lower])
    front, behind = (layers[number].inner if number != BEHIND else None for number in pair)
    if front is not None:
        ratios = np.maximum(ratios, contrast(_light(front), light.flat[lower]))
    if behind is not None:
        ratios = np.maximum(ratios, contrast(light.flat[upper], _light(behind)))
    worst = int(np.argmin(ratios))
    flat = canvas.reshape(-1, 3)
    colours = _rgb(flat[upper[worst]]), _rgb(flat[lower[worst]])
    return Edge(len(ratios), int((ratios < least).sum()), float(ratios[worst]), colours)


def _light(colour: Rgb) -> float:
    return float(luminance(np.array(colour, np.uint8)))


def _rgb(pixel: Coverage) -> Rgb:
    return int(pixel[0]), int(pixel[1]), int(pixel[2])
