"""The embeddable pages: by themselves, under a strict content security policy, and in another site's page."""

from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser

from browsing import Probe, pages, serving

BUDGET = 10 * 1024  # bytes of HTML and CSS
STRICT = "default-src 'none'; style-src 'self'; img-src 'self'"
HOST = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title>
<meta name="viewport" content="width=device-width,initial-scale=1"></head><body><h1>Cổng</h1>
<iframe src="{url}" title="Hướng dẫn" width="100%" height="1600" loading="lazy"
 sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
 style="border:0;width:100%;frame-sizing:content-height;height:if(supports(frame-sizing:content-height):auto;else:1600px)"
></iframe></body></html>"""


@pytest.fixture(scope="session")
def embeds(site: Path) -> list[str]:
    found = pages(site, "embed/v1")
    assert found
    return found


def document(site: Path, path: str) -> html.HtmlElement:
    return html.fromstring((site / path / "index.html").read_bytes())


def test_embeds_are_small(site: Path, embeds: list[str]) -> None:
    css = (site / "embed/v1/embed.css").stat().st_size
    sizes = {path: (site / path / "index.html").stat().st_size + css for path in embeds}
    assert max(sizes.values()) <= BUDGET, sizes


def test_embeds_carry_nothing_that_a_host_would_block(site: Path, embeds: list[str], browser: Browser) -> None:
    for path in embeds:
        root = document(site, path)
        assert not root.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]")
        assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert root.xpath("//meta[@name='responsive-embedded-sizing']/@content") == ["allow-origins=*"]
    with serving(site, Content_Security_Policy=STRICT) as port:
        page = browser.new_page()
        probe = Probe(page, f"http://127.0.0.1:{port}")
        for path in embeds:
            probe.open(path, 320)
            assert not probe.heard, probe.heard
            shown = "[...document.images].every(i => i.complete && i.naturalWidth > 0)"
            page.wait_for_function(shown)
        page.close()


def test_links_of_an_embed_lead_to_pages_of_the_site(site: Path, embeds: list[str]) -> None:
    for path in embeds:
        root = document(site, path)
        (canonical,) = root.xpath("//link[@rel='canonical']/@href")
        start = canonical.removesuffix(path.removeprefix("embed/v1/"))
        assert start != canonical
        assert root.xpath("//footer//a/@href") == [canonical]
        for link in root.xpath("//a[@href]"):
            target = link.get("href")
            if target.startswith("#"):
                assert root.xpath("//*[@id=$id]", id=target[1:]), target
            elif urlsplit(target).scheme in ("http", "https"):
                assert (link.get("target"), link.get("rel")) == ("_blank", "noopener")
                if target.startswith(start):
                    file = site / urldefrag(target).url.removeprefix(start)
                    assert (file / "index.html" if file.is_dir() else file).is_file(), target
            else:
                assert urlsplit(target).scheme in ("tel", "mailto", "sms"), target


@pytest.mark.parametrize("width", [360, 1000])
def test_a_frame_on_another_site_is_as_high_as_its_page(
    embeds: list[str], origin: str, browser: Browser, tmp_path: Path, width: int
) -> None:
    """No script takes part: Chromium sizes the frame by itself, since the page allows it."""
    (tmp_path / "index.html").write_text(HOST.format(url=f"{origin}/{embeds[0]}"), encoding="utf-8")
    with serving(tmp_path) as port:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(f"http://localhost:{port}/")
        frame = page.frames[1]
        for _ in range(50):  # the frame loads lazily and takes its height some moments later
            page.wait_for_timeout(100)
            inner = frame.evaluate("document.documentElement.getBoundingClientRect().height")
            outer = page.evaluate("document.querySelector('iframe').offsetHeight")
            scrolls = frame.evaluate("document.documentElement.scrollHeight > innerHeight")
            if inner > 500 and abs(inner - outer) <= 1 and not scrolls:
                break
        page.close()
    assert inner > 500 and abs(inner - outer) <= 1 and not scrolls, (inner, outer, scrolls)
