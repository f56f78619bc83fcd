"""The page of charts: its figures are the results', it needs no network, and it is without fault in a browser."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import html
from playwright.sync_api import Browser

import shipped
from browsing import Probe, serving
from outreach.products.reports.charts import charts_page
from outreach.products.reports.results import Scans
from reported import reporting


def page() -> bytes:
    whole = reporting()
    days = {day: 10 + day.day for day in days_of_month()}
    return charts_page(replace(whole, scans=Scans({"13990": 9}, 3, {}, {}, days, 1, 100)))


def days_of_month() -> Iterator[dt.date]:
    period = reporting().results.period
    return (period.first.replace(day=day) for day in range(1, 31))


def tree() -> html.HtmlElement:
    return html.fromstring(page())


def test_bars_and_sums_are_those_of_the_results() -> None:
    whole, document = reporting(), tree()
    tables = {
        table.find("caption").text: table for table in document.iter("table") if table.find("caption") is not None
    }
    measure = whole.measures["helped"]
    rows = {row[0].text: row for row in tables[measure.name].iterfind("tbody/tr")}
    totals: dict[str, int] = {}
    for unit in whole.results.reporters.values():
        totals[unit.district_name] = totals.get(unit.district_name, 0) + whole.results.total(measure, [unit])
    assert {name: int(row[2].text.replace(".", "")) for name, row in rows.items()} == totals
    widths = {name: int(row[1].find(".//rect").get("width")) for name, row in rows.items()}
    assert widths == {name: round(1000 * total / max(totals.values())) for name, total in totals.items()}
    sums = [item.find("b").text for item in document.find_class("figures")[0]]
    assert sums == [f"{whole.results.total(entry):,}".replace(",", ".") for entry in whole.measures.values()]


def test_every_reporter_has_a_tile_with_its_share_and_state() -> None:
    whole, tiles = reporting(), {}
    for item in (item for group in tree().find_class("tiles") for item in group):
        tiles[item.text.strip(), len(tiles)] = " ".join(item.text_content().split())
    assert len(tiles) == 226
    texts = list(tiles.values())
    units = shipped.bundle().live
    assert f"{units[-1].name} Chưa gửi" in texts and any(text.endswith("Gửi muộn") for text in texts)
    share = whole.results.rate(whole.reports.rates[0], whole.measures, [units[0]])
    assert share is not None and f"{units[0].name} {round(share * 100)}%" in texts


def test_it_is_one_file_and_the_same_each_time() -> None:
    content = page()
    assert content == page()
    assert not re.search(rb"<script|<link|src=|url\(|@import|https?://", content)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("charts")
    (folder / "charts.html").write_bytes(page())
    (folder / "favicon.ico").write_bytes(b"")
    with serving(folder) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("width", (320, 768, 1280))
def test_it_is_without_fault_in_a_browser_and_nothing_is_cut(browser: Browser, origin: str, width: int) -> None:
    window = browser.new_page()
    try:
        assert Probe(window, origin).faults("charts.html", width) == []
        cut = "e => e.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
        assert window.eval_on_selector_all("li, th, td", cut) == []
    finally:
        window.close()
