"""Sanitised fragments in pages of portals of several kinds, as Chromium shows them.

The pictures stay in pytest's folder of the test, for people to look at.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import systems
from browsing import serving
from systems import Sanitiser

HOSTS = {
    "wordpress": systems.wordpress_shows,
    "liferay": systems.dompurify,
    "joomla": systems.nh3_cleans,
    "hand-coded": systems.sanitize_html,
    "reset": systems.dompurify,
}
"""Style sheets of tests/embeds/hosts/, and what sanitises there."""
LEVEL = 3
WIDEST = 320
"""px: a step's picture leaves room for its neighbours on a screen."""
PAGES = ("huong-dan/android/", "en/huong-dan/tom-tat/")
HOST = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>{css}</style></head><body>
<div class="banner">Cổng thông tin điện tử</div><div class="site"><div class="entry"><h1>Thông báo</h1>
<p>Đoạn của cổng, đứng trước phần dán vào.</p>
{fragment}
<p>Đoạn của cổng, đứng sau phần dán vào.</p></div></div></body></html>"""
SEEN = """() => {
    const style = getComputedStyle;
    const entry = document.querySelector(".entry").getBoundingClientRect();
    return {
        reach: document.documentElement.scrollWidth - innerWidth,
        column: entry.width,
        pictures: [...document.images].map(one => [one.naturalWidth, one.naturalHeight, one.width, one.height]),
        steps: [...document.querySelectorAll("ol > li")].map(one =>
            [style(one).listStyleType, one.getBoundingClientRect().left - entry.left]),
        headings: [...document.querySelectorAll(".entry h3, .entry h4")].map(one => style(one).fontWeight),
        links: [...document.querySelectorAll(".entry a")].map(one => style(one).textDecorationLine),
        text: parseFloat(style(document.querySelector(".entry > p")).fontSize),
    };
}"""


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.long
@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(("host", "sanitise"), HOSTS.items())
def test_a_fragment_fits_into_a_portal(
    site: Path, tmp_path: Path, window: Page, host: str, sanitise: Sanitiser, url: str
) -> None:
    source = (site / "embed/v1" / url / f"fragment-h{LEVEL}.txt").read_text(encoding="utf-8")
    css = (Path(__file__).parent / "hosts" / f"{host}.css").read_text(encoding="utf-8")
    (clean,) = sanitise([source])
    with serving(site) as port, serving(tmp_path) as other:
        local = clean.replace("https://caidat.example/", f"http://127.0.0.1:{port}/")
        (tmp_path / "index.html").write_text(HOST.format(css=css, fragment=local), encoding="utf-8")
        for width in (360, 1000):
            window.set_viewport_size({"width": width, "height": 800})
            window.goto(f"http://localhost:{other}/")
            seen = window.evaluate(SEEN)
            window.screenshot(path=tmp_path / f"{host}-{width}.png", full_page=True)
            assert seen["reach"] <= 0
            assert len(seen["pictures"]) == clean.count("<img")
            for wide, high, shown_wide, shown_high in seen["pictures"]:
                assert 0 < shown_wide <= min(seen["column"], WIDEST)
                assert shown_wide / shown_high == pytest.approx(wide / high, rel=0.02), "in its own shape"
            assert seen["steps"] or "<ol" not in source
            for marker, left in seen["steps"]:
                assert marker == "decimal" and left >= 1.2 * seen["text"], "the number stands inside the column"
            assert min(int(weight) for weight in seen["headings"]) >= 500
            assert set(seen["links"]) == {"underline"}
