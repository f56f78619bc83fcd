"""Frames in hostile portals: of another origin, with the policies, styles and scripts that portals have."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page

from browsing import serving
from outreach.products.guide.heights import PHONE

PAGE = "huong-dan/android/"
OTHER = "huong-dan/tom-tat/"
PORTAL = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title>
<meta name="viewport" content="width=device-width,initial-scale=1">{head}</head>
<body><h1>Cổng</h1>{body}</body></html>"""
Code = Callable[[str, str], str]


@contextmanager
def portal(
    browser: Browser, folder: Path, body: str, width: int, head: str = "", policy: str = "", **options: Any
) -> Iterator[Page]:
    """A page of the portal as a browser shows it. Its host is another than the guide's."""
    (folder / "index.html").write_text(PORTAL.format(head=head, body=body), encoding="utf-8")
    with serving(folder, **({"Content_Security_Policy": policy} if policy else {})) as port:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        page = context.new_page()
        page.goto(f"http://localhost:{port}/")
        yield page
        context.close()


def inner(page: Page) -> list[Frame]:
    return [frame for frame in page.frames[1:] if "/embed/v1/" in frame.url]


def settled(page: Page, count: int = 1, exact: bool = True) -> list[tuple[float, float]]:
    """Height of each frame and of the page in it, when neither changes any more.

    Where both are to be the same that is waited for: some moments pass until a browser has sized a frame.
    """
    before: list[tuple[float, float]] = []
    for _ in range(100):
        page.wait_for_timeout(100)
        outer = page.eval_on_selector_all("iframe", "frames => frames.map(f => f.getBoundingClientRect().height)")
        within = [f.evaluate("document.documentElement.getBoundingClientRect().height") for f in inner(page)]
        now = list(zip(outer, within, strict=False))
        still = now == before and len(now) == count and all(high > 500 for _, high in now)
        if still and (not exact or all(abs(frame - high) < 20 for frame, high in now)):
            return now
        before = now
    return before


def fixed(code: str) -> int:
    """The height that the code asks for where its style is dropped."""
    match = re.search(r'height="(\d+)"', code)
    assert match
    return int(match[1])


MOST = 1.13
"""How much higher than its page a frame may be that nothing but its width sizes."""


OURS = "default-src 'self'; frame-src {guide}; script-src {guide}"
SMALL = "<style>iframe{height:90px!important} *{line-height:3!important}</style>"
FRAMED = "<style>iframe{max-width:100%;border:9px solid red!important}</style>"
FIXED = "fixed"
CASES = {
    # what is copied, policy, styles, JavaScript; whether the frame is as high as its page without and with
    # frame-sizing: True, False (then it follows its width), FIXED (as its attribute says)
    "frame alone": ("frame", "", "", True, False, True),
    "frame with script": ("script", "", "", True, True, True),
    "frame with pinned script": ("pinned", "", "", True, True, True),
    # Without JavaScript frames are not loaded lazily, and Chromium 150 sizes one that comes early only sometimes:
    # then nothing is cut off.
    "JavaScript off": ("script", "", "", False, False, None),
    "script-src 'self'": ("script", "script-src 'self'", "", True, False, True),
    "style-src 'self'": ("script", "style-src 'self'", "", True, True, True),
    "style-src 'self', no script": ("frame", "style-src 'self'", "", True, FIXED, FIXED),
    "the policy that we name": ("script", OURS, "", True, True, True),
    "hostile styles": ("script", "", SMALL, True, True, True),
    "hostile border": ("frame", "", FRAMED, True, False, True),
}
BORDERS = {"style-src 'self'": 4, "style-src 'self', no script": 4, "the policy that we name": 4, "hostile border": 18}
"""px that a frame is higher than what is in it, where its own style is blocked or overruled."""


WIDTHS = (320, 1000)


