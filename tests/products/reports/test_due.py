"""Reminders: who has not reported, in words, in a list that spreadsheets read, and on a page of the department."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser

from browsing import Probe, serving
from outreach.core.files import TEXT_CODING
from outreach.products.reports.due import reminder_files, reminders
from outreach.products.reports.results import Results
from reported import reporting

PAGE, LIST = "nhac-bao-cao.html", "danh-sach-chua-bao-cao.csv"


def files() -> Mapping[str, bytes]:
    return reminder_files(reporting())


def results() -> Results:
    return reporting().results


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files()[LIST].decode(TEXT_CODING))))


def test_each_that_has_not_reported_is_reminded_and_nobody_else() -> None:
    listed = reminders(reporting())
    assert [reminder.unit.code for reminder in listed] == [unit.code for unit in results().missing] != []
    period, words = results().period, reporting().bundle.words
    for reminder in listed:
        for part in (reminder.unit.name, period.name, words.date(period.due), reporting().reports.email):
            assert part in reminder.text
        assert period.name in reminder.subject


def test_an_sms_has_no_marks_and_is_counted() -> None:
    for reminder in reminders(reporting()):
        assert reminder.sms.isascii() and len(reminder.sms) <= reminder.segments * 153
        assert len(reminder.sms) > (reminder.segments - 1) * 153 and reminder.segments > 1
        assert reminder.sms.split()[:2] == ["Kinh", "gui"]


def test_the_list_has_all_states_and_the_texts_of_those_who_are_missing() -> None:
    states = [unit.code for units in results().states.values() for unit in units]
    assert [row["Mã"] for row in rows()] == states
    texts = {reminder.unit.code: (reminder.text, reminder.sms) for reminder in reminders(reporting())}
    for row in rows():
        read = (row["Lời nhắc qua Zalo, thư"], row["Lời nhắc SMS không dấu"])
        assert read == texts.get(row["Mã"], ("", ""))
        assert bool(row["Số tin SMS"]) == (row["Tình trạng"] == "Chưa gửi")


def test_text_files_have_every_reminder_as_windows_reads_it() -> None:
    for name, part in (("tin-nhac-zalo.txt", "text"), ("thu-nhac.txt", "text"), ("tin-nhac-sms.txt", "sms")):
        content = files()[name].decode(TEXT_CODING)
        assert "\n" not in content.replace("\r\n", "")
        for reminder in reminders(reporting()):
            assert f"{reminder.unit.code} {reminder.unit.name}\r\n" in content
            assert getattr(reminder, part) in content
            assert (reminder.subject in content) == (name == "thu-nhac.txt")


def test_the_page_has_districts_reminders_and_mails() -> None:
    tree = html.fromstring(files()[PAGE])
    listed = {reminder.unit.code: reminder for reminder in reminders(reporting())}
    heads = [re.sub(r"\s*\d.*", "", head.text_content()) for head in tree.iter("h2")]
    assert heads[0] == next(iter(listed.values())).unit.district_name
    assert heads[1:] == ["Gửi muộn", "Gửi nhưng chưa điền gì"]
    codes = tree.xpath("//summary/span/text()")
    assert codes == list(listed)
    for code, entry in zip(codes, tree.iter("details"), strict=True):
        assert [copy.text for copy in entry.find_class("copy")] == [listed[code].text, listed[code].sms]
        mail = urlsplit(entry.find(".//a").get("href"))
        fields = parse_qs(mail.query)
        assert mail.scheme == "mailto" and fields["subject"] == [listed[code].subject]
        assert fields["body"] == [listed[code].text]
    assert not tree.xpath("//script | //link | //img | //@src")


def test_the_page_says_that_all_have_reported() -> None:
    whole = reporting()
    listed = list(whole.results.reporters.values())[:-2]
    done = replace(whole.results, reporters={unit.code: unit for unit in listed})
    page = reminder_files(replace(whole, results=done))[PAGE].decode()
    assert "Mọi đơn vị đã gửi báo cáo." in page and "<details>" not in page


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("due")
    (folder / PAGE).write_bytes(files()[PAGE])
    (folder / "favicon.ico").write_bytes(b"")
    with serving(folder) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("width", (320, 768, 1280))
def test_it_is_without_fault_in_a_browser_and_a_click_marks_a_text(browser: Browser, origin: str, width: int) -> None:
    window = browser.new_page()
    try:
        assert Probe(window, origin).faults(PAGE, width) == []
        window.locator("summary").first.click()
        window.locator(".copy").first.click()
        assert window.evaluate("getSelection().toString().trim()") == reminders(reporting())[0].text
    finally:
        window.close()
