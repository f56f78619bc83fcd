"""The page behind a QR code, and short links as people type them, in a real browser."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browsing import serving
from outreach.campaign.brand import WEB_PALETTE
from outreach.campaign.codes import link_code
from outreach.campaign.model import Store
from outreach.core.findings import OutreachError
from outreach.core.package import THEME
from outreach.core.strings import Strings
from outreach.render.templates import Templates
from outreach.site.files import MAX_BYTES, link_page

TEMPLATES = Templates([THEME])
ANDROID = Store(
    os="android",
    label="Cài cho Android (CH Play)",
    url="https://play.google.com/store/apps/details?id=com.mic.bluezone&hl=vi",
)
IOS = Store(os="ios", label="Cài cho iPhone (App Store)", url="https://apps.apple.com/vn/app/bluezone/id1508062685")
GALLERY = Store(os="android", label="AppGallery", url="https://appgallery.example/app/C1")
SAMPLE = {"status": "sample", "notice": "Chiến dịch mẫu (lịch sử), không cài đặt"}
WITHDRAWN = {"status": "withdrawn", "notice": "Chiến dịch đã kết thúc, không cài đặt nữa"}
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.2"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
PHONES = {
    "android": f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36",
    "iphone": f"Mozilla/5.0 (iPhone; CPU iPhone OS 13_6 like Mac OS X) {WEBKIT} Mobile/15E148 Safari/604.1",
    "ipad": f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_6) {WEBKIT} Safari/605.1.15",
    "desktop": f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36",
}
Show = Callable[..., Page]


def build(**changed: object) -> str:
    """The page of a link in an active campaign with two stores, but for what is `changed`."""
    usual: dict[str, object] = {
        "name": "Bluezone Nam Định",
        "status": "active",
        "notice": "",
        "stores": [IOS, ANDROID],
        "guide_label": "Xem hướng dẫn cài đặt",
        "ended": None,
    }
    values = SimpleNamespace(**(usual | changed))
    words = {
        "status": {values.status: values.notice},
        "page": {"link_title": values.name, "link_guide": values.guide_label, "link_ended": "{day}", "date": "{day}"},
    }
    campaign = SimpleNamespace(
        language="vi",
        status=values.status,
        site_url="https://caidat.example/huong-dan/",
        app=SimpleNamespace(name="Bluezone", stores=values.stores),
    )
    brand = SimpleNamespace(colours={WEB_PALETTE: {"ink": "#0F2B68"}})
    bundle = SimpleNamespace(campaign=campaign, words=Strings("vi", words), brand=brand)
    return link_page(bundle, "0100000R", values.ended, TEMPLATES)  # type: ignore[arg-type]


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    """Opens HTML as a phone: show(html, phone, script) → page. Console output or a request fails the test."""
    contexts, faults = [], []

    def open_page(html: str, phone: str = "desktop", script: bool = True) -> Page:
        context = browser.new_context(
            user_agent=PHONES[phone], java_script_enabled=script, viewport={"width": 320, "height": 640}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.append(request.url))
        page.set_content(html)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def labels(page: Page) -> list[str]:
    return page.locator("a:visible").all_inner_texts()


def chosen(page: Page) -> list[str]:
    """Links that stand out from the others."""
    return [
        link.inner_text()
        for link in page.locator("a").all()
        if link.evaluate("link => getComputedStyle(link).backgroundColor") == "rgb(15, 43, 104)"
    ]


@pytest.mark.parametrize(
    ("phone", "first", "last"),
    [("android", ANDROID, IOS), ("iphone", IOS, ANDROID), ("ipad", IOS, ANDROID)],
)
@pytest.mark.parametrize("stores", [[IOS, ANDROID], [ANDROID, IOS]], ids=["ios-first", "android-first"])
def test_a_phone_gets_its_store_first(show: Show, phone: str, first: Store, last: Store, stores: list[Store]) -> None:
    page = show(build(stores=stores), phone)
    assert labels(page) == [first.label, last.label, "Xem hướng dẫn cài đặt"]
    assert chosen(page) == [first.label]
    assert page.locator("a").first.get_attribute("href") == first.url


@pytest.mark.parametrize(("phone", "script"), [("desktop", True), ("android", False), ("iphone", False)])
def test_without_a_known_phone_or_without_script_both_stores_stand_equal(show: Show, phone: str, script: bool) -> None:
    page = show(build(), phone, script)
    assert labels(page) == [IOS.label, ANDROID.label, "Xem hướng dẫn cài đặt"]
    if script:
        assert chosen(page) == []


def test_two_stores_of_one_system_keep_their_order(show: Show) -> None:
    page = show(build(stores=[IOS, ANDROID, GALLERY]), "android")
    assert labels(page)[:3] == [ANDROID.label, GALLERY.label, IOS.label]
    assert chosen(page) == [ANDROID.label, GALLERY.label]


def test_a_sample_says_so_before_the_stores(show: Show) -> None:
    page = show(build(**SAMPLE), "android")
    assert page.locator("main").inner_text().replace("\n\n", "\n").split("\n") == [
        "Bluezone Nam Định",
        SAMPLE["notice"],
        ANDROID.label,
        IOS.label,
        "Xem hướng dẫn cài đặt",
    ]


def test_a_withdrawn_campaign_offers_no_store(show: Show) -> None:
    html = build(**WITHDRAWN)
    page = show(html, "android")
    assert WITHDRAWN["notice"] in page.locator("main").inner_text()
    assert labels(page) == ["Xem hướng dẫn cài đặt"]
    assert "play.google.com" not in html and "apps.apple.com" not in html and "<script" not in html


def test_a_code_that_has_ended_offers_no_store(show: Show) -> None:
    page = show(build(ended=dt.date(2020, 9, 3)), "android")
    assert labels(page) == ["Xem hướng dẫn cài đặt"]
    assert page.locator("main b").inner_text() == "3"


def test_a_campaign_without_stores_leads_to_the_guide(show: Show) -> None:
    page = show(build(stores=[]))
    assert labels(page) == ["Xem hướng dẫn cài đặt"]


def test_the_page_leads_nowhere_by_itself(show: Show) -> None:
    html = build()
    page = show(html, "android")
    page.wait_for_timeout(300)
    assert page.url == "about:blank"
    assert not any(word in html for word in ("http-equiv", "location", "open(", "click("))


@pytest.mark.parametrize("state", [{}, SAMPLE, WITHDRAWN], ids=["active", "sample", "withdrawn"])
def test_accessible_and_no_wider_than_a_small_phone(show: Show, state: dict[str, str]) -> None:
    page = show(build(**state), "android")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert all(link.bounding_box()["height"] >= 44 for link in page.locator("a").all())
    assert page.title() == "Bluezone Nam Định"
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert page.evaluate("document.compatMode") == "CSS1Compat"


def test_size_of_the_largest_usual_page() -> None:
    html = build(**SAMPLE)
    assert len(html.encode()) <= MAX_BYTES == 1024
    assert html.isprintable()


def test_a_page_that_is_too_large_is_a_finding() -> None:
    with pytest.raises(OutreachError) as caught:
        build(notice="Ế" * 300)
    finding = caught.value.findings[0]
    assert finding.slug == "link-page-size"
    assert int(finding.data["size"]) > 1024
    text, expected = Strings.load("vi").finding(finding)
    assert "0100000R" in text and "1024" in expected


def test_a_page_of_exactly_the_limit_passes() -> None:
    room = MAX_BYTES - len(build(notice="x").encode()) + 1
    assert len(build(notice="x" * room).encode()) == MAX_BYTES
    with pytest.raises(OutreachError):
        build(notice="x" * (room + 1))


def test_all_text_is_escaped(show: Show) -> None:
    nasty = '"><img src=x onerror=alert(1)>&amp;'
    store = Store(os="android", label=nasty, url='https://a.example/"onclick="alert(1)')
    page = show(build(name=nasty, notice=nasty, stores=[store], guide_label=nasty), "android")
    assert page.locator("img").count() == 0
    assert page.locator("h1").inner_text() == nasty
    assert labels(page) == [nasty, nasty]
    assert page.locator("a").first.get_attribute("onclick") is None
    assert page.locator("a").first.get_attribute("href") == store.url


class Site(BaseHTTPRequestHandler):
    """A site with one code; every other address is answered with the page that carries lookup.js."""

    script = (THEME / "assets/javascripts/lookup.js").read_text(encoding="utf-8")

    def do_GET(self) -> None:
        here = self.path in ("/B0100000A/", "/thu/B0100000A/")
        body = "here" if here else f"<!doctype html><title>404</title><p>missing</p><script>{self.script}</script>"
        self.send_response(200 if here else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ("/B0100000a", "/B0100000A/"),
        ("/b0100000A/", "/B0100000A/"),
        ("/b/0100000a", "/B0100000A/"),  # as people read a code out: the letter, then the code
        ("/B/0100000A/", "/B0100000A/"),
        ("/b0100 000A", "/B0100000A/"),
        ("/B0100\u00a0000a", "/B0100000A/"),
        ("/bo1OOoooa", "/B0100000A/"),
        ("/B0l00000A", "/B0100000A/"),
        ("/B0I00000A/", "/B0100000A/"),
        ("/thu/b0100000a", "/thu/B0100000A/"),
        ("/b0100000x", "/B0100000X/"),  # no such code: stays on the page for missing addresses
        ("/B0100000X", "/B0100000X"),
        ("/B0100000X/", "/B0100000X/"),
        ("/B0100000", "/B0100000"),
        ("/b0100000u", "/b0100000u"),
        ("/b%E1%BA%BE%", "/b%E1%BA%BE%"),
        ("/huong-dan/androi", "/huong-dan/androi"),
        ("/c/0100000r", "/c/0100000r"),
    ],
)
def test_a_short_link_typed_otherwise_finds_its_code(browser: Browser, site: str, typed: str, reached: str) -> None:
    page = browser.new_page()
    visits: list[str] = []
    page.on("framenavigated", lambda frame: visits.append(frame.url))
    page.goto(site + typed)
    page.wait_for_timeout(200)
    assert page.url == site + reached
    assert len(visits) <= 2  # never round in circles
    assert page.inner_text("body") == ("here" if reached.endswith("/B0100000A/") else "missing")
    page.close()


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (link_code("01", "13633"), True),
        (link_code("Z9", "A02"), True),
        (link_code("01", "13633")[:-1] + "0", False),
        (link_code("01", "13633")[:-2] + "00", False),
        ("0100000", False),
    ],
)
def test_a_right_code_without_a_page_shows_what_its_page_would(
    browser: Browser, tmp_path: Path, code: str, shown: bool
) -> None:
    """It was printed since the site was published: the page for missing addresses stands in."""
    script = (THEME / "assets/javascripts/lookup.js").read_text(encoding="utf-8")
    body = "<h1>Missing</h1><p data-missing>Gone</p><h2 data-code-title>Install</h2><p>Stores</p>"
    folder = tmp_path / f"B{code}"
    folder.mkdir()
    (folder / "index.html").write_text(f"<!doctype html><title>404</title>{body}<script>{script}</script>")
    with serving(tmp_path) as port:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/B{code}/")
        texts = page.inner_text("body").split()
        assert texts == (["Install", "Stores"] if shown else ["Missing", "Gone", "Install", "Stores"])
        assert page.title() == ("Install" if shown else "404")
        page.close()
