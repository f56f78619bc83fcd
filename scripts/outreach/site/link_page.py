"""The page behind a QR code: the app's stores and the way to the guide, small enough for a weak signal."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.campaign.model import Status, Store
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.render.templates import Templates

TEMPLATE = "link.html.j2"
MAX_BYTES = 1024
"""Largest page, bytes of UTF-8."""


def link_page(
    templates: Templates,
    *,
    code: str,
    lang: str,
    name: str,
    status: Status,
    notice: str,
    stores: Sequence[Store],
    guide_label: str,
    guide_url: str,
    accent: str,
) -> str:
    """The HTML of the page behind `code`; it offers the stores and never leads to one by itself.

    `name` is the campaign's; `notice` is what a reader must know first ("" = nothing). A withdrawn campaign
    offers no store, whatever `stores` holds. `accent` is the brand's colour for text on white (`#RRGGBB`).
    Raises OutreachError if the page exceeds `MAX_BYTES`.
    """
    context = {
        "lang": lang,
        "name": name,
        "notice": notice,
        "stores": [] if status == "withdrawn" else stores,
        "guide_label": guide_label,
        "guide_url": guide_url,
        "accent": accent,
    }
    page = templates.render(TEMPLATE, context).rstrip()
    size = len(page.encode("utf-8"))
    if size > MAX_BYTES:
        raise OutreachError(Finding("link-page-size", data={"code": code, "size": size, "limit": MAX_BYTES}))
    return page