def whole_guides() -> list[Any]:
    """Each case in each browser: in every run with one of the widths, by turns; with the other in the long tests."""
    rows = []
    for number, (case, self_sizing, width) in enumerate(product(CASES, (False, True), WIDTHS)):
        turn = (number // 2 + number // 4) % 2 == number % 2
        kind = "frame-sizing" if self_sizing else "fixed"
        marks = [] if turn else [pytest.mark.long]
        rows.append(pytest.param(case, self_sizing, width, marks=marks, id=f"{kind}-{case}-{width}"))
    return rows


@pytest.mark.parametrize(("case", "self_sizing", "width"), whole_guides())
def test_the_whole_guide_is_seen(
    case: str,
    self_sizing: bool,
    width: int,
    not_sizing: Browser,
    sizing: Browser,
    codes: Code,
    guide: str,
    tmp_path: Path,
) -> None:
    """As high as its page where something sizes the frame, else as high as measured: then it scrolls or has room."""
    kind, policy, head, script, exact, exact_itself = CASES[case]
    code, origin = codes(PAGE, kind), guide.rstrip("/")
    chosen = sizing if self_sizing else not_sizing
    args = (chosen, tmp_path, code, width, head, policy.format(guide=origin))
    with portal(*args, java_script_enabled=script) as page:
        wanted = exact_itself if self_sizing else exact
        ((outer, within),) = settled(page, exact=wanted is True)
        reach = page.evaluate("document.documentElement.scrollWidth - innerWidth") if script else 0
        link = page.get_by_role("link", name="mở trang gốc")
        assert link.is_visible() and reach <= BORDERS.get(case, 0)
    borders = BORDERS.get(case, 0)
    if wanted is None:
        assert outer >= int(within), (outer, within)
    elif wanted is FIXED:
        assert outer == fixed(code) + borders, (outer, within)
    elif wanted:
        assert abs(outer - within - borders) <= 1, (outer, within)
    else:
        assert within <= outer - borders <= MOST * within, (outer, within)


FRAME_WIDTHS = (280, 300, 320, 360, 400, 480, 560, 640, 671, 672, 700, 760, 1000)


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.long)])
def test_a_frame_without_a_script_fits_at_every_width(
    step: int, not_sizing: Browser, codes: Code, listing: dict[str, Any], tmp_path: Path
) -> None:
    """Nothing is cut off, and at most an eighth of it is blank, in a browser that sizes no frame."""
    assert len(listing["pages"]) > step
    for record in listing["pages"][::step]:
        boxes = "".join(f'<div style="width:{w}px">{codes(record["url"], "frame")}</div>' for w in FRAME_WIDTHS)
        with portal(not_sizing, tmp_path, boxes.replace(' loading="lazy"', ""), 1200) as page:
            sizes = settled(page, len(FRAME_WIDTHS), exact=False)
        wrong = {
            w: size for w, size in zip(FRAME_WIDTHS, sizes, strict=True) if not size[1] <= size[0] <= MOST * size[1]
        }
        assert not wrong, record["url"]


@pytest.mark.parametrize("policy", ["frame-src 'self'", "default-src 'self'"])
def test_a_portal_that_blocks_frames_still_leads_to_the_guide(
    policy: str, browser: Browser, codes: Code, guide: str, tmp_path: Path
) -> None:
    with portal(browser, tmp_path, codes(PAGE, "script"), 360, policy=policy) as page:
        page.wait_for_timeout(300)
        assert not inner(page)
        link = page.get_by_role("link", name="mở trang gốc")
        assert link.is_visible()
        link.click()
        page.wait_for_url(guide + PAGE)


def test_a_tab_that_opens_later_shows_it(browser: Browser, codes: Code, tmp_path: Path) -> None:
    body = f'<button onclick="tab.hidden=false">Mở</button><div id="tab" hidden>{codes(PAGE, "script")}</div>'
    with portal(browser, tmp_path, body, 360) as page:
        page.wait_for_timeout(500)
        page.get_by_role("button").click()
        ((outer, within),) = settled(page)
        assert abs(outer - within) <= 1


