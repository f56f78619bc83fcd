"""Whether a portal's page still shows the guide as it is: its frames, copied fragments and links examined.

The page "Kiểm tra bản nhúng" does the same in browsers (`embed-check.js`); a table of cases holds both to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from typing import Any, Literal

from outreach.content.html import HtmlElement, parse_page
from outreach.core import addresses
from outreach.products.guide.visible_text import VisibleText, visible_text

RUN = 40
"""Characters of a page's words that are looked for at once."""
Kind = Literal["frame", "fragment", "link", ""]
State = Literal[
    "current", "old", "altered", "link", "withdrawn", "unknown", "blank", "nothing",
    "stripped", "gone", "lazy", "consent",
]  # fmt: skip
UNSEEN_FRAMES = ("noscript", "template")
"""Elements whose frames nobody sees, or only those whose browser runs no script."""


@dataclass(frozen=True)
class Embed:
    """One embed of a portal's page, and what is to be said of it."""

    kind: Kind
    title: str
    """Of the guide's page."""
    state: State
    found: str = ""
    expected: str = ""
    hints: tuple[str, ...] = ()
    """fallback, title, plain, downloads, height."""


@dataclass(frozen=True)
class Listing:
    """The content of versions.json."""

    site: str
    frames: str
    signed: Mapping[str, Mapping[str, str]]
    """Language → what a fragment's last line has: the site's name, what it calls a version; "open": what stands in
    brackets behind the title in the link beside a frame."""
    pages: Mapping[str, Mapping[str, str]]
    """Place in the site → its record."""
    consent: frozenset[str] = frozenset()
    """Parts of names of attributes and classes by which consent managers mark the frames that they hold back."""

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Listing:
        """Raises KeyError or TypeError for anything but a versions.json."""
        pages = {str(page["url"]): page for page in record["pages"]}
        consent = frozenset(map(str, record.get("consent", ())))
        return cls(str(record["site"]), str(record["frames"]), record["signed"], pages, consent)

    def below(self, address: str) -> str | None:
        """An address's place in the site, as browsers read it; None for one elsewhere."""
        return addresses.below(address, self.site)

    def frame_at(self, address: str) -> str | None:
        """The place of the page that a frame of this address shows, published or not; None if it shows no such page."""
        place = self.folder(address)
        return place.removeprefix(self.frames) if place and place.startswith(self.frames) else None

    def folder(self, address: str) -> str | None:
        """An address's place in the site with a slash at its end; None for one elsewhere."""
        place = self.below(address)
        return f"{place}/" if place and not place.endswith("/") else place

    def page(self, address: str) -> Mapping[str, str] | None:
        """The record of the page at an address; None if there is none."""
        place = self.below(address)
        return self.pages.get(place) if place is not None else None

    def copy(self, record: Mapping[str, str]) -> str:
        """Where the fragment to copy lies, which is put in place of a frame."""
        return f"{self.site}{record['fragment']}"


def examine(html: str, listing: Listing, fragment: Callable[[str], str]) -> list[Embed]:
    """All that a page has of the campaign. `fragment` gives the file at a place in the site."""
    root, page = parse_page(html), visible_text(html)
    places = {place for _, address in page.links if (place := listing.below(address)) is not None}
    frames = [*_frames(root, listing, places), *_late_frames(root, listing), *_bare_frames(root, listing)]
    fragments, spans = list[Embed](), list[tuple[int, int]]()
    for at, address in page.links:
        place = listing.below(address)
        if place is None or place not in listing.pages:
            continue
        if copy := _fragment(page, at, place, listing, fragment):
            fragments.append(copy[0])
            spans.append(copy[1])
    fragments += _unsigned_copies(page, spans, listing, fragment)
    links = [
        Embed("link", record["title"], "withdrawn" if record["state"] == "withdrawn" else "current")
        for place, record in listing.pages.items()
        if place in places
    ]
    lost = list(_lost_frames(page, listing, {frame.title for frame in frames}))
    return [*frames, *fragments, *lost] or links or [Embed("", "", "nothing")]


def _frames(root: HtmlElement, listing: Listing, places: set[str]) -> Iterator[Embed]:
    sized = any("/embed/v1" in (script.get("src") or "") for script in root.iter("script"))
    for frame in filter(_is_visible, root.iter("iframe")):
        address = frame.get("src") or ""
        place = listing.folder(address)
        if place is None:
            continue
        if not place.startswith(listing.frames):
            if page := listing.pages.get(place):
                yield Embed("frame", page["title"], "blank", address, listing.site + listing.frames + place)
            continue
        record = listing.pages.get(place.removeprefix(listing.frames))
        if record is None:
            yield Embed("frame", "", "unknown", address)
            continue
        sandbox = frame.get("sandbox")
        wants = {
            "fallback": record["url"] not in places,
            "title": not (frame.get("title") or "").strip(),
            "plain": address.lower().startswith("http:") and listing.site.startswith("https:"),
            "downloads": sandbox is not None and not {"allow-downloads", "allow-popups"} <= set(sandbox.split()),
            "height": not sized and not frame.get("height") and "height" not in (frame.get("style") or ""),
        }
        hints = tuple(name for name, wanted in wants.items() if wanted)
        yield Embed("frame", record["title"], "withdrawn" if record["state"] == "withdrawn" else "current", hints=hints)


def _is_visible(element: HtmlElement) -> bool:
    """Whether an element stands where everybody sees it."""
    return not any(parent.tag in UNSEEN_FRAMES for parent in element.iterancestors())


