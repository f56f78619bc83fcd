"""Names of profiles, templates and sizes for people, in the campaign's first language."""

from collections.abc import Mapping

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.core.strings import FALLBACK, Strings


def profile_name(bundle: Bundle, profile: str) -> str:
    """The name of a profile."""
    return name_of(profile, bundle.profiles[profile].names, bundle.words)


def profile_hint(bundle: Bundle, profile: str) -> str:
    """The way in which a sheet of the profile is printed."""
    return name_of(f"{profile}-hint", bundle.profiles[profile].hint, bundle.words)


def template_name(bundle: Bundle, template: str) -> str:
    """The name of a template."""
    return name_of(template, bundle.templates[template].names, bundle.words)


def size_name(sheet: Sheet, words: Strings) -> str:
    """The size of a sheet."""
    form = sheet.form
    if form.pixels:
        return words.size_px(form.pixels)
    size = words.size_mm(form.trim)
    if form.round:
        size = words.text("page.size_round", width=words.number(form.trim[0]))
    return words.text("page.size_scaled", size=size, scale=form.scale) if form.scale > 1 else size


def preview_name(sheet: Sheet, words: Strings, page: int = 0) -> str:
    """The alternative text of a preview: of which sheet it is, and of which side if a `page` is given."""
    key = "page.preview_alt_page" if page else "page.preview_alt"
    return words.text(key, title=sheet.material.meta.title, format=sheet.form.label, page=page)


def name_of(key: str, names: Mapping[str, str], words: Strings) -> str:
    """A table's own word, else the campaign's (section `print` of its strings), else English."""
    return names.get(words.language) or words.section("print").get(key) or names.get(FALLBACK) or key