def test_two_in_a_page_have_each_its_own_height(browser: Browser, codes: Code, tmp_path: Path) -> None:
    with portal(browser, tmp_path, codes(PAGE, "script") + codes(OTHER, "script"), 900) as page:
        page.evaluate("scrollTo(0, 99999)")  # frames load when they come near
        sizes = settled(page, 2)
        assert all(abs(outer - within) <= 1 for outer, within in sizes) and sizes[0] != sizes[1]


def test_a_link_within_the_frame_leads_down_in_the_portals_page(browser: Browser, codes: Code, tmp_path: Path) -> None:
    with portal(browser, tmp_path, codes(PAGE, "script"), 360) as page:
        settled(page)
        (frame,) = inner(page)
        frame.get_by_role("link", name="mục dưới đây").click()
        page.wait_for_function("scrollY > 600")
        top = frame.evaluate("document.getElementById('quyen').getBoundingClientRect().top")
        seen = page.evaluate("document.querySelector('iframe').getBoundingClientRect().top") + top
        assert 0 < seen < 200


def test_links_open_beside_the_portal(browser: Browser, codes: Code, guide: str, tmp_path: Path) -> None:
    with portal(browser, tmp_path, codes(OTHER, "frame"), 900) as page:
        settled(page, exact=False)
        (frame,) = inner(page)
        with page.context.expect_page() as opened:
            frame.locator("footer a").click()
        assert opened.value.url.startswith("https://caidat.example/") or opened.value.url.startswith("chrome-error")
        assert page.url.startswith("http://localhost")


def test_a_file_can_be_downloaded_from_the_frame(browser: Browser, codes: Code, site: Path, tmp_path: Path) -> None:
    """A link to a ZIP, which the frame's sandbox lets through."""
    file = next((site / "an-pham").glob("*.zip"))
    link = f"""const a = document.body.appendChild(document.createElement("a"));
        a.href = "/an-pham/{file.name}"; a.textContent = "tải"; a.id = "file";"""
    with portal(browser, tmp_path, codes(OTHER, "frame"), 900) as page:
        settled(page, exact=False)
        (frame,) = inner(page)
        frame.evaluate(f"() => {{ {link} }}")
        with page.expect_download() as download:
            frame.locator("#file").click()
        assert Path(download.value.path()).read_bytes() == file.read_bytes()


def test_the_portals_own_listeners_and_messages_do_no_harm(browser: Browser, codes: Code, tmp_path: Path) -> None:
    listener = """<script>window.heard = []; addEventListener("message", e => heard.push(e.data));
    setInterval(() => { for (const data of [null, 5, "x", {outreach: "height"}, {outreach: 1, height: "<b>"}])
      postMessage(data, "*") }, 50)</script>"""
    with portal(browser, tmp_path, codes(PAGE, "script"), 360, head=listener) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        ((outer, within),) = settled(page)
        assert abs(outer - within) <= 1 and not errors
        assert page.evaluate("heard.some(d => d && d.outreach === 1 && d.height > 500)")


def test_only_the_frames_own_page_sets_its_height(browser: Browser, codes: Code, guide: str, tmp_path: Path) -> None:
    """Messages of this window, of a frame of another origin, and of one that only pretends are passed over."""
    evil = tmp_path / "evil/embed/v1/x"
    evil.mkdir(parents=True)
    (evil / "index.html").write_text(
        "<script>setInterval(() => parent.postMessage({outreach: 1, height: 77, scroll: 900}, '*'), 30)</script>",
        encoding="utf-8",
    )
    with serving(tmp_path / "evil") as port:
        bad = f'<iframe src="http://127.0.0.1:{port}/embed/v1/x/" width="100" height="100" id="bad"></iframe>'
        with portal(browser, tmp_path, codes(PAGE, "script") + bad, 360) as page:
            page.evaluate("setInterval(() => postMessage({outreach: 1, height: 77, scroll: 900}, '*'), 30)")
            page.wait_for_timeout(1500)
            (frame,) = [each for each in inner(page) if each.url.startswith(guide)]
            within = frame.evaluate("document.documentElement.getBoundingClientRect().height")
            outer, other = page.eval_on_selector_all("iframe", "f => f.map(f => f.getBoundingClientRect().height)")
            assert abs(outer - within) <= 1 and other == 104 and page.evaluate("scrollY") == 0


