"""Frames on another site as Debian's Firefox shows them: it sizes no frame by itself.

Each case's code is what the page for webmasters gives to copy.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from browsing import serving
from firefox import Firefox, firefox, settled

pytestmark = pytest.mark.long
PAGE, OTHER = "huong-dan/android/", "huong-dan/truc-trac/"
HOST = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title>
<meta name="viewport" content="width=device-width,initial-scale=1">{head}</head>
<body style="margin:0"><h1>Cổng</h1><div style="width:{width}px">{code}</div></body></html>"""
MOST = 1.13
"""How much higher than its page a frame may be that nothing but its width sizes, in Firefox's own setting of text."""
FRAMES = "return [...document.querySelectorAll('iframe')].map(one => one.clientHeight)"
SHOW = "document.querySelectorAll('iframe')[arguments[0]].scrollIntoView()"
"""A frame further down loads when it is scrolled to."""
INNER = """const page = document.documentElement;
return page && document.readyState === "complete" && [
    Math.ceil(page.getBoundingClientRect().height), page.scrollHeight > innerHeight, innerWidth]"""
TAB = """<div id="tab" hidden>{}</div>
<script>setTimeout(() => document.getElementById("tab").hidden = false, 1500)</script>"""
ROOM = 80
"""px that the script leaves above a place that a link leads to, for the head of the page around."""
HOSTILE = "<style>iframe{height:150px!important;width:100%!important}</style>"


def unsandboxed(code: str) -> str:
    return re.sub(r'\s+sandbox="[^"]*"', "", code)


def twice(code: str) -> str:
    """The other page's frame too; the script stands once."""
    frame = code.partition("<script")[0]
    return frame.replace(PAGE, OTHER) + code


@dataclass(frozen=True)
class Case:
    name: str
    kind: str
    sized: bool
    """Whether the frame takes its page's height; else the one that follows from its width, which is enough."""
    width: int = 900
    policy: str = "default-src * 'unsafe-inline'"
    head: str = ""
    change: Callable[[str], str] = str
    frames: int = 1


CASES = [
    Case("alone", "frame", False),
    Case("alone, 360 px", "frame", False, width=360),
    Case("alone, 320 px", "frame", False, width=320),
    Case("alone, 280 px", "frame", False, width=280),
    Case("alone, 760 px", "frame", False, width=760),
    Case("script", "script", True, change=unsandboxed),
    Case("script, sandboxed", "script", True),
    Case("script, sandboxed, 360 px", "script", True, width=360),
    Case("script, sandboxed, 320 px", "script", True, width=320),
    Case("pinned script", "pinned", True),
    Case("script-src 'self'", "script", False, policy="script-src 'self'"),
    Case("style-src 'self'", "script", True, policy="style-src 'self'"),
    Case("styles against it", "script", True, head=HOSTILE),
    Case("tab opened later", "script", True, change=TAB.format),
    Case("two in a page", "script", True, change=twice, frames=2),
]


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox") / "profile") as browser:
        yield browser


@pytest.fixture(scope="module")
def origin(site: Path) -> Iterator[str]:
    """The built site with the header that pinned scripts need."""
    with serving(site, Access_Control_Allow_Origin="*") as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="module")
def codes(site: Path, origin: str) -> dict[str, str]:
    """The code to copy for `PAGE`, by kind."""
    root = html.fromstring((site / "nhung/index.html").read_bytes())
    areas = root.xpath("//details[@data-page=$page]//textarea", page=PAGE)
    return {area.get("data-kind"): area.text.replace("https://caidat.example/", origin) for area in areas}


def heights(window: Firefox, frames: int) -> list[tuple[int, int, bool, int]]:
    """Of each frame: its height, its page's, whether the page scrolls in it, its width."""
    outer = window.run(FRAMES)
    seen = []
    for number in range(frames):
        window.run(SHOW, number)
        with window.inside(number):
            inner, scrolls, width = window.run(INNER) or (0, True, 0)  # on its way
        seen.append((outer[number], inner, scrolls, width))
    return seen


