"""Pages in two languages: each speaks its own throughout, and the switch leads from one to the other."""

import re
import tomllib
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html

import shipped
from browsing import Probe, coded, pages
from outreach.campaign.model import Campaign
from outreach.core.strings import TABLES, Strings

WORDS = Strings.load("en")
CHROME = ("md-header", "md-tabs", "md-sidebar--primary", "leaf", "md-footer")
"""Classes of the parts around the content."""
WITHIN = "//*[contains(concat(' ', @class, ' '), $part)]//a[@href]"


def campaign() -> Campaign:
    return shipped.bundle().campaign


def root_of(site: Path, path: str) -> html.HtmlElement:
    file = site / path
    return html.fromstring((file / "index.html" if file.is_dir() else file).read_bytes())


def contents(site: Path) -> list[str]:
    """Pages with the theme around them."""
    others = {"404.html", *coded(site)}
    return [path for path in pages(site) if not path.startswith("embed/") and path not in others]


def english(site: Path) -> list[str]:
    found = [path for path in contents(site) if path.startswith("en/")]
    assert len(found) > 5
    return found


def switch(root: html.HtmlElement) -> dict[str, html.HtmlElement]:
    links = root.xpath("//nav[@class='languages']//a")
    assert [link.get("hreflang") for link in links] == [link.get("lang") for link in links] == campaign().languages
    return {link.get("lang"): link for link in links}


def test_every_page_says_its_language(site: Path) -> None:
    for path in pages(site):
        within = path.removeprefix("embed/v1/")
        assert root_of(site, path).get("lang") == campaign().language_of(within), path
    assert any(path.startswith("embed/v1/en/") for path in pages(site))


def test_no_word_of_the_first_languages_interface_is_on_a_page_of_another(site: Path) -> None:
    table = tomllib.loads((TABLES / "vi.toml").read_text(encoding="utf-8"))
    texts = [text for section in ("status", "page") for text in table[section].values()]
    foreign = {piece.strip() for text in texts for piece in re.split(r"\{[^}]*\}", text) if len(piece.strip()) > 4}
    foreign = {text for text in foreign if re.search(r"[^\x00-\x7f]", text)}
    assert len(foreign) > 30
    for path in [*english(site), *pages(site, "embed/v1/en")]:
        root = root_of(site, path)
        for element in root.xpath("//nav[@class='languages'] | //article/*"):
            element.drop_tree()
        left = html.tostring(root, encoding="unicode")
        assert [word for word in foreign if word in left] == [], path


def test_the_interface_speaks_english(probe: Probe) -> None:
    probe.open("en/huong-dan/android/")
    page = probe.page
    assert page.inner_text(".status") == WORDS.text("status.sample")
    assert page.inner_text(".leaf__link--next .leaf__word") == WORDS.text("page.next")
    imprint = page.inner_text(".imprint")
    for text in (WORDS.text("page.help"), "Call the Ministry of Health", "Issued by", "as of 2020-09-21"):
        assert text in imprint
    assert page.get_attribute(".md-search__input", "placeholder") == WORDS.text("page.search_placeholder")
    assert page.locator(".md-tabs__link").all_inner_texts() == ["Home", "Install"]
    for role in ("navigation", "search", "dialog"):
        names = page.get_by_role(role, include_hidden=True).evaluate_all(  # type: ignore[arg-type]
            "all => all.map(e => e.ariaLabel || '')"
        )
        assert not re.search(r"[ạ-ỹđ]", "".join(names)), names


def test_the_switch_leads_to_the_same_page_and_back(probe: Probe) -> None:
    for width in (320, 1280):
        probe.open("huong-dan/iphone/", width)
        page = probe.page
        for name, path, language in (
            ("English", "en/huong-dan/iphone/", "en"),
            ("Tiếng Việt", "huong-dan/iphone/", "vi"),
        ):
            page.get_by_role("link", name=name, exact=True).click()
            page.wait_for_url(f"{probe.origin}/{path}")
            assert page.get_attribute("html", "lang") == language
            current = page.locator(".languages [aria-current]")
            assert current.get_attribute("lang") == language and current.count() == 1
        assert not probe.heard, probe.heard


