"""Series of messages: what is wrong with one is told with file and line, what it costs, and what is published of it."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from outreach.campaign.broadcasts import read_broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.clock import clock_fault
from outreach.campaign.load import load
from outreach.content.page import read
from outreach.content.segments import count, remove_marks
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.products.loudspeakers.read import check_broadcasts
from outreach.products.messages.calendars import Appointment, calendar
from outreach.products.messages.carriers import Carrier, addresses, read_carriers
from outreach.products.messages.files import files
from outreach.products.messages.message import MessageSeries
from outreach.products.messages.product import read_messages
from outreach.products.messages.series import Form
from outreach.products.prepare import prepare
from projects import ROOT, outreach, small_project

HEAD = """---
title: Loạt tin
summary: Thử.
tasks: [2a]
audience: subscribers
channel: tin-nhan
medium: sms
sender: UBNDNamDinh
subscribers: { mang-a: 1000, mang-c: 10 }
budget: 1
schedule:
  - { message: dau, day: 2020-08-10, time: "08:30" }
  - { message: hai, day: 2020-09-10, time: "18:00" }
---

Lời dẫn.

"""
BODY = """## Tin đầu {#dau}

Mời bà con xem {{ guide_link }} hoặc gọi {{ hotline }}.

## Tin hai {#hai}

