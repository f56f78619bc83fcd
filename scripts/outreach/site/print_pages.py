"""Print pages: previews, sizes, stock, quantities and downloads of a material, and lists of all materials.

They are added to pages as Markdown, so that MkDocs checks their links like any other.
"""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.formats import Format
from outreach.campaign.sheets import Output
from outreach.core.project import MATERIALS
from outreach.core.strings import Strings
from outreach.products.product import PreparedCampaign
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.names import preview_name, profile_hint, profile_name, size_name, template_name
from outreach.sheets.picture import loop_seconds
from outreach.sheets.plan import channel_zip


def print_page(sheets: Sequence[FinishedSheet], bundle: Bundle, templates: Templates) -> str:
    """The Markdown that stands before the words of a material's own page.

    Sheets that look the same share their previews, and have a download for each printer.
    """
    looks: dict[str, list[FinishedSheet]] = {}
    for sheet in sheets:
        looks.setdefault(sheet.look.name, []).append(sheet)
    context = {
        "looks": list(looks.values()),
        "films": list(_films(alike[0] for alike in looks.values())),
        "facts": _facts(sheets, bundle),
        "bundle": bundle,
        "words": bundle.words,
        "alt": preview_alt,
        "download": _download,
        "seconds": loop_seconds,
        "size_name": size_name,
    }
    return templates.render("print_page.md.j2", context)


def preview_alt(sheet: FinishedSheet, words: Strings, page: int = 1) -> str:
    """The content of a preview in words: a picture's own, else of which sheet it is."""
    if picture := sheet.picture(page):
        return sheet.alt(picture)
    return preview_name(sheet.sheet, words, page if len(sheet.stills) > 1 else 0)


def _facts(sheets: Sequence[FinishedSheet], bundle: Bundle) -> list[tuple[str, str]]:
    """Name and value of each fact about a material: for whom, where, on what stock, how many, how it is printed."""
    words, meta = bundle.words, sheets[0].sheet.material.meta
    channel, profiles = bundle.channels[meta.channel], {sheet.sheet.profile for sheet in sheets}
    hung = any(bundle.profiles[profile].hangs for profile in profiles)
    metres = {"read_from": meta.read_from, "scan_from": meta.scan_from} if hung else {}
    formats = {sheet.sheet.format: sheet.sheet.form for sheet in sheets}.values()
    facts = [
        (words.text("page.audience"), words.text(f"page.audience_{meta.audience}")),
        (words.text("page.paper"), meta.paper),
        (words.text("page.number"), words.text("page.number_each", count=meta.quantity) if hung else ""),
        (words.text("page.where" if hung else "page.where_shown"), meta.place or channel.where),
        (words.text("page.how_high" if hung else "page.how_shown"), meta.height or channel.height),
        *((words.text(f"page.{name}"), words.metres(far)) for name, far in metres.items() if far is not None),
        *((profile_name(bundle, name), profile_hint(bundle, name)) for name in bundle.profiles if name in profiles),
        *(
            (words.text("page.finishing", format=form.label), _finishing(form, words))
            for form in formats
            if form.keep_clear
        ),
        (words.text("page.code"), meta.code),
    ]
    return [(name, value) for name, value in facts if value]


def _download(finished: FinishedSheet, output: Output, bundle: Bundle) -> str:
    """The words on the link to a file: for which printer it is, or what it shows."""
    words, sheet = bundle.words, finished.sheet
    if output.loop:
        return words.text("page.download_loop", seconds=loop_seconds(sheet, output.loop))
    if bundle.profiles[sheet.profile].prints:
        profile = profile_name(bundle, sheet.profile).lower()
        return words.text("page.download", format=sheet.form.label, profile=profile)
    if output.page and len(finished.stills) > 1:
        return words.text("page.download_slide", page=output.page)
    return words.text("page.download_picture", size=size_name(sheet, words))


