"""Names of profiles and templates for people."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.campaign.profiles import Profile
from outreach.campaign.templates import Template
from outreach.core.strings import FALLBACK, Strings


def profile_name(key: str, profile: Profile, words: Strings) -> str:
    """The name of a profile."""
    return _word(key, profile.names, words)


def profile_hint(key: str, profile: Profile, words: Strings) -> str:
    """How a sheet of the profile is printed."""
    return _word(f"{key}-hint", profile.hint, words)


def template_name(template: Template, words: Strings) -> str:
    """The name of a template."""
    return _word(template.name, template.names, words)


def _word(key: str, names: Mapping[str, str], words: Strings) -> str:
    """The name of a template or profile: its own, else the campaign's (section `print`), else English."""
    return names.get(words.language) or words.section("print").get(key) or names.get(FALLBACK) or key