def test_frames_are_as_high_as_they_should(window: Firefox, origin: str, codes: dict[str, str], tmp_path: Path) -> None:
    print(f"\nFirefox {window.version}\n{'case':30}{'width':>6}{'page':>7}{'frame':>7}")
    wrong = []
    for case in CASES:
        code = case.change(codes[case.kind])
        (tmp_path / "index.html").write_text(HOST.format(head=case.head, width=case.width, code=code), "utf-8")
        assert len(re.findall("<iframe ", code)) == case.frames

        def right(seen: list[tuple[int, int, bool, int]], case: Case = case) -> bool:
            most = 1 if case.sized else MOST
            return all(1000 < inner <= outer <= most * inner and not scrolls for outer, inner, scrolls, _ in seen)

        with serving(tmp_path, Content_Security_Policy=case.policy) as port:
            window.open(f"http://localhost:{port}/")
            seen = settled(lambda case=case: heights(window, case.frames), right)  # type: ignore[misc]
        for outer, inner, scrolls, width in seen:
            line = f"{case.name:30}{width:6}{inner:7}{outer:7}{'  cut off' if scrolls else ''}"
            print(line)
            if not right(seen):
                wrong.append(line)
    assert not wrong, "\n".join(wrong)


def test_every_frame_by_itself_is_high_enough_for_a_phone(
    window: Firefox, site: Path, origin: str, tmp_path: Path
) -> None:
    """At 360 px and in Firefox's setting of text, for heights that were measured in Chromium; no more than MOST."""
    root, wrong = html.fromstring((site / "nhung/index.html").read_bytes()), []
    areas = root.xpath("//textarea[@data-kind='frame']")
    assert len(areas) == len(list((site / "embed/v1").rglob("index.html")))
    with serving(tmp_path) as port:
        for number, area in enumerate(areas):
            code = area.text.replace("https://caidat.example/", origin)
            (tmp_path / f"{number}.html").write_text(HOST.format(head="", width=360, code=code), "utf-8")
            window.open(f"http://localhost:{port}/{number}.html")
            ((outer, inner, scrolls, _),) = settled(lambda: heights(window, 1), lambda seen: seen[0][1] > 500)
            if scrolls or not 500 < inner <= outer <= MOST * inner:
                wrong.append(f"{code[:90]}: {inner} px in {outer} px")
    assert not wrong, "\n".join(wrong)


def test_where_frames_are_refused_a_plain_link_is_seen(
    window: Firefox, origin: str, codes: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(HOST.format(head="", width=900, code=codes["script"]), "utf-8")
    with serving(tmp_path, Content_Security_Policy="frame-src 'self'") as port:
        window.open(f"http://localhost:{port}/")
        with window.inside(0):
            assert "Bluezone" not in window.run("return document.body.textContent")
        link = window.run("""const link = document.querySelector("a");
            link.scrollIntoView();
            const box = link.getBoundingClientRect(), at = document.elementFromPoint(box.x + 5, box.y + 5);
            return [link.href, at === link, link.textContent]""")
    assert link[:2] == [origin + PAGE, True] and link[2].strip()


@pytest.mark.parametrize("kind", ["frame", "script"])
def test_a_link_within_the_frame_leads_there(window: Firefox, codes: dict[str, str], tmp_path: Path, kind: str) -> None:
    """The page around moves, since the frame shows all of its own; it need not run a script."""
    (tmp_path / "index.html").write_text(HOST.format(head="", width=900, code=codes[kind]), "utf-8")
    with serving(tmp_path) as port:
        window.open(f"http://localhost:{port}/")
        sized = kind == "script"
        settled(lambda: heights(window, 1), lambda seen: seen[0][1] > 1000 and (seen[0][0] == seen[0][1]) == sized)
        window.run("scrollTo(0, 0)")
        with window.inside(0):
            goal = window.run("""const link = document.querySelector("a[href^='#']");
                setTimeout(() => link.click(), 100);
                return document.querySelector(link.getAttribute("href")).getBoundingClientRect().top""")
        top = "return document.querySelector('iframe').getBoundingClientRect().top + arguments[0]"
        seen = settled(lambda: window.run(top, goal), lambda seen: -2 <= seen <= ROOM + 2)
    assert goal > 1000 and -2 <= seen <= ROOM + 2
