"""The file says what it is: a title and a language for readers, a number and trapping for the shop."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.checks.demands import Demands
from outreach.checks.preflight.intent import claimed
from outreach.core.findings import Finding
from outreach.render.pdf.model import Document
from outreach.render.pixels import Rasters


def check(document: Document, rasters: Rasters, demands: Demands) -> Iterator[Finding]:
    """Report missing metadata: an error where PDF/X or tags demand it, a warning elsewhere."""
    readers: tuple[tuple[str, bool], ...] = (
        ("Title", bool(document.info.get("Title") or document.xmp.get("dc:title"))),
        ("Lang", bool(document.language)),
    )
    for field, said in readers:
        if not said:
            yield Finding("metadata-missing", "error" if demands.tagged else "warning", data={"found": field})
    exchange = bool(claimed(document))
    shop: tuple[tuple[str, bool], ...] = (
        ("ID", document.identified),
        ("Trapped", document.info.get("Trapped") in {"True", "False"}),
    )
    for field, said in shop:
        if not said and (exchange or field == "ID"):
            yield Finding("metadata-missing", "error" if exchange else "warning", data={"found": field})
