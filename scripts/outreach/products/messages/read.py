"""Series of messages: read from the campaign's pages and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.content.page import Page
from outreach.core.findings import Finding
from outreach.products.messages.carriers import Carrier
from outreach.products.messages.check import check
from outreach.products.messages.message import Told, tell
from outreach.products.messages.series import is_series, read_series


def read_messages(
    bundle: Bundle, pages: Mapping[str, Page], carriers: Mapping[str, Carrier]
) -> tuple[list[Told], list[Finding]]:
    """The series among the pages (by path below docs/), and the faults of all."""
    every: list[Told] = []
    faults: list[Finding] = []
    for name, page in pages.items():
        if not is_series(name):
            continue
        series, found = read_series(Path(name).stem, page.table, bundle, carriers)
        faults += found
        if series is None:
            continue
        told, found = tell(series, page)
        faults += found
        if told is not None:
            faults += check(told, bundle)
            every.append(told)
    return every, faults
