"""Another campaign in a second language that the theme has no words for: tables and pages, no code."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html
from playwright.sync_api import Browser

import catalogues
from browsing import Probe, pages, serving
from projects import crue, outreach

pytestmark = pytest.mark.xdist_group("second-language")  # one process: its site is built once

PAGE = '---\ntitle: {title}\nsummary: Amañ.\nembed: true\nversion: "1"\n---\n\nLive {{{{ niveaux }}}}.\n'
STRINGS = """[languages]
br = "Brezhoneg"
[page]
next = "Pajenn da-heul"
languages = "Yezh"
version = "Stumm"
"""
NAVS = """[navs]
br = [{ "Degemer" = "index.md" }, { "Hepken" = "hepken.md" }]
[translations.br]
name = "Galv Rivelle"
issuer.name = "Kumuniezh ar Rivelle"
[issuer]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = crue(tmp_path_factory.mktemp("br") / "project")
    docs = project / "docs"
    (docs / "br").mkdir()
    for name, title in (("index", "Degemer"), ("hepken", "Hepken"), ("kuzh", "Kuzh")):
        (docs / "br" / f"{name}.md").write_text(PAGE.format(title=title), encoding="utf-8")
    (docs / "_data/strings/br.toml").write_text(STRINGS, encoding="utf-8")
    campaign = docs / "_data/campaign.toml"
    text = campaign.read_text(encoding="utf-8").replace("[issuer]\n", NAVS, 1).replace('["fr"]', '["fr", "br"]')
    text = text.replace('value = "trois"', 'value = "trois"\nvalues = { br = "tri" }')
    campaign.write_text(text, encoding="utf-8")
    result = outreach(project, "build", "--no-kits")
    assert result.returncode == 0, result.stdout + result.stderr
    return project / "site"


def test_its_pages_speak_it(site: Path) -> None:
    for path in pages(site):
        root = html.fromstring((site / path if path.endswith(".html") else site / path / "index.html").read_bytes())
        breton = path.removeprefix("embed/v1/").startswith("br/")
        assert root.get("lang") == ("br" if breton else "fr"), path
    for path in ("br/index.html", "br/hepken/index.html", "embed/v1/br/hepken/index.html"):
        text = (site / path).read_text(encoding="utf-8")
        assert "Live tri." in text and "Galv Rivelle" in text and "Alerte Rivelle" not in text, path
    home = (site / "br/hepken/index.html").read_text(encoding="utf-8")
    assert "Issued by Kumuniezh ar Rivelle" in home  # what its table leaves out is English
    assert "Stumm 1" in (site / "embed/v1/br/hepken/index.html").read_text(encoding="utf-8")


def test_a_page_that_the_first_language_lacks(site: Path) -> None:
    for path in ("br/hepken/", "br/kuzh/"):  # the second stands in no navigation
        root = html.fromstring((site / path / "index.html").read_bytes())
        links = {
            link.text_content().split()[-1]: link.get("href") for link in root.xpath("//nav[@class='languages']//a")
        }
        assert {name: urljoin(f"/{path}", href) for name, href in links.items()} == {
            "Français": "/",
            "Brezhoneg": f"/{path}",
        }
        assert root.xpath("//link[normalize-space(@rel)='alternate'][@hreflang]") == []
    assert root.xpath("//link[@rel='prev' or @rel='next'] | //nav[contains(@class, 'leaf')]") == []


def test_sheets_and_codes_stay_in_the_first_language(site: Path) -> None:
    files = catalogues.entries(site).values()
    for kind in {entry["kind"] for entry in files}:
        languages = {entry["language"] for entry in files if entry["kind"] == kind}
        assert languages == ({"fr", "br"} if kind in {"embed", "text", "guide"} else {"fr"}), kind


def test_it_is_without_fault_in_a_browser(site: Path, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "crue").symlink_to(site)  # its address has a path
    with serving(tmp_path) as port:
        page = browser.new_page()
        probe = Probe(page, f"http://127.0.0.1:{port}/crue")
        faults = [
            fault
            for path in ("br/", "br/hepken/", "404.html")
            for width in (320, 1280)
            for fault in probe.faults(path, width)
        ]
        assert faults == []
        page.click("div[lang=br] .action")
        page.wait_for_url(f"{probe.origin}/br/")
        page.get_by_role("link", name="Français", exact=True).click()
        page.wait_for_url(f"{probe.origin}/")
        page.close()
