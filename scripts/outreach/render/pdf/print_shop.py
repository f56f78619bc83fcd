"""Finished pages made ready for a print shop: exact boxes, crop and fold marks, a slug line, PDF/X-4.

It works on any page that was set with a bleed, also on one that was stamped since. Nothing inside the trim changes.
(Adapter of pikepdf.)
"""

import hashlib
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from outreach.core.lengths import mm_to_pt
from outreach.render import xmp
from outreach.render.pdf.geometry import DIGITS, Rect, format_numbers, grow
from outreach.render.pdf.objects import bytes_of, open_pdf
from outreach.render.pdf.places import TrimMarks

MARK_MM = 5.0
"""Length of a mark; shorter where there is less room."""
CLEAR_MM = 1.0
"""Between the bleed and a mark, and between a mark and the edge of the paper."""
DASH_MM = (1.0, 0.8)
TOLERANCE_PT = 0.01
ARC = 0.5523
"""Of the radius: how far the handles of a quarter of a circle reach (4/3 · tan 22.5°)."""
_NAME = "/Press"
_X4 = "PDF/X-4"

Box = Rect
"""Left, bottom, right, top in points, as PDF has it."""


@dataclass(frozen=True)
class IccProfile:
    """The press that a file is made for: its ICC profile and the name that people know it by."""

    name: str
    icc: bytes


def prepare_for_print_shop(source: bytes, strip: bytes, marks: TrimMarks, intent: IccProfile | None = None) -> bytes:
    """The pages of `source` with boxes, marks, and below each the page of `strip` that has its slug line.

    With an intent the file is PDF/X-4, which it does not claim to be otherwise. Raises ValueError for a page that was
    not set with the bleed.
    """
    with open_pdf(source) as pdf, open_pdf(strip) as line:
        _retag(line)
        for page, below in zip(pdf.pages, line.pages, strict=True):
            _furnish(pdf, page, below, marks)
        if intent is not None:
            _declare_pdfx(pdf, intent, hashlib.sha256(source + intent.icc).hexdigest())
        return bytes_of(pdf, force_version="" if intent is None else "1.6")  # the version that PDF/X-4 is a part of


def _furnish(pdf: pikepdf.Pdf, page: pikepdf.Page, below: pikepdf.Page, marks: TrimMarks) -> None:
    trim, media = _box(page.trimbox), _box(page.mediabox)
    bleed = grow(trim, mm_to_pt(marks.bleed))
    lacking = (media[0] - bleed[0], media[1] - bleed[1], bleed[2] - media[2], bleed[3] - media[3])
    if max(lacking) > TOLERANCE_PT:
        raise ValueError(f"a page set with less than {marks.bleed} mm of bleed: {media}")
    sheet = grow(bleed, mm_to_pt(marks.slug))
    page.trimbox, page.bleedbox, page.mediabox = (_array(box) for box in (trim, bleed, sheet))
    if "/CropBox" in page:
        del page.CropBox
    form = _form(pdf, below, trim, bleed, sheet, marks)
    # The resources may be those of every page: what is added must not show up in the others.
    resources = Dictionary(dict(page.resources.items()))
    objects = page.resources.get("/XObject")
    resources.XObject = Dictionary({} if objects is None else dict(objects.items()))
    resources.XObject[_NAME] = form
    page.Resources = resources
    clip = format_numbers(bleed[0], bleed[1], bleed[2] - bleed[0], bleed[3] - bleed[1])
    # What was cut off by the old edge of the paper would come to light beside the bleed.
    page.contents_add(f"q {clip} re W n".encode(), prepend=True)
    page.contents_add(f"Q {_NAME} Do".encode())


def _form(pdf: pikepdf.Pdf, below: pikepdf.Page, trim: Box, bleed: Box, sheet: Box, marks: TrimMarks) -> pikepdf.Object:
    """Marks and slug line as one object with resources of its own."""
    line = pdf.copy_foreign(below.as_form_xobject())
    width = below.mediabox[2] - below.mediabox[0]
    at = (trim[0] + trim[2] - float(width)) / 2 - float(below.mediabox[0]), bleed[1] - float(below.mediabox[3])
    every_plate = Array([Name.Separation, Name.All, Name.DeviceCMYK, _tint(pdf, 1, 1, 1, 1)])
    spaces = Dictionary(All=every_plate)
    if marks.die:
        spaces.Die = Array([Name.Separation, Name(f"/{marks.die}"), Name.DeviceCMYK, _tint(pdf, 0, 1, 0, 0)])
    content = [
        f"q 1 0 0 1 {format_numbers(*at)} cm /Slug Do Q",
        f"q /All CS 1 SCN {format_numbers(marks.line_pt)} w",
        *(_stroke(mark) for side in (1, 3, 0, 2) for mark in _pair(trim[side], side % 2, bleed, sheet)),
        f"[{format_numbers(*(mm_to_pt(dash) for dash in DASH_MM))}] 0 d" if marks.folds else "",
        *(_stroke(mark) for fold in marks.folds for mark in _pair(trim[3] - mm_to_pt(fold), 1, bleed, sheet)),
        "Q",
        f"q /Over gs /Die CS 1 SCN {format_numbers(marks.line_pt)} w {_circle(trim)} S Q" if marks.die else "",
    ]
    form = pdf.make_stream("\n".join(part for part in content if part).encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, _array(sheet)
    form.Resources = Dictionary(ColorSpace=spaces, XObject=Dictionary(Slug=line))
    if marks.die:  # what lies below the knife's line is printed
        form.Resources.ExtGState = Dictionary(Over=Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1))
    return form


