"""The camera model: how large a symbol must be to be scanned from a distance.

A scanner app works on the video frame, `frame` pixels across a horizontal field of view. At distance d the frame
shows a width of 2·d·tan(field/2), so a module of m millimetres covers N = m · frame / (2·d·tan(field/2)) pixels.
N decides, whatever the version or level of the symbol. The phone, and the N that each view needs, are
`_shared/conditions.toml`; `outreach proof` looks whether finished sheets keep what the formula promises.
"""

import math
from dataclasses import dataclass

from outreach.campaign.conditions import Phone

_MM_PER_M = 1000


@dataclass(frozen=True)
class Scan:
    """A sheet's symbol: the link in it, the card in mm, pixels per module at `scan_from`, metres at the N aimed at."""

    link: str
    card_mm: float
    n: float
    good_to_m: float
    scan_from: float

    @property
    def safe_m(self) -> float:
        """The distance as people are told it: rounded down to 10 cm, so that nobody is sent too far away.

        Not to less than `scan_from`, if that is kept.
        """
        rounded = math.floor(self.good_to_m * 10 + 1e-6) / 10
        return max(rounded, self.scan_from) if self.good_to_m >= self.scan_from - 1e-6 else rounded


def view_width(phone: Phone) -> float:
    """Width of the view per distance."""
    return 2 * math.tan(math.radians(phone.field / 2))


def module_mm(phone: Phone, n: float, distance_m: float) -> float:
    """Side in mm of a module that covers `n` pixels from `distance_m` metres."""
    return n * distance_m * _MM_PER_M * view_width(phone) / phone.frame


def pixels_per_module(phone: Phone, module_mm: float, distance_m: float) -> float:
    """Pixels that a module of `module_mm` mm covers from `distance_m` metres (> 0)."""
    return module_mm * phone.frame / (distance_m * _MM_PER_M * view_width(phone))


def distance_m(phone: Phone, module_mm: float, n: float) -> float:
    """Distance in metres from which a module of `module_mm` mm covers `n` pixels (> 0)."""
    return module_mm * phone.frame / (n * _MM_PER_M * view_width(phone))


def card_mm(phone: Phone, symbol_size_modules: int, n: float, distance_m: float) -> float:
    """Side in mm of a card whose modules cover `n` pixels from `distance_m` metres.

    The card is the symbol with its quiet zone, `symbol_size_modules` modules across.
    """
    return symbol_size_modules * module_mm(phone, n, distance_m)
