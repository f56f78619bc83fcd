"""Inks of a PDF, read operator by operator."""

from collections.abc import Iterator
from typing import Any

import pikepdf

DEVICES = {
    "/DeviceGray": 1, "/G": 1, "/CalGray": 1, "/DeviceRGB": 3, "/RGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4,
}  # fmt: skip
SETTERS = {"g": (1, "f"), "G": (1, "S"), "rg": (3, "f"), "RG": (3, "S"), "k": (4, "f"), "K": (4, "S")}
PAINTS = {"f": "f", "F": "f", "f*": "f", "S": "S", "s": "S", "B": "fS", "b": "fS", "B*": "fS", "b*": "fS"}
SHOWS = {"Tj", "TJ", "'", '"'}

Paint = tuple[str, str, tuple[float, ...], str]
"""Path or text; the kind of space; the figures; the form in which it is painted."""


def painted(page: Any) -> Iterator[Paint]:
    """Every colour that a page sets to paint with, also one that nothing is painted with, as `set`."""
    yield from _walk(page, page.Resources, "page")


def _walk(stream: Any, resources: Any, form: str) -> Iterator[Paint]:
    now: dict[str, tuple[str, tuple[float, ...]]] = {"f": ("DeviceGray", (0.0,)), "S": ("DeviceGray", (0.0,))}
    stack = []
    for instruction in pikepdf.parse_content_stream(stream):
        name, operands = str(instruction.operator), list(instruction.operands)
        if name == "q":
            stack.append(dict(now))
        elif name == "Q":
            now = stack.pop()
        elif name in SETTERS:
            count, use = SETTERS[name]
            now[use] = ({1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}[count], tuple(map(float, operands)))
            yield "set", *now[use], form
        elif name in {"cs", "CS"}:
            space = operands[0]
            known = resources.get("/ColorSpace", {}).get(str(space)) if str(space) not in DEVICES else None
            kind = (
                str(space)
                if known is None
                else str(known[0]) + (str(known[1]) if "Separation" in str(known[0]) else "")
            )
            now["f" if name == "cs" else "S"] = (kind.removeprefix("/"), ())
        elif name in {"sc", "scn", "SC", "SCN"}:
            use = "f" if name.islower() else "S"
            now[use] = (now[use][0], tuple(float(each) for each in operands if not isinstance(each, pikepdf.Name)))
            yield "set", *now[use], form
        elif name in PAINTS:
            for use in PAINTS[name]:
                yield "path", *now[use], form
        elif name in SHOWS:
            yield "text", *now["f"], form
        elif name in {"sh", "BI"}:
            yield name, "DeviceRGB", (), form
        elif name == "Do":
            inner = resources.XObject[str(operands[0])]
            assert inner.Subtype == pikepdf.Name.Form, "pictures are drawn, not photographed"
            yield from _walk(inner, inner.get("/Resources", resources), str(operands[0]))
