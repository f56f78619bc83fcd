"""Fragments after what portals do to them: steps, headings, links and words are all there, in order."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import systems
from outreach.content.html import HtmlElement, parse_fragment, parse_page
from outreach.products.guide.embed_check import Listing, examine
from outreach.products.guide.fragment import LEVELS
from outreach.products.guide.visible_text import ALIKE, visible_text
from systems import Sanitiser

KEEP = {
    systems.wordpress_keeps: {"bytes", "styles", "pictures"},
    systems.wordpress_shows: {"styles", "pictures"},
    systems.dompurify: {"styles", "pictures"},
    systems.nh3_cleans: {"pictures"},
    systems.sanitize_html: set(),
    systems.antisamy: {"pictures"},
    systems.nukeviet: {"styles", "pictures"},
}
"""Parts that each system leaves besides the outline. Where pictures or styles go, people have the outline alone."""
QUICK = (systems.nh3_cleans, systems.nukeviet)


@dataclass(frozen=True)
class Outline:
    """The parts of an embed that a reader follows."""

    lists: list[tuple[str, list[str]]]
    """Each list's kind and the words of its items."""
    headings: list[tuple[str, str]]
    links: tuple[tuple[int, str], ...]
    words: list[str]
    """Apart, as they are seen: none has run into the next."""


@dataclass(frozen=True)
class Fragment:
    """One that is published."""

    path: str
    level: int
    html: str


@pytest.fixture(scope="session")
def fragments(site: Path) -> list[Fragment]:
    """Those of every embeddable page at every level."""
    found = [
        Fragment(file.relative_to(site).as_posix(), level, file.read_text(encoding="utf-8"))
        for level in LEVELS
        for file in sorted((site / "embed/v1").rglob(f"fragment-h{level}.txt"))
    ]
    pages = list((site / "embed/v1").rglob("index.html"))
    assert len(found) == len(pages) * len(LEVELS) and {"/en/" in one.path for one in found} == {True, False}
    return found


def words_of(element: HtmlElement) -> str:
    """With one space between them; marks that look alike made the same."""
    return " ".join("".join(element.itertext()).translate(str.maketrans(ALIKE)).split())


def outline(html: str) -> Outline:
    root, all_said = parse_fragment(html), visible_text(html)
    return Outline(
        [(one.tag, [words_of(item) for item in one.findall("li")]) for one in root.iter("ol", "ul")],
        [(one.tag, words_of(one)) for one in root.iter("h1", "h2", "h3", "h4", "h5", "h6")],
        all_said.links,
        all_said.text.translate(str.maketrans(ALIKE)).split(),
    )


def kept(html: str) -> dict[str, object]:
    """The parts of an embed that a system may leave or take."""
    elements = list(parse_fragment(html).iter("*"))
    return {
        "bytes": html,
        "styles": [(one.tag, one.get("style")) for one in elements if one.get("style")],
        "pictures": [(one.get("src"), one.get("alt")) for one in elements if one.tag == "img"],
    }


@pytest.mark.parametrize(
    "sanitise", [pytest.param(one, marks=[] if one in QUICK else [pytest.mark.long]) for one in KEEP]
)
def test_a_fragment_survives(fragments: list[Fragment], sanitise: Sanitiser) -> None:
    for before, after in zip(fragments, sanitise([one.html for one in fragments]), strict=True):
        wanted = outline(before.html)
        assert wanted.headings and wanted.links and wanted.words, before.path
        assert outline(after) == wanted, before.path
        there, left = kept(before.html), kept(after)
        assert {name for name in there if left[name] == there[name]} >= KEEP[sanitise], before.path


TAKEN = "iframe"
VERDICTS = {
    "frame": ("frame", "gone", TAKEN),
    "script": ("frame", "gone", TAKEN),
    "fragment": ("fragment", "current", ""),
    "card": ("link", "current", ""),
    "link": ("link", "current", ""),
}
"""Way to embed → what the check says of it where a system takes frames and scripts away."""
NUKEVIET = VERDICTS | dict.fromkeys(("frame", "script"), ("frame", "stripped", "src"))
"""It leaves the frame without its address."""


@pytest.mark.parametrize(
    "sanitise", [pytest.param(one, marks=[] if one in QUICK else [pytest.mark.long]) for one in KEEP]
)
@pytest.mark.parametrize("kind", VERDICTS)
def test_the_check_tells_what_a_system_took_away(
    kind: str, sanitise: Sanitiser, site: Path, raw: Callable[[str, str], str]
) -> None:
    """And which form to use instead. Everything a webmaster pastes, through everything that portals run."""
    listing = Listing.of(json.loads((site / "embed/v1/versions.json").read_text(encoding="utf-8")))
    pages = ("huong-dan/android/", "en/huong-dan/tom-tat/")
    wanted = (NUKEVIET if sanitise is systems.nukeviet else VERDICTS)[kind]
    for page, html in zip(pages, sanitise([raw(page, kind) for page in pages]), strict=True):
        (found,) = examine(html, listing, lambda path: (site / path).read_text(encoding="utf-8"))
        assert (found.kind, found.state, found.found) == wanted, html
        assert not found.hints
        instead = f"{listing.site}embed/v1/{page}fragment-h2.txt" if wanted[0] == "frame" else ""
        assert found.expected == instead


def test_a_trusted_host_keeps_its_frame(site: Path, raw: Callable[[str, str], str]) -> None:
    """As the manual says of NukeViet's setting: with the host among the trusted ones the frame stays whole."""
    rules = systems.NUKEVIET_RULES
    trusted = {**rules, "trusted": [*rules["trusted"], "caidat.example"]}
    (html,) = systems.nukeviet([raw("huong-dan/android/", "frame")], trusted)
    listing = Listing.of(json.loads((site / "embed/v1/versions.json").read_text(encoding="utf-8")))
    (found,) = examine(html, listing, lambda path: (site / path).read_text(encoding="utf-8"))
    assert (found.kind, found.state, found.hints) == ("frame", "current", ())


def test_headings_start_where_the_webmaster_wants_them(fragments: list[Fragment]) -> None:
    for one in fragments:
        levels = [int(tag[1]) for tag, _ in outline(one.html).headings]
        assert levels[0] == one.level and levels.count(one.level) == 1, one.path
        assert max(levels) <= min(one.level + 2, 4), one.path


def test_steps_come_in_numbered_lists_with_their_pictures(fragments: list[Fragment], site: Path) -> None:
    """In the published page's order, so that "step 3" means the same everywhere."""
    stepped = 0
    for one in fragments:
        page = (site / one.path).parent / "index.html"
        (main,) = parse_page(page.read_text(encoding="utf-8")).iter("main")
        steps = [words_of(item) for item in main.iterfind(".//ol/li")]
        assert [words for kind, items in outline(one.html).lists if kind == "ol" for words in items] == steps
        pictures = [picture.get("alt") for picture in main.iter("img")]
        shown = list(parse_fragment(one.html).iter("img"))
        assert [picture.get("alt") for picture in shown] == pictures
        assert all(int(picture.get("width", "")) <= 300 for picture in shown), "a phone's column without any style"
        stepped += bool(steps)
    assert stepped >= 2 * len(LEVELS)