def _retag(pdf: pikepdf.Pdf) -> None:
    """Give fonts other tags: those of two subsets of one font in a file must differ (ISO 32000-1, 9.6.4).

    The layout engine derives a tag from the font, so that the slug line's would be the sheet's.
    """
    for thing in pdf.objects:
        for key in ("/BaseFont", "/FontName"):
            if isinstance(thing, Dictionary) and key in thing:
                tag, plus, name = str(thing[key]).removeprefix("/").partition("+")
                thing[key] = Name(f"/{tag[::-1]}{plus}{name}")


def _tint(pdf: pikepdf.Pdf, *inks: int) -> pikepdf.Object:
    """How much of each process ink a device puts down that lacks a plate."""
    return pdf.make_indirect(Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0, 0, 0, 0], C1=list(inks)))


def _circle(trim: Box) -> str:
    """The circle in the trim, as the four curves that come nearest to it."""
    x, y, r = (trim[0] + trim[2]) / 2, (trim[1] + trim[3]) / 2, (trim[2] - trim[0]) / 2
    k = r * ARC
    points = [(r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0)]
    curves = [
        format_numbers(*(value + (y if place % 2 else x) for place, value in enumerate(curve))) for curve in points
    ]
    return f"{format_numbers(x + r, y)} m " + " ".join(f"{curve} c" for curve in curves) + " h"


def _pair(at: float, axis: int, bleed: Box, sheet: Box) -> list[Box]:
    """A mark on either side of the bleed: below and above it at an x (axis 0), left and right of it at a y (axis 1)."""
    low, high = bleed[1 - axis], bleed[3 - axis]
    near = mm_to_pt(CLEAR_MM)
    far = max(near, min(near + mm_to_pt(MARK_MM), low - sheet[1 - axis] - near))
    ends = ((low - far, low - near), (high + near, high + far))
    return [(start, at, end, at) if axis else (at, start, at, end) for start, end in ends]


def _stroke(mark: Box) -> str:
    return f"{format_numbers(*mark[:2])} m {format_numbers(*mark[2:])} l S"


def _box(array: pikepdf.Array) -> Box:
    left, bottom, right, top = (float(value) for value in array.as_list())
    return left, bottom, right, top


def _array(box: Box) -> pikepdf.Array:
    return Array([round(value, DIGITS) for value in box])


def _declare_pdfx(pdf: pikepdf.Pdf, intent: IccProfile, identity: str) -> None:
    """Mark a file as PDF/X-4 (ISO 15930-7): output intent, metadata, trapping, pages blended in the press's inks."""
    profile = pdf.make_stream(intent.icc)
    profile.N = 4
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name("/GTS_PDFX"),
                OutputConditionIdentifier=pikepdf.String("Custom"),
                Info=pikepdf.String(intent.name),
                DestOutputProfile=profile,
            )
        ]
    )
    for page in pdf.pages:
        page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)
        if "/Annots" in page:
            del page.Annots
    pdf.docinfo["/Trapped"] = Name("/False")
    pdf.Root.Metadata = metadata = pdf.make_stream(_packet(pdf.docinfo, identity))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML


def _packet(info: Dictionary, identity: str) -> bytes:
    """The XMP packet that PDF/X-4 requires, which agrees with the document information."""

    def entry(key: str) -> str:
        return str(info.get(key, ""))

    def moment(key: str) -> str:  # D:20200921000000Z → 2020-09-21T00:00:00Z
        digits = str(info[key]).removeprefix("D:")
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"

    modified = moment("/ModDate")
    return xmp.packet_of(
        [
            xmp.text("dc:format", "application/pdf"),
            xmp.texts("dc:title", "Alt", entry("/Title"), "x-default"),
            xmp.texts("dc:creator", "Seq", entry("/Author")),
            xmp.texts("dc:description", "Alt", entry("/Subject"), "x-default"),
            xmp.text("xmp:CreateDate", moment("/CreationDate")),
            xmp.text("xmp:ModifyDate", modified),
            xmp.text("xmp:MetadataDate", modified),
            xmp.text("xmpMM:DocumentID", f"xmp.did:{identity[:32]}"),
            xmp.text("xmpMM:VersionID", "1"),
            xmp.text("xmpMM:RenditionClass", "default"),
            xmp.text("pdf:Producer", entry("/Producer")),
            xmp.text("pdf:Trapped", "False"),
            xmp.text("pdfxid:GTS_PDFXVersion", _X4),
        ]
    )
