"""Markdown as the site and the sheets read it (adapter of Python-Markdown): one set of extensions for both."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.toc import slugify as ascii_slugify
from markdown.treeprocessors import Treeprocessor

from outreach.content.html import HtmlElement, grid, integer_or, parse_fragment, spanning
from outreach.content.inline import Run, Runs, cut, first_sentence, plain, tidy
from outreach.content.marks import in_script, is_footnote, marks
from outreach.core.text import unmark

REFERENCE = re.compile(r"([\w./-]+\.md)?#([\w-]+)")
"""How a slot names a section: `page.md#id` below docs/, or `#id` of its own page."""
LINE = "\u2028"
"""A forced line break (`<br>`, two spaces at the end of a line) among the words of a sheet, which sets none."""
_UNSET = frozenset({"img", "svg", "ol", "ul", "figure", "picture"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def slugify(text: str, separator: str) -> str:
    """Python-Markdown's slug of the text without marks: it would lose đ, which can't be taken apart."""
    return ascii_slugify(unmark(text), separator)


BOXES = {"[ ]": "☐", "[x]": "☑", "[X]": "☑"}
"""Boxes to tick at the beginning of items, as GitHub writes them, and the characters that every output has."""
EXTENSIONS = [
    *("attr_list", "md_in_html", "tables", "fenced_code", "admonition", "def_list", "footnotes", "toc"),
    "sane_lists",  # else points after steps become steps
    "outreach.content.markdown:Boxes",
]
CONFIGS: dict[str, dict[str, Any]] = {"toc": {"slugify": slugify}}


class Boxes(markdown.Extension):
    """Task lists: `- [ ]` and `- [x]` become boxes."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Registers the step below, to be taken when the words of items are in place."""
        md.treeprocessors.register(_BoxedItems(md), "boxes", 6)


class _BoxedItems(Treeprocessor):
    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            place = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
            text = (place.text or "").lstrip()
            if text[:3] in BOXES and text[3:4].isspace():
                place.text = BOXES[text[:3]] + text[3:]


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
    """The elements below the heading with id `name`, up to the next of its level; none without such a heading."""
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
    """The items of the numbered list, else of the first list: bold lead (without its full stop), sentence after it.

    An item without a bold lead has an empty one.
    """
    return [replace(step, lead=_unbroken(step.lead), text=_unbroken(step.text)) for step in _steps(elements)]


def _steps(elements: list[HtmlElement]) -> list[Step]:
    """The steps with the line breaks that they have."""
    lists = sorted((element for element in elements if element.tag in {"ol", "ul"}), key=lambda e: e.tag != "ol")
    return [_step(item) for listing in lists[:1] for item in listing.findall("li")]


def _step(item: HtmlElement) -> Step:
    source = item.find("p") if item.find("p") is not None else item
    runs = tidy(_runs(source))
    bold = tidy(_runs(source, emphasis=frozenset({"strong", "b"})))  # *slanted* words are emphasis, but no lead
    lead: Runs = ()
    if bold and bold[0].strong:
        lead = (Run(bold[0].text.rstrip(f".: {LINE}"), True),)
        runs = cut(runs, len(bold[0].text), len(plain(runs)))
        runs = (Run(runs[0].text.lstrip(f".: {LINE}"), runs[0].strong), *runs[1:]) if runs else ()
    icon = str(item.get("data-icon") or source.get("data-icon") or "")
    return Step(lead, first_sentence(tidy(runs)), icon)


def blocks(elements: list[HtmlElement]) -> list[Block]:
    """Paragraphs and list items in order, for running text on a sheet."""
    block_list: list[Block] = []
    for element in elements:
        if element.tag in {"ol", "ul"}:
            for number, item in enumerate(element.findall("li"), integer_or(element.get("start"), 1)):
                block_list.append(Block(_unbroken(_runs(item)), f"{number}." if element.tag == "ol" else "–"))
        elif element.tag == "p":
            block_list.append(Block(_unbroken(_runs(element))))
    return [block for block in block_list if plain(block.runs)]


