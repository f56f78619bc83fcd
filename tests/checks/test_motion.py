"""Flashes: what harms is found on the encoded film, and nothing else is."""

from collections.abc import Callable

import numpy as np
import pytest

from outreach.checks import flashes
from outreach.core.findings import Finding
from outreach.render import video
from outreach.render.raster import Raster

FPS = 25
SIDE = 64
NIGHT, WHITE, RED = (10, 28, 69), (255, 255, 255), (255, 0, 0)
Colour = tuple[int, int, int]


def still(colour: Colour, patch: Colour | None = None, share: float = 0.0) -> Raster:
    """A picture of one colour, with a patch of another that covers a share of it."""
    rows = np.full((SIDE, SIDE, 3), colour, np.uint8)
    if patch is not None:
        rows[: round(SIDE * share)] = patch
    return Raster(SIDE, SIDE, rows.tobytes(), 96)


def strobe(one: Raster, other: Raster, hertz: float, seconds: float = 2) -> list[Raster]:
    """`hertz` times a second one picture and then the other."""
    return [one if int(2 * hertz * at / FPS) % 2 == 0 else other for at in range(round(seconds * FPS))]


def fading(one: Colour, other: Colour, hertz: float) -> list[Raster]:
    """There and back without a jump."""
    shares = [(1 - np.cos(2 * np.pi * hertz * at / FPS)) / 2 for at in range(2 * FPS)]
    mixed = [tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True)) for share in shares]
    return [still((r, g, b)) for r, g, b in mixed]


def found(frames: list[Raster]) -> list[Finding]:
    """The rule's findings on frames as they come out of the encoder."""
    (run,) = video.runs([frames], (SIDE, SIDE), FPS)
    film = video.mp4([(run, len(frames))], (SIDE, SIDE), FPS)
    return list(flashes.flashes(video.samples(film), FPS, "10s"))


HARMFUL: dict[str, Callable[[], list[Raster]]] = {
    "strobe of 5 Hz": lambda: strobe(still(NIGHT), still(WHITE), 5),
    "strobe of 12.5 Hz": lambda: strobe(still(NIGHT), still(WHITE), 12.5),
    "just above 3 Hz": lambda: strobe(still(NIGHT), still(WHITE), 3.6),
    "fast waves of light": lambda: fading(NIGHT, WHITE, 5),
    "a quarter of the picture": lambda: strobe(still(NIGHT), still(NIGHT, WHITE, 0.25), 5),
    "red": lambda: strobe(still((0, 0, 0)), still(RED), 5),
    "weak light": lambda: strobe(still((0, 0, 0)), still((110, 110, 110)), 5),
}
HARMLESS: dict[str, Callable[[], list[Raster]]] = {
    "nothing moves": lambda: [still(NIGHT)] * 50,
    "three flashes a second": lambda: strobe(still(NIGHT), still(WHITE), 2.5),
    "slow waves of light": lambda: fading(NIGHT, WHITE, 1),
    "a swing too weak to be a flash": lambda: strobe(still((0, 0, 0)), still((70, 70, 70)), 5),
    "light on light": lambda: strobe(still((243, 243, 243)), still(WHITE), 5),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_flashing_film_is_found(name: str) -> None:
    (finding,) = found(HARMFUL[name]())
    assert finding.slug == "loop-flashes" and finding.severity == "error"
    assert finding.data["loop"] == "10s" and finding.data["most"] == 3


@pytest.mark.parametrize("name", HARMLESS)
def test_a_quiet_film_is_not(name: str) -> None:
    assert found(HARMLESS[name]()) == []


def test_red_and_light_are_told_apart() -> None:
    """A red that is hardly lighter than the ground: no general flash, and yet one."""
    (finding,) = found(strobe(still((0, 0, 0)), still((150, 0, 0)), 5))
    assert finding.data["colour"] == "red"


def test_flashes_across_the_seam_are_seen() -> None:
    """Two flashes at the end and two at the beginning are four within a second of what loops."""
    quiet = [still(NIGHT)] * 40
    two = strobe(still(WHITE), still(NIGHT), 6.25, 0.32)
    assert found([*two, *quiet]) == []
    assert [finding.slug for finding in found([*two, *quiet, *two])] == ["loop-flashes"]
