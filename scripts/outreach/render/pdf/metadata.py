"""Metadata of a PDF: document information, XMP, output intents, active parts (adapter of pikepdf)."""

from typing import Any

import pikepdf
from pikepdf.models import XmpDocument

from outreach.render.pdf.model import Intent
from outreach.render.pdf.objects import content, entries, get, items, name, table, text, to_float

VIEWS = {"", "GoTo"}
"""Actions that only turn to a page."""


def info(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The document information."""
    return {key[1:]: text(value) for key, value in entries(pdf.trailer, "/Info")}


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


def output_intents(root: Any) -> tuple[Intent, ...]:
    """The output intents, with what the header of each ICC profile says."""
    intents = []
    for entry in items(root, "/OutputIntents"):
        profile = get(entry, "/DestOutputProfile")
        header = content(profile)[:20]
        condition = text(get(entry, "/OutputConditionIdentifier")) or text(get(entry, "/OutputCondition"))
        intents.append(
            Intent(
                name(get(entry, "/S")),
                condition,
                int(to_float(get(profile, "/N"))),
                header[12:16].decode("ascii", "replace").strip(),
                header[16:20].decode("ascii", "replace").strip(),
            )
        )
    return tuple(intents)


def active_parts(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """The names of all active parts, which printing does not need: scripts, forms, actions, layers, files. In order."""
    root = pdf.Root
    names = table(root, "/Names")
    parts = []
    form = get(root, "/AcroForm")
    if items(form, "/Fields") or get(form, "/XFA") is not None:
        parts.append("AcroForm")
    parts += [key[1:] for key in ("/JavaScript", "/EmbeddedFiles") if get(names, key) is not None]
    parts += _actions(get(root, "/OpenAction"), "OpenAction")
    for holder in (root, *(page.obj for page in pdf.pages)):
        for key, action in entries(holder, "/AA"):
            parts += _actions(action, f"AA {key[1:]}")
    for page in pdf.pages:
        for note in items(page, "/Annots"):
            parts += [action for action in _actions(get(note, "/A"), "link") if "URI" not in action]
            parts += [f"AA {key[1:]}" for key, _ in entries(note, "/AA")]
    if items(get(root, "/OCProperties"), "/OCGs"):
        parts.append("layers")
    return tuple(dict.fromkeys(parts))


def _actions(action: Any, title: str) -> list[str]:
    kind = name(get(action, "/S"))
    return [] if kind in VIEWS else [f"{title} {kind}"]
