"""Colour spaces of a PDF: what a colour is made of and about what it looks like (adapter of pikepdf)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from outreach.render.pdf.functions import evaluate
from outreach.render.pdf.model import Colour, Family
from outreach.render.pdf.objects import content, get, name, table, to_float, to_floats

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
DEPTH = 4
"""Spaces within spaces; more is a circle."""
Rgb = tuple[float, float, float]
Paint = Callable[[Sequence[float]], tuple[tuple[tuple[str, float], ...], Rgb | None]]
"""Values → plates and looks."""


@dataclass(frozen=True)
class Space:
    """A colour space: how many values it takes and what they mean."""

    name: str
    size: int
    family: Family
    start: tuple[float, ...]
    """The colour that is in force when the space is chosen."""
    paint: Paint

    def colour(self, values: Sequence[float]) -> Colour:
        """A colour of this space; values that are left out are those it starts with."""
        whole = (*values[: self.size], *self.start[len(values) :])
        plates, rgb = self.paint(whole)
        return Colour(self.name, tuple(round(value, 4) for value in whole), self.family, plates, rgb)


def _limit(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _gray(v: Sequence[float]) -> tuple[tuple[tuple[str, float], ...], Rgb]:
    light = _limit(v[0])
    return (("Black", 1 - light),), (light, light, light)


def _rgb(v: Sequence[float]) -> tuple[tuple[tuple[str, float], ...], Rgb]:
    return (), (_limit(v[0]), _limit(v[1]), _limit(v[2]))


def _cmyk(v: Sequence[float]) -> tuple[tuple[tuple[str, float], ...], Rgb]:
    c, m, y, k = (_limit(value) for value in v)
    return tuple(zip(PROCESS, (c, m, y, k), strict=True)), ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))


def _lab(v: Sequence[float]) -> tuple[tuple[tuple[str, float], ...], Rgb | None]:
    if abs(v[1]) > 0.5 or abs(v[2]) > 0.5:
        return (), None
    root = (v[0] + 16) / 116
    light = root**3 if root > 6 / 29 else 3 * (6 / 29) ** 2 * (root - 4 / 29)
    grey = 1.055 * max(light, 0.0) ** (1 / 2.4) - 0.055 if light > 0.0031308 else 12.92 * max(light, 0.0)
    return (), (_limit(grey), _limit(grey), _limit(grey))


GRAY = Space("DeviceGray", 1, "gray", (0.0,), _gray)
RGB = Space("DeviceRGB", 3, "rgb", (0.0, 0.0, 0.0), _rgb)
CMYK = Space("DeviceCMYK", 4, "cmyk", (0.0, 0.0, 0.0, 1.0), _cmyk)
PATTERN = Space("Pattern", 0, "pattern", (), lambda values: ((), None))
UNKNOWN = Space("unknown", 0, "unknown", (), lambda values: ((), None))
DEVICE = {
    "DeviceGray": GRAY, "G": GRAY, "DeviceRGB": RGB, "RGB": RGB, "DeviceCMYK": CMYK, "CMYK": CMYK, "Pattern": PATTERN,
}  # fmt: skip


def space(value: Any, resources: Any, depth: int = 0) -> Space:
    """The colour space that an object describes or, as a name, stands for."""
    if depth > DEPTH:
        return UNKNOWN
    if isinstance(value, pikepdf.Name):
        if device := DEVICE.get(name(value)):
            return device
        entry = get(table(resources, "/ColorSpace"), str(value))
        return space(entry, resources, depth + 1) if entry is not None else UNKNOWN
    if not isinstance(value, pikepdf.Array) or not len(value):
        return UNKNOWN
    kind = name(value[0])
    if kind in DEVICE and kind != "Pattern":
        return DEVICE[kind]
    read = _KINDS.get(kind)
    return read(list(value), resources, depth) if read else UNKNOWN


def _icc_space(parts: list[Any], resources: Any, depth: int) -> Space:
    size = int(to_float(get(parts[1], "/N"))) if len(parts) > 1 else 0
    like = {1: GRAY, 3: RGB, 4: CMYK}.get(size)
    return Space("ICCBased", like.size, like.family, like.start, like.paint) if like else UNKNOWN


def _like(title: str, model: Space, paint: Paint | None = None) -> Callable[[list[Any], Any, int], Space]:
    return lambda parts, resources, depth: Space(title, model.size, model.family, model.start, paint or model.paint)


def _index_space(parts: list[Any], resources: Any, depth: int) -> Space:
    if len(parts) < 4:
        return UNKNOWN
    base = space(parts[1], resources, depth + 1)
    lookup = content(parts[3]) if isinstance(parts[3], pikepdf.Stream) else bytes(parts[3])

    def paint(values: Sequence[float]) -> tuple[tuple[tuple[str, float], ...], Rgb | None]:
        at = int(max(values[0], 0)) * base.size
        entry = lookup[at : at + base.size]
        return base.paint([byte / 255 for byte in entry]) if base.size and len(entry) == base.size else ((), None)

    return Space("Indexed", 1, base.family, (0.0,), paint)


def _inks(parts: list[Any], resources: Any, depth: int) -> Space:
    """Separation and DeviceN: each ink is a plate of its own; its looks are those of the alternate colour."""
    if len(parts) < 4:
        return UNKNOWN
    names = [name(part) for part in parts[1]] if isinstance(parts[1], pikepdf.Array) else [name(parts[1])]
    alternate = space(parts[2], resources, depth + 1)

    def paint(values: Sequence[float]) -> tuple[tuple[tuple[str, float], ...], Rgb | None]:
        plates: list[tuple[str, float]] = []
        for ink, value in zip(names, values, strict=False):
            if ink == "All":  # registration: every plate
                plates += [(process, _limit(value)) for process in PROCESS]
            elif ink != "None":
                plates.append((ink, _limit(value)))
        mixture = evaluate(parts[3], values)
        if mixture is None or len(mixture) != alternate.size:
            light = 1 - max((_limit(value) for value in values), default=0)
            return tuple(plates), (light, light, light)
        return tuple(plates), alternate.paint(mixture)[1]

    family: Family = "cmyk" if set(names) <= {*PROCESS, "All", "None"} else "spot"
    return Space(name(parts[0]), len(names), family, (1.0,) * len(names), paint)


_KINDS: dict[str, Callable[[list[Any], Any, int], Space]] = {
    "ICCBased": _icc_space,
    "CalGray": _like("CalGray", GRAY),
    "CalRGB": _like("CalRGB", RGB),
    "Lab": _like("Lab", RGB, _lab),
    "Indexed": _index_space,
    "I": _index_space,
    "Separation": _inks,
    "DeviceN": _inks,
    "Pattern": lambda parts, resources, depth: PATTERN,
}


def under(value: Any, resources: Any) -> Space:
    """The space of the colour that an uncoloured pattern is given: `[/Pattern base]`."""
    if isinstance(value, pikepdf.Name):
        value = get(table(resources, "/ColorSpace"), str(value))
    return space(value[1], resources) if isinstance(value, pikepdf.Array) and len(value) > 1 else GRAY


def range_of(values: Any, count: int) -> tuple[float, ...]:
    """The numbers of a `/Decode` array of that many pairs; empty if it has other ones."""
    numbers = to_floats(values)
    return numbers if len(numbers) == 2 * count else ()
