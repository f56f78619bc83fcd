"""Visits of printed codes, counted from the logs of web servers: nobody's address is kept, robots are left out.

A phone that scans a code asks for the code's page. Its answer 200 or 304 is a visit, and so is 404: the page for
missing addresses shows the page of any valid code. A redirect (301) to the folder's address is none: the visit follows.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import CODE_LENGTH, PREFIX, full_code, parse_code
from outreach.campaign.materials import Material
from outreach.core.findings import Finding, OutreachError
from outreach.core.package import package_table
from outreach.products.reports import THEME
from outreach.products.reports.results import LEAST, Scans
from outreach.products.reports.table import Period

MOST_LINE = 16_384
"""Bytes of a line: web servers allow addresses of 8 KB. What is longer is damaged."""
MOST_BYTES = 20_000_000_000
"""Unpacked bytes of one file."""
# Clients choose what stands between quotation marks, and servers write theirs as \". Possessive (*+): nothing is tried
# twice, so that time grows with the length of a line, whatever is in it.
_QUOTED = rb'"(?P<%s>[^"\\]*+(?:\\.[^"\\]*+)*+)"'
_LINE = re.compile(
    rb"(?:\S+ )?\S+ \S+ \S+ \[(?P<time>[^\]]{20,32})\] "
    + _QUOTED % b"request"
    + rb" (?P<status>\d{3}) (?:\d+|-)(?: "
    + _QUOTED % b"referer"
    + b" "
    + _QUOTED % b"agent"
    + b")?"
)
"""The Common Log Format and the Combined one (https://httpd.apache.org/docs/2.4/logs.html#accesslog), a host's name
before them or not."""
_VISITS = {b"200", b"304", b"404"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class Counts:
    """Visits of one file, or of all: (day, material's code, unit's code) → how many."""

    visits: Counter[tuple[dt.date, str, str]] = field(default_factory=Counter)
    robots: int = 0
    lines: int = 0
    damaged: int = 0
    first_damaged: int = 0
    """Number of the first line that is none of a log."""

    def add(self, other: Counts) -> None:
        self.visits.update(other.visits)
        self.robots += other.robots
        self.lines += other.lines


def read_logs(
    paths: Iterable[Path], bundle: Bundle, materials: Sequence[Material], period: Period
) -> tuple[Scans, list[Finding]]:
    """The visits in log files and folders of them on the days of a period, and what is wrong with them.

    The order of files decides nothing, and a file that is there twice counts once. Raises OutreachError with all files
    that can't be read.
    """
    reader = LogReader(bundle, materials, period)
    total = Counts()
    findings: list[Finding] = []
    unreadable: list[Finding] = []
    digests: dict[str, Path] = {}
    for path in _files(paths):
        try:
            counts, digest = reader.read(path)
        except OutreachError as error:
            unreadable += error.findings
            continue
        if not counts.lines:  # rotation leaves empty files, which are all alike
            continue
        if digest in digests:
            data = {"expected": str(digests[digest])}
            findings.append(Finding("log-twice", "warning", file=str(path), data=data))
            continue
        digests[digest] = path
        total.add(counts)
        if counts.damaged:
            about = {"count": counts.damaged, "found": counts.lines}
            findings.append(Finding("log-lines", "warning", str(path), counts.first_damaged, data=about))
    if unreadable:
        raise OutreachError([*findings, *unreadable])
    return _scans(total, materials, period), findings


def _files(paths: Iterable[Path]) -> list[Path]:
    """The files that are named, and those in folders that are, in the order of their paths."""
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    # A pipe or a device would be waited for without end; what is not there is told when it is opened.
    usual = (file for file in files if file.is_file() or not file.exists())
    return sorted({file for file in usual if not file.name.startswith(".")})


class LogReader:
    """Counts the visits of a campaign's codes in log files."""

    def __init__(self, bundle: Bundle, materials: Iterable[Material], period: Period) -> None:
        self._materials = {material.meta.code for material in materials}
        self._heirs = {
            full_code(old): unit.code for unit in bundle.units.values() for old in (*unit.formerly, unit.code)
        }
        self._first, self._last = period.first, period.last
        self._zone = ZoneInfo(bundle.campaign.timezone)
        home = re.escape(urlsplit(bundle.campaign.site_url).path.encode())
        code = rb"%s([0-9A-Z]{%d})" % (PREFIX.encode(), CODE_LENGTH)
        self._request = re.compile(rb"GET " + home + code + rb"(?:/(?:index\.html)?)?(?:\?\S*)?(?: .*)?")
        self._day = lru_cache(100_000)(self._day_of_minute)
        table = package_table(THEME / "robots.toml")
        self._robot, self._phone = (_any_of(table[words]) for words in ("words", "phones"))

    def read(self, path: Path) -> tuple[Counts, str]:
        """The counts of a file, and its SHA-256. Raises OutreachError for a file that can't be read to its end."""
        digest, counts = hashlib.sha256(), Counts()
        try:
            with path.open("rb") as file:
                packed = file.read(2) == b"\x1f\x8b"
                file.seek(0)
                # Told by what it holds, not by its name: rotation gives names of many kinds.
                with gzip.open(file) if packed else file as log:
                    for line in _lines(log):  # type: ignore[arg-type]  # GzipFile reads as a file does
                        digest.update(line)
                        self._count(line, counts)
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise OutreachError(Finding("file-unreadable", file=str(path), data={"reason": reason})) from None
        return counts, digest.hexdigest()

    def _count(self, line: bytes, counts: Counts) -> None:
        counts.lines += 1
        match = _LINE.match(line)
        if match is None:
            counts.damaged += 1
            counts.first_damaged = counts.first_damaged or counts.lines
            return
        request, status, agent = match.group("request", "status", "agent")
        if status not in _VISITS or not (code := self._request.fullmatch(request)):
            return
        try:
            material, unit = parse_code(code[1].decode())
            time = match["time"]
            day = self._day(time[:17] + time[-6:])  # without seconds: visits of the same minute share a day
        except ValueError:  # a code with a slip, a day of no calendar
            return
        # Codes that nobody printed are not kept: strangers can ask for any number of them.
        if (
            not self._first <= day <= self._last
            or material not in self._materials
            or (unit and unit not in self._heirs)
        ):
            return
        if agent is not None and self._is_robot(agent):
            counts.robots += 1
            return
        counts.visits[day, material, self._heirs.get(unit, "")] += 1

    def _is_robot(self, agent: bytes) -> bool:
        return agent in {b"", b"-"} or self._robot.search(self._phone.sub(b"", agent)) is not None

    def _day_of_minute(self, time: bytes) -> dt.date:
        """The day of a minute of the log in the campaign's time zone. Raises ValueError for what is no time."""
        text = time.decode("ascii", "replace")
        month = _MONTHS.index(text[3:6]) + 1  # strptime would read months in the language of the computer
        moment = dt.datetime.strptime(f"{text[:3]}{month:02d}{text[6:]}", "%d/%m/%Y:%H:%M %z")
        return moment.astimezone(self._zone).date()


def _any_of(words: Iterable[str]) -> re.Pattern[bytes]:
    """Any of these words, in capitals or small letters."""
    return re.compile(b"|".join(re.escape(word.encode()) for word in words), re.IGNORECASE)


def _lines(log: BinaryIO) -> Iterator[bytes]:
    """The lines of a log, long ones in pieces. Raises OSError beyond MOST_BYTES."""
    size = 0
    while line := log.readline(MOST_LINE):
        size += len(line)
        if size > MOST_BYTES:
            raise OSError(f"> {MOST_BYTES} B")
        yield line


def _scans(total: Counts, materials: Iterable[Material], period: Period) -> Scans:
    """Counts by unit, material, channel and day; of units with enough of them."""
    known = {material.meta.code: material for material in materials}
    units, slugs, channels = Counter[str](), Counter[str](), Counter[str]()
    days = {period.first + dt.timedelta(at): 0 for at in range(period.days)}
    for (day, code, unit), count in total.visits.items():
        material = known[code]
        units[unit] += count
        slugs[material.slug] += count
        channels[material.meta.channel] += count
        days[day] += count
    few = sum(count for code, count in units.items() if code and count < LEAST)
    shown = {code: count for code, count in sorted(units.items()) if not code or count >= LEAST}
    counts: Mapping[str, int] = dict(sorted(slugs.items()))
    return Scans(shown, few, counts, dict(sorted(channels.items())), days, total.robots, total.lines)
