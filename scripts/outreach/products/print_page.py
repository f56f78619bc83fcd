"""The page of a material is its print page: previews, sizes, paper, number, where and how high, downloads.

It is added to the page as Markdown, so that MkDocs checks its links like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.campaign.load import Bundle
from outreach.campaign.sheets import Sheet
from outreach.core.lengths import number
from outreach.core.strings import Strings
from outreach.products.names import profile_hint, profile_name
from outreach.products.sheet import Scan
from outreach.render.templates import Templates

PREVIEW_PX = 720
"""Width of a preview."""


@dataclass(frozen=True)
class Printed:
    """A finished sheet as its page shows it: `weight` is the PDF's size in bytes."""

    sheet: Sheet
    scan: Scan | None
    weight: int
    shown: Sheet
    """The sheet whose previews show it: itself, or one that looks the same."""

    @property
    def file(self) -> str:
        """The PDF beside the material's page."""
        return f"{self.sheet.material.slug}/{self.sheet.name}.pdf"

    @property
    def previews(self) -> list[str]:
        """The pictures of its pages, there too."""
        pages, stem = range(1, self.sheet.template.pages + 1), f"{self.shown.material.slug}/{self.shown.name}"
        return [f"{stem}.png" if page == 1 else f"{stem}-{page}.png" for page in pages]

    @property
    def preview_size(self) -> tuple[int, int]:
        """Width and height of its previews in pixels."""
        width, height = self.sheet.form.trim
        return PREVIEW_PX, round(PREVIEW_PX * height / width)


def print_page(printed: Sequence[Printed], bundle: Bundle, templates: Templates) -> str:
    """The Markdown that stands before the words of a material's own page."""
    words, meta = bundle.words, printed[0].sheet.material.meta
    channel = bundle.channels[meta.channel]
    facts = [
        (words.text("page.audience"), words.text(f"page.audience_{meta.audience}")),
        (words.text("page.paper"), meta.paper),
        (words.text("page.number"), words.text("page.number_each", count=meta.quantity)),
        (words.text("page.where"), meta.place or channel.where),
        (words.text("page.how_high"), meta.height or channel.height),
        (words.text("page.read_from"), words.text("page.metres", metres=_metres(words, meta.read_from))),
    ]
    if meta.scan_from is not None:
        metres = words.text("page.metres", metres=_metres(words, meta.scan_from))
        facts.append((words.text("page.scan_from"), metres))
    used = {one.sheet.profile for one in printed}
    for name, profile in ((name, profile) for name, profile in bundle.profiles.items() if name in used):
        facts.append((profile_name(name, profile, words), profile_hint(name, profile, words)))
    facts.append((words.text("page.code"), meta.code))
    facts = [(name, value) for name, value in facts if value]
    looks: dict[str, list[Printed]] = {}
    for one in printed:
        looks.setdefault(one.shown.name, []).append(one)
    entries = [_entry(alike, bundle) for alike in looks.values()]
    return templates.render("print_page.md.j2", {"sheets": entries, "facts": facts})


def _entry(alike: Sequence[Printed], bundle: Bundle) -> dict[str, object]:
    """Sheets that look the same: their previews once, and a download for each printer."""
    one = alike[0]
    words, sheet = bundle.words, one.sheet
    title, label = sheet.material.meta.title, sheet.form.label
    width, height = one.preview_size
    several = len(one.previews) > 1
    previews = [
        {
            "file": file,
            "width": width,
            "height": height,
            "alt": words.text("page.preview_alt_page", title=title, format=label, page=page)
            if several
            else words.text("page.preview_alt", title=title, format=label),
        }
        for page, file in enumerate(one.previews, 1)
    ]
    trim = {"width": number(sheet.form.trim[0]), "height": number(sheet.form.trim[1])}
    return {
        "previews": previews,
        "file": one.file,
        "label": label,
        "size": words.text("page.size_mm", **trim),
        "scan": words.text("page.scan_good", metres=_metres(words, one.scan.good_to_m)) if one.scan else "",
        "files": [
            {
                "file": each.file,
                "download": words.text("page.download", format=label, profile=_profile(each, bundle)),
                "weight": words.text("page.file_size", size=round(each.weight / 1000)),
            }
            for each in alike
        ],
    }


def _profile(one: Printed, bundle: Bundle) -> str:
    return profile_name(one.sheet.profile, bundle.profiles[one.sheet.profile], bundle.words).lower()


def _metres(words: Strings, metres: float) -> str:
    return number(metres, 1).replace(".", words.text("page.decimal"))