def form(elements: list[HtmlElement]) -> Form | None:
    """The first table as a form, its first row as the example; None if there is none, or none with a full row."""
    table = next((element for element in elements if element.tag == "table"), None)
    rows = [[_unbroken(_runs(cell)) for cell in row] for row in grid(table)] if table is not None else []
    if len(rows) < 2 or not all(plain(cell) for cell in rows[0] + rows[1]):
        return None
    return Form(tuple(rows[0]), tuple(rows[1]))


def beyond(elements: list[HtmlElement], kind: str = "prose") -> list[str]:
    """Tags of a section that a slot of a kind ("prose", "steps", "table") can't show."""
    return list(dict.fromkeys(_BEYOND[kind](elements)))


def _beyond_prose(elements: list[HtmlElement]) -> Iterator[str]:
    """Tables, quotes, headings, line breaks, and whatever but words stands inside items."""
    refused = marks().tags_of("paper", "refused")
    for element in elements:
        if not isinstance(element.tag, str) or element.get("class") == "footnote":
            continue
        if element.tag in refused or element.tag not in marks().tags:
            yield str(element.tag)
            continue
        for inner in element.iterdescendants():
            is_list = inner.tag in {"ol", "ul"}
            if isinstance(inner.tag, str) and (is_list or inner.tag in refused):
                yield f"{'li' if element.tag in {'ol', 'ul'} else element.tag} {inner.tag}"


def _beyond_steps(elements: list[HtmlElement]) -> Iterator[str]:
    """A second numbered list, which would be lost; another first number than 1; line breaks within what is taken."""
    lists = [element for element in elements if element.tag == "ol"]
    if len(lists) > 1:
        yield "ol + ol"
    if lists and integer_or(lists[0].get("start"), 1) != 1:
        yield f"ol start={lists[0].get('start')}"
    if any(LINE in plain(tidy(step.lead)) + plain(tidy(step.text)).strip(LINE) for step in _steps(elements)):
        yield "li br"


def _beyond_table(elements: list[HtmlElement]) -> Iterator[str]:
    """Cells over several columns or rows, of which a form has none; line breaks, which it can't keep."""
    table = next((element for element in elements if element.tag == "table"), None)
    if table is not None:
        yield from (f"{cell.tag} {name}" for cell, name in spanning(table))
        yield from (f"{next(line.iterancestors('td', 'th')).tag} br" for line in table.iter("br"))


_BEYOND: dict[str, Callable[[list[HtmlElement]], Iterator[str]]] = {
    "prose": _beyond_prose,
    "steps": _beyond_steps,
    "table": _beyond_table,
}


def _unbroken(runs: Iterable[Run]) -> Runs:
    """Words in one line; that they were broken is a finding of `beyond`."""
    return tidy(Run(run.text.replace(LINE, " "), run.strong) for run in runs)


def _runs(element: HtmlElement, strong: bool = False, emphasis: frozenset[str] | None = None) -> list[Run]:
    """The words of an element as paper shows them; pictures, nested lists and footnotes stay on the web."""
    emphasis = marks().tags_of("paper", "strong") if emphasis is None else emphasis
    runs = [Run(element.text or "", strong)]
    for child in element:
        treatment = marks().tags.get(str(child.tag), {}).get("paper", "refused")
        if not isinstance(child.tag, str) or child.tag in _UNSET or is_footnote(child) or treatment == "gone":
            pass
        elif child.tag == "br":
            runs.append(Run(LINE, strong))
        elif treatment in marks().scripts:
            runs.append(Run(in_script(child, treatment) or str(child.text_content()), strong))
        else:
            apart = [Run(" ", strong)] if treatment in {"block", "refused"} else []
            runs += [*apart, *_runs(child, strong or child.tag in emphasis, emphasis), *apart]
        runs.append(Run(child.tail or "", strong))
    return runs
