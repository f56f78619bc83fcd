"""The page of a material is its print page: previews, sizes, paper, number, where and how high, downloads.

It is added to the page as Markdown, so that MkDocs checks its links like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.campaign.load import Bundle
from outreach.campaign.profiles import Profile
from outreach.campaign.sheets import Sheet
from outreach.campaign.templates import Template
from outreach.core.lengths import number
from outreach.core.strings import FALLBACK, Strings
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

    def file(self, ending: str = ".pdf") -> str:
        """The file beside the material's page."""
        return f"{self.sheet.material.slug}/{self.sheet.name}{ending}"

    @property
    def previews(self) -> list[str]:
        pages = range(1, self.sheet.template.pages + 1)
        return [self.file(".png" if page == 1 else f"-{page}.png") for page in pages]

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
    for name in dict.fromkeys(one.sheet.profile for one in printed):
        profile = bundle.profiles[name]
        facts.append((profile_name(name, profile, words), profile_hint(name, profile, words)))
    facts.append((words.text("page.code"), meta.code))
    facts = [(name, value) for name, value in facts if value]
    entries = [_entry(one, bundle) for one in printed]
    return templates.render("print_page.md.j2", {"sheets": entries, "facts": facts})


def _entry(one: Printed, bundle: Bundle) -> dict[str, object]:
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
        "file": one.file(),
        "label": label,
        "size": words.text("page.size_mm", **trim),
        "profile": profile_name(sheet.profile, bundle.profiles[sheet.profile], words).lower(),
        "scan": words.text("page.scan_good", metres=_metres(words, one.scan.said_m)) if one.scan else "",
        "download": words.text("page.download", format=label),
        "weight": words.text("page.file_size", size=round(one.weight / 1000)),
    }


def profile_name(key: str, profile: Profile, words: Strings) -> str:
    """What a profile is called."""
    return _word(key, profile.names, words)


def profile_hint(key: str, profile: Profile, words: Strings) -> str:
    """How a sheet of the profile is printed."""
    return _word(f"{key}-hint", profile.hint, words)


def template_name(template: Template, words: Strings) -> str:
    """What a template is called."""
    return _word(template.name, template.names, words)


def _word(key: str, names: Mapping[str, str], words: Strings) -> str:
    """What a template or profile is called: its own word, else the campaign's (section `print`), else English."""
    return names.get(words.language) or words.section("print").get(key) or names.get(FALLBACK) or key


def _metres(words: Strings, metres: float) -> str:
    return number(metres, 1).replace(".", words.text("page.decimal"))
