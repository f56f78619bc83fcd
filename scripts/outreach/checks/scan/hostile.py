"""Hostile printing: what printers, copiers, fax machines and messengers make of a symbol, step by step."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from outreach.campaign.conditions import Print
from outreach.checks.scan.picture import SCALE, Crop, Sides
from outreach.core.lengths import MM_PER_INCH
from outreach.render import optics
from outreach.render.optics import Grey, Light, Resampling

FEWEST = 0.02
"""A screen leaves solid black and white alone: greys so near to them are not screened."""

NEAR = 5
"""Pixels per module of a print that is read from close by."""


@dataclass(frozen=True)
class SymbolPrint:
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


def takes(way: Print, picture: Crop) -> bool:
    """True if the machine takes so large a sheet."""
    return way.longest is None or max(picture.sheet) <= way.longest + 1e-6


def scan(symbol: SymbolPrint) -> Grey:
    """The print as a camera near to it has it: its dots averaged to no more than `NEAR` pixels a module."""
    if symbol.pixels <= NEAR:
        return symbol.image
    height, width = symbol.image.shape
    return optics.resize(symbol.image, round(width * NEAR / symbol.pixels), round(height * NEAR / symbol.pixels))


def simulate(picture: Crop, way: Print, seed: int) -> SymbolPrint:
    """Print a symbol on such a machine."""
    scale = SCALE / picture.module_mm
    rng = np.random.default_rng(seed)
    symbol = SymbolPrint(picture.image, scale, picture.module_mm, picture.borders, picture.sheet, rng)
    for _ in range(way.times):
        for step in way.steps:
            symbol = STEPS[step.what](symbol, getattr(step, step.what))
    return symbol


def _scale(symbol: SymbolPrint, by: float) -> SymbolPrint:
    """Another size on paper: the same picture, its pixels larger or smaller."""
    borders = tuple(mm * by for mm in symbol.borders)
    sheet = (symbol.sheet[0] * by, symbol.sheet[1] * by)
    return replace(symbol, scale=symbol.scale / by, module_mm=symbol.module_mm * by, borders=borders, sheet=sheet)  # type: ignore[arg-type]


def _clip(symbol: SymbolPrint, mm: float) -> SymbolPrint:
    """Nothing printed along the sheet's edges: the paper stays white."""
    image = np.array(symbol.image)
    height, width = image.shape
    left, top, right, bottom = (round(max(0.0, mm - border) * symbol.scale) for border in symbol.borders)
    beyond = [round(max(0.0, -border) * symbol.scale) for border in symbol.borders]  # what is no paper stays as it is
    inside = image[beyond[1] : height - beyond[3], beyond[0] : width - beyond[2]]
    edges = [max(0, cut - out) for cut, out in zip((left, top, right, bottom), beyond, strict=True)]
    inside[: edges[1]] = 255
    inside[:, : edges[0]] = 255
    inside[inside.shape[0] - edges[3] :] = 255
    inside[:, inside.shape[1] - edges[2] :] = 255
    return replace(symbol, image=image)


def _apply_curve(symbol: SymbolPrint, curve: Callable[[Light], Light]) -> SymbolPrint:
    return replace(symbol, image=optics.to_grey(curve(np.arange(256, dtype=np.float32)))[symbol.image])


def _speckle(symbol: SymbolPrint, specks: tuple[float, float]) -> SymbolPrint:
    """Dust: round specks, as many dark as light ones."""
    density, mm = specks
    image = np.array(symbol.image)
    height, width = image.shape
    count = int(symbol.rng.poisson(density * width * height / (symbol.scale * 10) ** 2))
    radius = max(mm * symbol.scale / 2, 0.5)
    reach = math.ceil(radius)
    down, across = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.argwhere(down**2 + across**2 <= radius**2) - reach
    for index in range(count):
        spots = disc + np.array([symbol.rng.integers(0, height), symbol.rng.integers(0, width)])
        inside = spots[((spots >= 0) & (spots < (height, width))).all(axis=1)]
        image[inside[:, 0], inside[:, 1]] = 0 if index % 2 else 255
    return replace(symbol, image=image)


def _screen(symbol: SymbolPrint, screen: tuple[float, float]) -> SymbolPrint:
    """A printer's halftone at 45°: every dot black or white, and as much black as the tone asks for."""
    lines, dpi = screen
    symbol = _sample(symbol, (dpi, dpi))
    height, width = symbol.image.shape
    down, across = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)
    pitch = np.float32(math.sqrt(2) * math.pi * lines / dpi)
    spots = np.cos((across + down) * pitch) + np.cos((across - down) * pitch)
    return replace(symbol, image=np.where(_height_of_tones()[symbol.image] < spots, 0, 255).astype(np.uint8))


@cache
def _height_of_tones() -> Light:
    """For each grey, the height of the screen's hills above which is black: white stays white, black is solid."""
    phases = np.linspace(0, 2 * math.pi, 400, endpoint=False)
    hills = np.sort((np.cos(phases)[:, None] + np.cos(phases)).ravel())
    tones: Light = np.quantile(hills, np.arange(256) / 255).astype(np.float32)
    tones[: round(FEWEST * 255)], tones[-round(FEWEST * 255) :] = -3, 3
    return tones


def _sample(symbol: SymbolPrint, dpi: tuple[float, float]) -> SymbolPrint:
    """Scanned or printed with so many dots across and down; then again with as many down as across."""
    height, width = symbol.image.shape
    wide = max(1, round(width / symbol.scale * dpi[0] / MM_PER_INCH))
    tall = max(1, round(height / symbol.scale * dpi[1] / MM_PER_INCH))
    image = optics.resize(symbol.image, wide, tall)
    square = max(1, round(height * wide / width))
    if square != tall:
        image = optics.resize(image, wide, square, Resampling.NEAREST)
    return replace(symbol, image=image, scale=symbol.scale * wide / width)


def _photograph(symbol: SymbolPrint, longest: int) -> SymbolPrint:
    """Part of a picture of the whole sheet."""
    height, width = symbol.image.shape
    scale = longest / max(symbol.sheet)
    wide = max(1, round(width * scale / symbol.scale))
    image = optics.resize(symbol.image, wide, max(1, round(height * scale / symbol.scale)), Resampling.BICUBIC)
    return replace(symbol, image=image, scale=symbol.scale * wide / width)


STEPS: Mapping[str, Callable[[SymbolPrint, Any], SymbolPrint]] = {
    "scale": _scale,
    "clip": _clip,
    "blur": lambda one, mm: replace(one, image=optics.soften(one.image, mm * one.scale)),
    "skew": lambda one, degrees: replace(one, image=optics.turn(one.image, degrees)),
    "tone": lambda one, greys: _apply_curve(one, lambda light: greys[0] + (greys[1] - greys[0]) / 255 * light),
    "contrast": lambda one, by: _apply_curve(one, lambda light: 127.5 + (light - 127.5) * by),
    "density": lambda one, share: _apply_curve(one, lambda light: 255 - (255 - light) * share),
    "speckle": _speckle,
    "screen": _screen,
    "dots": _sample,
    "threshold": lambda one, share: replace(one, image=np.where(one.image < 255 * share, 0, 255).astype(np.uint8)),
    "longest": _photograph,
    "jpeg": lambda one, quality: replace(one, image=optics.pass_jpeg(one.image, quality)),
}
"""The fields of conditions.Step → what they do."""
