"""The embeddable pages: by themselves, under a strict content security policy, and in another site's page."""

from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser

from browsing import Probe, pages, serving

BUDGET = 10_000  # bytes of HTML, CSS and script
WEIGHT = 150_000  # bytes of all that a frame loads
SHARED = ("embed.css", "child.js")
STRICT = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
LOADED = """() => ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
    .map(one => one.decodedBodySize).reduce((sum, size) => sum + size)"""


@pytest.fixture(scope="session")
def embeds(site: Path) -> list[str]:
    found = [path for path in pages(site, "embed/v1") if path != "embed/v1/404.html"]
    assert found
    return found


def document(site: Path, path: str) -> html.HtmlElement:
    return html.fromstring((site / path / "index.html").read_bytes())


def test_embeds_are_small(site: Path, embeds: list[str]) -> None:
    shared = sum((site / "embed/v1" / name).stat().st_size for name in SHARED)
    sizes = {path: (site / path / "index.html").stat().st_size + shared for path in embeds}
    assert max(sizes.values()) <= BUDGET, sizes


def test_embeds_carry_nothing_that_a_host_would_block(site: Path, embeds: list[str], browser: Browser) -> None:
    """And nothing from elsewhere: the probe hears every request. The shared script only tells the height."""
    for path in embeds:
        root = document(site, path)
        assert not root.xpath("//style | //@style | //@*[starts-with(name(), 'on')]")
        (script,) = root.xpath("//script")
        assert script.text is None and (site / path / script.get("src")).resolve() == site / "embed/v1/child.js"
        assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert root.xpath("//meta[@name='responsive-embedded-sizing']/@content") == ["allow-origins=*"]
    with serving(site, Content_Security_Policy=STRICT) as port:
        page = browser.new_page()
        probe = Probe(page, f"http://127.0.0.1:{port}")
        for path in embeds:
            probe.open(path, 320)
            page.wait_for_function("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
            assert not probe.heard, probe.heard
            pictures = len(set(document(site, path).xpath("//img/@src")))
            assert page.evaluate("performance.getEntriesByType('resource').length") >= pictures + len(SHARED)
            assert 5_000 < page.evaluate(LOADED) <= WEIGHT, path
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
