"""Files of the site that MkDocs does not make: sheets and their ZIPs, pages behind codes, root files; their entries
in the catalogue.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from outreach.campaign.brand import WEB_PALETTE
from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import link_path
from outreach.campaign.issued import Issued
from outreach.content.root_files import root_files
from outreach.core.cache import Content, Store
from outreach.core.files import write_files, zip_files
from outreach.core.findings import Finding, OutreachError
from outreach.core.package import THEME
from outreach.core.project import MATERIALS, Project
from outreach.products.catalogue import Entry
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.names import preview_name
from outreach.sheets.plan import channel_zip


def sheet_files(files: Files, sheets: Sequence[FinishedSheet], bundle: Bundle, config: MkDocsConfig) -> None:
    """Give MkDocs the files of all sheets, their previews, and a ZIP for each channel, without films."""
    zips: dict[str, dict[str, Path]] = {}
    for sheet in sheets:
        previews = dict(zip(sheet.stills, sheet.previews, strict=True)) if sheet.previews else {}
        paths = {f"{sheet.sheet.material.slug}/{name}": path for name, path in sheet.files.items()}
        for name, source_path in (paths | previews).items():
            files.append(File.generated(config, f"{MATERIALS}/{name}", abs_src_path=str(source_path)))
        loops = {output.name for output in sheet.outputs if output.loop}
        still = {name: path for name, path in sheet.files.items() if name not in loops}
        zips.setdefault(sheet.sheet.material.meta.channel, {}).update(still)
    for channel, paths in zips.items():
        content = zip_files({name: path.read_bytes() for name, path in paths.items()})
        files.append(File.generated(config, channel_zip(channel), content=content))


def cache_contents(files: Files, project: Project) -> dict[str, Content]:
    """Those of MkDocs' files that lie in the cache, as they were made."""
    store = Store(project.cache)
    sources = {file.dest_uri: Path(file.abs_src_path) for file in files if file.abs_src_path}
    return {path: store.content(source) for path, source in sources.items() if source.is_relative_to(project.cache)}


def write_root_files(project: Project, site: Path) -> None:
    """Copy what lies in docs/_files/ into a site that is otherwise whole.

    Raises OutreachError for names that it has already.
    """
    files = root_files(project)
    existing = {name: project.relative(path) for name, path in files.items() if (site / name).exists()}
    if existing:
        raise OutreachError([Finding("path-reserved", file=at, data={"found": name}) for name, at in existing.items()])
    write_files(site, {name: path.read_bytes() for name, path in files.items()})


MAX_BYTES = 1024
"""Largest page behind a code, bytes of UTF-8: it must load where the signal is weak."""


def link_pages(bundle: Bundle, issued: Iterable[Issued], codes: Iterable[str] = ()) -> dict[str, str]:
    """The page behind each issued code, and behind `codes` that are about to be issued: path in the site → HTML.

    The page for missing addresses stands in for all others, so that what was printed since works too (`lookup.js`).
    Raises OutreachError if a page is too large.
    """
    templates = Templates([THEME])
    days: dict[str, dt.date | None] = dict.fromkeys(codes) | {row.code: row.ended for row in issued}
    return {f"{link_path(code)}/index.html": link_page(bundle, code, last, templates) for code, last in days.items()}


def link_page(bundle: Bundle, code: str, last_day: dt.date | None, templates: Templates) -> str:
    """The HTML of the page behind a code; it offers the app's stores and never leads to one by itself.

    `last_day` is that of a code that is not in use any more: its page offers no store, nor does that of a
    withdrawn campaign. Raises OutreachError if the page exceeds `MAX_BYTES`.
    """
    campaign, words = bundle.campaign, bundle.words
    state = words.text(f"status.{campaign.status}")
    context = {
        "campaign": campaign,
        "words": words,
        "notice": words.text("page.link_ended", day=words.date(last_day)) if last_day else state,
        "stores": [] if last_day or campaign.status == "withdrawn" else campaign.app.stores,
        "accent": bundle.brand.colours[WEB_PALETTE]["ink"],
    }
    page = templates.render("link.html.j2", context).rstrip()
    size = len(page.encode("utf-8"))
    if size > MAX_BYTES:
        raise OutreachError(Finding("link-page-size", data={"code": code, "size": size, "limit": MAX_BYTES}))
    return page


def sheet_entries(sheet: FinishedSheet, bundle: Bundle) -> list[Entry]:
    """Catalogue entries of a sheet: its files, its impositions, its previews. A picture is entered once."""
    meta, label, words = sheet.sheet.material.meta, sheet.sheet.form.label, bundle.words

    def entry(path: str, kind: str, form: str, alt: str = meta.alt or "") -> Entry:
        return Entry(f"{MATERIALS}/{path}", kind, meta.title, form, alt, bundle.campaign.language)

    entries = []
    for output in sheet.outputs:
        kind = "loop" if output.loop else "picture" if output.page else "sheet"
        pixels = sheet.sheet.form.pixels
        form = f"{output.kind.upper()} {words.size_px(pixels) if pixels else label}"
        entries.append(entry(sheet.published(output), kind, form, sheet.alt(output) or meta.alt or ""))
    for plan, piece in sheet.pieces:
        entries.append(entry(sheet.published(piece), "sheet", f"PDF {label}, {plan.label(words)}"))
    text = preview_name(sheet.sheet, words)
    previews = [path for page, path in enumerate(sheet.stills, 1) if sheet.previews and not sheet.picture(page)]
    return entries + [entry(path, "preview", "PNG", text) for path in previews]


def zip_entry(channel: str, bundle: Bundle) -> Entry:
    """All sheets of one place in a ZIP."""
    return Entry(channel_zip(channel), "kit", bundle.channels[channel].name, "ZIP", "", bundle.campaign.language)
