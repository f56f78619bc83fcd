"""The loops of a finished sheet: films and animated pictures of its pages, looked at as they were packed.

Runs in worker processes, called by `produce`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, repeat

from outreach.checks import flashes
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number, px_to_mm
from outreach.render import pictures, raster, tweens, video
from outreach.render.picture_metadata import label_mp4
from outreach.render.raster import Raster
from outreach.render.tweens import Clip
from outreach.render.xmp import packet
from outreach.sheets.picture import Film, Picture

FINER = 2
"""A page is looked at so many times finer than films show it."""
KB = 1000
HOLD = 25
"""Frames of what stands still that are packed; films show them again."""
EVERY = 2
"""Animated pictures show every so many frames of what moves."""


class Reel:
    """Clips of the films of one sheet: each is rendered, packed and made smaller once."""

    def __init__(self, content: bytes, wanted: Picture) -> None:
        self.films = {film.name: (film, tweens.clips(film.shots)) for film in wanted.films}
        self.size = wanted.pixels
        self._small: dict[Clip, list[Raster]] = {}
        every = dict.fromkeys(clip for _, clips in self.films.values() for clip in clips)
        pages = {page for clip in every for page in clip.pages}
        stills = {page: _still(content, page, wanted.pixels) for page in pages}
        fps, self._longest = wanted.films[0].fps, wanted.films[0].longest_px
        sequences = (self._seen(clip, tweens.frames(clip, stills)) for clip in every)
        self._runs = dict(zip(every, video.runs(sequences, wanted.pixels, fps), strict=True))

    def mp4(self, film: Film) -> bytes:
        """A loop as a film."""
        parts = [(self._runs[clip], clip.count) for clip in self.films[film.name][1]]
        return label_mp4(video.mp4(parts, self.size, film.fps), film.label)

    def webp(self, film: Film) -> bytes:
        """A loop as an animated picture."""
        shown: list[tuple[Raster, int]] = []
        for clip in self.films[film.name][1]:
            small = self._small[clip]
            counts = [clip.count] if not clip.moving else _shared(clip.count, len(small))
            shown += zip(small, counts, strict=True)
        return tweens.webp(shown, film.fps, packet(film.label))

    def _seen(self, clip: Clip, frames: Iterator[Raster]) -> Iterator[Raster]:
        """The frames of a clip for the film, while smaller ones are kept for animated pictures."""
        small = self._small.setdefault(clip, [])
        for index, frame in enumerate(frames):
            if index % EVERY == 0:
                small.append(tweens.smaller(frame, self._longest))
            yield from (frame,) if clip.moving else islice(repeat(frame), HOLD)


def filmed(content: bytes, wanted: Picture) -> tuple[dict[str, bytes], list[Finding]]:
    """The files of all loops by their names in the cache, and what is wrong with them."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    if not wanted.films:
        return files, findings
    reel = Reel(content, wanted)
    for film in wanted.films:
        for kind in film.kinds:
            packed = _PACKED[kind](reel, film)
            files[f"{film.name}.{kind}"] = packed
            findings += heavy(packed, kind, 0, film.max_kb)
            if kind == "mp4":
                findings += flashes.flashes(video.sampled(packed), film.fps, film.name)
    return files, findings


_PACKED: dict[str, Callable[[Reel, Film], bytes]] = {"mp4": Reel.mp4, "webp": Reel.webp}


def heavy(packed: bytes, kind: str, page: int, most: int | None) -> Iterator[Finding]:
    """A finding if a file weighs more than `most` kB."""
    if most is not None and len(packed) > most * KB:
        data: Data = {"kind": kind.upper(), "found": number(len(packed) / KB), "limit": most}
        yield Finding("picture-heavy", page=page, data=data)


def _still(content: bytes, page: int, pixels: tuple[int, int]) -> Raster:
    size = px_to_mm(pixels[0]), px_to_mm(pixels[1])
    return pictures.exact(raster.window(content, page, (0, 0), size, FINER / px_to_mm(1)), FINER)


def _shared(count: int, among: int) -> list[int]:
    """Frames of a film shared out among fewer."""
    return [min(EVERY, count - EVERY * index) for index in range(among)]
