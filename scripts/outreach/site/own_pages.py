"""The site's own pages, made outside MkDocs, and the catalogue's entries for what is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import link_path
from outreach.campaign.issued import Issued
from outreach.core.package import THEME
from outreach.core.project import MATERIALS
from outreach.products.catalogue import Entry
from outreach.render import assets
from outreach.render.templates import Templates
from outreach.sheets.plan import kit_name
from outreach.sheets.published import Printed
from outreach.site.link_page import link_page


def link_pages(bundle: Bundle, issued: Iterable[Issued], codes: Iterable[str] = ()) -> dict[str, str]:
    """The page behind each issued code, and behind `codes` that are about to be issued: path in the site → HTML.

    The page for missing addresses stands in for all others, so that what was printed since works too (theme/lookup.js).
    Raises OutreachError if a page is too large.
    """
    campaign, words = bundle.campaign, bundle.words
    templates = Templates([THEME])
    ended: dict[str, dt.date | None] = dict.fromkeys(codes) | {row.code: row.ended for row in issued}
    pages: dict[str, str] = {}
    for code, last in ended.items():
        state = words.text("page.link_ended", day=words.date(last)) if last else words.text(f"status.{campaign.status}")
        pages[f"{link_path(code)}/index.html"] = link_page(
            templates,
            code=code,
            lang=campaign.language,
            name=words.text("page.link_title", app=campaign.app.name),
            status="withdrawn" if last else campaign.status,
            notice=state,
            stores=campaign.app.stores,
            guide_label=words.text("page.link_guide"),
            guide_url=campaign.site_url,
            accent=bundle.brand.colours[assets.WEB_PALETTE]["ink"],
        )
    return pages


def sheet_entries(printed: Printed, bundle: Bundle) -> list[Entry]:
    """A sheet's own files, what is made of it, and its previews. A picture is entered once."""
    meta, label = printed.sheet.material.meta, printed.sheet.form.label
    language = bundle.campaign.language
    alt = meta.alt or ""
    entries = [
        Entry(
            f"{MATERIALS}/{output.name}",
            "loop" if output.loop else "picture" if output.alt else "sheet",
            meta.title,
            f"{output.kind} {bundle.words.size_px(output.pixels) if output.pixels else label}",
            output.alt or alt,
            language,
        )
        for output in printed.outputs
    ]
    text = bundle.words.text("page.preview_alt", title=meta.title, format=label)
    own = [path for path in printed.previews if printed.shown is printed.sheet and not printed.picture(path)]
    entries += [
        Entry(
            f"{MATERIALS}/{piece.name}", "sheet", meta.title, f"PDF {label}, {piece.says(bundle.words)}", alt, language
        )
        for piece in printed.pieces
    ]
    return entries + [Entry(f"{MATERIALS}/{path}", "preview", meta.title, "PNG", text, language) for path in own]


def kit_entry(place: str, bundle: Bundle) -> Entry:
    """All sheets of one place in a ZIP."""
    return Entry(kit_name(place), "kit", bundle.channels[place].name, "ZIP", "", bundle.campaign.language)
