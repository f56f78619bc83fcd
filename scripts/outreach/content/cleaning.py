"""Content without anything that acts (adapter of nh3): the tags and attributes that pages may have, and no other."""

from __future__ import annotations

import nh3

from outreach.content.html import HtmlElement, parse_fragment
from outreach.content.marks import marks

_NAMES = (
    "id class href src alt title width height loading lang start colspan rowspan scope align role tabindex target rel"
    " open name"
)
ATTRIBUTES = frozenset(_NAMES.split())
"""Attributes that content may have on every tag, beside those that begin with `aria-`."""
_ACTIVE_TAGS = {"script", "style", "iframe", "object", "form", "button"}
"""Tags that go with all that is in them; of others the words stay."""


def clean_html(html: str) -> HtmlElement:
    """The fragment's nodes below one <div>, without scripts, comments, event handlers and styles."""
    clean = nh3.clean(
        html,
        tags={*marks().tags, "h1"},
        clean_content_tags=_ACTIVE_TAGS,
        attributes={"*": set(ATTRIBUTES), "li": {"value"}},  # the number of a step
        generic_attribute_prefixes={"aria-"},
        link_rel=None,
    )
    return parse_fragment(clean)
