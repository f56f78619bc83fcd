"""Visits of printed codes in logs: as many as an independent count, no robots, nobody's address."""

import datetime as dt
import gzip
import json
import os
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import shipped
from outreach.campaign.codes import link_code
from outreach.core.findings import OutreachError
from outreach.products.reports import access_log
from outreach.products.reports.access_log import LogReader, read_logs
from outreach.products.reports.results import LEAST, Scans
from outreach.products.reports.results_file import read_scans, write_scans
from outreach.products.reports.table import Period

PERIOD = Period(id="x", name="x", first=dt.date(2020, 8, 7), last=dt.date(2020, 8, 31), due=dt.date(2020, 9, 5))
PHONE = "Mozilla/5.0 (Linux; Android 9; SM-A105F) AppleWebKit/537.36 Chrome/84.0 Mobile Safari/537.36"
ROBOTS = ("Googlebot/2.1 (+http://www.google.com/bot.html)", "curl/7.68.0", "facebookexternalhit/1.1", "-")


def line(path: str, day: str = "10/Aug/2020:08:00:00 +0700", status: int = 200, agent: str | None = PHONE) -> str:
    common = f'203.0.113.7 - - [{day}] "GET {path} HTTP/1.1" {status} 512'
    return common if agent is None else f'{common} "-" "{agent}"'


def scans(tmp_path: Path, *lines: str) -> Scans:
    path = tmp_path / "access.log"
    path.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8")
    counts, findings = read_logs([path], shipped.bundle(), shipped.prepared().materials, PERIOD)
    assert findings == []
    return counts


def code(at: int = 0, unit: str = "13990") -> str:
    return f"/B{link_code(shipped.prepared().materials[at].meta.code, unit)}"


@pytest.mark.parametrize(
    ("path", "fields", "visits"),
    [
        ("{code}", {}, 1),
        ("{code}/", {}, 1),
        ("{code}/index.html", {}, 1),
        ("{code}/?utm=1", {}, 1),
        ("{code}", {"status": 304}, 1),
        ("{code}", {"status": 404}, 1),  # the page for missing addresses shows it
        ("{code}", {"agent": None}, 1),  # the common format has no agent
        ("{code}", {"status": 301}, 0),  # its goal follows
        ("{code}", {"status": 500}, 0),
        ("{code}/x.png", {}, 0),
        ("{small}", {}, 0),
        ("{slip}", {}, 0),  # its check sign
        ("{material}", {}, 0),
        ("{unit}", {}, 0),
        ("{code}", {"day": "31/Jul/2020:23:59:59 +0700"}, 0),
        ("{code}", {"day": "06/Aug/2020:17:30:00 +0000"}, 1),  # half past midnight in the campaign's time zone
        ("{code}", {"day": "31/Aug/2020:17:30:00 +0000"}, 0),
        *(("{code}", {"agent": agent}, 0) for agent in ROBOTS),
    ],
)
def test_a_visit_is_a_page_that_a_phone_saw(tmp_path: Path, path: str, fields: Mapping[str, Any], visits: int) -> None:
    right = code()
    paths = {
        "code": right,
        "small": right.lower(),
        "slip": right[:-1] + ("0" if right[-1] != "0" else "1"),
        "material": f"/B{link_code('ZZ', '13990')}",
        "unit": code(unit="99999"),
    }
    text = line(path.format_map(paths), **fields)
    assert sum(scans(tmp_path, text).days.values()) == visits
    assert sum(scans(tmp_path, f"caidat.example {text}").days.values()) == visits
    assert sum(scans(tmp_path, text.replace("GET", "HEAD")).days.values()) == 0


def test_visits_are_counted_by_unit_material_place_and_day(tmp_path: Path) -> None:
    first, second = shipped.prepared().materials[:2]
    texts = [line(code(0))] * 6 + [line(code(1, ""), "11/Aug/2020:08:00:00 +0700")] * 2
    counts = scans(tmp_path, *texts, line(code(1), agent=ROBOTS[0]))
    assert (counts.units, counts.robots, counts.lines) == ({"": 2, "13990": 6}, 1, 9)
    assert counts.materials == {first.slug: 6, second.slug: 2}
    assert sum(counts.channels.values()) == 8 and set(counts.channels) == {first.meta.channel, second.meta.channel}
    assert [counts.days[dt.date(2020, 8, day)] for day in (10, 11, 12)] == [6, 2, 0]


