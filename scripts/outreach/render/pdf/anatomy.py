"""What a PDF consists of (adapter of pikepdf)."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pikepdf

from outreach.core.lengths import pt_to_mm


@dataclass(frozen=True)
class Anatomy:
    """What a PDF consists of."""

    trims: list[tuple[float, float]]
    """Width and height of each page's trim in mm."""
    fonts: dict[str, bool]
    """PostScript name without the subset prefix → embedded."""
    title: str
    language: str
    tagged: bool


def anatomy(source: bytes) -> Anatomy:
    """Trims, fonts and metadata of a PDF."""
    with pikepdf.open(io.BytesIO(source)) as pdf:
        trims = []
        fonts: dict[str, bool] = {}
        for page in pdf.pages:
            left, bottom, right, top = (float(value) for value in page.trimbox.as_list())
            trims.append((pt_to_mm(right - left), pt_to_mm(top - bottom)))
            for font in page.resources.get("/Font", pikepdf.Dictionary()).values():
                name = re.sub(r"^/?(?:[A-Z]{6}\+)?", "", str(font.get("/BaseFont", "?")))
                fonts[name] = fonts.get(name, True) and _embedded(font)
        info = pdf.docinfo
        marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
        return Anatomy(trims, fonts, str(info.get("/Title", "")), str(pdf.Root.get("/Lang", "")), bool(marked))


def _embedded(font: pikepdf.Object) -> bool:
    descendants = font.get("/DescendantFonts")
    holder = font if descendants is None else descendants[0]
    descriptor = holder.get("/FontDescriptor")
    return descriptor is not None and any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
