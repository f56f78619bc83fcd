"""Scripts in MkDocs: their files, and what their pages show."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from outreach.campaign.scripts import FOLDER
from outreach.core.package import THEME
from outreach.products.catalogue import Entry
from outreach.products.loudspeakers.files import Reading
from outreach.products.loudspeakers.page import script_list, script_page
from outreach.products.prepare import Prepared
from outreach.render.templates import Templates

KIND = "script"
"""In the catalogue."""
STYLES = ["scripts"]


def add(known: Files, made: Sequence[Reading], config: MkDocsConfig) -> None:
    """Puts the files of all scripts among MkDocs' own."""
    for one in made:
        for path, content in one.files.items():
            known.append(File.generated(config, path, content=content))


def shown(text: str, page: Page, made: Sequence[Reading], prepared: Prepared) -> str | None:
    """The Markdown of a page that shows scripts; None for any other."""
    bundle, templates, path = prepared.bundle, Templates([THEME]), page.file.src_uri
    if page.meta.get("lists") == "scripts":
        page.meta["styles"] = STYLES
        whole = next((one.files for one in made if one.script is None), {})
        return text + "\n\n" + script_list(prepared.scripts, whole, bundle, templates)
    for one in made:
        if one.script is not None and path == f"{FOLDER}/{one.script.slug}.md":
            page.meta["styles"], page.meta["search"] = STYLES, {"boost": 0.2}
            return script_page(one.script, one.files, bundle, templates)
    return None


def entries(made: Sequence[Reading], prepared: Prepared) -> list[Entry]:
    """What the catalogue says of the files of scripts."""
    language = prepared.bundle.campaign.language
    files = [(one.title, path) for one in made for path in one.files]
    return [Entry(path, KIND, title, path.rpartition(".")[2].upper(), "", language) for title, path in files]
