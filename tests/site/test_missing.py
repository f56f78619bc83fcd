"""The page for missing addresses."""

from pathlib import Path

from lxml import html

import shipped
from browsing import Probe, coded
from outreach.campaign.codes import link_code
from outreach.core.strings import Strings

TITLE = Strings.load("vi").text("page.missing_title")


def test_a_code_typed_in_small_letters_leads_to_its_page(site: Path, probe: Probe) -> None:
    code = coded(site)[0]
    probe.page.goto(f"{probe.origin}/{code.lower()}")
    probe.page.wait_for_url(f"{probe.origin}/{code}")
    assert probe.page.locator("h1").inner_text() != TITLE


def test_an_unknown_code_stays_on_the_page_for_missing_ones(probe: Probe) -> None:
    probe.page.goto(f"{probe.origin}/bzzzzzzzz/")
    probe.page.wait_for_url(f"{probe.origin}/BZZZZZZZZ/")
    assert probe.page.locator("h1").inner_text() == TITLE


def test_only_issued_codes_have_pages(project: Path, site: Path) -> None:
    rows = (project / "docs/_data/issued.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert coded(site) == sorted(f"B{row.partition(',')[0]}/" for row in rows)


def test_a_code_printed_since_shows_what_its_page_will(site: Path, probe: Probe) -> None:
    code = link_code("ZZ", "ZZZZZ")
    assert f"B{code}/" not in coded(site)
    probe.page.goto(f"{probe.origin}/b{code.lower()}")
    probe.page.wait_for_url(f"{probe.origin}/B{code}/")
    known = html.fromstring((site / coded(site)[0] / "index.html").read_bytes())
    assert probe.page.locator("h1").all_inner_texts() == [known.findtext(".//h1")] == [probe.page.title()]
    assert TITLE not in probe.page.inner_text("body")
    for store in known.findall(".//div[@id='s']/a"):
        assert probe.page.locator(f".md-content a[href='{store.get('href')}']").inner_text() == store.text


def test_without_a_script_it_offers_stores_guide_and_hotline(site: Path) -> None:
    (content,) = html.fromstring((site / "404.html").read_bytes()).find_class("md-content")
    links = [link.get("href") for link in content.iter("a")]
    campaign = shipped.bundle().campaign
    stores = [store.url for store in campaign.app.stores]
    assert stores and set(stores) <= set(links) and "/." in links
    assert f"tel:{campaign.help.number.replace(' ', '')}" in links


def test_it_looks_and_leads_right_at_any_depth(probe: Probe) -> None:
    probe.page.goto(f"{probe.origin}/khong/co/trang/nay/")
    ink = probe.page.evaluate("getComputedStyle(document.querySelector('.imprint')).backgroundColor")
    assert ink not in ("", "rgba(0, 0, 0, 0)")
    probe.page.click(".action")
    probe.page.wait_for_url(f"{probe.origin}/")
