"""The pictures of a finished sheet: each page in exactly its pixels, and as outlines; and loops of its pages.

Runs in worker processes, called by `produce`.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import repeat

from outreach.checks import flashes
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number, px_to_mm
from outreach.render import pictures, raster, tweens, video
from outreach.render.pdf.svg import ON, Caption, svg
from outreach.render.pdf.tracing import trace
from outreach.render.raster import Raster
from outreach.render.tweens import Clip
from outreach.render.xmp import label_mp4, label_svg, packet
from outreach.sheets.picture import Picture

FINER = 4
"""A page is looked at so many times finer than it is shown: edges come out as smooth as a browser draws them."""
FILM_FINER = 2
"""The same of films."""
KB = 1000
HOLD = 25
"""Frames of what stands still that are packed; films show them again."""


def make_pictures(content: bytes, picture: Picture) -> tuple[dict[str, bytes], list[Finding]]:
    """The files of all pages and loops by their names in the cache, and what is wrong with them."""
    files, findings = make_films(content, picture)
    for page in range(1, len(picture.alts) + 1):
        for kind in picture.kinds:
            file, faults = _MAKERS[kind](content, page, picture)
            findings += [*faults, *weight_fault(file, kind, page, picture.max_kb)]
            files[f"{page}.{kind}"] = file
    return files, findings


def _png(content: bytes, page: int, picture: Picture) -> tuple[bytes, list[Finding]]:
    size, xmp = _mm(picture.pixels), packet(picture.labels[page - 1])
    if picture.alpha:
        return pictures.overlay(raster.layer(content, page, size, FINER / px_to_mm(1)), FINER, xmp), []
    return pictures.picture(_raster(content, page, picture.pixels, FINER), FINER, xmp), []


def _jpg(content: bytes, page: int, picture: Picture) -> tuple[bytes, list[Finding]]:
    return pictures.jpeg(_raster(content, page, picture.pixels, FINER), FINER, packet(picture.labels[page - 1])), []


def _svg(content: bytes, page: int, picture: Picture) -> tuple[bytes, list[Finding]]:
    tracing = trace(content, page)
    words = Caption(picture.key, picture.language, picture.title, picture.alts[page - 1])
    faults = [Finding("picture-untraced", page=page, data={"found": fault}) for fault in tracing.faults]
    drawing = svg(tracing, picture.pixels, words, ground="" if picture.alpha else ON)
    return label_svg(drawing, picture.labels[page - 1]), faults


_MAKERS: dict[str, Callable[[bytes, int, Picture], tuple[bytes, list[Finding]]]] = {
    "png": _png,
    "jpg": _jpg,
    "svg": _svg,
}


def make_films(content: bytes, picture: Picture) -> tuple[dict[str, bytes], list[Finding]]:
    """The films of all loops by their names in the cache, and what is wrong with them."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    if not picture.films:
        return files, findings
    films = {film.name: tweens.clips(film.shots) for film in picture.films}
    clips = dict.fromkeys(clip for parts in films.values() for clip in parts)  # those of several are encoded once
    pages = {page for clip in clips for page in clip.pages}
    stills = {page: pictures.reduce(_raster(content, page, picture.pixels, FILM_FINER), FILM_FINER) for page in pages}
    sequences = (_frames(clip, stills) for clip in clips)
    runs = dict(zip(clips, video.runs(sequences, picture.pixels, picture.films[0].fps), strict=True))
    for film in picture.films:
        parts = [(runs[clip], clip.count) for clip in films[film.name]]
        file = label_mp4(video.mp4(parts, picture.pixels, film.fps), film.label)
        files[f"{film.name}.mp4"] = file
        findings += weight_fault(file, "mp4", 0, film.max_kb)
        findings += flashes.flashes(video.samples(file), film.fps, film.name)
    return files, findings


def _frames(clip: Clip, stills: Mapping[int, Raster]) -> Iterator[Raster]:
    """The frames of a clip that are encoded."""
    for frame in tweens.frames(clip, stills):
        yield from (frame,) if clip.moving else repeat(frame, HOLD)


def weight_fault(content: bytes, kind: str, page: int, most: int | None) -> Iterator[Finding]:
    """A finding if a file weighs more than `most` kB."""
    if most is not None and len(content) > most * KB:
        data: Data = {"kind": kind.upper(), "found": number(len(content) / KB), "limit": most}
        yield Finding("picture-heavy", page=page, data=data)


def _raster(content: bytes, page: int, pixels: tuple[int, int], finer: int) -> Raster:
    """A page in so many times more pixels each way."""
    return raster.window(content, page, (0, 0), _mm(pixels), finer / px_to_mm(1))


def _mm(pixels: tuple[int, int]) -> tuple[float, float]:
    return px_to_mm(pixels[0]), px_to_mm(pixels[1])