Mời bà con giữ khoảng cách.
"""
GOOD = HEAD + BODY


@cache
def carriers() -> Mapping[str, Carrier]:
    """The carriers of the shipped campaign."""
    return read_carriers(Project(ROOT))[0]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load(Project(ROOT))


def told(
    bundle: Bundle, folder: Path, text: str = GOOD, slug: str = "thu"
) -> tuple[list[MessageSeries], list[Finding]]:
    path = folder / f"{slug}.md"
    path.write_text(text, encoding="utf-8")
    name = f"tin-nhan/{slug}.md"
    return read_messages(bundle, {name: read(path, f"docs/{name}", bundle.campaign.facts)}, carriers())


FAULTS: dict[str, tuple[str, str, str, int]] = {
    "unknown field": ("budget: 1", "budgets: 1", "field-unknown", 10),
    "no such carrier": ("mang-c: 10", "mang-x: 10", "reference-unknown", 9),
    "no such task": ("[2a]", "[2z]", "reference-unknown", 4),
    "no such channel": ("channel: tin-nhan", "channel: dien-tin", "reference-unknown", 6),
    "no such medium": ("medium: sms", "medium: telex", "reference-unknown", 7),
    "no such message": ("message: hai", "message: ba", "reference-unknown", 13),
    "an hour that YAML takes for a number": ('"18:00"', "18:00", "field-invalid", 13),
    "an hour that there is not": ('"18:00"', '"24:00"', "field-invalid", 13),
    "before the campaign": ("2020-08-10", "2020-08-06", "message-day", 12),
    "after the campaign": ("2020-09-10", "2021-01-01", "message-day", 13),
    "twice at once": (
        'hai, day: 2020-09-10, time: "18:00"',
        'dau, day: 2020-08-10, time: "08:30"',
        "message-twice",
        13,
    ),
    "no subscribers": ("{ mang-a: 1000, mang-c: 10 }", "{}", "message-field-missing", 9),
    "no budget": ("budget: 1\n", "", "message-field-missing", 1),
    "a budget for a post": ("medium: sms", "medium: zalo", "message-field-idle", 9),
    "nothing said": ("Mời bà con giữ khoảng cách.", "", "message-empty", 22),
    "emphasis": ("giữ khoảng cách", "**giữ** khoảng cách", "message-markup", 22),
    "a link": ("giữ khoảng cách", "xem [đây](https://caidat.example/)", "message-markup", 22),
    "a picture": ("giữ khoảng cách", "xem ![hình](a.png)", "message-markup", 22),
    "a table": ("Mời bà con giữ khoảng cách.", "| A | B |\n|---|---|\n| 1 | 2 |", "message-markup", 22),
    "over the budget": ("giữ khoảng cách", "giữ khoảng cách " * 10, "message-budget", 22),
    "longer than a carrier takes": ("budget: 1", "budget: 9", "", 0),
    "banned by a carrier": ("giữ khoảng cách", "giữ khoảng cách\n& rửa tay", "message-banned", 25),
    "nothing for GSM-7": ("giữ khoảng cách", "giữ khoảng cách 🙂", "message-unicode", 24),
    "an address with marks": ("giữ khoảng cách", "xem https://tỉnh.example/ nhé", "message-address", 24),
    "a formula": ("Mời bà con giữ", "=SUM(A1) giữ", "message-formula", 24),
    "a dash that becomes a formula": ("Mời bà con giữ", "– Mời bà con giữ", "message-formula", 24),
    "a refused mark": ("khoảng cách.", "khoảng cách!", "mark-refused", 24),
    "a long sentence": ("giữ khoảng cách", "và " * 30, "sentence-long", 24),
    "a long name": ("sender: UBNDNamDinh", "sender: UBNDtinhNamDinh", "sender-long", 8),
    "a name with marks": ("sender: UBNDNamDinh", "sender: UBNDNamĐịnh", "sender-letters", 8),
    "a name with a sign": ("sender: UBNDNamDinh", "sender: UBND-ND", "sender-letters", 8),
    "own text with marks": ("schedule:", 'plain: { hai: "Mời bà con" }\nschedule:', "message-marks", 11),
    "own text of no message": ("schedule:", 'plain: { ba: "Moi ba con" }\nschedule:', "reference-unknown", 11),
    "a form that a carrier refuses": ("budget: 1", "budget: 9\nform: marked", "message-unmarked-only", 21),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_is_told_with_its_line(case: str, bundle: Bundle, tmp_path: Path) -> None:
    old, new, slug, line = FAULTS[case]
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    _, found = told(bundle, tmp_path, text)
    assert (slug, line) in [(each.slug, each.line) for each in found] or (not slug and not found), found
    assert all(each.file == "docs/tin-nhan/thu.md" for each in found)
    for words in bundle.strings.values():
        for each in found:
            assert "{" not in "".join(words.finding(each))


def test_a_text_that_a_carrier_cuts(bundle: Bundle, tmp_path: Path) -> None:
    """Each at the first character too many, whatever the budget."""
    for units, slugs in {160: [], 161: ["message-cut"]}.items():
        text = GOOD.replace("budget: 1", "budget: 9").replace("Mời bà con giữ khoảng cách.", "a" * units)
        _, found = told(bundle, tmp_path, text)
        assert [each.slug for each in found] == slugs
    for units, slugs in {459: [], 460: ["message-cut"]}.items():
        text = GOOD.replace("budget: 1", "budget: 9").replace(", mang-c: 10", "")
        _, found = told(bundle, tmp_path, text.replace("Mời bà con giữ khoảng cách.", "a" * units))
        assert [each.slug for each in found] == slugs


def test_a_table_of_carriers_may_be_wrong(tmp_path: Path) -> None:
    project = small_project(tmp_path, "mot-cua", "a4")
    table = project / "docs/_data/carriers.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("price = 300", "price = -1\nprise = 1", 1), encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        prepare(Project(project))
    assert {(each.file, each.slug, each.line) for each in caught.value.findings} == {
        ("docs/_data/carriers.toml", "field-invalid", 7),
        ("docs/_data/carriers.toml", "field-unknown", 8),
    }


def test_the_command_stops_at_a_message_over_its_budget(tmp_path: Path) -> None:
    project = small_project(tmp_path, "mot-cua", "a4")
    series = project / "docs/tin-nhan/can-bo.md"
    series.write_text(series.read_text(encoding="utf-8").replace("budget: 2", "budget: 1", 1), encoding="utf-8")
    result = outreach(project, "check", "--json")
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert {(each["slug"], each["file"], each["line"]) for each in json.loads(result.stdout)} == {
        ("message-budget", "docs/tin-nhan/can-bo.md", 18),
        ("message-budget", "docs/tin-nhan/can-bo.md", 22),
    }


def test_costs_are_segments_times_subscribers_times_price(bundle: Bundle, tmp_path: Path) -> None:
    text = GOOD.replace("budget: 1", "budget: 2").replace(", mang-c: 10", ", mang-b: 500")
    text = text.replace("Mời bà con giữ khoảng cách.", "a" * 161)
    (one,), found = told(bundle, tmp_path, text)
    assert not found and one.people == 1500
    rates = {name: carrier.price for name, carrier in carriers().items()}
    once = 1000 * rates["mang-a"] + 500 * rates["mang-b"]
    assert one.cost(one.messages["dau"]) == once
    assert one.cost(one.messages["hai"]) == 2 * once
    assert one.total() == 3 * once


def test_an_own_text_without_marks_takes_the_place_of_the_other(bundle: Bundle, tmp_path: Path) -> None:
    own = GOOD.replace("schedule:", 'plain: { dau: "Xem {{ guide_link }}" }\nschedule:')
    (one,), found = told(bundle, tmp_path, own)
    assert not found
    assert one.sent_text(one.messages["dau"]) == "Xem https://caidat.example/"
    assert one.sent_text(one.messages["hai"]) == "Moi ba con giu khoang cach."


def shipped(bundle: Bundle) -> list[MessageSeries]:
    paths = sorted((ROOT / "docs/tin-nhan").glob("*.md"))
    pages = {f"tin-nhan/{p.name}": read(p, f"docs/tin-nhan/{p.name}", bundle.campaign.facts) for p in paths}
    every, found = read_messages(bundle, pages, carriers())
    assert not found
    return every


def test_what_ships_is_short_and_keeps_its_facts(bundle: Bundle) -> None:
    """No mark of a fact is lost: addresses and numbers stand in every form as they stand in the facts."""
    every = shipped(bundle)
    assert {series.meta.medium for series in every} == {"sms", "zalo", "facebook", "mail"}
    facts = [fact.value for fact in bundle.campaign.facts.values() if re.fullmatch(r"[\d ]+|https?://\S+", fact.value)]
    for one in every:
        for message in one.messages.values():
            for text in message.forms.values():
                numbers = re.findall(r"\b\d{4} \d[\d ]*\d", text)
                assert all(number in facts for number in numbers)
                assert all(address in facts for address in addresses(text))
                assert set(addresses(text)) <= set(addresses(message.text))
            if one.counted:
                assert remove_marks(message.forms["plain"]) == message.forms["plain"]
                assert not count(message.forms["plain"]).forcing
                assert bundle.campaign.app.name in message.forms["plain"]


def test_what_the_order_asks_names_each_series_that_answers_it(bundle: Bundle) -> None:
    answers = {path: number for number, task in bundle.tasks.items() for path in task.pages}
    for one in shipped(bundle):
        assert one.meta.tasks == [answers[f"tin-nhan/{one.slug}.md"]]


def test_the_list_for_telecoms_opens_in_a_spreadsheet(bundle: Bundle) -> None:
    made = {one.path: one.content for one in files(shipped(bundle), bundle)}
    raw = made["tin-nhan/tin-nhan.csv"]
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw and b"\n" not in raw.replace(b"\r\n", b"")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
    assert head == [
        "Mã",
        "Gửi tới",
        "Ngày gửi",
        "Giờ gửi",
        "Tên người gửi",
        "Nội dung",
        "Bảng mã",
        "Số đoạn",
        "Ghi chú",
    ]
    times = [dt.datetime.strptime(f"{row[2]} {row[3]}", "%d/%m/%Y %H:%M") for row in rows]
    assert times == sorted(times) and len(rows) == len({row[0] for row in rows}) == 8
    for row in rows:
        assert row[6] == count(row[5]).encoding == "GSM-7" and int(row[7]) == count(row[5]).segments
        assert len(row[4]) <= 11 and row[4].isascii()
        assert not row[5].startswith(("=", "+", "-", "@", "'"))
        assert row[8] == bundle.words.text("status.sample")


def test_the_calendar_is_read_by_another_library(bundle: Bundle) -> None:
    """RFC 5545: lines of CR LF, at most 75 octets; the same bytes every time, and what they say is the schedule."""
    every = shipped(bundle)
    made = {one.path: one.content for one in files(every, bundle)}
    raw = made["tin-nhan/tin-nhan.ics"]
    assert raw == {one.path: one.content for one in files(every, bundle)}["tin-nhan/tin-nhan.ics"]
    assert raw.endswith(b"END:VCALENDAR\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    for line in raw.split(b"\r\n"):
        line.decode()  # no character is parted by a fold
    wanted = {
        (sending.at, message.title, series.sent_text(message))
        for series in every
        for sending, message in series.sendings()
    }
    theirs = IcsCalendarStream.calendar_from_ics(raw.decode())
    own = Calendar.from_ical(raw)
    assert len(theirs.events) == len(own.events) == len(wanted) == 14
    assert raw.count(b"DTSTART;TZID=Asia/Ho_Chi_Minh:") == len(wanted)
    zone = {event.dtstart.tzinfo.key for event in theirs.events}  # type: ignore[union-attr]
    assert zone == {"Asia/Ho_Chi_Minh"}
    for event in theirs.events:
        at = event.dtstart.replace(tzinfo=None)
        text = next(said for when, title, said in wanted if when == at and title in str(event.summary))
        assert text in str(event.description) and bundle.words.text("status.sample") in str(event.description)
        assert event.dtstart.utcoffset() == dt.timedelta(hours=7)  # type: ignore[union-attr]
        assert event.dtstamp == dt.datetime(2020, 9, 21, tzinfo=dt.UTC)
    assert len({event.uid for event in theirs.events}) == len(wanted)
    assert {str(event["uid"]) for event in own.events} == {event.uid for event in theirs.events}


ZONES = (
    "Asia/Ho_Chi_Minh",  # the same all year
    "Europe/Paris",
    "Europe/Dublin",  # its winter time is the daylight part
    "America/New_York",
    "America/St_Johns",  # half hours
    "Australia/Lord_Howe",  # south of the equator, put forward by half an hour
    "Pacific/Auckland",
    "America/Santiago",  # at midnight
    "Africa/Casablanca",  # put back for a month, and forward again
    "Asia/Kathmandu",
)


def in_zone(zone: str, *at: dt.datetime) -> bytes:
    each = [Appointment(str(n), t, dt.timedelta(minutes=30), "x", "y", "https://a.example/") for n, t in enumerate(at)]
    return calendar("Crue", "", each, dt.date(2021, 1, 1), zone)


def test_a_calendar_knows_the_hours_of_its_zone() -> None:
    """Where clocks are put back, an appointment after that day is an hour later by the sun."""
    raw = in_zone("Europe/Paris", dt.datetime(2021, 7, 1, 9), dt.datetime(2021, 12, 1, 9))
    theirs = IcsCalendarStream.calendar_from_ics(raw.decode())
    assert [event.dtstart.utcoffset() for event in theirs.events] == [dt.timedelta(hours=2), dt.timedelta(hours=1)]  # type: ignore[union-attr]
    # 3.6.5 of RFC 5545: an onset is told in the time that ends
    assert re.findall(rb"BEGIN:(?:DAY|STAND).*\r\nDTSTART:(\w+)", raw) == [
        b"20210101T000000", b"20210328T020000", b"20211031T030000",
    ]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_a_zones_rules_are_those_of_its_clocks(zone: str) -> None:
    """A reader that goes by the file's rules alone and the table of zones agree, minute by minute around a change."""
    rules = tz.tzical(io.StringIO(in_zone(zone, dt.datetime(2021, 3, 1, 9), dt.datetime(2022, 3, 1, 9)).decode()))
    theirs, ours, seen = rules.get(zone), ZoneInfo(zone), set()
    start, hour = dt.datetime(2021, 1, 2, tzinfo=dt.UTC), dt.timedelta(hours=1)
    for at in (start + n * hour for n in range(2 * 364 * 24)):
        before, after = (moment.astimezone(ours).utcoffset() for moment in (at, at + hour))
        minutes = range(60) if before != after else (0,)
        seen |= {before, after}
        for minute in (at + dt.timedelta(minutes=n) for n in minutes):
            local = minute.astimezone(ours)
            as_read = local.replace(tzinfo=theirs)
            assert as_read.utcoffset() == local.utcoffset() and as_read.tzname() == local.tzname(), local
    assert len(seen) == (1 if zone in {"Asia/Ho_Chi_Minh", "Asia/Kathmandu"} else 2)


