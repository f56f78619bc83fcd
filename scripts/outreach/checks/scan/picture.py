"""A symbol cut out of a finished page, upright and module by module, and what can be measured on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from outreach.checks.scan.read import PageSymbol, Point
from outreach.core.hashing import digest
from outreach.render import optics, raster
from outreach.render.optics import Grey, Light
from outreach.render.pixels import reflectance
from outreach.render.qr import QUIET

SCALE = 16
"""Pixels per module of the picture."""
AROUND = QUIET + 3
"""Modules of the sheet round the symbol: the quiet zone and what stands beside it."""
RULE = 6
"""Pixels of the rule that frames a symbol alone."""
EDGE = 2
"""Pixels beside a symbol that may show a little of its own edge."""
WALL = 90
"""Grey of what lies beyond the sheet."""
SOLID = 36
"""Greys up to here, 2 % of the light, are the black of a print, which the phone's view makes as dark as prints are."""
TELLING = 8
"""Greys that tell two pictures apart."""
NEAR = 0.12
"""Share of the contrast within which a grey is taken for that of the modules: an edge is a hundredth of one off."""
STRAIGHT = 0.03
"""Radians by which a decoder may see a straight symbol turned."""
SPECK = 0.3
"""Share of the contrast by which a pixel of the quiet zone may be darker than light modules."""

Sides = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Crop:
    """A symbol cropped out of its page with its surroundings, upright, `SCALE` pixels a module."""

    image: Grey
    modules: int
    module_mm: float
    borders: Sides
    """mm from the picture's sides to the sheet's; negative where the picture reaches beyond the sheet."""
    sheet: tuple[float, float]
    """Width and height of the sheet, mm."""

    @cached_property
    def key(self) -> str:
        """The same for symbols that look the same, whatever their size."""
        return digest(self.image.tobytes(), str(self.image.shape), str(self.modules))

    @cached_property
    def alone(self) -> Crop:
        """The symbol within a rule: the same on every sheet that shows it, whatever stands beside it.

        Of fields, walls and white paper beside a quiet zone a thin dark rule is what makes symbols hardest to read.
        """
        dark, light = (round(tone) for tone in _tones(self.image))
        image = np.full_like(self.image, light)
        for edge, filling in ((self._edge(QUIET) - RULE, dark), (self._edge(QUIET), light)):
            image[edge:-edge, edge:-edge] = filling
        edge = self._edge(0) - EDGE
        image[edge:-edge, edge:-edge] = self.image[edge:-edge, edge:-edge]
        return replace(self, image=image)

    def _edge(self, modules: float) -> int:
        """Where so many modules round the symbol begin, in pixels from the picture's sides."""
        return round((AROUND - modules) * SCALE)

    def at_scale(self, scale: float) -> Crop:
        """The same at the size that hangs."""
        left, top, right, bottom = (scale * border for border in self.borders)
        sheet = (scale * self.sheet[0], scale * self.sheet[1])
        return replace(self, module_mm=scale * self.module_mm, borders=(left, top, right, bottom), sheet=sheet)

    @property
    def card_mm(self) -> float:
        """The symbol with its quiet zone, across."""
        return (self.modules + 2 * QUIET) * self.module_mm


def crop_symbol(pdf: bytes, code: PageSymbol) -> Crop:
    """The picture of a symbol that was found on a page."""
    sheet = raster.trims(pdf)[code.page - 1][2:]
    angle = _angle(code)
    corner, module = _exact(pdf, code, angle)
    corner = _move(corner, -AROUND * module, -AROUND * module, angle)
    side = (code.modules + 2 * AROUND) * module
    image = np.array(optics.grey(raster.window(pdf, code.page, corner, (side, side), SCALE / module, angle)))
    ends = [_move(corner, x, y, angle) for x, y in ((0, 0), (side, 0), (side, side), (0, side))]
    _paint_wall(image, corner, angle, SCALE / module, sheet)
    left, top = (min(end[axis] for end in ends) for axis in (0, 1))
    right, bottom = (sheet[axis] - max(end[axis] for end in ends) for axis in (0, 1))
    turns = round(angle / (math.pi / 2)) % 4
    sides = (left, top, right, bottom)
    borders = (sides[turns], sides[(turns + 1) % 4], sides[(turns + 2) % 4], sides[(turns + 3) % 4])
    return Crop(_settle(image), code.modules, module, borders, sheet)


def _settle(image: Grey) -> Grey:
    """Without differences that nobody sees, so that the same symbol in another size is the same picture."""
    dark, light = _tones(image)
    greys: Light = np.rint(image.astype(np.float32) / TELLING) * np.float32(TELLING)
    for tone in (dark, light):
        greys[np.abs(image.astype(np.float32) - tone) < NEAR * abs(light - dark)] = tone
    greys[greys <= SOLID] = 0
    return optics.to_grey(greys)


