"""Contrast of every shape of a drawing with what is behind it, measured in the finished file on its real ground."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from outreach.campaign.quiet import GROUND, HALO
from outreach.checks.demands import SceneDemands
from outreach.checks.edges import BEHIND, HALF, Coverage, Edge, Layer, Rgb, edges, paint
from outreach.content.html import parse_drawing, svg_text
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render import raster
from outreach.render.pdf import masks
from outreach.render.pdf.geometry import Rect, join, meet, outside
from outreach.render.pdf.normalise import finish
from outreach.render.pdf.tracing import Shape, Steps, rectangle, trace
from outreach.render.typeset import typeset

LEAST = 1.5
"""Least contrast ratio (WCAG 2.2) of a shape with what is behind it; the campaign's quiet.toml lists exceptions."""
LONG_PX = 640
"""Pixels along the longer side of a drawing when its edges are measured."""
PART = 0.05
"""Share of that side: an area that loses so long a part of its edge is a fault …"""
WHOLE, DOT_PX = 0.5, 6
"""… and a smaller area, or a line, that loses this share of its edge, if the share has so many pixels."""
THIN_PX = 0.5
"""Width of a line below which people do not see it, though PDFium paints it a pixel wide."""
MOST_SHAPES = 2000
"""Shapes of a drawing; `edges` numbers them in 16 bits."""
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
SIDE_PX = 800.0
"""Side of the square page (`PAGE`) on which a drawing is typeset alone."""
PAGE = "<!doctype html><style>@page{size:800px;margin:0}*{margin:0}svg{width:800px;height:800px}</style>"
_HALO_STEP, _HALO_SHARE = 2, 0.02
"""A halo differs from its ground if more than this share of its pixels differ by more than these steps of 255."""


@dataclass(frozen=True)
class Element:
    """A shape of the file: its line, tag, classes."""

    line: int
    tag: str
    classes: tuple[str, ...]

    @property
    def name(self) -> str:
        return ".".join((self.tag, *self.classes))


def check(pdf: bytes, scenes: Sequence[SceneDemands]) -> Iterator[Finding]:
    """Shapes of the scenes on a finished sheet that are lost in what is behind them, and halos of a foreign colour."""
    pages = {scene.page: trace(pdf, scene.page, inks=True, words=False) for scene in scenes}
    for scene in scenes:
        acts = _acts(scene.markup, scene.source)
        if acts is None:
            yield Finding("scene-unread", page=scene.page, data={"found": scene.file, "most": MOST_SHAPES})
            continue
        shapes, elements = acts
        tracing = pages[scene.page]
        start = _start(tracing.shapes, shapes)
        if start is None:
            yield Finding("scene-unread", page=scene.page, data={"found": scene.file, "most": MOST_SHAPES})
            continue
        drawing = tracing.shapes[start : start + len(shapes)]
        region = _region(drawing, (0.0, 0.0, *tracing.size))
        if region is None:
            continue
        under, colour = _ground(tracing.shapes[:start], region)
        if under:
            yield from _faults(scene, tuple(under), tuple(drawing), elements, region)
        else:
            yield from _on_one_colour(scene, colour, shapes, elements)


@lru_cache(maxsize=256)
def _on_one_colour(
    scene: SceneDemands, colour: str, shapes: tuple[Shape, ...], elements: tuple[Element, ...]
) -> tuple[Finding, ...]:
    """Faults of a drawing on a ground of one colour: measured once for all sheets that show it so."""
    region = _region(shapes, (0.0, 0.0, SIDE_PX, SIDE_PX)) or (0.0, 0.0, 1.0, 1.0)
    return tuple(_faults(scene, (Shape(rectangle(region), colour, 1.0),), shapes, elements, region))


