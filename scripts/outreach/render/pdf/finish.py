"""PDF files finished: what the layout engine leaves out (adapter of pikepdf)."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from outreach.render.fonts import lean


def finish(source: bytes) -> bytes:
    """The same pages with a TrimBox on each, and a file identifier that depends on nothing but the content."""
    with pikepdf.open(io.BytesIO(source)) as pdf:
        _link_once(pdf)
        _lean_fonts(pdf)
        for page in pdf.pages:
            page.trimbox = page.trimbox
            if "/Annots" in page and not page.Annots:
                del page.Annots
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True, compress_streams=True)
    return finished.getvalue()


def _lean_fonts(pdf: pikepdf.Pdf) -> None:
    """Fonts whose glyphs are called by number need no names and no map of characters: a kit has dozens of them."""
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Subtype") == Name.CIDFontType2:
            file = font.FontDescriptor.get("/FontFile2")
            if file is not None:
                content = lean(file.read_bytes())
                file.write(content)
                file.Length1 = len(content)


def _link_once(pdf: pikepdf.Pdf) -> None:
    """A picture within a link is a link of its own to the layout engine: a second one, tagged as a figure.

    PDF/UA (ISO 14289-1, 7.18.5) wants every link tagged as one.
    """
    if not any("/Annots" in page for page in pdf.pages):
        return
    stray = set()
    for element in _elements(pdf.Root.get("/StructTreeRoot")):
        if element.get("/S") != Name.Link and isinstance(element.get("/K"), Array):
            objects = [kid for kid in element.K if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR]
            stray |= {kid.Obj.objgen for kid in objects}
            element.K = Array([kid for kid in element.K if kid not in objects])
    for page in pdf.pages:
        if "/Annots" in page:
            page.Annots = Array([each for each in page.Annots if each.objgen not in stray])


def _elements(node: pikepdf.Object | None) -> Iterator[pikepdf.Dictionary]:
    """The elements of a tree of tags."""
    if isinstance(node, Array):
        for kid in node:
            yield from _elements(kid)
    elif isinstance(node, Dictionary) and node.get("/Type") != Name.OBJR:
        yield node
        yield from _elements(node.get("/K"))
