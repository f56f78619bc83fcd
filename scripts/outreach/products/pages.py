"""Pages of docs/ read from their files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.content.page import Page, read
from outreach.core.findings import Finding, OutreachError


def read_pages(bundle: Bundle, files: Iterable[Path]) -> tuple[dict[str, Page], list[Finding]]:
    """Path below docs/ → page of each Markdown file that can be read, and the faults of all."""
    project, campaign = bundle.project, bundle.campaign
    pages: dict[str, Page] = {}
    faults: list[Finding] = []
    for file in files:
        name = file.relative_to(project.docs).as_posix()
        try:
            page = read(file, project.relative(file), campaign.facts, campaign.language_of(name))
        except OutreachError as error:
            faults += error.findings
        else:
            pages[name] = page
            faults += page.findings
    return pages, faults
