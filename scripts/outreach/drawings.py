"""Drawings given away: each as SVG of outlines and as PNG with alpha, made once and kept in the cache."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach.build import PACKAGE, Prepared
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.hashing import digest, file_digest, tree_digest
from outreach.core.lengths import mm_to_px, number, px_to_mm
from outreach.core.workers import Progress, spread
from outreach.products.illustration import TEMPLATE, Illustration
from outreach.publish.stamp import installed
from outreach.render import fonts
from outreach.render.xmp import Label

ROUGH = 200
"""px to the em at which a drawing is set first, to learn how large it comes out."""
ROOM = 4000
"""px of that first page."""
FINER = 2
"""A PNG is drawn so many times finer than it is shown."""
KINDS = ("svg", "png")


@dataclass(frozen=True)
class Job:
    """A drawing, and the folder of the cache that its files go to."""

    folder: Path
    templates: Path
    context: Mapping[str, Any]
    name: str
    alt: str
    pixels: int
    label: Label


@dataclass(frozen=True)
class Drawn:
    """A drawing's files by kind, and width and height of its PNG in pixels."""

    illustration: Illustration
    files: Mapping[str, Path]
    size: tuple[int, int]


def work(job: Job) -> list[Finding]:
    """Makes the files; the folder appears whole, unless something is wrong. Runs in workers."""
    from outreach.render import pictures, raster  # heavy
    from outreach.render.labels import labelled
    from outreach.render.pdf.finish import finish
    from outreach.render.pdf.svg import Told, svg
    from outreach.render.pdf.tracing import trace
    from outreach.render.sheets import typeset

    width, height, size = _measured(job)
    sheet = typeset(_page(job, size, width, height), tagged=False)
    content = finish(sheet.pdf)
    traced = trace(content)
    faults = [
        Finding("library-warning", data={"library": "WeasyPrint", "text": text, "sheet": job.name})
        for text in sheet.complaints
    ]
    faults += [Finding("picture-untraced", data={"sheet": job.name, "found": fault}) for fault in traced.faults]
    if faults:
        return faults
    told = Told(job.name, job.label.language, job.label.title, job.alt)
    fine = raster.layer(content, 1, (px_to_mm(width), px_to_mm(height)), FINER / px_to_mm(1))
    made = {
        "svg": svg(traced, (width, height), told, ground=""),
        "png": pictures.overlay(fine, FINER),
    }
    aside = job.folder.with_name(f"{job.folder.name}.{os.getpid()}")
    aside.mkdir(parents=True)
    for kind, packed in made.items():
        (aside / f"drawing.{kind}").write_bytes(labelled(kind, packed, job.label))
    (aside / "size.txt").write_text(f"{width} {height}", encoding="utf-8")
    os.replace(aside, job.folder)
    return []


def _page(job: Job, size: float, width: int, height: int) -> str:
    from outreach.render.templates import Templates

    context = {**job.context, "size": number(size, 3), "width": width, "height": height}
    return Templates([job.templates]).render(TEMPLATE, context)


def _measured(job: Job) -> tuple[int, int, float]:
    """Width and height of the drawing in pixels, and those of one em: words beside it are as wide as they come out."""
    from outreach.render.sheets import Node, typeset

    def box(node: Node) -> tuple[float, float]:
        if node.name.startswith("div.drawing"):
            left, top, right, bottom = node.rect
            return mm_to_px(right - left) / ROUGH, mm_to_px(bottom - top) / ROUGH
        return max((box(child) for child in node.children), default=(0.0, 0.0))

    ratio = float(job.context["ratio"])
    wide, high = (
        box(typeset(_page(job, ROUGH, ROOM, ROOM), tagged=False).pages[0]) if job.context["name"] else (ratio, 1.0)
    )
    size = job.pixels / max(wide, high)
    return max(1, round(size * wide)), max(1, round(size * high)), size


def kept(prepared: Prepared, wanted: Sequence[Illustration], progress: Progress | None = None) -> list[Drawn]:
    """The drawings' files; what is not in the cache is made. Raises OutreachError with all that can't be drawn."""
    project = prepared.bundle.project
    folder = project.cache / "drawings"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["FONTCONFIG_FILE"] = str(fonts.isolate(prepared.fonts.values(), project.cache))
    faces = (file_digest(path) for _, path in sorted(prepared.fonts.items()))
    shown = file_digest(project.templates / TEMPLATE)
    tools = digest(*faces, shown, tree_digest([("code", PACKAGE)], project.cache / "code.json"), installed())
    places = [folder / digest(tools, repr(sorted(one.context.items())), repr(one))[:32] for one in wanted]
    jobs = [
        (Job(place, project.templates, one.context, one.name, one.alt, one.pixels, one.label), one.name, 1)
        for one, place in zip(wanted, places, strict=True)
        if not place.exists()
    ]
    if faults := [fault for found in spread(work, jobs, progress) for fault in found]:
        raise OutreachError(faults)
    for old in set(folder.iterdir()) - set(places):
        shutil.rmtree(old, ignore_errors=True)
    return [_drawn(one, place) for one, place in zip(wanted, places, strict=True)]


def _drawn(one: Illustration, place: Path) -> Drawn:
    width, height = (int(side) for side in (place / "size.txt").read_text(encoding="utf-8").split())
    return Drawn(one, {kind: place / f"drawing.{kind}" for kind in KINDS}, (width, height))