def _faults(
    scene: SceneDemands,
    under: tuple[Shape, ...],
    shapes: tuple[Shape, ...],
    elements: tuple[Element, ...],
    region: Rect,
) -> Iterator[Finding]:
    """Faults of a drawing's `shapes` in front of the shapes `under` it; `elements` are theirs, one for each."""
    scale = LONG_PX / max(region[2] - region[0], region[3] - region[1])
    coverages = list(raster.coverages(masks.shape_pages([*under, *shapes], region, scale)))
    white = np.full((*coverages[0].shape, 3), 255, np.uint8)
    # The coverages go on with those of the drawing: the shorter `under` ends the pairs.
    ground, _ = paint(white, [Layer(coverage, _rgb(shape)) for shape, coverage in zip(under, coverages, strict=False)])
    layers = _layers(shapes, elements, coverages[len(under) :], scale)
    yield from _halos(scene, ground, layers, elements)
    edges_of: dict[int, dict[int, Edge]] = {}
    for (top, behind), edge in sorted(edges(ground, layers, LEAST).items()):
        edges_of.setdefault(top, {})[behind] = edge
    for top, around in edges_of.items():
        if HALO in elements[top].classes:
            continue
        below = {at: elements[at] if at != BEHIND else None for at in around}
        losses = {
            at: edge
            for at, edge in around.items()
            if edge.lost
            and elements[top] is not below[at]
            and not (shapes[top].stroke and at != BEHIND and shapes[at].stroke)  # lines may meet and cross
            and not any(quiet.covers(elements[top].classes, _classes(below[at])) for quiet in scene.quiet)
        }
        line = shapes[top].stroke is not None and layers[top].inner is None
        if _much(sum(edge.lost for edge in losses.values()), sum(edge.length for edge in around.values()), line):
            worst = max(losses, key=lambda at: losses[at].lost)
            yield _lost_shape(scene, elements[top], below[worst], losses[worst])


def _much(lost: int, length: int, line: bool) -> bool:
    """True if so much of a shape's edge is a fault; a line may run on beyond what it lies on."""
    return lost >= DOT_PX and (lost >= WHOLE * length or (lost >= PART * LONG_PX and not line))


def _classes(element: Element | None) -> tuple[str, ...]:
    return (GROUND,) if element is None else element.classes


def _lost_shape(scene: SceneDemands, element: Element, below: Element | None, edge: Edge) -> Finding:
    data: Data = {
        "found": element.name,
        "colour": _hex(edge.colours[0]),
        "behind": f"{below.name} ({below.line})" if below else GROUND,
        "other": _hex(edge.colours[1]),
        "ratio": number(edge.ratio, 2),
        "least": number(LEAST, 2),
    }
    return Finding("shape-lost", file=scene.file, line=element.line, data=data)


def _halos(
    scene: SceneDemands, ground: Coverage, layers: list[Layer], elements: Sequence[Element]
) -> Iterator[Finding]:
    """A halo cuts a drawing as if the ground were seen: it has no colour of its own."""
    for layer, element in zip(layers, elements, strict=True):
        if HALO not in element.classes or not (at := layer.coverage >= HALF).any():
            continue
        pixels = ground[at].astype(int)
        difference = np.abs(pixels - np.array(layer.colour)).max(axis=1)
        if (difference > _HALO_STEP).mean() > _HALO_SHARE:
            red, green, blue = (int(value) for value in np.median(pixels, axis=0))
            data = {"found": element.name, "colour": _hex(layer.colour), "other": _hex((red, green, blue))}
            yield Finding("halo-colour", file=scene.file, line=element.line, data=data)


def _layers(
    shapes: Sequence[Shape], elements: Sequence[Element], coverages: Sequence[Coverage], scale: float
) -> list[Layer]:
    layers = [Layer(coverage, _rgb(shape), shape.alpha) for coverage, shape in zip(coverages, shapes, strict=True)]
    for at, shape in enumerate(shapes):
        if shape.stroke and shape.stroke.width * scale < THIN_PX:
            layers[at] = replace(layers[at], coverage=np.zeros_like(coverages[at]))
    for at in range(1, len(layers)):
        if shapes[at].stroke and elements[at] is elements[at - 1]:
            layers[at] = replace(layers[at], inner=layers[at - 1].colour)
    return layers


def _rgb(shape: Shape) -> Rgb:
    return int(shape.colour[1:3], 16), int(shape.colour[3:5], 16), int(shape.colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)