def test_a_zone_that_leaves_a_day_out() -> None:
    """Samoa had no 30 December 2011: its offset rises by 24 hours."""
    raw = in_zone("Pacific/Apia", dt.datetime(2011, 12, 29, 9), dt.datetime(2011, 12, 31, 9))
    assert b"DTSTART:20111230T000000\r\nTZNAME:+14\r\nTZOFFSETFROM:-1000\r\nTZOFFSETTO:+1400\r\n" in raw
    assert clock_fault(dt.datetime(2011, 12, 30, 12), "Pacific/Apia") is not None
    assert clock_fault(dt.datetime(2011, 12, 31, 0), "Pacific/Apia") is None


HOURS = [
    ("Europe/Paris", "2021-03-28 01:59", ""),
    ("Europe/Paris", "2021-03-28 02:00", "hour-skipped"),
    ("Europe/Paris", "2021-03-28 02:59", "hour-skipped"),
    ("Europe/Paris", "2021-03-28 03:00", ""),
    ("Europe/Paris", "2021-10-31 01:59", ""),
    ("Europe/Paris", "2021-10-31 02:00", "hour-repeated"),
    ("Europe/Paris", "2021-10-31 02:59", "hour-repeated"),
    ("Europe/Paris", "2021-10-31 03:00", ""),
    ("Australia/Lord_Howe", "2021-10-03 02:15", "hour-skipped"),
    ("Australia/Lord_Howe", "2021-04-04 01:45", "hour-repeated"),
    ("America/Santiago", "2021-09-05 00:30", "hour-skipped"),
    ("Asia/Ho_Chi_Minh", "2021-03-28 02:30", ""),
    ("UTC", "2021-03-28 02:30", ""),
]


