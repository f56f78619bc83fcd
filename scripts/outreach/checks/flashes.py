"""Flashes in films: no part of a film flashes more than three times within a second (WCAG 2.2, 2.3.1)."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render.pixels import Bytes, linear, luminance

SWING = 0.1
"""Of relative luminance: a rise and a fall of so much are a flash …"""
DARK = 0.8
"""… if the darker of the two is below this."""
FLASHES = 3
"""Within any second."""
RED, RED_SWING = 0.8, 20 / 320
"""A saturated red has this share of all its light; red light beyond the rest must swing by so much."""
AREA = 0.01
"""Share of the picture that may flash. WCAG allows a quarter of what ten degrees of the eye take in: how much of an
outdoor screen that is, nobody knows."""

Floats = NDArray[np.floating[Any]]


def flashes(frames: Iterable[Bytes], fps: int, film: str) -> Iterator[Finding]:
    """A finding if more of the film than AREA flashes more often than FLASHES within any second.

    `frames` are rows of RGB pixels, all of one size; after the last comes the first again.
    """
    times, samples = _changes(frames, fps)
    light = luminance(samples)
    swings = {"light": _swings(light, light < DARK), "red": _reds(samples)}
    worst = max((_worst(turns, times, fps), colour) for colour, turns in swings.items())
    if worst[0] > 0:
        share, colour = worst
        data: Data = {"loop": film, "share": number(share * 100), "colour": colour}
        yield Finding("loop-flashes", data=data | {"most": FLASHES})


def _changes(frames: Iterable[Bytes], fps: int) -> tuple[NDArray[np.int64], Bytes]:
    """The frames that differ from those before them, with their numbers; after the last come those of the next round's
    first second.
    """
    every = list(frames)
    every += every[: fps + 1]
    changes = [at for at, frame in enumerate(every) if at == 0 or not np.array_equal(frame, every[at - 1])]
    return np.array(changes), np.stack([every[at] for at in changes])


def _swings(light: Floats, able: NDArray[np.bool_], least: float = SWING) -> NDArray[np.int8]:
    """For each frame and place 1 or -1 where a rise or a fall of at least `least` is complete, 0 elsewhere.

    A rise counts from the lowest light since the last fall, however many frames it takes. It counts only if its darker
    end is `able`.
    """
    swings = np.zeros(light.shape, np.int8)
    low, high = light[0].copy(), light[0].copy()
    last = np.zeros(light.shape[1:], np.int8)
    dark = able[0].copy()
    for at in range(1, len(light)):
        now = light[at]
        dark |= able[at]
        rise = (now - low >= least) & (last <= 0) & dark
        fall = (high - now >= least) & (last >= 0) & dark
        swings[at][rise], swings[at][fall] = 1, -1
        last = np.where(rise, 1, np.where(fall, -1, last)).astype(np.int8)
        turn = rise | fall
        low = np.where(turn, now, np.minimum(low, now))
        high = np.where(turn, now, np.maximum(high, now))
        dark = np.where(turn, able[at], dark)
    return swings


def _reds(samples: Bytes) -> NDArray[np.int8]:
    """Swings to and from saturated red."""
    red, green, blue = np.moveaxis(linear(samples), -1, 0)
    total = red + green + blue
    saturated = red >= RED * np.maximum(total, 1e-6)
    return _swings(np.maximum(red - green - blue, 0), saturated, RED_SWING)


def _worst(swings: NDArray[np.int8], times: NDArray[np.int64], fps: int) -> float:
    """The greatest share of places that flash too often within a second; 0 if it is no more than AREA."""
    turns = np.cumsum(swings != 0, axis=0, dtype=np.int16)
    before = np.searchsorted(times, times - fps, side="right") - 1  # the last change that is a second old
    earlier = np.where((before >= 0)[:, None, None], turns[before], 0)
    often = float((turns - earlier > 2 * FLASHES).reshape(len(times), -1).mean(axis=1).max())
    return often if often > AREA else 0.0
