"""Ids, names and classes of a page that the site's own scripts would take for their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from outreach.content.html import HtmlElement
from outreach.content.page import Page
from outreach.core.findings import Finding
from outreach.core.package import THEME, package_table

TABLE = THEME / "reserved.toml"
GENERATED = re.compile(r"fn(ref\d*)?:")
"""Beginning of the ids that Markdown gives to footnotes."""


@dataclass(frozen=True)
class Reserved:
    """Values that an attribute may not have."""

    prefixes: tuple[str, ...]
    names: frozenset[str]

    def __contains__(self, value: object) -> bool:
        text = str(value).casefold()
        return text.startswith(self.prefixes) or text in self.names


@cache
def reserved() -> Mapping[str, Reserved]:
    """Attribute → the values that the site's own scripts and styles use."""
    rows = package_table(TABLE).items()
    return {name: Reserved(tuple(row["prefixes"]), frozenset(row["names"])) for name, row in rows}


def check(page: Page, tree: HtmlElement) -> Iterator[Finding]:
    """A finding for each value that is reserved, whether it was typed or made from a heading's words."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for attribute, values_of_site in reserved().items():
            whole = str(element.get(attribute) or "").strip()
            values = [whole] if attribute == "id" else whole.split()
            for value in values:
                generated = attribute == "id" and GENERATED.match(value) and value not in page.body
                stray = attribute == "name" and element.tag != "a"  # scripts reach named pictures as document.name
                if (value in values_of_site and not generated) or stray:
                    yield page.finding("name-reserved", _line(page, value), field=attribute, found=value[:60])


def _line(page: Page, value: str) -> int:
    """The line of a value; of the heading that it is made from, if it is typed nowhere."""
    words = r"[\W_]*".join(map(re.escape, re.findall(r"[^\W_]+", value)))
    match = re.search(re.escape(value), page.body) or re.search(rf"^#+.*{words}", page.body, re.MULTILINE | re.I)
    return page.line(match.start() if match else 0)
