"""Any PDF as plain data; a file that can't be read is a finding (adapter of pikepdf)."""

import io
from itertools import islice
from typing import Any

import pikepdf

from outreach.core.findings import Finding, OutreachError
from outreach.core.lengths import pt_to_mm
from outreach.render.pdf import metadata
from outreach.render.pdf.budget import IMAGE_BYTES, PAGES, Budget, Overdrawn
from outreach.render.pdf.geometry import Matrix, Rect, multiply, transform_box
from outreach.render.pdf.graphics_state import State
from outreach.render.pdf.interpreter import Interpreter
from outreach.render.pdf.model import Annotation, Fault, Font, Intent, Page, PdfFile
from outreach.render.pdf.objects import (
    UNREADABLE,
    entries,
    get,
    identity,
    items,
    name,
    reason,
    table,
    text,
    to_float,
    to_floats,
)
from outreach.render.pdf.structure import structure_of
from outreach.render.pdf.typefaces import Typeface, font_of

BOXES = {"media": "/MediaBox", "crop": "/CropBox", "bleed": "/BleedBox", "trim": "/TrimBox", "art": "/ArtBox"}
A4_PT: Rect = (0, 0, 595.276, 841.89)
"""The size of a page without a MediaBox."""
DEPTH = 32
FILTERS = 4
"""Filters of one stream, each applied to what the last one gave."""
ITEMS = 500_000
"""Items of an array or a dictionary."""
WARNINGS = 500
"""Repairs of a damaged file, after which the library gives it up."""
TURNS: dict[int, Matrix] = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, -1, 1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, 1, -1, 0, 0, 0),
}


def limit_qpdf() -> None:
    """Set the bounds for this process, from now on."""
    pikepdf.settings.set_qpdf_limits(
        doc_max_warnings=WARNINGS,
        max_stream_filters=FILTERS,
        parser_max_container_size=ITEMS,
        dct_max_memory=IMAGE_BYTES,
        dct_max_progressive_scans=100,
        flate_max_memory=IMAGE_BYTES,
        png_max_memory=IMAGE_BYTES,
        run_length_max_memory=IMAGE_BYTES,
        tiff_max_memory=IMAGE_BYTES,
    )