def test_few_visits_are_not_shown_of_a_unit(tmp_path: Path) -> None:
    counts = scans(tmp_path, *[line(code())] * (LEAST - 1), *[line(code(unit="13993"))] * LEAST)
    assert (counts.units, counts.few) == ({"13993": LEAST}, LEAST - 1)


def simple_count(texts: list[str]) -> Counter[str]:
    """Visits by unit, counted in another way: by splitting at spaces and quotation marks."""
    codes = {material.meta.code for material in shipped.prepared().materials}
    counts: Counter[str] = Counter()
    for text in texts:
        parts = text.split('"')
        words, status = parts[1].split(), parts[2].split()[0]
        robot = len(parts) > 5 and any(word in parts[5].lower() for word in ("bot", "curl", "facebook"))
        day = int(re.findall(r"\[(\d\d)/Aug/2020", text)[0]) if "/Aug/2020" in text else 0
        if words[0] != "GET" or status not in {"200", "304", "404"} or robot or not 7 <= day <= 31:
            continue
        name = words[1].split("?")[0].removeprefix("/B").removesuffix("/")
        unit = name[2:7]
        if (
            len(name) == 8
            and name[:2] in codes
            and name == link_code(name[:2], unit)
            and unit in shipped.bundle().units
        ):
            counts[unit] += 1
    return counts


def test_it_equals_an_independent_count_whatever_the_files(tmp_path: Path) -> None:
    number, units = random.Random(8), list(shipped.bundle().units)
    agents = [PHONE] * 6 + [*ROBOTS[:3]]
    texts = [
        line(
            number.choice([code(number.randrange(20), number.choice(units)) + number.choice(["", "/"]), "/", "/x.css"]),
            f"{number.randrange(5, 31):02d}/Aug/2020:{number.randrange(24):02d}:00:00 +0700",
            number.choice([200, 200, 301, 304, 404, 500]),
            number.choice(agents),
        )
        for _ in range(4000)
    ]
    folder = tmp_path / "logs"
    folder.mkdir()
    for at in range(4):
        content = "".join(f"{text}\n" for text in texts[at * 1000 : at * 1000 + 1000]).encode()
        (folder / f"access.log.{at}{'.gz' if at > 1 else ''}").write_bytes(
            gzip.compress(content) if at > 1 else content
        )
    expected = simple_count(texts)
    materials = shipped.prepared().materials
    counts, findings = read_logs([folder], shipped.bundle(), materials, PERIOD)
    assert findings == [] and counts.lines == 4000 and sum(expected.values()) > 500
    assert counts.units == {unit: n for unit, n in sorted(expected.items()) if n >= LEAST}
    assert counts.few == sum(n for n in expected.values() if n < LEAST)
    assert read_logs(sorted(folder.iterdir(), reverse=True), shipped.bundle(), materials, PERIOD) == (counts, [])
    shutil.copy(folder / "access.log.2.gz", folder / "copy.log")
    again, findings = read_logs([folder], shipped.bundle(), materials, PERIOD)
    assert again == counts and [finding.slug for finding in findings] == ["log-twice"]


