"""Drawings given away: each as SVG of outlines and as PNG with alpha, made once and kept in the cache."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach.core.cache import Entry, Store
from outreach.core.findings import Finding, OutreachError
from outreach.core.hashing import digest, digest_tools, file_digest
from outreach.core.lengths import mm_to_px, number, px_to_mm
from outreach.core.workers import Progress, parallel_map
from outreach.products.press_kit.illustrations import TEMPLATE, DrawingToMake
from outreach.products.product import PreparedCampaign
from outreach.render import fonts

ROUGH = 200
"""px to the em at which a drawing is set first, to learn how large it comes out."""
ROOM = 4000
"""px of that first page."""
FINER = 2
"""A PNG is drawn so many times finer than it is shown."""
KINDS = ("svg", "png")
DRAWINGS = "drawings"
"""Their kind in the cache."""


@dataclass(frozen=True)
class DrawingJob:
    """A drawing, and the entry of the cache that its files go to."""

    store: Store
    key: str
    templates: Path
    illustration: DrawingToMake


@dataclass(frozen=True)
class DrawingFiles:
    """A drawing's files by kind, and width and height of its PNG in pixels."""

    illustration: DrawingToMake
    files: Mapping[str, Path]
    size: tuple[int, int]


def draw(job: DrawingJob) -> list[Finding]:
    """Make the files, and keep them unless something is wrong. Runs in workers."""
    from outreach.render import pictures, raster  # heavy
    from outreach.render.pdf.normalise import finish
    from outreach.render.pdf.svg import Caption, svg
    from outreach.render.pdf.tracing import trace
    from outreach.render.typeset import typeset
    from outreach.render.xmp import label_svg, packet

    drawing = job.illustration
    width, height, size = _measure(job)
    sheet = typeset(_page(job, size, width, height), tagged=False)
    content = finish(sheet.pdf)
    page = trace(content)
    faults = [
        Finding("library-warning", data={"library": "WeasyPrint", "text": text, "sheet": drawing.name})
        for text in sheet.complaints
    ]
    faults += [Finding("picture-untraced", data={"sheet": drawing.name, "found": fault}) for fault in page.faults]
    if faults:
        return faults
    caption = Caption(drawing.name, drawing.label.language, drawing.label.title, drawing.alt)
    fine = raster.layer(content, 1, (px_to_mm(width), px_to_mm(height)), FINER / px_to_mm(1))
    files = {
        "drawing.svg": label_svg(svg(page, (width, height), caption, ground=""), drawing.label),
        "drawing.png": pictures.overlay(fine, FINER, packet(drawing.label)),
    }
    job.store.keep(DRAWINGS, job.key, files, note=[width, height])
    return []


def _page(job: DrawingJob, size: float, width: int, height: int) -> str:
    from outreach.render.templates import Templates

    context = {**job.illustration.context, "size": number(size, 3), "width": width, "height": height}
    return Templates([job.templates]).render(TEMPLATE, context)


def _measure(job: DrawingJob) -> tuple[int, int, float]:
    """Width and height of the drawing in pixels, and those of one em: words beside it are as wide as they come out."""
    from outreach.render.typeset import Node, typeset

    def box(node: Node) -> tuple[float, float]:
        if node.name.startswith("div.drawing"):
            left, top, right, bottom = node.rect
            return mm_to_px(right - left) / ROUGH, mm_to_px(bottom - top) / ROUGH
        return max((box(child) for child in node.children), default=(0.0, 0.0))

    drawing = job.illustration
    wide, high = float(drawing.context["ratio"]), 1.0
    if drawing.context["name"]:
        wide, high = box(typeset(_page(job, ROUGH, ROOM, ROOM), tagged=False).pages[0])
    size = drawing.pixels / max(wide, high)
    return max(1, round(size * wide)), max(1, round(size * high)), size


def make_drawings(
    prepared: PreparedCampaign, wanted: Sequence[DrawingToMake], progress: Progress | None = None
) -> list[DrawingFiles]:
    """The drawings' files; what is not in the cache is made. Raises OutreachError with all that can't be drawn."""
    project = prepared.bundle.project
    store = Store(project.cache)
    family = prepared.bundle.brand.fonts
    fonts.restrict(family, prepared.fonts, project.cache)
    template = file_digest(project.templates / TEMPLATE)
    tools = digest(template, digest_tools(project, fonts.faces(family, prepared.fonts)))
    keys = [digest(tools, repr(sorted(drawing.context.items())), repr(drawing))[:32] for drawing in wanted]
    jobs = [
        (DrawingJob(store, key, project.templates, drawing), drawing.name, 1)
        for drawing, key in zip(wanted, keys, strict=True)
        if store.entry(DRAWINGS, key) is None
    ]
    if faults := [fault for findings in parallel_map(draw, jobs, progress) for fault in findings]:
        raise OutreachError(faults)
    store.prune(DRAWINGS, set(keys))
    return [_files_of(drawing, store.sure_entry(DRAWINGS, key)) for drawing, key in zip(wanted, keys, strict=True)]


def _files_of(illustration: DrawingToMake, entry: Entry) -> DrawingFiles:
    width, height = entry.note
    return DrawingFiles(illustration, {kind: entry.path(f"drawing.{kind}") for kind in KINDS}, (width, height))