@pytest.mark.parametrize("height", [0, 39, 20_001, 1e9, -5, "1e5", None, "40px;color:red", [9e9], {"a": 1}])
def test_heights_out_of_bounds_are_passed_over(height: object, browser: Browser, site: Path, tmp_path: Path) -> None:
    """The script in a page whose frame says what it likes."""
    place = tmp_path / "embed/v1/x"
    place.mkdir(parents=True)
    (place / "index.html").write_text("<p>x", encoding="utf-8")
    (tmp_path / "embed.js").write_bytes((site / "embed/v1/embed.js").read_bytes())
    body = '<iframe src="/embed/v1/x/" height="300"></iframe><script src="/embed.js"></script>'
    with portal(browser, tmp_path, body, 600) as page:
        frame = page.frames[1]
        frame.evaluate("h => parent.postMessage({outreach: 1, height: 444}, '*')", None)
        page.wait_for_function("document.querySelector('iframe').offsetHeight === 448")
        frame.evaluate("h => parent.postMessage({outreach: 1, height: h}, '*')", height)
        page.wait_for_timeout(100)
        assert page.evaluate("document.querySelector('iframe').getAttribute('style')") == "height: 444px !important;"


@pytest.mark.parametrize("tail", ["?x=<img src=x onerror=alert(1)>", "#<script>alert(1)</script>", "#secret=abc&<b>"])
def test_nothing_of_an_address_reaches_the_embeds_page(tail: str, browser: Browser, guide: str) -> None:
    page = browser.new_page()
    page.on("dialog", lambda dialog: pytest.fail("something ran"))
    page.goto(guide + "embed/v1/" + OTHER)
    plain = page.content()
    page.goto("about:blank")
    page.goto(guide + "embed/v1/" + OTHER + tail)
    page.wait_for_timeout(200)
    assert page.content() == plain
    page.close()


def test_wordpress_is_told_the_height_and_where_links_lead(browser: Browser, guide: str, tmp_path: Path) -> None:
    """As its wp-embed.js asks: with a secret in the address, and "ready" when it listens."""
    body = f"""<iframe src="{guide}embed/v1/{OTHER}#?secret=aB3dE6gH1j" sandbox="allow-scripts" width="600"></iframe>
<script>window.heard = []; addEventListener("message", e => heard.push(e.data)); addEventListener("load", () =>
document.querySelector("iframe").contentWindow.postMessage({{message: "ready", secret: "aB3dE6gH1j"}}, "*"))</script>"""
    with portal(browser, tmp_path, body, 900) as page:
        told = "m => heard.some(d => d.message === m && d.secret === 'aB3dE6gH1j')"
        page.wait_for_function(f"({told})('height')")
        page.frames[1].locator("footer a").click()
        page.wait_for_function(f"({told})('link')")


def test_printing_the_portals_page_prints_the_whole_guide(browser: Browser, codes: Code, tmp_path: Path) -> None:
    import pypdfium2

    with portal(browser, tmp_path, codes(OTHER, "script"), 900) as page:
        settled(page)
        content = page.pdf(format="A4")
    document = pypdfium2.PdfDocument(content)
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    assert "Cần giúp" in words and "mở trang gốc" in words


def test_recorded_heights_hold(listing: dict[str, Any], browser: Browser, guide: str, codes: Code) -> None:
    """The heights by `outreach embeds measure` are still right: all is seen on a phone, and little room is left."""
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    wrong = {}
    for record in listing["pages"]:
        page.goto(f"{guide}embed/v1/{record['url']}")
        needed = page.evaluate("document.body.getBoundingClientRect().height")
        height = fixed(codes(record["url"], "frame"))
        if not needed <= height <= MOST * needed:
            wrong[record["url"]] = (needed, height)
    page.close()
    assert not wrong