def read(source: bytes, scale: float = 1.0) -> PdfFile:
    """A PDF as it will be printed `scale` times as large as it is delivered.

    Raises OutreachError for what is no PDF, is broken beyond repair, or asks for a password.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(source))
    except pikepdf.PasswordError:
        raise OutreachError(Finding("pdf-locked")) from None
    except UNREADABLE as error:
        raise OutreachError(Finding("pdf-unreadable", data={"reason": reason(error)})) from None
    with pdf:
        try:
            return _file(pdf, scale)
        except (*UNREADABLE, LookupError, AttributeError) as error:
            raise OutreachError(Finding("pdf-unreadable", data={"reason": reason(error)})) from None


def _file(pdf: pikepdf.Pdf, scale: float) -> PdfFile:
    reading = _Session(scale)
    faults = reading.faults
    structure = None
    xmp: dict[str, str] = {}
    acting: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    pages: list[Page] = []
    try:
        # Of a file with too many pages the first is read, so that findings have something to stand on.
        many = len(pdf.pages) > PAGES
        for number, page in enumerate(islice(pdf.pages, 1 if many else None), 1):
            pages.append(reading.page(page, number))
            if reading.bound is not None:
                raise reading.bound
        if many:
            raise Overdrawn("pages", PAGES)
        structure = structure_of(pdf.Root, reading.numbers, reading.words)
        xmp, intents = metadata.xmp(pdf), metadata.output_intents(pdf.Root)
        acting = metadata.active_parts(pdf)
    except Overdrawn as bound:
        faults.append(Fault(bound.what, len(pages) if bound is reading.bound else 0, bound.most))
    if not pages:
        raise ValueError("no pages")
    root = pdf.Root
    faults += [Fault(reason(warning)) for warning in pdf.get_warnings()]
    return PdfFile(
        version=pdf.pdf_version,
        pages=tuple(pages),
        fonts=tuple(sorted(set(reading.fonts.values()), key=lambda font: (font.name, font.embedded, font.subset))),
        info=metadata.info(pdf),
        xmp=xmp,
        language=text(get(root, "/Lang")),
        tagged=get(get(root, "/MarkInfo"), "/Marked") is True,
        has_id=len(items(pdf.trailer, "/ID")) == 2,
        encrypted=pdf.is_encrypted,
        intents=intents,
        active=acting,
        scale=scale,
        faults=tuple(dict.fromkeys(faults)),
        structure=structure,
        shows_title=get(get(root, "/ViewerPreferences"), "/DisplayDocTitle") is True,
    )


def inherit(page: Any, key: str) -> Any:
    """An entry of a page, or of what is above it."""
    node = page.obj
    for _ in range(DEPTH):
        entry = get(node, key)
        if entry is not None:
            return entry
        node = get(node, "/Parent")
    return None


def box_of(value: Any) -> Rect | None:
    """A box as four numbers in order; None if it is none or has no area."""
    sides = to_floats(value)
    if len(sides) != 4:
        return None
    left, right = sorted((sides[0], sides[2]))
    bottom, top = sorted((sides[1], sides[3]))
    return (left, bottom, right, top) if right > left and top > bottom else None


class _Session:
    """State that all pages of a file share while it is read; they add what is told of the whole."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.fonts: dict[Any, Font] = {}
        self.faults: list[Fault] = []
        self.budget = Budget()
        self.faces: dict[Any, Typeface] = {}
        self.numbers: dict[tuple[int, int], int] = {}
        """Object → number of its page."""
        self.words: dict[int, frozenset[int]] = {}
        """Page → marked content in which text is shown."""
        self.bound: Overdrawn | None = None
        """Bound that a page went beyond: the next page is not read."""

    def page(self, page: Any, number: int) -> Page:
        """A page, up to where the budget ends."""
        boxes = {key: box_of(inherit(page, entry)) for key, entry in BOXES.items()}
        media = boxes["media"] or A4_PT
        crop = boxes["crop"] or media
        bleed, trim = boxes["bleed"] or crop, boxes["trim"] or crop
        unit = to_float(get(page, "/UserUnit"), 1.0)
        unit = unit if unit > 0 else 1.0
        matrix = to_page(trim, int(to_float(inherit(page, "/Rotate"))), pt_to_mm(1) * unit * self.scale)
        resources = inherit(page, "/Resources")
        reader = Interpreter(number, self.budget, self.faces)
        state = State(matrix, transform_box(matrix, media))
        notes = items(page, "/Annots")
        try:
            self.budget.take("notes", len(notes))
            if get(page, "/Contents") is not None:
                reader.read(page, resources, state, matrix)
        except Overdrawn as bound:
            self.bound, notes = bound, []
        self.faults.extend(reader.faults)
        group = get(get(page, "/Group"), "/CS")
        if name(group) == "DeviceRGB":
            reader.blends.add("rgb")
        for _, font in _fonts(resources, set(), 0):
            self.fonts[identity(font) or id(font)] = font_of(font)
        self.words[number] = frozenset(reader.marking.words)
        self.numbers[identity(page.obj) or (0, number)] = number
        return Page(
            number=number,
            media=transform_box(matrix, media),
            crop=transform_box(matrix, crop),
            bleed=transform_box(matrix, bleed),
            trim=transform_box(matrix, trim),
            named_boxes=frozenset(key for key, box in boxes.items() if box is not None),
            user_unit=unit,
            marks=tuple(reader.marks),
            annotations=tuple(_annotation(note, matrix) for note in notes),
            unseen_text=tuple(reader.unseen),
            blend_families=frozenset(reader.blends),
            untagged_marks=reader.marking.strays,
            annotations_in_order=name(get(page, "/Tabs")) == "S",
        )


def _annotation(note: Any, matrix: Matrix) -> Annotation:
    return Annotation(
        name(get(note, "/Subtype")),
        transform_box(matrix, box_of(get(note, "/Rect")) or (0, 0, 0, 0)),
        text(get(note, "/Contents")),
        int(to_float(get(note, "/F"))),
        identity(note),
    )


def to_page(trim: Rect, turn: int, unit: float) -> Matrix:
    """From the file's units to millimetres from the trim's upper left corner, as the page is seen."""
    turn_matrix = TURNS.get(turn % 360, TURNS[0])
    left, _, _, top = transform_box(turn_matrix, trim)
    return multiply(multiply(turn_matrix, (1, 0, 0, 1, -left, -top)), (unit, 0, 0, -unit, 0, 0))


def _fonts(resources: Any, visits: set[Any], depth: int) -> list[tuple[str, Any]]:
    """Every font that a page's resources name, also within forms and patterns."""
    fonts = [(key, font) for key, font in entries(resources, "/Font") if isinstance(font, pikepdf.Dictionary)]
    if depth > DEPTH:
        return fonts
    for kind in ("/XObject", "/Pattern"):
        for _, thing in entries(resources, kind):
            key = identity(thing)
            if key not in visits and isinstance(thing, pikepdf.Stream):
                visits.add(key)
                fonts += _fonts(table(thing, "/Resources"), visits, depth + 1)
    return fonts


def drop_crop_boxes(source: bytes) -> bytes:
    """The same file without crop boxes: a viewer then shows bleed and marks too."""
    with pikepdf.open(io.BytesIO(source)) as pdf:
        for node in [page.obj for page in pdf.pages]:
            for _ in range(DEPTH):
                if not isinstance(node, pikepdf.Dictionary):
                    break
                if "/CropBox" in node:
                    del node["/CropBox"]
                node = get(node, "/Parent")
        plain = io.BytesIO()
        pdf.save(plain)
    return plain.getvalue()
