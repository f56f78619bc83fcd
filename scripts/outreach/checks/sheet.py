"""What a sheet must hold as it was laid out: nothing overflows, nothing is lost; and its words are in the file."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.render.pdf.geometry import Rect, least_side, outside
from outreach.render.sheets import Node, Typeset

TOLERANCE_MM = 0.15


@dataclass(frozen=True)
class Limits:
    """What profile and format demand of a sheet's layout and words. Lengths in mm."""

    trim: tuple[float, float]
    pages: int
    safe: float
    words: tuple[tuple[int, str, str], ...]
    """Page, slot and its words."""
    links: tuple[tuple[int, str], ...] = ()
    """Page and text of each QR code."""


def layout(sheet: Typeset, limits: Limits) -> Iterator[Finding]:
    """Faults of the layout: pages, overflow, the safe area, words that were not laid out, complaints."""
    for complaint in sheet.complaints:
        yield Finding("library-warning", data={"library": "WeasyPrint", "text": complaint})
    if len(sheet.pages) != limits.pages:
        yield Finding("page-count", data={"found": len(sheet.pages), "expected": limits.pages})
    laid_out: list[str] = []
    width, height = limits.trim
    safe = (limits.safe, limits.safe, width - limits.safe, height - limits.safe)
    for number_, page in enumerate(sheet.pages, 1):
        yield from _overflow(page, safe, number_, [], laid_out)
    wanted, got = Counter(_dense(sheet.words)), Counter(_dense("".join(laid_out)))
    for slug, lost in (("text-lost", wanted - got), ("text-extra", got - wanted)):
        if lost:
            sample = "".join(lost.elements())
            yield Finding(slug, data={"count": len(sample), "text": sample[:30]})


def _overflow(
    node: Node, safe: Rect, page: int, bounds: list[tuple[Node, bool]], laid_out: list[str]
) -> Iterator[Finding]:
    if node.kind in {"text", "picture"} and (node.text.strip() or node.kind == "picture"):
        laid_out.append(node.text)
        what = f"«{node.text[:28]}»" if node.text else node.name
        if node.turned:
            yield Finding("overflow-unchecked", page=page, data={"what": what})
            return
        if node.kind == "picture" and least_side(node.rect) <= TOLERANCE_MM:
            yield Finding("picture-empty", page=page, data={"what": what})
        for bound, height_binds in bounds:
            sides = outside(node.rect, bound.rect, TOLERANCE_MM)
            if not height_binds:
                sides = {side: mm for side, mm in sides.items() if side in {"left", "right"}}
            for side, mm in sides.items():
                data: dict[str, str | int | float] = {"what": what, "box": bound.name, "side": side, "mm": number(mm)}
                yield Finding("overflow", page=page, data=data)
        if node.kind == "text":
            for side, mm in outside(node.rect, safe, TOLERANCE_MM).items():
                yield Finding("safe-area", page=page, data={"what": what, "side": side, "mm": number(mm)})
    elif node.kind == "text":
        laid_out.append(node.text)
    if node.kind == "box" and node.name.split(".")[0] not in {"", "html", "body", "span", "b", "br"}:
        bounds = [*bounds, (node, node.binding)]
    for child in node.children:
        yield from _overflow(child, safe, page, bounds, laid_out)


def read_back(page: int, text: str, words: Sequence[tuple[int, str, str]]) -> Iterator[Finding]:
    """Each slot's words, in order, must be in the page's text, and nothing else may be."""
    rest = _dense(text)
    for slot, dense in sorted(((slot, _dense(w)) for p, slot, w in words if p == page), key=lambda e: -len(e[1])):
        if dense not in rest:
            yield Finding("words-missing", page=page, data={"slot": slot, "text": dense[:40]})
        rest = rest.replace(dense, "\0", 1)
    if extra := rest.replace("\0", ""):
        yield Finding("words-extra", page=page, data={"text": extra[:40]})


def _dense(text: str) -> str:
    """Without white space and soft hyphens; case stays."""
    return re.sub(r"[\s\u00ad\ufffe\x00-\x1f]+", "", unicodedata.normalize("NFC", text))
