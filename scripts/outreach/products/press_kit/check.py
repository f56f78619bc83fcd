"""A page for the press names only materials, drawings and facts that there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from outreach.campaign.bundle import Bundle
from outreach.campaign.materials import Material
from outreach.campaign.validate import unknown
from outreach.content.page import Page
from outreach.core.findings import Finding


def check(
    bundle: Bundle, pages: Mapping[str, Page], drawings: Iterable[str], materials: Iterable[Material]
) -> Iterator[Finding]:
    """Captions of nothing, and rows of the fact sheet without a fact."""
    drawn = {*drawings, *(material.slug for material in materials)}
    known = {"captions": drawn, "facts": set(bundle.campaign.facts)}
    for page in pages.values():
        for field, names in known.items():
            given = page.meta.get(field)
            for name in given if isinstance(given, dict) else ():
                if str(name) not in names:
                    yield unknown(page.table, (field, name), str(name), names)
