"""Markdown as the site and the sheets read it (adapter of Python-Markdown): one set of extensions for both."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import markdown
from markdown.extensions.toc import slugify as ascii_slugify

from outreach.content.inline import Run, Runs, first_sentence, plain, tidy
from outreach.content.markup import HtmlElement, parse_fragment

__all__ = [
    "Block",
    "Form",
    "HtmlElement",
    "Step",
    "blocks",
    "form",
    "section",
    "section_ids",
    "slugify",
    "steps",
    "to_tree",
]

REFERENCE = re.compile(r"([\w./-]+\.md)?#([\w-]+)")
"""How a slot names a section: `page.md#id` below docs/, or `#id` of its own page."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def slugify(text: str, separator: str) -> str:
    """Python-Markdown's slug, with đ as d: it has no decomposition and would be lost."""
    return ascii_slugify(unicodedata.normalize("NFC", text).replace("đ", "d").replace("Đ", "D"), separator)


EXTENSIONS = ["attr_list", "md_in_html", "tables", "fenced_code", "admonition", "def_list", "footnotes", "toc"]
CONFIGS: dict[str, dict[str, Any]] = {"toc": {"slugify": slugify}}


@dataclass(frozen=True)
class Step:
    """An item of a list for a sheet: its bold lead, its first sentence, the name of its icon ("" if none)."""

    lead: Runs
    text: Runs
    icon: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph or an item of running text; `mark` is what stands before an item ("1.", "–"), else empty."""

    runs: Runs
    mark: str = ""


@dataclass(frozen=True)
class Form:
    """A table to be filled in by hand: the heads of its columns, and an example of what is entered."""

    heads: tuple[Runs, ...]
    example: tuple[Runs, ...]


def to_tree(body: str) -> HtmlElement:
    """The HTML tree of a Markdown text, as the site shows it."""
    return parse_fragment(markdown.markdown(body, extensions=EXTENSIONS, extension_configs=CONFIGS))


def section_ids(tree: HtmlElement) -> list[str]:
    """The ids of all headings."""
    return [str(element.get("id")) for element in tree.iter(*HEADINGS) if element.get("id")]


def section(tree: HtmlElement, name: str) -> list[HtmlElement]:
    """What stands below the heading with id `name`, up to the next heading of its level; empty if there is none."""
    for heading in tree.iter(*HEADINGS):
        if heading.get("id") == name:
            level = HEADINGS.index(str(heading.tag))
            below: list[HtmlElement] = []
            for element in heading.itersiblings():
                if element.tag in HEADINGS[: level + 1]:
                    break
                below.append(element)
            return below
    return []


def steps(elements: list[HtmlElement]) -> list[Step]:
    """The items of the first list: each item's bold lead (without its full stop) and the sentence after it.

    An item without a bold lead has an empty one.
    """
    listing = next((element for element in elements if element.tag in {"ol", "ul"}), None)
    if listing is None:
        return []
    found: list[Step] = []
    for item in listing.findall("li"):
        source = item.find("p") if item.find("p") is not None else item
        runs = list(tidy(_runs(source)))
        lead: Runs = ()
        if runs and runs[0].strong:
            lead = (Run(runs.pop(0).text.rstrip(".:"), True),)
            runs = [Run(runs[0].text.lstrip(".:"), runs[0].strong), *runs[1:]] if runs else []
        icon = str(item.get("data-icon") or source.get("data-icon") or "")
        found.append(Step(lead, first_sentence(tidy(runs)), icon))
    return found


def blocks(elements: list[HtmlElement]) -> list[Block]:
    """Paragraphs and list items in order, for running text on a sheet."""
    found: list[Block] = []
    for element in elements:
        if element.tag in {"ol", "ul"}:
            for number, item in enumerate(element.findall("li"), int(element.get("start", "1"))):
                found.append(Block(tidy(_runs(item)), f"{number}." if element.tag == "ol" else "–"))
        elif element.tag == "p":
            found.append(Block(tidy(_runs(element))))
    return [block for block in found if plain(block.runs)]


def form(elements: list[HtmlElement]) -> Form | None:
    """The first table as a form, its first row as the example; None if there is none, or none with a full row."""
    table = next((element for element in elements if element.tag == "table"), None)
    rows = [[tidy(_runs(cell)) for cell in row] for row in table.iter("tr")] if table is not None else []
    if len(rows) < 2 or not all(plain(cell) for cell in rows[0] + rows[1]):
        return None
    return Form(tuple(rows[0]), tuple(rows[1]))


def beyond(elements: list[HtmlElement]) -> list[str]:
    """What `blocks` leaves out, by tag: tables, quotes, headings, and lists or code inside items."""
    kept = {"p", "ol", "ul", "hr"}
    found = [str(e.tag) for e in elements if isinstance(e.tag, str) and e.tag not in kept and not _footnotes(e)]
    lists = [element for element in elements if element.tag in {"ol", "ul"}]
    inside = [
        str(e.tag) for each in lists for e in each.iter("ol", "ul", "table", "blockquote", "pre") if e is not each
    ]
    return list(dict.fromkeys([*found, *(f"li {tag}" for tag in inside)]))


def _footnotes(element: HtmlElement) -> bool:
    return str(element.get("class")) == "footnote"


def _runs(element: HtmlElement, strong: bool = False) -> list[Run]:
    """The words of an element; pictures, nested lists and footnotes stay on the web."""
    runs = [Run(element.text or "", strong)]
    for child in element:
        note = str(child.get("id") or "").startswith("fnref")
        if child.tag not in {"img", "svg", "ol", "ul", "figure", "picture"} and isinstance(child.tag, str) and not note:
            runs += _runs(child, strong or child.tag in {"strong", "b"})
        runs.append(Run(child.tail or "", strong))
    return runs