def test_the_switch_has_a_name_and_room_for_a_finger(probe: Probe) -> None:
    for path, name in (("", "Ngôn ngữ"), ("en/", "Language")):
        for width in (320, 768, 1280):
            probe.open(path, width)
            links = probe.page.get_by_role("navigation", name=name, exact=True).get_by_role("link")
            assert links.count() == len(campaign().languages)
            for box in links.evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())"):
                assert box["width"] >= 24 and box["height"] >= 24 and box["left"] >= 0 and box["right"] <= width
            title = "e => e.scrollWidth <= e.clientWidth"
            assert probe.page.locator(".md-header__topic .md-ellipsis").first.evaluate(title), (path, width)


def test_a_page_without_a_twin_leads_to_the_other_languages_home(site: Path) -> None:
    known = set(contents(site))
    alone = 0
    for path in known:
        root = root_of(site, path)
        for language, link in switch(root).items():
            twin = campaign().twin(path, language)
            expected = twin if twin in known else campaign().folder(language)
            assert urljoin(f"/{path}", link.get("href")) == f"/{expected}", path
        alternates = root.xpath("//link[normalize-space(@rel)='alternate'][@hreflang]")
        told = {link.get("hreflang"): link.get("href") for link in alternates}
        twins = {language: campaign().twin(path, language) for language in campaign().languages}
        complete = known.issuperset(twins.values())
        assert told == ({key: campaign().site_url + twin for key, twin in twins.items()} if complete else {}), path
        alone += not complete
    assert alone  # the materials


def test_what_surrounds_a_page_leads_to_pages_of_its_language(site: Path) -> None:
    for path in contents(site):
        root = root_of(site, path)
        for element in root.xpath("//nav[@class='languages']"):
            element.drop_tree()
        links = [link for part in CHROME for link in root.xpath(WITHIN, part=f" {part} ")]
        links += root.xpath("//link[@rel='prev' or @rel='next']")
        targets = {urljoin(f"/{path}", link.get("href")) for link in links}
        inside = {target.lstrip("/").partition("#")[0] for target in targets if target.startswith("/")}
        assert len(inside) > 2
        assert {campaign().language_of(target) for target in inside} == {campaign().language_of(path)}, (path, inside)


def test_the_logo_leads_to_the_home_of_the_language(probe: Probe) -> None:
    probe.open("en/huong-dan/iphone/")
    probe.page.click(".md-header .md-logo")
    probe.page.wait_for_url(f"{probe.origin}/en/")
    assert probe.page.locator(".hero h1").inner_text().startswith("Install")


def test_the_page_for_missing_addresses_speaks_both(probe: Probe) -> None:
    probe.page.goto(f"{probe.origin}/en/no/such/page/")
    assert probe.page.inner_text("[lang=en] h2") == WORDS.text("page.missing_title")
    probe.page.click("div[lang=en] .action")
    probe.page.wait_for_url(f"{probe.origin}/en/")


def test_an_embed_speaks_its_language(site: Path) -> None:
    root = root_of(site, "embed/v1/en/huong-dan/android/")
    text = root.text_content()
    assert WORDS.text("status.sample") in text and "Source: Bluezone" in text and "Updated" in text
    assert root.xpath("//link[@rel='canonical']/@href") == [f"{campaign().site_url}en/huong-dan/android/"]


@pytest.mark.parametrize(("start", "query"), [("en/", "permission"), ("", "cai dat")])
def test_the_search_finds_pages_of_the_language_that_is_read(probe: Probe, start: str, query: str) -> None:
    probe.open(start)
    words = Strings.load(campaign().language_of(start))
    box, said = probe.page.locator(".md-search__input"), probe.page.locator(".md-search-result__meta")
    box.focus()
    said.get_by_text(words.text("page.search_type"), exact=True).wait_for()
    box.press_sequentially(query)
    said.get_by_text(re.compile(words.text("page.search_other").replace("#", r"\d+"))).wait_for()
    links = probe.page.locator(".md-search-result__link")
    before: list[str] = []
    while (now := links.evaluate_all("all => all.map(e => e.href)")) != before:  # each letter has results of its own
        before = now
        probe.page.wait_for_timeout(300)
    paths = [path.lstrip("/") for path in links.evaluate_all("all => all.map(e => new URL(e.href).pathname)")]
    assert paths and {campaign().language_of(path) for path in paths} == {campaign().language_of(start)}
    assert not probe.heard
    links.first.click()
    probe.page.wait_for_url(re.compile(rf"{probe.origin}/{re.escape(paths[0])}.*"))
