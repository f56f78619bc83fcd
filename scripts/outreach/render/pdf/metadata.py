"""Metadata of a PDF: document information, XMP, output intents (adapter of pikepdf)."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf.models import XmpDocument

from outreach.render.pdf.model import Intent
from outreach.render.pdf.objects import content, figure, get, items, name, text


def info(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The document information."""
    holder = get(pdf.trailer, "/Info")
    found = holder.items() if isinstance(holder, pikepdf.Dictionary) else ()
    return {key[1:]: text(value) for key, value in found}


def xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Properties of the XMP packet, named with their usual prefixes; empty if there is none or it is no XMP."""
    data = content(get(pdf.Root, "/Metadata"))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # entities could multiply without end
        return {}
    try:
        packet = XmpDocument(data, overwrite_invalid_xml=False)
    except (SyntaxError, ValueError):  # the first is a mother of lxml's XMLSyntaxError
        return {}
    properties: dict[str, str] = {}
    for key in packet:
        space, _, local = key.removeprefix("{").rpartition("}")
        value = packet[key] or ""
        if prefix := XmpDocument.REVERSE_NS.get(space):
            properties[f"{prefix}:{local}"] = (
                value if isinstance(value, str) else " ".join(filter(None, value))
            ).strip()
    return properties


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
