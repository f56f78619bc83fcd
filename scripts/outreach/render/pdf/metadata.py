"""Metadata of a PDF: document information, XMP, output intents (adapter of pikepdf)."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pikepdf

from outreach.render.pdf.model import Intent
from outreach.render.pdf.objects import content, figure, get, items, name, text

NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def info(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The document information."""
    holder = get(pdf.trailer, "/Info")
    found = holder.items() if isinstance(holder, pikepdf.Dictionary) else ()
    return {key[1:]: text(value) for key, value in found}


def xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Properties of the XMP packet, named with their usual prefixes; empty if there is none or it is no XML."""
    data = content(get(pdf.Root, "/Metadata"))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # entities could multiply without end
        return {}
    try:
        root = ElementTree.fromstring(data.strip()) if data.strip() else None
    except ElementTree.ParseError:
        return {}
    found: dict[str, str] = {}
    for description in root.iter(f"{RDF}Description") if root is not None else ():
        for key, value in description.attrib.items():
            found |= _named(key, value)
        for child in description:
            found |= _named(child.tag, " ".join(part.strip() for part in child.itertext() if part.strip()))
    return found


def _named(key: str, value: str) -> dict[str, str]:
    space, _, local = key.lstrip("{").rpartition("}")
    return {f"{NAMESPACES[space]}:{local}": value} if space in NAMESPACES else {}


def intents(root: Any) -> tuple[Intent, ...]:
    """The output intents, with what the header of each ICC profile says."""
    made = []
    for entry in items(root, "/OutputIntents"):
        profile = get(entry, "/DestOutputProfile")
        header = content(profile)[:20]
        condition = text(get(entry, "/OutputConditionIdentifier")) or text(get(entry, "/OutputCondition"))
        made.append(
            Intent(
                name(get(entry, "/S")),
                condition,
                int(figure(get(profile, "/N"))),
                header[12:16].decode("ascii", "replace").strip(),
                header[16:20].decode("ascii", "replace").strip(),
            )
        )
    return tuple(made)
