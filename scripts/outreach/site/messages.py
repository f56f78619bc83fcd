"""Messages in MkDocs: their files, and what their pages show."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from outreach.campaign.messages import FOLDER
from outreach.core.package import THEME
from outreach.products.catalogue import Entry
from outreach.products.messages.files import files
from outreach.products.messages.page import PAGE, index_page, series_page
from outreach.products.prepare import Prepared
from outreach.render.templates import Templates

KIND = "message"
"""In the catalogue."""
STYLES = ["builder", "messages"]
"""The style sheets that these pages have beside those of all pages."""


def add(known: Files, prepared: Prepared, config: MkDocsConfig) -> None:
    """Puts the files of all messages among MkDocs' own."""
    for one in files(prepared.messages, prepared.bundle):
        known.append(File.generated(config, one.path, content=one.content))


def filled(html: str, page: Page, prepared: Prepared) -> str:
    """A page's content with what it shows of messages; as it is if that is nothing."""
    bundle, templates, path = prepared.bundle, Templates([THEME]), page.file.src_uri
    if path == PAGE:
        page.meta["styles"], page.meta["search"] = STYLES, {"boost": 0.2}
        return index_page(html, prepared.messages, bundle, templates)
    for told in prepared.messages:
        if path == f"{FOLDER}/{told.series.slug}.md":
            page.meta["styles"], page.meta["search"] = STYLES, {"boost": 0.2}
            return series_page(html, told, bundle, templates)
    return html


def entries(prepared: Prepared) -> list[Entry]:
    """What the catalogue says of the files of messages."""
    language = prepared.bundle.campaign.language
    return [
        Entry(one.path, KIND, one.title, one.kind, "", language) for one in files(prepared.messages, prepared.bundle)
    ]
