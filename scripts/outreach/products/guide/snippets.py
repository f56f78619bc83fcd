"""Snippets for webmasters: the frame with its plain link, scripts that can go with it, a card, a link, oEmbed."""

import base64
import hashlib
from dataclasses import asdict, dataclass

from outreach.core.files import json_of
from outreach.core.strings import Strings
from outreach.products.guide.embed_page import EmbedMeta
from outreach.products.guide.heights import PHONE, Heights
from outreach.render.templates import Templates

KINDS = ("frame", "script", "pinned", "card", "link", "quoted")
"""The templates of theme/embed/snippets/."""
OEMBED_WIDTH = 700
OEMBED_DAY = 86_400
"""Seconds for which a portal may keep an oEmbed answer."""


@dataclass(frozen=True)
class Script:
    """A version of the script for pages around frames, which never changes again."""

    version: str
    integrity: str
    """For the `integrity` attribute: sha384-…"""


@dataclass(frozen=True)
class CardPicture:
    """The picture of a link card: whole address, alt text, size in pixels."""

    url: str
    alt: str
    width: int
    height: int


def integrity(content: bytes) -> str:
    """A file's hash as the `integrity` attribute has it (W3C Subresource Integrity)."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def snippets(
    meta: EmbedMeta,
    heights: Heights,
    base: str,
    script: Script,
    picture: CardPicture | None,
    templates: Templates,
    strings: Strings,
) -> dict[str, str]:
    """Each kind's HTML. `heights` are the frame's where nothing else sizes it; `base` is the site's address.

    Where portals drop styles, the frame has the height that a phone needs.
    """
    context = {
        **asdict(meta),
        "height": heights.at(PHONE),
        "length": heights.css,
        "base": base,
        "script": script,
        "picture": picture,
        "words": {"open": strings.text("embed.open"), "dir": strings.text("page.dir")},
    }
    return {kind: templates.render(f"embed/snippets/{kind}.html.j2", context).strip() for kind in KINDS}


def oembed(meta: EmbedMeta, height: int, base: str, html: str, picture: CardPicture | None) -> bytes:
    """The static answer of an oEmbed provider (oembed.com, 2.3.4.4 "rich") for one page.

    `html` is a quotation with the link and a frame: WordPress lets nothing else through from providers it doesn't know.
    """
    answer: dict[str, object] = {
        "version": "1.0",
        "type": "rich",
        "title": meta.title,
        "provider_name": meta.site_name,
        "provider_url": base,
        "cache_age": OEMBED_DAY,
        "html": html,
        "width": OEMBED_WIDTH,
        "height": height,
    }
    if picture is not None:
        answer |= {
            "thumbnail_url": picture.url,
            "thumbnail_width": picture.width,
            "thumbnail_height": picture.height,
        }
    return json_of(answer)
