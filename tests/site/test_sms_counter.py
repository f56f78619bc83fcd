"""The pages of messages in a real browser: texts are copied whole, and the counter says what Python says."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

import catalogues
from browsing import AXE, RULES, RUN_AXE
from outreach.content.segments import count, remove_marks
from smses import BANNED, TABLE, expected, text_of

SCRIPT = """([text, banned]) => {
    const table = JSON.parse(document.getElementById("counter").dataset.alphabet), own = window.outreachMessages;
    const plain = own.unmarked(text, table), tally = own.count(plain, table);
    return {...own.count(text, table), plain: plain, plain_encoding: tally.encoding, plain_segments: tally.segments,
        refused: own.refused(text, [{banned: banned}])};
}"""


@pytest.fixture(scope="module")
def counter(browser: Browser, origin: str) -> Iterator[Page]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{origin}/tin-nhan/")
    yield page
    context.close()


@pytest.mark.parametrize("case", TABLE)
def test_texts_come_to_what_the_table_says_in_a_browser_too(case: str, counter: Page) -> None:
    found: dict[str, Any] = counter.evaluate(SCRIPT, [text_of(case), BANNED])
    assert {key: found[key] for key in expected(case)} == expected(case)


def test_a_clerk_types_and_learns_and_copies(counter: Page) -> None:
    """By keyboard alone; nothing of what is typed is run or sent."""
    asked: list[str] = []
    counter.on("request", lambda request: asked.append(request.url))
    counter.on("dialog", lambda dialog: pytest.fail("something ran"))
    field, told = counter.get_by_label("Nội dung tin"), counter.locator(".counted")
    text = "Mời bà con cài đặt & giữ khoảng cách <img src=x onerror=alert(1)> " + "a" * 100
    field.fill(text)
    tally = count(text)
    expect(told).to_contain_text(f"{tally.units} ký tự, UCS-2, {tally.segments} đoạn")
    expect(told).to_contain_text(f"Còn {tally.room} ký tự")
    expect(told).to_contain_text("ờ đ ặ ữ ả á")
    expect(told).to_contain_text("không nhận ký tự này: & <")
    expect(told).to_contain_text("Không gửi trọn được qua: Nhà mạng C")
    counter.evaluate(AXE)
    assert counter.evaluate(RUN_AXE, RULES) == []
    plain = remove_marks(text)
    expect(counter.locator(".counted-plain")).to_contain_text(f"{count(plain).units} ký tự, GSM-7")
    field.press("Tab")
    counter.keyboard.press("Tab")
    counter.keyboard.press("Enter")
    expect(counter.locator("#counter output")).to_have_text("Đã chép")
    assert counter.evaluate("navigator.clipboard.readText()") == plain
    assert counter.locator(".counted img").count() == 0 and not asked
    field.fill("")
    expect(told).to_have_text("Chưa có chữ nào để đếm.")


def test_letters_and_marks_apart_are_told(counter: Page) -> None:
    text = text_of("letter-353-apart")
    counter.get_by_label("Nội dung tin").fill(text)
    told = counter.locator(".counted")
    expect(told).to_contain_text("7 đoạn")
    expect(told).to_contain_text("Gõ lại bình thường thì còn 6 đoạn")
    expect(told).to_contain_text("U+0301")  # a mark alone is shown by its number
    counter.get_by_label("Nội dung tin").fill("")


@pytest.mark.parametrize("path", ["thue-bao", "zalo", "thu-co-quan"])
def test_each_text_is_copied_whole(path: str, browser: Browser, origin: str, site: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{origin}/tin-nhan/{path}/")
    copied = []
    for button in page.locator(".message-form button").all():
        button.focus()
        page.keyboard.press("Enter")
        expect(button.locator("xpath=../output")).to_have_text("Đã chép")
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    context.close()
    texts = [file.read_text(encoding="utf-8-sig").strip() for file in (site / f"tin-nhan/{path}").glob("[0-9]-*.txt")]
    assert copied and "\n\n".join(copied).count("\n\n") == "\n\n".join(texts).count("\n\n")
    assert sorted("\n\n".join(copied).split("\n\n")) == sorted("\n\n".join(texts).split("\n\n"))


def test_without_a_script_all_but_the_counter_is_there(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/tin-nhan/thue-bao/")
    forms = page.locator(".message-form")
    assert forms.count() == 8 and all(each.is_visible() for each in forms.all())
    assert not page.locator(".message-form button").first.is_visible()
    for box in forms.all():
        tally = count(box.locator(".message-text").text_content() or "")
        shown = box.locator(".message-tally").inner_text()
        assert shown == f"{tally.units} ký tự, {tally.encoding}, {tally.segments} đoạn"
    assert "335.000.000 đồng" in page.inner_text(".message-when >> nth=0")
    page.goto(f"{origin}/tin-nhan/")
    assert not page.locator("#counter").is_visible()
    assert "đang tắt JavaScript" in str(page.text_content("article noscript"))
    assert page.locator("#carriers + .message-series section").count() == 3
    context.close()


def test_every_file_is_in_the_catalogue_and_every_link_has_its_file(site: Path) -> None:
    listed = catalogues.entries(site)
    own = {path for path, each in listed.items() if each["kind"] == "message"}
    there = {
        p.relative_to(site).as_posix() for p in (site / "tin-nhan").rglob("*") if p.suffix in {".csv", ".ics", ".txt"}
    }
    assert own == there and {listed[path]["format"] for path in own} == {"CSV", "ICS", "TXT"}
    linked: set[str] = set()
    for page in (site / "tin-nhan").rglob("index.html"):
        for href in html.fromstring(page.read_bytes()).xpath("//article//a/@href"):
            if re.search(r"\.(csv|ics|txt)$", href):
                linked.add((page.parent / href).resolve().relative_to(site.resolve()).as_posix())
    assert linked == there


def test_the_letters_table_names_them(site: Path) -> None:
    """The page of tasks leads to a page for each thing that an order to a telecom asks for."""
    task = tomllib.loads(Path("docs/_data/tasks.toml").read_text(encoding="utf-8"))["2a"]
    text = (site / "in-an/nhiem-vu/index.html").read_text(encoding="utf-8")
    assert task["pages"] and all(
        f"../../{path.removesuffix('index.md').removesuffix('.md')}" in text for path in task["pages"]
    )
