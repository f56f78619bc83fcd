"""The camera model: how large a symbol must be to be scanned from a distance.

A scanner app works on the video frame, `FRAME_PX` pixels across a horizontal field of view of `HFOV_DEG`. At
distance d the frame shows a width of 2·d·tan(HFOV/2), so a module of m millimetres covers
N = m · FRAME_PX / (2·d·tan(HFOV/2)) pixels. N decides, whatever the version or level of the symbol: 95 % of
simulated shots were read from N = 2.25-2.5 in usual conditions and from N = 3.75-4 in hard ones (tilt to 45°,
shake, dim light). A model, not a trial with phones.
"""

from __future__ import annotations

import math

PASS = 4.0
"""Pixels per module that also suffice in hard conditions."""
FLOOR = 2.5
"""Pixels per module below which a symbol is refused."""
HFOV_DEG = 70
"""Horizontal field of view of a phone's main camera, degrees."""
FRAME_PX = 1920
"""Width of the video frame, pixels."""

_MM_PER_M = 1000
_SPREAD = 2 * math.tan(math.radians(HFOV_DEG / 2))  # width of the view / distance


def module_mm(n: float, distance_m: float) -> float:
    """Side in mm of a module that covers `n` pixels from `distance_m` metres."""
    return n * distance_m * _MM_PER_M * _SPREAD / FRAME_PX


def pixels_per_module(module_mm: float, distance_m: float) -> float:
    """Pixels that a module of `module_mm` mm covers from `distance_m` metres (> 0)."""
    return module_mm * FRAME_PX / (distance_m * _MM_PER_M * _SPREAD)


def distance_m(module_mm: float, n: float) -> float:
    """Distance in metres from which a module of `module_mm` mm covers `n` pixels (> 0)."""
    return module_mm * FRAME_PX / (n * _MM_PER_M * _SPREAD)


def card_mm(symbol_size_modules: int, n: float, distance_m: float) -> float:
    """Side in mm of a card whose modules cover `n` pixels from `distance_m` metres.

    The card is the symbol with its quiet zone, `symbol_size_modules` modules across.
    """
    return symbol_size_modules * module_mm(n, distance_m)
