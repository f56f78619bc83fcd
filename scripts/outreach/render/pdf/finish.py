"""PDF files finished: what the layout engine leaves out (adapter of pikepdf)."""

from __future__ import annotations

import io

import pikepdf


def finish(source: bytes) -> bytes:
    """The same pages with a TrimBox on each, and a file identifier that depends on nothing but the content."""
    with pikepdf.open(io.BytesIO(source)) as pdf:
        for page in pdf.pages:
            page.trimbox = page.trimbox
            if "/Annots" in page and not page.Annots:
                del page.Annots
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True, compress_streams=True)
    return finished.getvalue()
