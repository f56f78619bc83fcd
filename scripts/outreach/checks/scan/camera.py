"""A phone before a symbol: shots in perspective, in poor light, by an unsteady hand, each decoded.

The camera stands `n` pixels per module away. A shot is a perspective picture of the sheet (tilt about any axis, roll),
averaged over each pixel; ink and paper get the view's greys and uneven light; then lens, shake, noise and JPEG.
What is drawn for a shot depends on the picture, the view and the shot's number: the same on any computer.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from outreach.campaign import scanning
from outreach.campaign.conditions import Phone, View
from outreach.core.hashing import digest
from outreach.render import optics
from outreach.render.optics import Grey
from outreach.render.qr_decode import DECODERS

FINER = 2
"""Points per pixel and direction that a pixel's light is averaged from."""
MARGIN = 6
"""Pixels round the picture."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Grade:
    """Shots taken, and how many each decoder read."""

    shots: int
    read: Mapping[str, int]

    def share(self, decoder: str) -> float:
        """The share of the shots that a decoder read."""
        return self.read[decoder] / self.shots


def seed_of(phone: Phone, *parts: str) -> int:
    """A seed from what is looked at and how."""
    return int(digest(str(phone.seed), *parts)[:16], 16)


def grade(
    image: Grey, scale: float, n: float, text: str, phone: Phone, view: View, seed: int, early: bool = False
) -> Grade:
    """Shots of a picture of `scale` pixels per module, in which a module covers `n` pixels.

    `early`: no more shots than it takes to know that too few are read, by the decoder whose reading counts.
    """
    read = dict.fromkeys(DECODERS, 0)
    misses = math.floor(view.shots * (1 - view.share) + 1e-9)
    for number in range(view.shots):
        frame = shot(image, scale, n, phone, view, np.random.default_rng([seed, number]))
        for name in (phone.decoder,) if early else DECODERS:
            read[name] += any(symbol.text == text for symbol in DECODERS[name](frame))
        if early and number + 1 - read[phone.decoder] > misses:
            return Grade(number + 1, read)
    return Grade(view.shots, read)


def passes(outcome: Grade, phone: Phone, view: View) -> bool:
    """True if enough shots were read."""
    return outcome.share(phone.decoder) >= view.share - 1e-9


def reach(image: Grey, scale: float, text: str, phone: Phone, view: View, seed: int) -> float | None:
    """The fewest pixels per module that pass, of those on the phone's grid; None if not even the most do.

    Looked for from the view's own figure.
    """
    grid = phone.grid

    @cache
    def good(index: int) -> bool:
        return passes(grade(image, scale, grid[index], text, phone, view, seed, early=True), phone, view)

    start = min(range(len(grid)), key=lambda index: abs(grid[index] - view.pixels))
    index = lowest_pass(good, start, len(grid) - 1)
    return None if index is None else grid[index]


def lowest_pass(good: Callable[[int], bool], start: int, last: int) -> int | None:
    """About the lowest index from which on all pass; None if `last` does not. Few indices are looked at.

    In growing steps from `start` to a pass and a failure, then by halves. As shots are drawn, chance may let a single
    step pass: the next higher must pass too, else the search goes on from there.
    """
    low = high = start
    stride = 1
    while low >= 0 and good(low):
        high, low, stride = low, max(-1, low - stride), stride * 2
    while not good(high):
        if high == last:
            return None
        low, high, stride = high, min(last, high + stride), stride * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if good(middle) else (middle, high)
    while high < last and not (good(high) and good(high + 1)):
        high += 1
    return high if good(high) else None


def shot(image: Grey, scale: float, n: float, phone: Phone, view: View, rng: np.random.Generator) -> Grey:
    """One frame of the phone, cut to the picture."""
    tilt, roll = (math.radians(rng.uniform(*span)) for span in (view.tilt, view.roll))
    axis, angle = rng.uniform(0, 2 * math.pi), rng.uniform(0, math.pi)
    shake, dark, light = (rng.uniform(*span) for span in (view.shake, view.dark, view.light))
    offset, slope = rng.uniform(0, 1, 2), rng.uniform(0, 2 * math.pi)
    factor = max(1, int(scale / (FINER * n)))
    source = optics.reduce(image, factor)
    frame = _project(source, scale / factor, n, phone, _turn(tilt, axis, roll), offset)
    picture = dark + (light - dark) / 255 * frame.astype(np.float32)
    height, width = picture.shape
    across, down = np.linspace(-0.5, 0.5, width), np.linspace(-0.5, 0.5, height)
    uneven = 1 + view.gradient * (math.cos(slope) * across[None, :] + math.sin(slope) * down[:, None])
    picture = optics.shake(optics.blur(picture * uneven.astype(np.float32), view.blur), shake, angle)
    noise = rng.standard_normal(picture.shape, dtype=np.float32) * np.float32(view.noise)
    return optics.pass_jpeg(optics.to_grey(picture + noise), view.jpeg)


def _turn(tilt: float, axis: float, roll: float) -> Matrix:
    """A sheet tilted about an axis in its plane, and the phone turned."""

    def about_z(angle: float) -> Matrix:
        cos, sin = math.cos(angle), math.sin(angle)
        return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])

    cos, sin = math.cos(tilt), math.sin(tilt)
    tilted: Matrix = about_z(roll + axis) @ np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]]) @ about_z(-axis)
    return tilted


def _project(source: Grey, scale: float, n: float, phone: Phone, turn: Matrix, offset: NDArray[np.float64]) -> Grey:
    """The picture in perspective, `n` pixels a module at its middle."""
    height, width = source.shape
    focal = phone.frame / scanning.view_width(phone)  # pixels
    away = focal / n  # modules
    project = np.diag([focal, focal, 1]) @ np.column_stack([turn[:, 0], turn[:, 1], [0, 0, away]])
    half_x, half_y = width / scale / 2, height / scale / 2
    corners = np.array([[x, y, 1] for x in (-half_x, half_x) for y in (-half_y, half_y)]).T
    ends = project @ corners
    ends = ends[:2] / ends[2]
    shift = MARGIN + offset - ends.min(axis=1)
    size = np.ceil(ends.max(axis=1) + shift + MARGIN).astype(int)
    place = np.array([[FINER, 0, FINER * shift[0]], [0, FINER, FINER * shift[1]], [0, 0, 1]])
    pixels = np.array([[scale, 0, scale * half_x], [0, scale, scale * half_y], [0, 0, 1]])
    back = pixels @ np.linalg.inv(place @ project)
    coefficients = [float(value) for value in (back / back[2, 2]).ravel()[:8]]
    border = int(np.median(np.concatenate([source[0], source[-1], source[:, 0], source[:, -1]])))
    wide = optics.warp(source, coefficients, int(size[0]) * FINER, int(size[1]) * FINER, border)
    return optics.reduce(wide, FINER)
