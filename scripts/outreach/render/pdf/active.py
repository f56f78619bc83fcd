"""Active parts of a PDF, which printing does not need: scripts, forms, actions, layers, files (adapter of pikepdf)."""

from __future__ import annotations

from typing import Any

import pikepdf

from outreach.render.pdf.objects import entries, get, items, name, table

VIEWS = {"", "GoTo"}
"""Actions that only turn to a page."""


def found(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """The names of all active things, in order, each once."""
    root = pdf.Root
    names = table(root, "/Names")
    what = []
    form = get(root, "/AcroForm")
    if items(form, "/Fields") or get(form, "/XFA") is not None:
        what.append("AcroForm")
    what += [key[1:] for key in ("/JavaScript", "/EmbeddedFiles") if get(names, key) is not None]
    what += _actions(get(root, "/OpenAction"), "OpenAction")
    for holder in (root, *(page.obj for page in pdf.pages)):
        for key, action in entries(holder, "/AA"):
            what += _actions(action, f"AA {key[1:]}")
    for page in pdf.pages:
        for note in items(page, "/Annots"):
            what += [one for one in _actions(get(note, "/A"), "link") if "URI" not in one]
            what += [f"AA {key[1:]}" for key, _ in entries(note, "/AA")]
    if items(get(root, "/OCProperties"), "/OCGs"):
        what.append("layers")
    return tuple(dict.fromkeys(what))


def _actions(action: Any, title: str) -> list[str]:
    kind = name(get(action, "/S"))
    return [] if kind in VIEWS else [f"{title} {kind}"]
