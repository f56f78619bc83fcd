"""The page for the press: a gallery with thumbnails, files, captions and credits to copy, facts, contact."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach.products.press_kit.press_kit import MANIFEST, SUMS, Item, MediaKit
from outreach.render.templates import Templates
from outreach.sheets.label import credit

THUMBNAILS = "thumbs/"
"""Where thumbnails lie, beside the page."""
SHAPES = ("wide", "high", "square")


@dataclass(frozen=True)
class Thumbnail:
    """A small picture: where it lies now, width and height in pixels."""

    source: Path
    width: int
    height: int


def gallery(kit: MediaKit, thumbnails: Mapping[str, Thumbnail], up: str, templates: Templates) -> str:
    """HTML of the files to take away; `up` leads from the page to the site's root."""
    words = kit.bundle.words
    groups = [
        {
            "key": group.key,
            "name": group.name,
            "clear": all(item.clear for item in group.items),
            "items": [_item(kit, item, thumbnails[item.name], up) for item in group.items],
            "zip": _zip(kit, kit.zip_name(group)),
            "get_all": words.text("media.get_use", name=group.name),
        }
        for group in kit.groups
    ]
    sizes = sorted({(item.pixels or (0, 0), item.size) for item in kit.items if not item.clear}, reverse=True)
    context = {
        **_common(kit),
        "groups": groups,
        "kinds": list(dict.fromkeys(item.kind for item in kit.items)),
        "shapes": [shape for shape in SHAPES if any(item.shape == shape for item in kit.items)],
        "sizes": [size for _, size in sizes],
        "count": words.text("media.count", count=len(kit.items)),
        "all": _zip(kit, kit.all_name),
        "script": f"{up}assets/javascripts/media-kit.js",
    }
    return templates.render("media/gallery.html.j2", context)


def particulars(kit: MediaKit, facts: Mapping[str, str], templates: Templates) -> str:
    """HTML of what is to be known: the fact sheet (name of a fact → what it is about), licence, contact, expiry."""
    words, campaign = kit.bundle.words, kit.bundle.campaign
    rows = [
        {
            "about": about,
            "value": campaign.facts[name].spoken(words.language),
            "source": words.text(
                "media.source",
                source=campaign.facts[name].source.rstrip("."),
                day=words.date(campaign.facts[name].checked_on),
            ),
        }
        for name, about in facts.items()
    ]
    validity = words.text(
        "media.instructions",
        edition=campaign.edition,
        start=words.date(campaign.valid_from),
        end=words.date(campaign.valid_until),
    )
    context = {
        **_common(kit),
        "facts": rows,
        "validity": validity,
        "notice": words.text(f"status.{campaign.status}"),
        "campaign": campaign,
    }
    return templates.render("media/particulars.html.j2", context)


def _common(kit: MediaKit) -> dict[str, Any]:
    licence = kit.bundle.campaign.media_licence
    return {
        "words": kit.bundle.words.section("media"),
        "licence": licence or {"name": kit.bundle.campaign.licence, "short": kit.bundle.campaign.licence, "url": ""},
        "credit": credit(kit.bundle),
        "manifest": MANIFEST,
        "sums": SUMS,
    }


def _zip(kit: MediaKit, name: str) -> dict[str, str]:
    return {"file": name, "weight": kit.bundle.words.file_size(len(kit.zips[name]))}


def _item(kit: MediaKit, item: Item, thumbnail: Thumbnail, up: str) -> dict[str, Any]:
    words = kit.bundle.words
    files = [
        {
            "file": posixpath.relpath(file.path, kit.folder) if file.path.startswith(kit.folder) else up + file.path,
            "kind": file.kind,
            "size": file.size(words) if file.pixels not in (None, item.pixels) else "",
            "weight": words.file_size(len(file.content)),
        }
        for file in item.files
    ]
    named = ", ".join(part for part in (item.title, item.label, item.size, item.kind) if part)
    return {
        "item": item,
        "named": named,
        "files": files,
        "thumbnail": f"{THUMBNAILS}{item.name}.webp",
        "width": thumbnail.width,
        "height": thumbnail.height,
        "line": words.text("media.line", caption=item.caption, credit=credit(kit.bundle)),
    }
