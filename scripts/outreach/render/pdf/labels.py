"""A label put into a PDF file: its XMP packet, and the language of its words (adapter of pikepdf)."""

import pikepdf
from pikepdf import Name
from pikepdf.models import XmpDocument

from outreach.render import xmp
from outreach.render.pdf.objects import bytes_of, open_pdf
from outreach.render.xmp import Label


def add_label(source: bytes, label: Label) -> bytes:
    """The same pages with the label; what their metadata say besides stays: PDF/UA, PDF/X, the file's number."""
    with open_pdf(source) as pdf:
        present = pdf.Root.get("/Metadata")
        properties, ours = XmpDocument(present.read_bytes() if present else b""), XmpDocument(xmp.packet(label))
        properties.copy_properties(ours, list(ours), overwrite=True)
        pdf.Root.Metadata = metadata = pdf.make_stream(properties.to_bytes())
        metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
        if "/Lang" not in pdf.Root:
            pdf.Root.Lang = pikepdf.String(label.language)
        return bytes_of(pdf, min_version=pdf.pdf_version)