@pytest.mark.parametrize(("zone", "at", "slug"), HOURS)
def test_an_hour_that_is_no_hour_or_two_is_a_fault(
    zone: str, at: str, slug: str, bundle: Bundle, tmp_path: Path
) -> None:
    day, time = at.split()
    days = {"valid_from": dt.date(2021, 1, 1), "valid_until": dt.date(2021, 12, 31), "timezone": zone}
    there = replace(bundle, campaign=bundle.campaign.model_copy(update=days))
    text = GOOD.replace("2020-08-10", "2021-02-01").replace("2020-09-10", day).replace('"18:00"', f'"{time}"')
    _, found = told(there, tmp_path, text)
    assert [(f.slug, f.file, f.line) for f in found] == ([(slug, "docs/tin-nhan/thu.md", 13)] if slug else [])
    for fault in found:
        assert at in bundle.words.finding(fault)[0] and zone in bundle.words.finding(fault)[0]
        for field in ("earlier", "later"):  # what is offered instead is an hour
            assert clock_fault(dt.datetime.fromisoformat(str(fault.data[field])), zone) is None


def test_a_broadcast_at_an_hour_that_a_day_lacks(bundle: Bundle) -> None:
    days = {"valid_from": dt.date(2021, 1, 1), "valid_until": dt.date(9999, 12, 31), "timezone": "Europe/Paris"}
    plan, table, _ = read_broadcasts(bundle.project)
    assert plan is not None
    slots = [slot.model_copy(update={"at": at}) for slot, at in zip(plan.slots, ("02:30", "05:00"), strict=False)]
    there = replace(bundle, campaign=bundle.campaign.model_copy(update=days))
    found = check_broadcasts(there, plan.model_copy(update={"slots": slots}), table, [], {})
    (fault,) = [f for f in found if f.slug.startswith("hour")]
    line = (ROOT / fault.file).read_text(encoding="utf-8").splitlines()[fault.line - 1]
    assert fault.data["found"] == "2021-03-28 02:30" and "at =" in line and fault.slug == "hour-skipped"


