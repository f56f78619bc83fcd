"""The built site as nginx serves it by our configuration, in a real browser: no page breaks its own policy."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import Probe, coded, pages, serving
from outreach.site.hosting import read_hosting
from webservers import Web, served

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
HOST = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Cổng</title><link rel="icon" href="data:,">
<iframe title="Hướng dẫn" sandbox="{sandbox}" width="360" height="800" src="{url}"></iframe></html>"""
BUILDER = "nhung/"
PATIENCE = 3_000
FETCH = """url => fetch(url).then(answer => answer.status, () => "refused")"""


@pytest.fixture(scope="module")
def web(site: Path) -> Iterator[Web]:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), "nginx", site) as running:
        yield running


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def few(site: Path) -> list[str]:
    """Of each folder at the top its own page, one further in, a list of a district's units, the page of one code."""
    codes = coded(site)  # each a folder at the top; all from one template
    others = sorted(set(pages(site)).difference(codes, [BUILDER]))
    kinds = {(path.partition("/")[0], path.count("/") > 1, "/h-" in path): path for path in others}
    return [*kinds.values(), codes[-1]]


def test_no_page_breaks_the_policy_that_it_is_sent_with(web: Web, site: Path, browser: Browser) -> None:
    page = browser.new_page()
    probe = Probe(page, web.url.rstrip("/"))
    for path in few(site):
        page.goto(web.url + path)
        page.wait_for_function("[...document.images].every(i => i.complete || i.loading == 'lazy')")
        assert not probe.heard, (path, probe.heard)
    page.close()


def test_each_kind_of_file_has_its_type(site: Path) -> None:
    known = {f".{suffix}" for kind in read_hosting().types.values() for suffix in kind.suffixes}
    files = [path for path in site.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert {path.suffix for path in files} <= known


def test_the_search_works_under_the_policy(web: Web, browser: Browser) -> None:
    """It runs in a worker and fetches its index."""
    page = browser.new_page()
    probe = Probe(page, web.url.rstrip("/"))
    probe.open("")
    page.keyboard.press("/")
    page.keyboard.type("cai dat")
    page.wait_for_selector(".md-search-result__item a[href*='huong-dan']")
    assert not probe.heard
    page.close()


def test_the_builder_shows_each_way_to_embed_under_the_policy(web: Web, browser: Browser) -> None:
    """Its preview is a page in the page, which has the policy of the one around it, with a frame in it."""
    page = browser.new_page()
    probe = Probe(page, web.url.rstrip("/"))
    try:
        probe.open(BUILDER)
        page.locator("iframe[name=preview]").scroll_into_view_if_needed()
        for kind in page.locator("input[name=kind]").all():
            kind.check()
            preview = page.frame_locator("iframe[name=preview]")
            preview.locator("body > *").first.wait_for(timeout=PATIENCE)
            if preview.locator("iframe").count():
                preview.frame_locator("iframe").locator("main").wait_for(timeout=PATIENCE)
        assert not probe.heard, probe.heard
    finally:
        page.close()


def test_a_code_without_a_slash_and_in_small_letters_leads_to_its_page(web: Web, site: Path, page: Page) -> None:
    code = coded(site)[0].rstrip("/")
    page.goto(web.url + code)
    assert page.url == web.url + code
    shown = page.content()
    page.goto(web.url + code.lower())
    page.wait_for_url(f"{web.url}{code}/")
    assert page.content() == shown


@pytest.fixture(scope="module")
def host(web: Web, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another site's pages: embed.html shows an embeddable page in a frame, page.html one of the others."""
    folder = tmp_path_factory.mktemp("host")
    shown = {"embed": pages(site, "embed/v1")[-1], "page": "huong-dan/", "gone": "embed/v1/huong-dan/no-longer/here/"}
    for name, path in shown.items():
        (folder / f"{name}.html").write_text(HOST.format(sandbox=SANDBOX, url=web.url + path), "utf-8")
    with serving(folder) as port:
        yield f"http://localhost:{port}/"


def test_another_site_shows_an_embeddable_page(host: str, web: Web, page: Page) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{host}embed.html", wait_until="load")
    frame = page.frames[1]
    assert frame.url.startswith(f"{web.url}embed/v1/")
    assert frame.inner_text("main").strip()
    assert frame.evaluate("document.styleSheets.length") == 1
    assert frame.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    assert not heard


def test_a_frame_whose_page_is_gone_leads_to_the_guide(host: str, web: Web, page: Page) -> None:
    """Never a blank: the answer is 404, and what it shows looks as all frames do."""
    page.goto(f"{host}gone.html", wait_until="load")
    frame = page.frames[1]
    assert frame.inner_text("h1") and frame.evaluate("document.styleSheets.length") == 1
    link = frame.locator("main a")
    assert link.is_visible() and (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")
    assert frame.evaluate("document.querySelector('main a').pathname") == "/"


def test_another_site_can_show_no_other_page(host: str, page: Page) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{host}page.html", wait_until="load")
    page.wait_for_function("document.querySelector('iframe')")
    assert page.frames[1].url.startswith("chrome-error:")
    assert any("frame-ancestors 'self'" in text for text in heard), heard


def test_another_site_fetches_what_is_meant_for_it_and_no_more(host: str, web: Web, page: Page) -> None:
    page.goto(f"{host}embed.html")
    assert page.evaluate(FETCH, f"{web.url}embed/v1/embed.css") == 200
    assert page.evaluate(FETCH, f"{web.url}assets/stylesheets/brand.css") == "refused"
