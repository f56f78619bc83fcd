"""PDF files finished: what the layout engine leaves out (adapter of pikepdf)."""

import pikepdf
from pikepdf import Dictionary, Name

from outreach.render.fonts import lean
from outreach.render.pdf.objects import bytes_of, open_pdf
from outreach.render.pdf.tag_tree import tidy


def finish(source: bytes) -> bytes:
    """The same pages with a TrimBox on each, and a file identifier that depends on nothing but the content."""
    with open_pdf(source) as pdf:
        tidy(pdf)
        _lean_fonts(pdf)
        for page in pdf.pages:
            page.trimbox = page.trimbox
            if "/Annots" in page and not page.Annots:
                del page.Annots
        return bytes_of(pdf)


def _lean_fonts(pdf: pikepdf.Pdf) -> None:
    """Fonts whose glyphs are called by number need no names and no map of characters: a kit has dozens of them."""
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Subtype") == Name.CIDFontType2:
            file = font.FontDescriptor.get("/FontFile2")
            if file is not None:
                content = lean(file.read_bytes())
                file.write(content)
                file.Length1 = len(content)
