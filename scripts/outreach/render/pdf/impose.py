"""Pages put together on other paper: each is one object of the file, however often it is shown (adapter of pikepdf)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf

from outreach.core.lengths import mm_to_pt

Size = tuple[float, float]
Quad = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """A page shown on a paper: the upper left corner of it as it lies, turned clockwise, what shows of it. mm."""

    page: int
    x: float
    y: float
    turn: int
    window: Quad | None


@dataclass(frozen=True)
class Stroke:
    """How marks are drawn: black over a white halo. mm."""

    width: float
    halo: float


@dataclass(frozen=True)
class Side:
    """One side of a paper."""

    places: Sequence[Place]
    marks: Sequence[Quad]
    """Lines from x, y to x, y."""


def impose(source: bytes, paper: Size, sides: Sequence[Side], stroke: Stroke, title: str, over: bytes = b"") -> bytes:
    """A PDF of `paper` in mm, one page a side. `over` is a PDF of as many pages that is printed on top."""
    with pikepdf.open(io.BytesIO(source)) as pages, pikepdf.open(io.BytesIO(over)) if over else pikepdf.new() as made:
        while not over and len(made.pages) < len(sides):
            made.add_blank_page(page_size=(mm_to_pt(paper[0]), mm_to_pt(paper[1])))
        trims = [[float(side) for side in page.trimbox.as_list()] for page in pages.pages]
        forms = [made.copy_foreign(page.as_form_xobject()) for page in pages.pages]
        for form, page in zip(forms, pages.pages, strict=True):
            form.BBox = pikepdf.Array(page.trimbox.as_list())  # what bleeds beyond would be drawn into the neighbour
        for page, side in zip(made.pages, sides, strict=True):
            height = mm_to_pt(paper[1])
            parts = [part for place in side.places for part in _shown(place, trims[place.page], height)]
            parts += _drawn(side.marks, stroke, height)
            for number in {place.page for place in side.places}:
                page.add_resource(forms[number], pikepdf.Name.XObject, pikepdf.Name(f"/Page{number + 1}"))
            page.contents_add("\n".join(parts).encode(), prepend=True)
            page.trimbox = page.mediabox
        if not over:
            made.docinfo["/Title"] = title
            made.Root.Lang = pages.Root.get("/Lang", pikepdf.String(""))
        finished = io.BytesIO()
        made.save(finished, deterministic_id=True, compress_streams=True)
    return finished.getvalue()


def _shown(place: Place, trim: Sequence[float], paper_height: float) -> Iterator[str]:
    """Drawing orders of one place. The page is no text of the paper's own: it is read in the sheet's file."""
    width, height = trim[2] - trim[0], trim[3] - trim[1]
    x, top = mm_to_pt(place.x), paper_height - mm_to_pt(place.y)
    matrix = {
        0: (1, 0, 0, 1, x, top - height),
        90: (0, -1, 1, 0, x, top),
        180: (-1, 0, 0, -1, x + width, top),
        270: (0, 1, -1, 0, x + height, top - width),
    }[place.turn]
    yield "/Artifact BMC q"
    if place.window is not None:
        left, upper, right, lower = (mm_to_pt(side) for side in place.window)
        yield _figures(left, paper_height - lower, right - left, lower - upper) + " re W n"
    yield _figures(*matrix) + " cm " + _figures(1, 0, 0, 1, -trim[0], -trim[1]) + f" cm /Page{place.page + 1} Do"
    yield "Q EMC"


def _drawn(marks: Sequence[Quad], stroke: Stroke, paper_height: float) -> Iterator[str]:
    if not marks:
        return
    lines = []
    for mark in marks:
        x0, y0, x1, y1 = (mm_to_pt(value) for value in mark)
        lines.append(f"{_figures(x0, paper_height - y0)} m {_figures(x1, paper_height - y1)} l")
    path = " ".join(lines)
    yield "/Artifact BMC q 0 J"
    for grey, width in ((1, stroke.halo), (0, stroke.width)):
        if width:
            yield f"{grey} G {_figures(mm_to_pt(width))} w {path} S"
    yield "Q EMC"


def _figures(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