def _tones(image: Grey) -> tuple[float, float]:
    """The greys of dark and light modules, as the finder at the top left has them."""
    start = AROUND * SCALE
    finder = image[start : start + 7 * SCALE, start : start + 7 * SCALE]
    dark = np.median(finder[2 * SCALE + 3 : 5 * SCALE - 3, 2 * SCALE + 3 : 5 * SCALE - 3])
    light = np.median(finder[SCALE + 4 : 2 * SCALE - 4, SCALE + 4 : 6 * SCALE - 4])
    return float(dark), float(light)


def _angle(code: PageSymbol) -> float:
    """How far a symbol is turned on its page, clockwise; nearly a right angle is meant as one."""
    (left, top), (right, other) = code.corners[:2]
    angle = math.atan2(other - top, right - left) % (2 * math.pi)
    straight = round(angle / (math.pi / 2)) * math.pi / 2
    return straight % (2 * math.pi) if abs(angle - straight) < STRAIGHT else angle


def _move(point: Point, across: float, down: float, angle: float) -> Point:
    """A point moved in the directions of a symbol's sides."""
    cos, sin = math.cos(angle), math.sin(angle)
    return point[0] + cos * across - sin * down, point[1] + sin * across + cos * down


def _paint_wall(image: Grey, corner: Point, angle: float, scale: float, sheet: tuple[float, float]) -> None:
    """Paint what lies beyond the sheet."""
    across = (np.arange(image.shape[1]) + 0.5) / scale
    down = (np.arange(image.shape[0])[:, None] + 0.5) / scale
    x = corner[0] + math.cos(angle) * across - math.sin(angle) * down
    y = corner[1] + math.sin(angle) * across + math.cos(angle) * down
    image[(x < 0) | (y < 0) | (x > sheet[0]) | (y > sheet[1])] = WALL


def _exact(pdf: bytes, code: PageSymbol, angle: float) -> tuple[Point, float]:
    """The symbol's own top left corner and its module in mm, from its finders' outer edges as the file draws them."""
    module = code.side / code.modules
    half = code.side / 2 + 3 * module
    corner = _move(code.middle, -half, -half, angle)
    scale, start = SCALE / module, 3 * SCALE
    image = optics.grey(raster.window(pdf, code.page, corner, (2 * half, 2 * half), scale, angle)).astype(np.float32)
    centre = np.median(image[start + 3 * SCALE : start + 4 * SCALE, start + 3 * SCALE : start + 4 * SCALE])
    ring = np.median(image[start + SCALE + 4 : start + 2 * SCALE - 4, start + 2 * SCALE : start + 5 * SCALE])
    ink = np.clip((ring - image) / (ring - centre if ring != centre else 1), 0, 1)
    band, reach = slice(start + SCALE, start + 6 * SCALE), start + SCALE  # a finder's outer ring is one module wide
    left, top = _edge(ink[band, :reach].mean(axis=0)), _edge(ink[:reach, band].mean(axis=1))
    right = ink.shape[1] - _edge(ink[band, ::-1][:, :reach].mean(axis=0))
    bottom = ink.shape[0] - _edge(ink[::-1, band][:reach].mean(axis=1))
    exact = (right - left + bottom - top) / 2 / scale / code.modules
    return _move(corner, left / scale, top / scale, angle), exact


def _edge(profile: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    """Where a profile that ends in ink begins to be ink, in fractions of a pixel."""
    dark = np.flatnonzero(profile > 0.9)
    if not len(dark):
        return float(len(profile) - SCALE)
    first = int(dark[0])
    return float(first - profile[max(0, first - 3) : first].sum())


@dataclass(frozen=True)
class Tones:
    """Measurements of a symbol."""

    dark: float
    light: float
    """Greys of dark and light modules."""
    quiet: float
    """Modules of quiet zone on its narrowest side, at most `AROUND`."""

    @property
    def contrast(self) -> float:
        """Difference of the reflectances of light and dark (ISO/IEC 15415, symbol contrast)."""
        return abs(reflectance(self.light) - reflectance(self.dark))


def measure(picture: Crop) -> Tones:
    """Tones and quiet zone."""
    dark, light = _tones(picture.image)
    return Tones(dark, light, _quiet(picture, dark, light))


def _quiet(picture: Crop, dark: float, light: float) -> float:
    """Modules round the symbol in which nothing is nearer to the dark modules' grey."""
    off = np.abs(picture.image.astype(np.float32) - light) > SPECK * abs(light - dark)
    most = AROUND * SCALE
    for ring in range(most):
        low, high = most - 1 - ring, off.shape[0] - most + ring
        # the two rows of pixels that touch the symbol may be its own edge
        if ring >= 2 and (
            off[low, low : high + 1].any()
            or off[high, low : high + 1].any()
            or off[low : high + 1, low].any()
            or off[low : high + 1, high].any()
        ):
            return ring / SCALE
    return float(AROUND)
