"""Any PDF as plain data; a file that can't be read is a finding (adapter of pikepdf)."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.lengths import pt_to_mm
from outreach.render.pdf import active, metadata
from outreach.render.pdf.content import Budget, Reader
from outreach.render.pdf.geometry import Matrix, Rect, image, times
from outreach.render.pdf.model import Annotation, Document, Fault, Font, Page
from outreach.render.pdf.objects import entries, figure, figures, get, identity, items, name, table, text
from outreach.render.pdf.state import State
from outreach.render.pdf.typefaces import Typeface, described

BOXES = {"media": "/MediaBox", "crop": "/CropBox", "bleed": "/BleedBox", "trim": "/TrimBox", "art": "/ArtBox"}
A4_PT: Rect = (0, 0, 595.276, 841.89)
"""What a page without a MediaBox is taken for."""
DEPTH = 32
TURNS: dict[int, Matrix] = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, -1, 1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, 1, -1, 0, 0, 0),
}


def read(source: bytes, scale: float = 1.0) -> Document:
    """A PDF as it will be printed `scale` times as large as it is delivered.

    Raises OutreachError for what is no PDF, is broken beyond repair, or asks for a password.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(source))
    except pikepdf.PasswordError:
        raise OutreachError(Finding("pdf-locked")) from None
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise OutreachError(Finding("pdf-unreadable", data={"reason": _reason(error)})) from None
    with pdf:
        try:
            return _document(pdf, scale)
        except (pikepdf.PdfError, RuntimeError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise OutreachError(Finding("pdf-unreadable", data={"reason": _reason(error)})) from None


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__


def _document(pdf: pikepdf.Pdf, scale: float) -> Document:
    faults: list[Fault] = []
    fonts: dict[Any, Font] = {}
    budget = Budget()
    faces: dict[tuple[int, int], Typeface] = {}
    pages = tuple(_page(page, number, scale, budget, faces, fonts, faults) for number, page in enumerate(pdf.pages, 1))
    if not pages:
        raise ValueError("no pages")
    root = pdf.Root
    faults += [Fault(str(warning)[:100]) for warning in pdf.get_warnings()]
    return Document(
        version=pdf.pdf_version,
        pages=pages,
        fonts=tuple(sorted(set(fonts.values()), key=lambda font: (font.name, font.embedded, font.subset))),
        info=metadata.info(pdf),
        xmp=metadata.xmp(pdf),
        language=text(get(root, "/Lang")),
        tagged=get(get(root, "/MarkInfo"), "/Marked") is True,
        identified=len(items(pdf.trailer, "/ID")) == 2,
        encrypted=pdf.is_encrypted,
        intents=metadata.intents(root),
        active=active.found(pdf),
        scale=scale,
        faults=tuple(dict.fromkeys(faults)),
    )


def inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of what is above it."""
    node = page.obj
    for _ in range(DEPTH):
        found = get(node, key)
        if found is not None:
            return found
        node = get(node, "/Parent")
    return None


def box_of(value: Any) -> Rect | None:
    """A box as four numbers in order; None if it is none or has no area."""
    found = figures(value)
    if len(found) != 4:
        return None
    left, right = sorted((found[0], found[2]))
    bottom, top = sorted((found[1], found[3]))
    return (left, bottom, right, top) if right > left and top > bottom else None


def _page(
    page: Any,
    number: int,
    scale: float,
    budget: Budget,
    faces: dict[tuple[int, int], Typeface],
    fonts: dict[Any, Font],
    faults: list[Fault],
) -> Page:
    stated = {key: box_of(inherited(page, entry)) for key, entry in BOXES.items()}
    media = stated["media"] or A4_PT
    crop = stated["crop"] or media
    bleed, trim = stated["bleed"] or crop, stated["trim"] or crop
    unit = figure(get(page, "/UserUnit"), 1.0)
    unit = unit if unit > 0 else 1.0
    matrix = to_page(trim, int(figure(inherited(page, "/Rotate"))), pt_to_mm(1) * unit * scale)
    resources = inherited(page, "/Resources")
    reader = Reader(number, budget, faces)
    state = State(matrix, image(matrix, media))
    if get(page, "/Contents") is not None:
        reader.read(page, resources, state, matrix)
    group = get(get(page, "/Group"), "/CS")
    if name(group) == "DeviceRGB":
        reader.blends.add("rgb")
    for _, font in _fonts(resources, set(), 0):
        fonts[identity(font) or id(font)] = described(font)
    faults += reader.faults
    return Page(
        number,
        image(matrix, media),
        image(matrix, crop),
        image(matrix, bleed),
        image(matrix, trim),
        frozenset(key for key, box in stated.items() if box is not None),
        unit,
        tuple(reader.marks),
        tuple(
            Annotation(name(get(note, "/Subtype")), image(matrix, box_of(get(note, "/Rect")) or (0, 0, 0, 0)))
            for note in items(page, "/Annots")
        ),
        tuple(reader.unseen),
        frozenset(reader.blends),
    )


def to_page(trim: Rect, turn: int, unit: float) -> Matrix:
    """From the file's units to millimetres from the trim's upper left corner, as the page is seen."""
    turned = TURNS.get(turn % 360, TURNS[0])
    left, _, _, top = image(turned, trim)
    return times(times(turned, (1, 0, 0, 1, -left, -top)), (unit, 0, 0, -unit, 0, 0))


def _fonts(resources: Any, seen: set[Any], depth: int) -> list[tuple[str, Any]]:
    """Every font that a page's resources name, also within forms and patterns."""
    found = [(key, font) for key, font in entries(resources, "/Font") if isinstance(font, pikepdf.Dictionary)]
    if depth > DEPTH:
        return found
    for kind in ("/XObject", "/Pattern"):
        for _, thing in entries(resources, kind):
            key = identity(thing)
            if key not in seen and isinstance(thing, pikepdf.Stream):
                seen.add(key)
                found += _fonts(table(thing, "/Resources"), seen, depth + 1)
    return found


def uncropped(source: bytes) -> bytes:
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
