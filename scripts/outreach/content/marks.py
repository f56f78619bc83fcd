"""Tags that pages may hold, and what each output makes of them: theme/marks.toml as a typed table; HTML cleaned of
all other tags (adapter of nh3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import nh3

from outreach.content.html import HtmlElement, parse_fragment
from outreach.core.package import THEME, package_table

TABLE = THEME / "marks.toml"
FOOTNOTE = "fnref"
"""How the id of a footnote's figure begins, which is a `sup` and no power."""


@dataclass(frozen=True)
class Characters:
    """Raised or lowered characters, and endings that mean the same on the line."""

    characters: Mapping[str, str]
    same: frozenset[str]

    def convert(self, words: str) -> str | None:
        """The words in these characters; None if one of them has no such character."""
        if words in self.same:
            return words
        return "".join(map(self.characters.__getitem__, words)) if set(words) <= set(self.characters) else None


@dataclass(frozen=True)
class Marks:
    """`tags`: tag → output → treatment; `refused` and `attributes`: name → what to write instead (a string's key);
    `inside`: tag → the tags that it may stand in, which hold nothing else.
    """

    tags: Mapping[str, Mapping[str, str]]
    refused: Mapping[str, str]
    attributes: Mapping[str, str]
    scripts: Mapping[str, Characters]
    inside: Mapping[str, frozenset[str]]

    def tags_of(self, output: str, *treatments: str) -> frozenset[str]:
        """The tags that an output treats in one of these ways."""
        return frozenset(tag for tag, row in self.tags.items() if row[output] in treatments)


@cache
def marks() -> Marks:
    """The table. Raises ValueError if a row does not name a treatment for every output."""
    data = package_table(TABLE)
    outputs = data["outputs"]
    scripts = {
        name: Characters(dict(zip(data[name]["from"], data[name]["to"], strict=True)), frozenset(data[name]["same"]))
        for name in ("raised", "lowered")
    }
    tags = {tag: dict(zip(outputs, row, strict=True)) for tag, row in data["tags"].items()}
    inside = {tag: frozenset(parents) for tag, parents in data["inside"].items()}
    return Marks(tags, data["refused"], data["attributes"], scripts, inside)


def misfits(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Tag and words of elements outside the parent that they need (`li`, `td`), and of words right in lists or rows."""
    inside = marks().inside
    holders = frozenset(parent for parents in inside.values() for parent in parents)
    for element in root.iterdescendants():
        tag, parent = str(element.tag), str(element.getparent().tag)
        if isinstance(element.tag, str) and parent not in inside.get(tag, {parent} - holders):
            yield tag, " ".join(str(element.text_content()).split())
        loose = [element.text if tag in holders else "", element.tail if parent in holders else ""]
        for holder, words in zip((tag, parent), loose, strict=True):
            if words and words.strip():
                yield holder, " ".join(words.split())


def is_footnote(element: HtmlElement) -> bool:
    """True for a raised figure that leads to a note on its page."""
    leads = any(str(link.get("href") or "").startswith("#") for link in element.iter("a"))
    return element.tag == "sup" and (leads or str(element.get("id") or "").startswith(FOOTNOTE))


def in_script(element: HtmlElement, script: str) -> str | None:
    """The words of a `sup` or `sub` in raised or lowered characters; None if some have none."""
    return marks().scripts[script].convert("".join(str(element.text_content()).split()))


def flatten(root: HtmlElement, output: str) -> None:
    """Replace, in place, what an output can say in characters alone: raised and lowered words, words that are gone."""
    for element in list(root.iter()):
        row = marks().tags.get(str(element.tag), {})
        treatment = row.get(output, "")
        if element is root or element.getparent() is None or is_footnote(element):
            continue
        if treatment == "gone":
            element.drop_tree()
        elif treatment in marks().scripts:
            words = in_script(element, treatment)
            if words is None:
                continue  # the page has a finding
            for child in list(element):
                child.drop_tree()
            element.text = words
            element.drop_tag()


_NAMES = (
    "id class href src alt title width height loading lang start colspan rowspan scope align role tabindex target rel"
    " open name"
)
CONTENT_ATTRIBUTES = frozenset(_NAMES.split())
"""Attributes that content may have on every tag, beside those that begin with `aria-`."""
_ACTIVE_TAGS = {"script", "style", "iframe", "object", "form", "button"}
"""Tags that go with all that is in them; of others the words stay."""


def clean_html(html: str) -> HtmlElement:
    """The fragment's nodes below one <div>, without scripts, comments, event handlers and styles."""
    clean = nh3.clean(
        html,
        tags={*marks().tags, "h1"},
        clean_content_tags=_ACTIVE_TAGS,
        attributes={"*": set(CONTENT_ATTRIBUTES), "li": {"value"}},  # the number of a step
        generic_attribute_prefixes={"aria-"},
        link_rel=None,
    )
    return parse_fragment(clean)
