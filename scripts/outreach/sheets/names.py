"""What profiles and templates are called."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.campaign.profiles import Profile
from outreach.campaign.templates import Template
from outreach.core.strings import FALLBACK, Strings


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
