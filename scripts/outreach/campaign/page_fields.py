"""The fields of a page's front matter."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from outreach.campaign.validate import Strict


class PageFields(Strict):
    """The front matter of a page that is no material. `title` and `summary` are asked for elsewhere."""

    title: str | None = None
    """Heading of the page."""
    summary: str | None = None
    """First line in lists and link cards."""
    embed: bool = False
    """True if other sites may embed the page."""
    updated: dt.date | None = None
    """Day of its words; embeds and copies say it."""
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._]+$")] | None = None
    """Of its words; embeds and copies say it, with a code behind it."""
    withdrawn: dt.date | None = None
    """Since when the page does not hold any more: it says so instead of its words, wherever it is embedded."""
    instead: str = ""
    """The page below docs/ that takes the place of one that was withdrawn."""
    lists: Literal["places", "printers", "coverage", "units", "embeds", "check", "press", "scripts"] | None = None
    """Lists that the build adds below the page's words: materials by place or by printer, tasks of the letter, units,
    snippets of embeds, the check of their copies, the press kit, scripts."""
    captions: dict[str, str] = Field(default_factory=dict)
    """Of the pictures of a page for the press: name of a material or of a drawing → what stands below its pictures."""
    facts: dict[str, str] = Field(default_factory=dict)
    """The fact sheet of a page for the press: name of a fact → what it is about, in order."""
    hide: list[Literal["navigation", "toc", "footer"]] = Field(default_factory=list)
    """Parts of the page to leave out."""