def _films(sheets: Iterable[FinishedSheet]) -> Iterable[tuple[FinishedSheet, Output]]:
    """Each sheet that has loops with its longest one, for the page to play."""
    for sheet in sheets:
        films = [output for output in sheet.outputs if output.loop]
        if films:
            yield sheet, max(films, key=lambda film: sheet.sheet.template.loops[film.loop].seconds)


def _finishing(form: Format, words: Strings) -> str:
    """Hem, eyelets and the band along the edge, as a print shop asks for them."""
    lengths = {"hem": form.hem, "eyelets": form.eyelets, "keep_clear": form.keep_clear}
    return ", ".join(words.text(f"page.{name}", mm=words.number(mm)) for name, mm in lengths.items() if mm)


def print_list(
    kind: str, page: str, campaign: PreparedCampaign, sheets: Sequence[FinishedSheet], templates: Templates
) -> str:
    """The list of a kind of `LISTS` that the page at `page` (below docs/) asks for."""

    def link(path: str) -> str:
        return posixpath.relpath(path, posixpath.dirname(page))

    context = {
        "bundle": campaign.bundle,
        "words": campaign.bundle.words,
        "folder": f"{MATERIALS}/",
        "link": link,
        "channel_zip": channel_zip,
        "preview_name": preview_name,
        "profile_name": profile_name,
        "profile_hint": profile_hint,
        "template_name": template_name,
        kind: LISTS[kind](campaign, sheets),
    }
    return templates.render(f"print_{kind}.md.j2", context)


def _materials(sheets: Sequence[FinishedSheet]) -> Mapping[str, list[FinishedSheet]]:
    """The sheets of each material, by its name."""
    materials: dict[str, list[FinishedSheet]] = {}
    for sheet in sheets:
        materials.setdefault(sheet.sheet.material.slug, []).append(sheet)
    return materials


def _places(campaign: PreparedCampaign, sheets: Sequence[FinishedSheet]) -> list[Any]:
    """Channel → for each of its materials the sheet that shows it, of the last profile, and the labels of all."""
    places: dict[str, list[Any]] = {}
    last = list(campaign.bundle.profiles).index
    for copies in _materials(sheets).values():
        sample = max(copies, key=lambda sheet: last(sheet.sheet.profile))
        labels = dict.fromkeys(sheet.sheet.form.label for sheet in copies)
        places.setdefault(sample.sheet.material.meta.channel, []).append((sample, labels))
    return [(place, places[place]) for place in campaign.bundle.channels if place in places]


def _printers(campaign: PreparedCampaign, sheets: Sequence[FinishedSheet]) -> list[Any]:
    """Profile that prints → label of a format, small ones first → the sheets of this size."""
    printers: dict[str, dict[str, list[FinishedSheet]]] = {}
    for sheet in sorted(sheets, key=lambda sheet: (min(sheet.sheet.form.trim), sheet.sheet.form.label)):
        printers.setdefault(sheet.sheet.profile, {}).setdefault(sheet.sheet.form.label, []).append(sheet)
    profiles = campaign.bundle.profiles
    return [(name, printers[name]) for name in profiles if profiles[name].prints and name in printers]


def _tasks(campaign: PreparedCampaign, sheets: Sequence[FinishedSheet]) -> list[Any]:
    """Each task of the letter with the channels that answer it, and titles and pages of the answers."""
    materials, channels = _materials(sheets), campaign.bundle.channels
    rows = []
    for number, task in campaign.bundle.tasks.items():
        answers = [materials[name][0].sheet.material for name in task.materials]
        links = [(material.meta.title, f"{MATERIALS}/{material.slug}.md") for material in answers]
        links += [(str(campaign.pages[path].meta.get("title", path)), path) for path in task.pages]
        names = dict.fromkeys(channels[material.meta.channel].name for material in answers)
        rows.append((number, task, names, links))
    return rows


LISTS = {"places": _places, "printers": _printers, "coverage": _tasks}
"""Kind of list, as pages ask for it → what it shows of the campaign and its finished sheets."""