def test_texts_are_as_old_editors_read_them(bundle: Bundle) -> None:
    made = {one.path: one.content for one in files(shipped(bundle), bundle)}
    texts = {path: raw for path, raw in made.items() if path.endswith(".txt")}
    assert len(texts) == 6 + 8 * 2 + 6
    sent = {path for path in texts if re.search(r"/\d-", path) and path.endswith("dau.txt")}
    assert len(sent) == 8 * 2
    for path, raw in texts.items():
        if path in sent:
            continue
        text = raw.decode("utf-8-sig")
        assert raw.startswith(b"\xef\xbb\xbf") and text.endswith("\r\n") and "\n" not in text.replace("\r\n", ""), path
    told = {series.slug: series for series in shipped(bundle)}
    for path in sent:
        series, name = path.split("/")[1:]
        message = next(m for m in told[series].messages.values() if name.split("-", 1)[1].startswith(m.id))
        form: Form = "plain" if name.endswith("-khong-dau.txt") else "marked"
        assert count(texts[path].decode()) == message.counts[form], path
    assert texts["tin-nhan/thue-bao/2-nhac-cai-khong-dau.txt"].isascii()
    assert texts["tin-nhan/thu-co-quan/1-trien-khai.txt"].decode("utf-8-sig").startswith("Đề nghị triển khai")


def test_a_withdrawn_campaign_says_so_in_every_list(bundle: Bundle) -> None:
    gone = replace(bundle, campaign=bundle.campaign.model_copy(update={"status": "withdrawn"}))
    made = {one.path: one.content.decode("utf-8-sig") for one in files(shipped(bundle), gone)}
    notice = bundle.words.text("status.withdrawn")
    assert notice in made["tin-nhan/tin-nhan.csv"] and notice in made["tin-nhan/thue-bao/thue-bao.txt"]
    unfolded = made["tin-nhan/tin-nhan.ics"].replace("\r\n ", "").replace("\\,", ",")
    assert unfolded.count(f"DESCRIPTION:{notice}") == 14
