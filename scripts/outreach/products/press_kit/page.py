"""The page for the press: a gallery with thumbnails, files, captions and credits to copy, facts, contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.products.press_kit import THEME
from outreach.products.press_kit.press_kit import MANIFEST, SUMS, PressKit
from outreach.render.templates import Templates
from outreach.sheets.label import validity

THUMBNAILS = "thumbs/"
"""Where thumbnails lie, beside the page."""
SHAPES = ("wide", "high", "square")


@dataclass(frozen=True)
class Thumbnail:
    """A small picture: where it lies now, width and height in pixels."""

    source: Path
    width: int
    height: int


def gallery(kit: PressKit, thumbnails: Mapping[str, Thumbnail], up: str) -> str:
    """HTML of the files to take away; `up` leads from the page to the site's root."""
    context = {
        "kit": kit,
        "strings": kit.bundle.words,
        "words": kit.bundle.words.section("media"),
        "thumbnails": thumbnails,
        "folder": THUMBNAILS,
        "up": up,
        "kinds": dict.fromkeys(item.kind for item in kit.items),
        "shapes": [shape for shape in SHAPES if any(item.shape == shape for item in kit.items)],
        "sizes": sorted({(item.pixels or (0, 0), item.size) for item in kit.items if not item.clear}, reverse=True),
    }
    return Templates([THEME]).render("gallery.html.j2", context)


def particulars(kit: PressKit, facts: Mapping[str, str]) -> str:
    """HTML of what is to be known: the fact sheet (name of a fact → what it is about), licence, contact, expiry."""
    context = {
        "campaign": kit.bundle.campaign,
        "strings": kit.bundle.words,
        "words": kit.bundle.words.section("media"),
        "facts": facts,
        "validity": validity(kit.bundle),
        "lists": (MANIFEST, SUMS),
    }
    return Templates([THEME]).render("particulars.html.j2", context)
