"""The visible text of HTML, whatever a content management system has done to it: its words, and where links lead."""

import re
import unicodedata
from dataclasses import dataclass

from outreach.content.html import parse_page

UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title", "textarea"})
"""Elements whose text is not the page's."""
ALIKE = {
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("–—‑‐", "-"),
    "…": "...",
    "×": "x",
}
"""Signs that systems turn into each other as they "improve" typography (WordPress: wptexturize)."""
BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr td th section article br dt dd pre".split()  # noqa: SIM905
)
"""Elements before and after which people see a space."""
SPACES = r"[\s\u200b\u2060\ufeff\u00ad]+"
_ALIKE = str.maketrans(ALIKE)


@dataclass(frozen=True)
class VisibleText:
    """`words`: without the spaces between them, NFC, marks that look alike made the same."""

    words: str
    links: tuple[tuple[int, str], ...]
    """Place in `words` and address of each link."""
    text: str
    """The words with spaces, for people."""
    places: tuple[int, ...]
    """For each character of `words` its place in `text`."""

    @property
    def parts(self) -> tuple[str, ...]:
        """All that a copy must keep."""
        return (self.words, *(address for _, address in self.links))

    def around(self, at: int, before: int = 16, after: int = 32) -> str:
        """The text about a place in `words`, in whole words."""
        if not self.places:
            return ""
        end = len(self.places) - 1
        first, last = self.places[max(0, min(at, end) - before)], self.places[min(at + after, end)] + 1
        cut = self.text[first:last]
        if first and " " in cut:
            cut = "…" + cut.partition(" ")[2]
        if last < len(self.text.rstrip()) and " " in cut:
            cut = cut.rpartition(" ")[0] + "…"
        return cut


def visible_text(html: str) -> VisibleText:
    """The visible text of a whole page or of a part."""
    words: list[str] = []
    text: list[str] = []
    places: list[int] = []
    links: list[tuple[int, str]] = []

    def say(piece: str | None) -> None:
        for part in re.split(f"({SPACES})", unicodedata.normalize("NFC", piece or "")):
            if not part or re.fullmatch(SPACES, part):
                if part and text and text[-1] != " ":
                    text.append(" ")
                continue
            for character in part:
                for sign in character.translate(_ALIKE):
                    words.append(sign)
                    places.append(len(text))
                text.append(character)

    stack = [(parse_page(html), False)]
    while stack:
        element, left = stack.pop()
        if left:
            if element.tag in BLOCKS:
                say(" ")
            say(element.tail)
            continue
        stack.append((element, True))
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        if element.tag in BLOCKS:
            say(" ")
        if element.tag == "a" and (address := element.get("href")):
            links.append((len(words), address.strip()))
        say(element.text)
        stack += [(child, False) for child in reversed(element)]
    return VisibleText("".join(words), tuple(links), "".join(text), tuple(places))
