"""The page for missing addresses."""

from pathlib import Path

from browsing import Probe, coded
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


def test_it_looks_and_leads_right_at_any_depth(probe: Probe) -> None:
    probe.page.goto(f"{probe.origin}/khong/co/trang/nay/")
    ink = probe.page.evaluate("getComputedStyle(document.querySelector('.imprint')).backgroundColor")
    assert ink not in ("", "rgba(0, 0, 0, 0)")
    probe.page.click(".action")
    probe.page.wait_for_url(f"{probe.origin}/")