def _late_frames(root: HtmlElement, listing: Listing) -> Iterator[Embed]:
    """Frames whose address waits in another attribute, until a script of the portal puts it where it belongs.

    What marks a consent manager stands in the name of an attribute or in a class.
    """
    for element in root.iter("*"):
        frame = element.tag == "iframe"
        for name, value in element.attrib.items():
            waits = name != "src" and (frame or str(name).startswith("data-"))
            place = listing.frame_at(str(value)) if waits and "//" in str(value) else None
            record = listing.pages.get(place) if place is not None else None
            if record is None:
                continue
            if _is_visible(element) and not (frame and listing.frame_at(element.get("src") or "") is not None):
                marks = " ".join([*map(str, element.attrib), element.get("class") or ""]).lower()
                state: State = "consent" if any(mark in marks for mark in listing.consent) else "lazy"
                yield Embed("frame", record["title"], state, str(name), listing.copy(record))
            break


def _bare_frames(root: HtmlElement, listing: Listing) -> Iterator[Embed]:
    """Frames without an address that were the campaign's: by their title, or by the link that stands before them."""
    titles = {" ".join(record["title"].split()): record for record in listing.pages.values()}
    before: Mapping[str, str] | None = None
    for element in filter(_is_visible, root.iter("a", "iframe")):
        if element.tag == "a":
            before = listing.page(element.get("href") or "")
            continue
        source = (element.get("src") or "").strip()
        if source and not source.lower().startswith(("about:", "data:", "javascript:", "#", "?")):
            continue
        if any(
            listing.frame_at(str(value)) is not None for name, value in element.attrib.items() if "//" in str(value)
        ):
            continue  # it waits
        record = titles.get(" ".join((element.get("title") or "").split())) or before
        if record is not None:
            yield Embed("frame", record["title"], "stripped", "src", listing.copy(record))


def _lost_frames(page: VisibleText, listing: Listing, framed: set[str]) -> Iterator[Embed]:
    """Frames of which the plain link is left that stood beside them."""
    for at, address in page.links:
        record = listing.page(address)
        if record is None or record["title"] in framed:
            continue
        opens = listing.signed[record["language"]].get("open", "")
        words = visible_text(f"{escape(record['title'])} ({escape(opens)})").words
        if opens and page.words.startswith(words, at):
            framed = framed | {record["title"]}
            yield Embed("frame", record["title"], "gone", "iframe", listing.copy(record))


def _fragment(
    page: VisibleText, at: int, place: str, listing: Listing, fragment: Callable[[str], str]
) -> tuple[Embed, tuple[int, int]] | None:
    """The fragment that a link at `at` ends, and where its words stand: it says of which version it is.

    None if the link is in no such line.
    """
    record = listing.pages[place]
    name, word = (re.escape(visible_text(listing.signed[record["language"]][key]).words) for key in ("name", "version"))
    line = re.compile(rf"{name}\..{{0,60}}?{word}((?:[\w.]+-)?[0-9a-f]{{6}})\.")
    if not (match := line.match(page.words, at)):
        return None
    right, end = visible_text(fragment(record["fragment"])), match.end()
    start = max(0, end - len(right.words))
    title = record["title"]
    if record["state"] == "withdrawn":
        embed = Embed("fragment", title, "withdrawn")
    elif match[1] != record["version"]:
        embed = Embed("fragment", title, "old", match[1], record["version"])
    elif page.words[start:end] != right.words:
        embed = Embed("fragment", title, "altered", *_difference(page, end, right))
    else:
        embed = _links(page, start, right, title)
    return embed, (start, end)


def _unsigned_copies(
    page: VisibleText, spans: list[tuple[int, int]], listing: Listing, fragment: Callable[[str], str]
) -> Iterator[Embed]:
    """Copies whose last line is gone or leads elsewhere: most of a page's words stand there, outside those that are
    known. Where all stand there, the links are what differs.
    """
    rest = page.words
    for start, end in sorted(spans, reverse=True):
        rest = rest[:start] + "\0" * (end - start) + rest[end:]
    for record in listing.pages.values():
        right = visible_text(fragment(record["fragment"]))
        if (start := rest.find(right.words)) >= 0:
            yield _links(page, start, right, record["title"])
            continue
        runs = [right.words[at : at + RUN] for at in range(0, len(right.words) - RUN, RUN)]
        there = [at for run in runs if (at := rest.find(run)) >= 0]
        if len(there) * 2 > len(runs):
            yield Embed(
                "fragment", record["title"], "altered", page.around(max(there) + RUN), right.around(len(right.words))
            )


def _difference(page: VisibleText, end: int, right: VisibleText) -> tuple[str, str]:
    """The text about the first place in which a copy that ends at `end` is no copy, in both."""
    start = page.words.rfind(right.words[:16], 0, end)
    if start < 0:  # its beginning is gone: counted from the end
        back = _alike(reversed(page.words[:end]), reversed(right.words))
        return page.around(end - 1 - back), right.around(len(right.words) - 1 - back)
    at = _alike(page.words[start:end], right.words)
    return page.around(start + at), right.around(at)


def _alike(first: Iterable[str], second: Iterable[str]) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _links(page: VisibleText, start: int, right: VisibleText, title: str) -> Embed:
    """Held to the original link by link; a system may have dropped those that dial."""
    have = [(at - start, address) for at, address in page.links if start <= at < start + len(right.words)]
    want = list(right.links)
    for index in range(max(len(have), len(want))):
        mine, theirs = (links[index] if index < len(links) else None for links in (have, want))
        if mine == theirs:
            continue
        if theirs and not theirs[1].startswith("http") and (mine is None or mine[0] != theirs[0]):
            have.insert(index, theirs)
            continue
        return Embed("fragment", title, "link", mine[1] if mine else "", theirs[1] if theirs else "")
    return Embed("fragment", title, "current")