def test_no_address_is_kept(tmp_path: Path) -> None:
    content = write_scans(scans(tmp_path, line(code())), PERIOD)
    assert b"203.0.113" not in content and b"Mozilla" not in content
    path = tmp_path / "scans.json"
    path.write_bytes(content)
    assert write_scans(read_scans(path, "scans.json", PERIOD), PERIOD) == content


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["units"].update({"13990": "many"}),
        lambda record: record["units"].update({"13990": -5}),
        lambda record: record.update(robots=-1),
        lambda record: record.update(days={}),
        lambda record: record["days"].popitem(),
        lambda record: record["days"].update({"2020-09-01": 3}),
        lambda record: record.update(period="2020-09"),
        lambda record: record.update(names=["x"]),
        lambda record: record.pop("units"),
    ],
)
def test_a_damaged_file_of_visits_is_an_error(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path, record = tmp_path / "scans.json", json.loads(write_scans(scans(tmp_path, line(code())), PERIOD))
    path.write_text(json.dumps(record))
    assert read_scans(path, "scans.json", PERIOD).days[dt.date(2020, 8, 10)] == 1
    change(record)
    path.write_text(json.dumps(record))
    with pytest.raises(OutreachError) as error:
        read_scans(path, "scans.json", PERIOD)
    assert [finding.slug for finding in error.value.findings] == ["scans-damaged"]


@pytest.mark.parametrize("content", ["", "[]", "{", "null", "[" * 100_000])
def test_a_file_that_holds_no_visits_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "scans.json"
    path.write_text(content)
    with pytest.raises(OutreachError) as error:
        read_scans(path, "scans.json", PERIOD)
    assert [finding.slug for finding in error.value.findings] == ["scans-damaged"]


def test_lines_of_no_log_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_text(f"{line(code())}\nnonsense\n{line(code())}\n{'x' * 40_000}\n")
    counts, (finding,) = read_logs([path], shipped.bundle(), shipped.prepared().materials, PERIOD)
    assert sum(counts.days.values()) == 2
    assert (finding.slug, finding.line, finding.data["count"]) == ("log-lines", 2, 4)  # the long one in three pieces


def test_damaged_files_are_errors_and_named_together(tmp_path: Path) -> None:
    contents = {"cut.gz": gzip.compress(b"x\n" * 1000)[:-12], "nonsense.gz": b"\x1f\x8bnonsense", "lines.log": b"x\n"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(OutreachError) as error:
        read_logs([tmp_path, tmp_path / "missing"], shipped.bundle(), shipped.prepared().materials, PERIOD)
    slugs = {Path(finding.file).name: finding.slug for finding in error.value.findings}
    unreadable = dict.fromkeys(("cut.gz", "nonsense.gz", "missing"), "file-unreadable")
    assert slugs == {"lines.log": "log-lines", **unreadable}


def test_empty_files_of_rotation_are_not_the_same_log(tmp_path: Path) -> None:
    for name in ("access.log", "access.log.1"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "access.log.2.gz").write_bytes(gzip.compress(b""))
    counts, findings = read_logs([tmp_path], shipped.bundle(), shipped.prepared().materials, PERIOD)
    assert (counts.lines, findings) == (0, [])


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "access.log").write_text(f"{line(code())}\n")
    counts, findings = read_logs([tmp_path], shipped.bundle(), shipped.prepared().materials, PERIOD)
    assert (sum(counts.days.values()), findings) == (1, [])


def test_quotation_marks_of_clients_hide_no_robot(tmp_path: Path) -> None:
    hostile = line(code(), agent=ROBOTS[0]).replace(' "-" ', r' "say \"x\" \\" ')
    counts = scans(tmp_path, hostile, hostile.replace(ROBOTS[0], PHONE), line(r"/?\"x\""))
    assert (sum(counts.days.values()), counts.robots) == (1, 1)


def test_a_phone_whose_name_sounds_like_a_robot_is_a_phone(tmp_path: Path) -> None:
    agents = PHONE.replace("SM-A105F", "CUBOT_X19"), f"{PHONE} (compatible; Cubot; Googlebot/2.1)"
    counts = scans(tmp_path, *(line(code(), agent=agent) for agent in agents))
    assert (sum(counts.days.values()), counts.robots) == (1, 1)


def test_a_line_without_a_closing_mark_takes_no_longer_than_others(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_text(f"{line('/' + 'a' * 16_000).partition(' HTTP')[0]}\n" * 100)
    reader = LogReader(shipped.bundle(), shipped.prepared().materials, PERIOD)
    start = time.process_time()
    counts, _ = reader.read(path)
    assert (counts.damaged, counts.lines) == (100, 100)
    assert time.process_time() - start < 5  # 0.05 s; a pattern that tries again takes over 60


def test_codes_that_nobody_printed_are_not_kept(tmp_path: Path) -> None:
    path, number = tmp_path / "access.log", random.Random(1)
    codes = {link_code("ZZ", f"{number.randrange(100_000)}") for _ in range(500)}
    path.write_text("".join(f"{line(f'/B{name}')}\n" for name in sorted(codes)))
    reader = LogReader(shipped.bundle(), shipped.prepared().materials, PERIOD)
    counts, _ = reader.read(path)
    assert (len(counts.visits), counts.lines) == (0, len(codes))


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "access.log.gz"
    path.write_bytes(gzip.compress(b"0" * 3_000_000))
    monkeypatch.setattr(access_log, "MOST_BYTES", 1_000_000)
    with pytest.raises(OutreachError):
        read_logs([path], shipped.bundle(), shipped.prepared().materials, PERIOD)
