"""Checks of a sheet's layout: nothing overflows, nothing is lost, and its words are in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.core.text import dense
from outreach.render.pdf.geometry import Rect, least_side, outside

if TYPE_CHECKING:  # jobs of kept sheets know this module, and need no WeasyPrint
    from outreach.render.typeset import Node, Typeset

TOLERANCE_MM = 0.15
GROUND = "ground"
"""The class of what may lie where nothing else may: fields of colour and drawings that run off the sheet."""
INLINE = {"", "html", "body", "span", "b", "br", "a"}
"""Boxes that hold their content by nature: the engine makes them as large as it."""
SIDES = ("left", "top", "right", "bottom")
Bounds: TypeAlias = "tuple[tuple[Node, tuple[str, ...]], ...]"
"""Boxes that a node must not leave, each with the sides on which that counts."""


class Content(NamedTuple):
    """A text or a picture of a page, and the boxes around it."""

    node: Node
    bounds: Bounds
    ground: bool
    """It lies in a box of class GROUND, or is of this class."""

    @property
    def name(self) -> str:
        return f"«{self.node.text[:28]}»" if self.node.text else self.node.name

    def overflow(self, page: int, slack: float) -> Iterator[Finding]:
        """A finding for each side of each box that it leaves by more than `slack` mm; one if that can't be known."""
        if self.node.turned:
            yield Finding("overflow-unchecked", page=page, data={"what": self.name})
            return
        for box, sides in self.bounds:
            for side, mm in outside(self.node.rect, box.rect, slack).items():
                if side in sides:
                    data: Data = {"what": self.name, "box": box.name or "page", "side": side, "mm": number(mm)}
                    yield Finding("overflow", page=page, data=data)


def contents(
    node: Node, across: tuple[str, ...], down: tuple[str, ...], bounds: Bounds = (), ground: bool = False
) -> Iterator[Content]:
    """The texts and pictures of a node. Boxes bind them on the sides `across`, those of a set height also `down`."""
    classes = node.name.split(".")
    ground = ground or GROUND in classes
    if node.kind == "picture" or node.text.strip():
        yield Content(node, bounds, ground)
    if node.kind == "box" and classes[0] not in INLINE:
        sides = (*across, *down) if node.binding else across
        bounds = () if GROUND in classes else (*bounds, (node, sides))
    for child in node.children:
        yield from contents(child, across, down, bounds, ground)


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
    for at, page in enumerate(sheet.pages, 1):
        for content in contents(page.magnified(limits.scale), ("left", "right"), ("top", "bottom")):
            yield from content.overflow(at, TOLERANCE_MM)
            if not content.node.turned:
                yield from _safe_area(content, limits, at)
            if limits.keep_clear and not content.ground:
                yield from _clearance(content, limits, at)
    wanted, got = Counter(dense(sheet.words)), Counter(dense("".join(texts(sheet.pages))))
    for slug, letters in (("text-lost", wanted - got), ("text-extra", got - wanted)):
        if letters:
            sample = "".join(letters.elements())
            yield Finding(slug, data={"count": len(sample), "text": sample[:30]})


def _safe_area(content: Content, limits: Limits, page: int) -> Iterator[Finding]:
    """A picture without size, or words outside the safe area."""
    rect, what = content.node.rect, content.name
    if content.node.kind == "picture":
        if least_side(rect) <= TOLERANCE_MM:
            yield Finding("picture-empty", page=page, data={"what": what})
        return
    for side, mm in outside(rect, _inside(limits, limits.safe), TOLERANCE_MM).items():
        yield Finding("safe-area", page=page, data={"what": what, "side": side, "mm": number(mm)})


def _inside(limits: Limits, margin: float) -> Rect:
    width, height = limits.trim
    return margin, margin, width - margin, height - margin


def _clearance(content: Content, limits: Limits, page: int) -> Iterator[Finding]:
    """Words and pictures that reach into the band where hem, cord or knife go; what is `ground` may."""
    rect = content.node.rect
    if limits.round:
        radius = min(limits.trim) / 2
        far = max(hypot(x - radius, y - radius) for x in rect[::2] for y in rect[1::2])
        over = {"round": far - (radius - limits.keep_clear)}
    else:
        over = outside(rect, _inside(limits, limits.keep_clear), TOLERANCE_MM)
    for side, mm in over.items():
        if mm > TOLERANCE_MM:
            data: Data = {"what": content.name, "side": side, "mm": number(mm), "least": number(limits.keep_clear)}
            yield Finding("keep-clear", page=page, data=data)


def texts(nodes: Iterable[Node]) -> Iterator[str]:
    """The text of the nodes, in order."""
    for node in nodes:
        yield node.text
        yield from texts(node.children)


def read_back(page: int, text: str, words: Sequence[tuple[int, str, str]]) -> Iterator[Finding]:
    """Each slot's words, in order, must be in the page's text, and nothing else may be."""
    rest = dense(text)
    for slot, wanted in sorted(((slot, dense(w)) for p, slot, w in words if p == page), key=lambda e: -len(e[1])):
        if wanted not in rest:
            yield Finding("words-missing", page=page, data={"slot": slot, "text": wanted[:40]})
        rest = rest.replace(wanted, "\0", 1)
    if extra := rest.replace("\0", ""):
        yield Finding("words-extra", page=page, data={"text": extra[:40]})
