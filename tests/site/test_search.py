"""The search, tried by typing into it: with and without diacritics, composed and decomposed, in capitals."""

import re
import unicodedata

import pytest

from browsing import Probe
from outreach.core.strings import Strings

WORDS = Strings.load("vi")
SPELLINGS = {
    "cài đặt": ["cai dat", "CÀI ĐẶT", "CAI DAT", "Cài đặt", "cai đặt", "“cài đặt”"],
    "đường dây": ["duong day", "ĐƯỜNG DÂY", "đuong dây"],
    "điện thoại": ["dien thoai", "Điện Thoại"],
}


def search(probe: Probe, query: str) -> tuple[str, list[str]]:
    """The dialog's words on the number of pages found, and the addresses of its results."""
    box = probe.page.locator(".md-search__input")
    said = probe.page.locator(".md-search-result__meta")
    box.fill("")
    said.get_by_text(WORDS.text("page.search_type")).wait_for()
    box.press_sequentially(query)
    said.get_by_text(re.compile(re.escape(WORDS.text("page.search_type")))).wait_for(state="hidden")
    links = "links => links.map(link => new URL(link.href).pathname)"
    probe.page.wait_for_timeout(250)  # while typing, the theme answers for what was typed so far
    return said.inner_text(), probe.page.locator(".md-search-result__link").evaluate_all(links)


@pytest.fixture(scope="module")
def opened(probe: Probe) -> Probe:
    probe.open("")
    probe.page.focus(".md-search__input")
    return probe


@pytest.mark.parametrize("query", SPELLINGS)
def test_a_word_is_found_however_it_is_written(opened: Probe, query: str) -> None:
    said, links = search(opened, query)
    assert links, f"{query}: {said}"
    for other in [*SPELLINGS[query], unicodedata.normalize("NFD", query)]:
        assert search(opened, other) == (said, links), other
    assert not opened.heard


def test_the_guide_comes_first(opened: Probe) -> None:
    _, links = search(opened, "cai dat")
    assert links[0].startswith("/huong-dan/")


@pytest.mark.parametrize("query", ["zzqx", "wjfkx", "caiidatt"])
def test_a_word_that_stands_nowhere_is_not_found(opened: Probe, query: str) -> None:
    assert search(opened, query) == (WORDS.text("page.search_none"), [])
    assert not opened.heard


def test_marks_of_the_query_language_do_no_harm(opened: Probe) -> None:
    for query in ("cài: đặt", "cài^ đặt~", "(cài) *", "+cài -zzqx"):
        search(opened, query)
    assert not opened.heard


def test_what_was_found_is_marked_with_its_diacritics(opened: Probe) -> None:
    search(opened, "cai dat")
    marks = opened.page.locator(".md-search-result mark").all_inner_texts()
    assert {"cài", "đặt"} & {mark.lower() for mark in marks}
