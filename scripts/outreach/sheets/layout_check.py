"""Checks of a sheet's layout: nothing overflows, nothing is lost, and its words are in the file."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render.pdf.geometry import Rect, least_side, outside
from outreach.render.typeset import Node, Typeset

TOLERANCE_MM = 0.15
GROUND = "ground"
"""The class of what may lie where nothing else may: fields of colour and drawings that run off the sheet."""


@dataclass(frozen=True)
class Limits:
    """Demands of profile and format on a sheet's layout and words. Lengths in mm, at the size that hangs."""

    trim: tuple[float, float]
    pages: int
    safe: float
    words: tuple[tuple[int, str, str], ...]
    """Page, slot and its words."""
    links: tuple[tuple[int, str], ...] = ()
    """Page and text of each QR code."""
    scale: float = 1
    """How much larger it hangs than its file says."""
    round: bool = False
    """The sheet is the circle in its trim."""
    keep_clear: float = 0
    """From the edge, with nothing in it but ground."""


def layout(sheet: Typeset, limits: Limits) -> Iterator[Finding]:
    """Faults of the layout: pages, overflow, the safe area, words that were not laid out, complaints."""
    for complaint in sheet.complaints:
        yield Finding("library-warning", data={"library": "WeasyPrint", "text": complaint})
    if len(sheet.pages) != limits.pages:
        yield Finding("page-count", data={"found": len(sheet.pages), "expected": limits.pages})
    laid_out: list[str] = []
    safe = _inside(limits, limits.safe)
    for number_, page in enumerate(sheet.pages, 1):
        magnified = page.magnified(limits.scale)
        yield from _overflow(magnified, safe, number_, [], laid_out)
        if limits.keep_clear:
            yield from _kept_clear(magnified, limits, number_)
    wanted, got = Counter(dense(sheet.words)), Counter(dense("".join(laid_out)))
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
                data: Data = {"what": what, "box": bound.name, "side": side, "mm": number(mm)}
                yield Finding("overflow", page=page, data=data)
        if node.kind == "text":
            for side, mm in outside(node.rect, safe, TOLERANCE_MM).items():
                yield Finding("safe-area", page=page, data={"what": what, "side": side, "mm": number(mm)})
    elif node.kind == "text":
        laid_out.append(node.text)
    if node.kind == "box" and node.name.split(".")[0] not in {"", "html", "body", "span", "b", "br"}:
        bounds = [] if GROUND in node.name.split(".") else [*bounds, (node, node.binding)]
    for child in node.children:
        yield from _overflow(child, safe, page, bounds, laid_out)


def _inside(limits: Limits, margin: float) -> Rect:
    width, height = limits.trim
    return margin, margin, width - margin, height - margin


def _kept_clear(node: Node, limits: Limits, page: int) -> Iterator[Finding]:
    """Words, pictures and the symbol that reach into the band where hem, cord or knife go; what is `ground` may."""
    classes = node.name.split(".")
    if GROUND in classes:
        return
    if node.kind == "picture" or (node.kind == "text" and node.text.strip()):
        what = f"«{node.text[:28]}»" if node.text else ".".join(classes)
        if limits.round:
            radius = min(limits.trim) / 2
            far = max(hypot(x - radius, y - radius) for x in node.rect[::2] for y in node.rect[1::2])
            over = {"round": far - (radius - limits.keep_clear)}
        else:
            over = outside(node.rect, _inside(limits, limits.keep_clear), TOLERANCE_MM)
        for side, mm in over.items():
            if mm > TOLERANCE_MM:
                least = number(limits.keep_clear)
                data: Data = {"what": what, "side": side, "mm": number(mm), "least": least}
                yield Finding("keep-clear", page=page, data=data)
    for child in node.children:
        yield from _kept_clear(child, limits, page)


def read_back(page: int, text: str, words: Sequence[tuple[int, str, str]]) -> Iterator[Finding]:
    """Each slot's words, in order, must be in the page's text, and nothing else may be."""
    rest = dense(text)
    for slot, wanted in sorted(((slot, dense(w)) for p, slot, w in words if p == page), key=lambda e: -len(e[1])):
        if wanted not in rest:
            yield Finding("words-missing", page=page, data={"slot": slot, "text": wanted[:40]})
        rest = rest.replace(wanted, "\0", 1)
    if extra := rest.replace("\0", ""):
        yield Finding("words-extra", page=page, data={"text": extra[:40]})


def dense(text: str) -> str:
    """Without white space and soft hyphens; case stays."""
    return re.sub(r"[\s\u00ad\ufffe\x00-\x1f]+", "", unicodedata.normalize("NFC", text))
