"""The frame of a page: one page that the site's generator has made, taken apart once, put together many times.

The generator reads its whole navigation for every page; ten thousand pages of units would take it hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from outreach.core.findings import Finding, OutreachError
from outreach.core.project import UNITS

PATH = f"{UNITS}/mau/"
"""Where the page that becomes the frame stands in the site: as deep as the pages that are made of it."""
TITLE, SUMMARY, BODY = "outreach-shell-title", "outreach-shell-summary", "outreach-shell-body"
"""Marks in the page for the title, the description and the content of others."""
_HEADING = f'<h1 id="unit">{BODY}</h1>'
_MARKS = re.compile(f"({TITLE}|{SUMMARY}|{re.escape(_HEADING)}|{re.escape(PATH)})")
_PERMALINK = re.compile(r'<a class="headerlink"[^>]*>.*?</a>')
"""The link from a heading to itself, which settings may ask for: the heading is replaced."""


@dataclass(frozen=True)
class Shell:
    """Text and marks by turns; the first and the last are text."""

    parts: tuple[str, ...]

    @classmethod
    def learn(cls, html: str) -> Shell:
        """The frame of a page that holds the marks, without the white space that the theme leaves, which each page
        would repeat. Raises OutreachError if the theme left one of the marks out.
        """
        parts = _MARKS.split(re.sub(r"\n\s+", "\n", _PERMALINK.sub("", html)))
        for mark in (TITLE, SUMMARY, _HEADING):
            if mark not in parts[1::2]:
                fault = Finding("template-fault", file="main.html", data={"reason": f"{mark} is not in the page"})
                raise OutreachError(fault)
        return cls(tuple(parts))

    def page(self, title: str, description: str, path: str, body: str) -> str:
        """A whole page: `path` is its own in the site, as "a/b/"; `body` is HTML with a heading of the id "unit",
        to which the frame leads those who skip its links; the rest is text."""
        values = {TITLE: escape(title), SUMMARY: escape(description), _HEADING: body, PATH: escape(path)}
        return "".join([values[part] if index % 2 else part for index, part in enumerate(self.parts)])
