"""The page of charts: its figures are the results', it needs no network, and it is without fault in a browser."""

import base64
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont
from lxml import html
from playwright.sync_api import Browser

import shipped
from browsing import Probe, serving
from outreach.products.reports.charts import _scale, charts_page
from outreach.products.reports.offline_page import TINTS, tint
from outreach.products.reports.results import Scans
from reported import reporting


def page() -> bytes:
    whole = reporting()
    days = {day: 10 + day.day for day in days_of_month()}
    materials = shipped.prepared().materials
    second = next(m.meta.channel for m in materials if m.meta.channel != materials[0].meta.channel)
    channels, slugs = {second: 5, materials[0].meta.channel: 7}, {materials[0].slug: 12}
    scans = Scans({"": 2, "13990": 9}, 3, slugs, channels, days, 1, 100)
    return charts_page(replace(whole, scans=scans, titles={materials[0].slug: materials[0].meta.title}))


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
    assert whole.previous is not None
    before = dict.fromkeys(totals, 0)
    for unit in whole.results.reporters.values():
        before[unit.district_name] += whole.previous.total(measure, [unit])
    most = max(*totals.values(), *before.values())
    widths = {name: int(row[1].find(".//rect").get("width")) for name, row in rows.items()}
    assert widths == {name: round(1000 * total / most) for name, total in totals.items()}
    marks = {name: int(re.findall(r"M(\d+)", row[1].find(".//path").get("d"))[0]) for name, row in rows.items()}
    assert marks == {name: min(996, round(1000 * total / most)) for name, total in before.items()}
    changes = {name: row[2].find("small").text.strip("()").replace(".", "") for name, row in rows.items()}
    assert {name: int(change.replace("−", "-")) for name, change in changes.items()} == {
        name: total - before[name] for name, total in totals.items()
    }
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


def test_each_tile_and_each_day_stands_in_a_table_too() -> None:
    document = tree()
    tiles = [item for group in document.find_class("tiles") for item in group]
    *units, days = document.xpath("//details[.//table]")
    rows = [[cell.text for cell in row] for table in units for row in table.iterfind(".//tbody/tr")]
    assert [item.text.strip() for item in tiles] == [row[0] for row in rows]
    assert {row[2] for row in rows} == {"Đã báo cáo", "Chưa gửi", "Gửi muộn", "Gửi nhưng chưa điền gì"}
    visited = [row for row in rows if row[3] != "–"]
    assert [(row[0], row[3]) for row in visited] == [(shipped.bundle().units["13990"].name, "9")]
    counts = [row[1].text for row in days.iterfind(".//tbody/tr")]
    assert counts == [str(10 + day.day) for day in days_of_month()]
    drawing = document.xpath("//svg[@role='img']")[0]
    assert drawing.find("desc").text == "Cả kỳ 765 lượt; ngày nhiều nhất 30/09/2020, 40 lượt."
    tops = [float(bar.get("height")) for bar in drawing.iterfind("rect")]
    assert tops == [float(f"{100 * (10 + day.day) / 40:.1f}") for day in days_of_month()]


def test_visits_have_charts_by_district_place_and_material() -> None:
    first, *materials = shipped.prepared().materials
    second = next(m.meta.channel for m in materials if m.meta.channel != first.meta.channel)
    tables = [
        [(row[0].text, row[2].text.strip()) for row in table.iterfind("tbody/tr")]
        for table in tree().find_class("columns")[0].iterfind("table")
    ]
    district, place, material = tables
    unit, channels = shipped.bundle().units["13990"], shipped.bundle().channels
    assert dict(district) == {name: "9" if name == unit.district_name else "0" for name, _ in district[:-2]} | {
        "Các đơn vị khác": "3",
        "Mã không ghi đơn vị": "2",
    }
    assert place == [(channels[first.meta.channel].name, "7"), (channels[second].name, "5")]
    assert material == [(first.meta.title, "12")]


@pytest.mark.parametrize(("most", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (9, 10), (11, 20), (61, 80), (101, 200)])
def test_a_scale_ends_at_an_even_number(most: int, top: int) -> None:
    assert _scale(most) == top


def test_it_is_one_file_and_the_same_each_time() -> None:
    content = page()
    assert content == page()
    assert not re.search(rb"<script|<link|src=|url\((?!data:font/woff2;base64,)|@import|https?://", content)


def test_its_font_shows_every_character() -> None:
    content = page().decode()
    faces = [base64.b64decode(face) for face in re.findall(r"base64,([^)]*)\)", content)]
    words = html.fromstring(content).xpath("//text()[not(parent::style)]")
    text = {sign for word in words for sign in word if not sign.isspace()}
    assert len(faces) == 2
    for face in faces:
        assert text <= {chr(code) for code in TTFont(io.BytesIO(face)).getBestCmap()}


@pytest.mark.parametrize("ink", ["#0F2B68", "#14403A"])
def test_tints_of_an_ink_have_contrast(ink: str) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    contrasts = {name: 1.05 / (luminance(tint(ink, share)) + 0.05) for name, share in TINTS.items()}
    assert contrasts["high"] > 4.5 and contrasts["quiet"] > 4.5 and contrasts["line"] > 3
    assert luminance(tint(ink, TINTS["middle"])) > 0.4  # dark words on it


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
