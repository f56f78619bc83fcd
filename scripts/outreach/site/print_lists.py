"""Lists of all materials for pages: by place with a kit each, by printer, and what the letter asks for.

They are added as Markdown, so that MkDocs checks their links like any other.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence

from outreach.campaign.bundle import Bundle
from outreach.core.project import MATERIALS
from outreach.render.templates import Templates
from outreach.sheets.names import profile_hint, profile_name, template_name
from outreach.sheets.plan import kit_name
from outreach.sheets.published import Printed


def by_material(printed: Sequence[Printed]) -> dict[str, list[Printed]]:
    """The sheets of each material, by its name."""
    found: dict[str, list[Printed]] = {}
    for one in printed:
        found.setdefault(one.sheet.material.slug, []).append(one)
    return found


def print_list(
    kind: str, page: str, printed: Sequence[Printed], titles: Mapping[str, str], bundle: Bundle, templates: Templates
) -> str:
    """The list that the page at `page` (below docs/) asks for; `titles` are those of all pages by path."""

    def link(target: str) -> str:
        return posixpath.relpath(target, posixpath.dirname(page))

    return LISTS[kind](link, printed, titles, bundle, templates)


Link = Callable[[str], str]


def _places(
    link: Link, printed: Sequence[Printed], titles: Mapping[str, str], bundle: Bundle, templates: Templates
) -> str:
    places = []
    for place, channel in bundle.channels.items():
        here = [sheets for sheets in by_material(printed).values() if sheets[0].sheet.material.meta.channel == place]
        if here:
            cards = [_card(link, sheets, bundle) for sheets in here]
            kit = bundle.words.text("page.kit", place=channel.name)
            places.append(
                {"id": place, "name": channel.name, "materials": cards, "kit": kit, "zip": link(kit_name(place))}
            )
    return templates.render("print_places.md.j2", {"places": places})


def _printers(
    link: Link, printed: Sequence[Printed], titles: Mapping[str, str], bundle: Bundle, templates: Templates
) -> str:
    words = bundle.words
    printers = []
    for name in (name for name, profile in bundle.profiles.items() if profile.prints):
        mine = [one for one in printed if one.sheet.profile == name]
        labels = sorted(
            {one.sheet.form.label: min(one.sheet.form.trim) for one in mine}.items(),
            key=lambda pair: (pair[1], pair[0]),
        )
        sizes = [
            {
                "label": label,
                "links": [
                    {
                        "title": one.sheet.material.meta.title,
                        "file": link(f"{MATERIALS}/{one.file}"),
                        "pieces": [
                            {"says": piece.says(words), "file": link(f"{MATERIALS}/{piece.name}")}
                            for piece in one.pieces
                        ],
                    }
                    for one in mine
                    if one.sheet.form.label == label
                ],
            }
            for label, _ in labels
        ]
        if sizes:
            profile = bundle.profiles[name]
            printers.append(
                {
                    "id": name,
                    "name": profile_name(name, profile, words),
                    "hint": profile_hint(name, profile, words),
                    "sizes": sizes,
                }
            )
    return templates.render("print_printers.md.j2", {"printers": printers})


def _coverage(
    link: Link, printed: Sequence[Printed], titles: Mapping[str, str], bundle: Bundle, templates: Templates
) -> str:
    materials = by_material(printed)
    rows = []
    for number, task in bundle.tasks.items():
        sheets = [materials[name] for name in task.materials]
        places = dict.fromkeys(bundle.channels[one[0].sheet.material.meta.channel].name for one in sheets)
        answers = [
            {"title": one[0].sheet.material.meta.title, "page": link(f"{MATERIALS}/{one[0].sheet.material.slug}.md")}
            for one in sheets
        ]
        answers += [{"title": titles[path], "page": link(path)} for path in task.pages]
        rows.append(
            {
                "number": number,
                "who": task.who,
                "wants": task.wants,
                "places": ", ".join(places),
                "answers": answers,
                "medium": bundle.words.text(f"medium.{task.medium}"),
            }
        )
    heads = bundle.words.section("coverage")
    return templates.render("coverage.md.j2", {"rows": rows, "heads": heads})


LISTS = {"places": _places, "printers": _printers, "coverage": _coverage}


def _card(link: Link, sheets: Sequence[Printed], bundle: Bundle) -> dict[str, object]:
    richest = list(bundle.profiles).index
    one, words = max(sheets, key=lambda each: richest(each.sheet.profile)), bundle.words
    meta = one.sheet.material.meta
    width, height = one.preview_size
    formats = dict.fromkeys(each.sheet.form.label for each in sheets)
    return {
        "title": meta.title,
        "summary": meta.summary,
        "alt": words.text("page.preview_alt", title=meta.title, format=one.sheet.form.label),
        "preview": link(f"{MATERIALS}/{one.previews[0]}"),
        "width": width,
        "height": height,
        "page": link(f"{MATERIALS}/{one.sheet.material.slug}.md"),
        "kind": template_name(one.sheet.template, words),
        "formats": ", ".join(formats),
    }
