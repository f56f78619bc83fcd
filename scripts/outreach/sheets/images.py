"""The pictures of a finished sheet: each page in exactly its pixels, and as outlines; and loops of its pages.

Runs in worker processes, called by `produce`.
"""

from __future__ import annotations

from collections.abc import Callable

from outreach.core.findings import Finding
from outreach.core.lengths import px_to_mm
from outreach.render import pictures, raster
from outreach.render.pdf.svg import ON, Told, svg
from outreach.render.pdf.tracing import trace
from outreach.render.picture_metadata import label_svg
from outreach.render.xmp import packet
from outreach.sheets.animations import filmed, heavy
from outreach.sheets.picture import Picture

FINER = 4
"""A page is looked at so many times finer than it is shown: edges come out as smooth as a browser draws them."""


def pictured(content: bytes, wanted: Picture) -> tuple[dict[str, bytes], list[Finding]]:
    """The files of all pages and loops by their names in the cache, and what is wrong with them."""
    files, findings = filmed(content, wanted)
    for page in range(1, len(wanted.alts) + 1):
        for kind in wanted.kinds:
            packed, found = _MADE[kind](content, page, wanted)
            findings += [*found, *heavy(packed, kind, page, wanted.max_kb)]
            files[f"{page}.{kind}"] = packed
    return files, findings


def _png(content: bytes, page: int, wanted: Picture) -> tuple[bytes, list[Finding]]:
    width, height = wanted.pixels
    size = px_to_mm(width), px_to_mm(height)
    scale = FINER / px_to_mm(1)
    xmp = packet(wanted.labels[page - 1])
    if wanted.alpha:
        return pictures.overlay(raster.layer(content, page, size, scale), FINER, xmp), []
    return pictures.picture(raster.window(content, page, (0, 0), size, scale), FINER, xmp), []


def _jpg(content: bytes, page: int, wanted: Picture) -> tuple[bytes, list[Finding]]:
    width, height = wanted.pixels
    size = px_to_mm(width), px_to_mm(height)
    image = raster.window(content, page, (0, 0), size, FINER / px_to_mm(1))
    return pictures.jpeg(image, FINER, packet(wanted.labels[page - 1])), []


def _svg(content: bytes, page: int, wanted: Picture) -> tuple[bytes, list[Finding]]:
    traced = trace(content, page)
    told = Told(wanted.key, wanted.language, wanted.title, wanted.alts[page - 1])
    faults = [Finding("picture-untraced", page=page, data={"found": fault}) for fault in traced.faults]
    drawing = svg(traced, wanted.pixels, told, ground="" if wanted.alpha else ON)
    return label_svg(drawing, wanted.labels[page - 1]), faults


_MADE: dict[str, Callable[[bytes, int, Picture], tuple[bytes, list[Finding]]]] = {
    "png": _png,
    "jpg": _jpg,
    "svg": _svg,
}
