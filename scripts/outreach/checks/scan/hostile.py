"""Hostile printing: what printers, copiers, fax machines and messengers make of a symbol, step by step."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from outreach.campaign.conditions import Print
from outreach.checks.scan.picture import SCALE, Picture, Sides
from outreach.core.lengths import MM_PER_INCH
from outreach.render import optics
from outreach.render.optics import Grey, Light

FEWEST = 0.02
"""A screen leaves solid black and white alone: greys so near to them are not screened."""

NEAR = 5
"""Pixels per module of a print that is read from close by."""


@dataclass(frozen=True)
class Printed:
    """A symbol on paper or in a file after some steps."""

    image: Grey
    scale: float
    """Pixels per mm."""
    module_mm: float
    borders: Sides
    sheet: tuple[float, float]
    rng: np.random.Generator

    @property
    def pixels(self) -> float:
        """Pixels per module."""
        return self.scale * self.module_mm


def takes(way: Print, picture: Picture) -> bool:
    """True if the machine takes so large a sheet."""
    return way.longest is None or max(picture.sheet) <= way.longest + 1e-6


def scanned(one: Printed) -> Grey:
    """The print as a camera near to it has it: its dots averaged to no more than `NEAR` pixels a module."""
    if one.pixels <= NEAR:
        return one.image
    height, width = one.image.shape
    return optics.resized(one.image, round(width * NEAR / one.pixels), round(height * NEAR / one.pixels))


def printed(picture: Picture, way: Print, seed: int) -> Printed:
    """Print a symbol on such a machine."""
    scale = SCALE / picture.module_mm
    rng = np.random.default_rng(seed)
    one = Printed(picture.image, scale, picture.module_mm, picture.borders, picture.sheet, rng)
    for _ in range(way.times):
        for step in way.steps:
            one = STEPS[step.what](one, getattr(step, step.what))
    return one


def _scaled(one: Printed, by: float) -> Printed:
    """Another size on paper: the same picture, its pixels larger or smaller."""
    borders = tuple(mm * by for mm in one.borders)
    sheet = (one.sheet[0] * by, one.sheet[1] * by)
    return replace(one, scale=one.scale / by, module_mm=one.module_mm * by, borders=borders, sheet=sheet)  # type: ignore[arg-type]


def _clipped(one: Printed, mm: float) -> Printed:
    """Nothing printed along the sheet's edges: the paper stays white."""
    image = np.array(one.image)
    height, width = image.shape
    left, top, right, bottom = (round(max(0.0, mm - border) * one.scale) for border in one.borders)
    beyond = [round(max(0.0, -border) * one.scale) for border in one.borders]  # what is no paper stays as it is
    inside = image[beyond[1] : height - beyond[3], beyond[0] : width - beyond[2]]
    edges = [max(0, cut - out) for cut, out in zip((left, top, right, bottom), beyond, strict=True)]
    inside[: edges[1]] = 255
    inside[:, : edges[0]] = 255
    inside[inside.shape[0] - edges[3] :] = 255
    inside[:, inside.shape[1] - edges[2] :] = 255
    return replace(one, image=image)


def _blurred(one: Printed, mm: float) -> Printed:
    return replace(one, image=optics.softened(one.image, mm * one.scale))


def _skewed(one: Printed, degrees: float) -> Printed:
    return replace(one, image=optics.turned(one.image, degrees))


def _toned(one: Printed, greys: tuple[float, float]) -> Printed:
    return _curved(one, lambda light: greys[0] + (greys[1] - greys[0]) / 255 * light)


def _steeper(one: Printed, by: float) -> Printed:
    return _curved(one, lambda light: 127.5 + (light - 127.5) * by)


def _thinner(one: Printed, share: float) -> Printed:
    return _curved(one, lambda light: 255 - (255 - light) * share)


def _split(one: Printed, share: float) -> Printed:
    return replace(one, image=np.where(one.image < 255 * share, 0, 255).astype(np.uint8))


def _curved(one: Printed, curve: Callable[[Light], Light]) -> Printed:
    return replace(one, image=optics.whole(curve(np.arange(256, dtype=np.float32)))[one.image])


def _speckled(one: Printed, specks: tuple[float, float]) -> Printed:
    """Dust: round specks, as many dark as light ones."""
    density, mm = specks
    image = np.array(one.image)
    height, width = image.shape
    count = int(one.rng.poisson(density * width * height / (one.scale * 10) ** 2))
    radius = max(mm * one.scale / 2, 0.5)
    reach = math.ceil(radius)
    down, across = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.argwhere(down**2 + across**2 <= radius**2) - reach
    for index in range(count):
        spots = disc + np.array([one.rng.integers(0, height), one.rng.integers(0, width)])
        inside = spots[((spots >= 0) & (spots < (height, width))).all(axis=1)]
        image[inside[:, 0], inside[:, 1]] = 0 if index % 2 else 255
    return replace(one, image=image)


def _screened(one: Printed, screen: tuple[float, float]) -> Printed:
    """A printer's halftone at 45°: every dot black or white, and as much black as the tone asks for."""
    lines, dpi = screen
    one = _sampled(one, (dpi, dpi))
    height, width = one.image.shape
    down, across = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)
    pitch = np.float32(math.sqrt(2) * math.pi * lines / dpi)
    spots = np.cos((across + down) * pitch) + np.cos((across - down) * pitch)
    return replace(one, image=np.where(_height_of_tones()[one.image] < spots, 0, 255).astype(np.uint8))


@cache
def _height_of_tones() -> Light:
    """For each grey, the height of the screen's hills above which is black: white stays white, black is solid."""
    phases = np.linspace(0, 2 * math.pi, 400, endpoint=False)
    hills = np.sort((np.cos(phases)[:, None] + np.cos(phases)).ravel())
    tones: Light = np.quantile(hills, np.arange(256) / 255).astype(np.float32)
    tones[: round(FEWEST * 255)], tones[-round(FEWEST * 255) :] = -3, 3
    return tones


def _sampled(one: Printed, dpi: tuple[float, float]) -> Printed:
    """Scanned or printed with so many dots across and down; then again with as many down as across."""
    height, width = one.image.shape
    wide = max(1, round(width / one.scale * dpi[0] / MM_PER_INCH))
    tall = max(1, round(height / one.scale * dpi[1] / MM_PER_INCH))
    image = optics.resized(one.image, wide, tall)
    square = max(1, round(height * wide / width))
    if square != tall:
        image = optics.dotted(image, wide, square)
    return replace(one, image=image, scale=one.scale * wide / width)


def _pictured(one: Printed, longest: int) -> Printed:
    """Part of a picture of the whole sheet."""
    height, width = one.image.shape
    scale = longest / max(one.sheet)
    wide = max(1, round(width * scale / one.scale))
    image = optics.shrunk(one.image, wide, max(1, round(height * scale / one.scale)))
    return replace(one, image=image, scale=one.scale * wide / width)


def _packed(one: Printed, quality: int) -> Printed:
    return replace(one, image=optics.packed(one.image, quality))


STEPS: Mapping[str, Callable[[Printed, Any], Printed]] = {
    "scale": _scaled,
    "clip": _clipped,
    "blur": _blurred,
    "skew": _skewed,
    "tone": _toned,
    "contrast": _steeper,
    "density": _thinner,
    "speckle": _speckled,
    "screen": _screened,
    "dots": _sampled,
    "threshold": _split,
    "longest": _pictured,
    "jpeg": _packed,
}
"""The fields of conditions.Step → what they do."""
