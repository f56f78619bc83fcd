"""Impositions of a finished sheet: copies on one paper, or pieces of a large one; checked like any other file.

Runs in worker processes, called by `produce`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from outreach.checks import rules
from outreach.checks.demands import Demands
from outreach.checks.inspection import Inspection
from outreach.checks.scan import read as scan
from outreach.core.findings import Finding
from outreach.core.lengths import MM_PER_INCH
from outreach.render import optics, raster
from outreach.render.pdf.impose import impose
from outreach.render.pdf.normalise import finish
from outreach.render.pdf.reader import read
from outreach.render.pixels import Rasters
from outreach.render.raster import Raster
from outreach.render.typeset import typeset
from outreach.sheets.imposition import Imposition

PAPER_PX = 1440
"""Width of the raster of a paper with copies."""
MODULE_PX = 5.0
"""Pixels per module of pieces that are put together again: each decoder reads as much."""

Links = Sequence[tuple[int, str]]
"""Page of the sheet and what its symbol says."""


def make_imposition(content: bytes, plan: Imposition) -> tuple[bytes, list[Finding]]:
    """The finished sheet put together as planned, and what the layout engine complains of."""
    over = typeset(plan.html, tagged=False) if plan.html else None  # what lies below has no tags to speak of
    made = impose(content, plan.paper, plan.sides, plan.marks, plan.title, finish(over.pdf) if over else b"")
    complaints = over.complaints if over else []
    if over and len(over.pages) != len(plan.sides):
        complaints = [*complaints, f"{len(over.pages)} / {len(plan.sides)}"]
    return made, [Finding("library-warning", data={"library": "WeasyPrint", "text": text}) for text in complaints]


def imposition_faults(
    pieces: bytes, plan: Imposition, demands: Demands, links: Links, codes: Sequence[scan.PageSymbol]
) -> Iterator[Finding]:
    """Faults of such a file. `codes` are the sheet's own symbols, as they were read on it."""
    file = f"{plan.name}.pdf"
    limits = replace(
        demands,
        trim=plan.paper,
        scale=1,
        pages=len(plan.sides),
        bleed_mm=None,
        needs_output_intent=False,
        legible=(),
        symbols=None,
    )
    document = read(pieces)
    papers = list(raster.pages(pieces, PAPER_PX * MM_PER_INCH / plan.paper[0]))
    for finding in rules.run(plan.rules, Inspection(document, Rasters(pieces, document, papers), limits)):
        yield replace(finding, data={**finding.data, "file": file})
    if plan.kind == "cells":
        yield from _copy_faults(pieces, plan, links, papers)
    elif codes:
        yield from _piece_faults(pieces, plan, links, codes)


def _copy_faults(pieces: bytes, plan: Imposition, links: Links, papers: Sequence[Raster]) -> Iterator[Finding]:
    """Symbols of the copies on a paper that a decoder does not read."""
    for page, image in enumerate(papers, 1):
        expected = [text for at, text in links if at == page] * plan.count
        if expected:
            yield from scan.faults(page, scan.look(pieces, page, image, expected), expected, f"{plan.name}.pdf")


def _piece_faults(pieces: bytes, plan: Imposition, links: Links, codes: Sequence[scan.PageSymbol]) -> Iterator[Finding]:
    """The symbol of a large sheet, read on the pieces as they are when they hang."""
    per_mm = MODULE_PX / min(code.side / code.modules for code in codes)
    whole = join_pieces(pieces, plan, per_mm)
    yield from scan.faults(
        1, scan.codes(1, whole, per_mm * MM_PER_INCH), [text for _, text in links], f"{plan.name}.pdf"
    )


def join_pieces(pieces: bytes, plan: Imposition, per_mm: float) -> optics.Grey:
    """The pieces cut at their windows and laid one over the other, each over those at its left and above it."""
    parts = []
    for side, image in zip(plan.sides, raster.pages(pieces, per_mm * MM_PER_INCH), strict=True):
        (place,) = side.placements
        window = place.window or (0.0, 0.0, *plan.paper)
        left, top, right, bottom = (round(edge * per_mm) for edge in window)
        column, row = round((window[0] - place.x) * per_mm), round((window[1] - place.y) * per_mm)
        parts.append((optics.grey(image)[top:bottom, left:right], column, row))
    height = max(row + piece.shape[0] for piece, _, row in parts)
    width = max(column + piece.shape[1] for piece, column, _ in parts)
    whole = np.full((height, width), 255, np.uint8)
    for piece, column, row in parts:
        whole[row : row + piece.shape[0], column : column + piece.shape[1]] = piece
    return whole
