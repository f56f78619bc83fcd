"""Drawings as they are given away: in the brand's colours, on no ground, with their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.illustrations import OUTLINE, PALETTE, Drawing, stem
from outreach.core.lengths import number
from outreach.core.tables import read_text
from outreach.render import drawings
from outreach.render.templates import Templates
from outreach.render.xmp import Label
from outreach.sheets.label import labelled_as

TEMPLATE = "_shared/drawing.html.j2"


@dataclass(frozen=True)
class Illustration:
    """A drawing ready to be set. `name` is that of its files."""

    name: str
    group: str
    pixels: int
    """The longer side of its PNG."""
    context: Mapping[str, Any]
    """Context of its template, without the page's size."""
    title: str
    alt: str
    caption: str
    label: Label


def illustrations(bundle: Bundle, captions: Mapping[str, str]) -> Iterator[Illustration]:
    """All drawings of the campaign's table, in its order."""
    templates, table = Templates([bundle.project.templates]), bundle.illustrations
    for name, drawing in table.drawings.items():
        below = captions.get(name) or f"{drawing.alt.rstrip('.')}."
        yield Illustration(
            stem(name),
            drawing.group,
            drawing.pixels or table.pixels,
            _context(bundle, drawing, templates),
            drawing.title,
            drawing.alt,
            below,
            labelled_as(bundle, drawing.title, below, drawing.alt),
        )


def _context(bundle: Bundle, drawing: Drawing, templates: Templates) -> dict[str, Any]:
    path = bundle.project.illustrations / f"{drawing.file}.svg"
    svg = drawings.tone_icons(drawings.drop_titles(read_text(path, bundle.project.relative(path))), drawing.token)
    tokens = bundle.brand.colours[PALETTE]
    width, height = (float(part) for part in re.findall(r"[\d.-]+", _box(svg))[2:])
    return {
        "lang": bundle.campaign.language,
        "title": drawing.title,
        "family": bundle.brand.fonts.family,
        "drawing": drawings.apply_palette(svg, templates, PALETTE, tokens, drawing.ground, OUTLINE),
        "ratio": number(width / height, 6),
        "name": bundle.campaign.name if drawing.named else "",
        "colour": tokens[drawing.token],
    }


def _box(svg: str) -> str:
    """The viewBox, which the content check has made sure of."""
    match = re.search(r'viewBox="([^"]*)"', svg)
    return match[1] if match else "0 0 1 1"