@lru_cache(maxsize=256)
def _acts(markup: str, source: str) -> tuple[tuple[Shape, ...], tuple[Element, ...]] | None:
    """Acts of painting of a drawing alone, in order, with their elements; None if they can't be told apart.

    Each element is given an opacity of its own: what comes out with it is that element's.
    """
    root = parse_drawing(markup.encode())
    elements = list(_shapes(root))
    lines = [child.sourceline for child in _shapes(parse_drawing(source.encode()))]
    if len(elements) != len(lines) or len(elements) > MOST_SHAPES:
        return None
    shapes = trace(finish(typeset(PAGE + markup, tagged=False).pdf), inks=True).shapes
    for at, element in enumerate(elements, 1):
        share = at / (len(elements) + 1)
        element.set("style", f"fill-opacity:{share};stroke-opacity:{share}")
    numbered = trace(finish(typeset(PAGE + svg_text(root), tagged=False).pdf), inks=True).shapes
    shapes_of_file = [
        Element(line or 0, _tag(element), tuple(str(element.get("class") or "").split()))
        for element, line in zip(elements, lines, strict=True)
    ]
    pairs = zip(shapes, numbered, strict=False)  # of another length if they can't be told apart: see below
    order = [_number_of(shape.alpha, mark.alpha, len(elements)) for shape, mark in pairs]
    if len(shapes) != len(numbered) or None in order:
        return None
    return tuple(shapes), tuple(shapes_of_file[at] for at in order if at is not None)


def _number_of(plain: float, alpha: float, count: int) -> int | None:
    """Number of the element whose opacity this is, as it was set or lessened by a group around it; None if of none."""
    for share in (alpha, alpha / plain if plain else 0.0):
        place = share * (count + 1)
        if abs(place - round(place)) < 0.05 and 1 <= round(place) <= count:
            return round(place) - 1
    return None


def _shapes(root: Any) -> Iterator[Any]:
    """The shapes of a drawing in the order in which they are painted, without those that only clip or mask others."""
    for child in root:
        tag = _tag(child)
        if tag in SHAPES:
            yield child
        elif tag == "g":
            yield from _shapes(child)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _start(page: Sequence[Shape], shapes: Sequence[Shape]) -> int | None:
    """Index of a drawing's first shape on a page, where its shapes follow one another in the same colours, or None."""

    def looks(shape: Shape) -> tuple[Any, ...]:
        return shape.colour, round(shape.alpha, 3), shape.even_odd, shape.stroke is None

    drawing, whole = [looks(shape) for shape in shapes], [looks(shape) for shape in page]
    places = range(len(whole) - len(drawing) + 1)
    return next((at for at in places if whole[at : at + len(drawing)] == drawing), None)


def _region(shapes: Sequence[Shape], page: Rect) -> Rect | None:
    """The box around a drawing on its page, as far as it is seen."""
    region: Rect | None = None
    for shape in shapes:
        box = shape.box
        for bound in (shape.clip, page):
            box = meet(box, bound) if box and bound else box
        region = box if region is None or box is None else join(region, box)
    return region if region and region[2] - region[0] > 1 and region[3] - region[1] > 1 else None


def _ground(before: Sequence[Shape], region: Rect) -> tuple[list[Shape], str]:
    """Ground in the region under a drawing: the shapes that divide it (none if it has one colour), and its colour."""
    dividing: list[Shape] = []
    colour = "#FFFFFF"
    for shape in before:
        box = shape.box
        visible = box and (meet(box, shape.clip) if shape.clip else box)
        if not visible or meet(visible, region) is None:
            continue
        whole = shape.alpha == 1 and shape.stroke is None and not shape.masks and _is_level(shape.steps)
        if whole and not outside(region, visible, 0.5):
            dividing, colour = [], shape.colour
        else:
            dividing.append(shape)
    if dividing and colour != "#FFFFFF":
        dividing.insert(0, Shape(rectangle(region), colour, 1.0))
    return dividing, colour


def _is_level(steps: Steps) -> bool:
    """True for a path of level and upright lines only."""
    ends = [(command, points[-1]) for command, points in steps if points]
    return all(
        command == "M" or (command == "L" and (x0 == x1 or y0 == y1))
        for (_, (x0, y0)), (command, (x1, y1)) in pairwise(ends)
    )
