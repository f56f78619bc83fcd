"""Pages put together on other paper: each is one object of the file, however often it is shown (adapter of pikepdf)."""

from collections.abc import Iterator, Sequence

import pikepdf

from outreach.campaign.impositions import Marks
from outreach.core.lengths import mm_to_pt
from outreach.render.pdf.geometry import format_numbers
from outreach.render.pdf.objects import bytes_of, open_pdf
from outreach.render.pdf.places import Line, Placement, Side

Size = tuple[float, float]


def impose(source: bytes, paper: Size, sides: Sequence[Side], marks: Marks, title: str, over: bytes = b"") -> bytes:
    """A PDF of `paper` in mm, one page a side, its marks black over a white halo.

    `over` is a PDF of as many pages that is printed on top.
    """
    with open_pdf(source) as pages, open_pdf(over) if over else pikepdf.new() as imposition:
        while not over and len(imposition.pages) < len(sides):
            imposition.add_blank_page(page_size=(mm_to_pt(paper[0]), mm_to_pt(paper[1])))
        trims = [[float(side) for side in page.trimbox.as_list()] for page in pages.pages]
        forms = [imposition.copy_foreign(page.as_form_xobject()) for page in pages.pages]
        for form, page in zip(forms, pages.pages, strict=True):
            form.BBox = pikepdf.Array(page.trimbox.as_list())  # what bleeds beyond would be drawn into the neighbour
        for page, side in zip(imposition.pages, sides, strict=True):
            height = mm_to_pt(paper[1])
            parts = [
                part for place in side.placements for part in _page_operators(place, trims[place.page_index], height)
            ]
            parts += _mark_operators(side.marks, marks, height)
            for number in {place.page_index for place in side.placements}:
                page.add_resource(forms[number], pikepdf.Name.XObject, pikepdf.Name(f"/Page{number + 1}"))
            page.contents_add("\n".join(parts).encode(), prepend=True)
            page.trimbox = page.mediabox
        if not over:
            imposition.docinfo["/Title"] = title
            imposition.Root.Lang = pages.Root.get("/Lang", pikepdf.String(""))
        return bytes_of(imposition)


def _page_operators(place: Placement, trim: Sequence[float], paper_height: float) -> Iterator[str]:
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
        yield format_numbers(left, paper_height - lower, right - left, lower - upper) + " re W n"
    shift = format_numbers(1, 0, 0, 1, -trim[0], -trim[1])
    yield f"{format_numbers(*matrix)} cm {shift} cm /Page{place.page_index + 1} Do"
    yield "Q EMC"


def _mark_operators(lines: Sequence[Line], marks: Marks, paper_height: float) -> Iterator[str]:
    if not lines:
        return
    steps = []
    for line in lines:
        x0, y0, x1, y1 = (mm_to_pt(value) for value in line)
        steps.append(f"{format_numbers(x0, paper_height - y0)} m {format_numbers(x1, paper_height - y1)} l")
    path = " ".join(steps)
    yield "/Artifact BMC q 0 J"
    for grey, width in ((1, marks.halo), (0, marks.width)):
        if width:
            yield f"{grey} G {format_numbers(mm_to_pt(width))} w {path} S"
    yield "Q EMC"
