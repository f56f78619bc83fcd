"""Calendar files, RFC 5545 (adapter of icalendar)."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar

_FIRST = dt.date(2000, 1, 1)
_HOUR = 3600  # s
_PRODUCER = "-//outreach//messages//EN"


@dataclass(frozen=True)
class Appointment:
    """Something to be done; `at` in the calendar's own time."""

    uid: str
    at: dt.datetime
    lasts: dt.timedelta
    title: str
    text: str
    url: str


def calendar(name: str, description: str, appointments: Sequence[Appointment], stamp: dt.date, zone: str) -> bytes:
    """The appointments as a calendar called `name` with a `description`; `stamp` is the day of their data.

    `zone` names a time zone ("Europe/Paris"), whose rules are in the file. Lines end in CR LF and are folded at 75
    octets.
    """
    file = icalendar.Calendar()
    for key, value in (("prodid", _PRODUCER), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        file.add(key, value)
    for key, value in (("x-wr-calname", name), ("x-wr-caldesc", description), ("x-wr-timezone", zone)):
        if value:
            file.add(key, value)
    stamped = dt.datetime.combine(stamp, dt.time.min, dt.UTC)
    for appointment in appointments:
        event = icalendar.Event()
        event.add("uid", appointment.uid)
        event.add("dtstamp", stamped)
        event.add("sequence", (stamp - _FIRST).days)  # grows with the data: what was put off takes the place of the old
        event.add("dtstart", appointment.at.replace(tzinfo=ZoneInfo(zone)))
        event.add("duration", appointment.lasts)
        event.add("summary", appointment.title)
        event.add("description", appointment.text)
        event.add("url", appointment.url)
        event.add("transp", "TRANSPARENT")
        file.add_component(event)
    if appointments:
        years = [appointment.at.year for appointment in appointments]
        first, end = (dt.datetime(year, 1, 1) for year in (min(years), max(years) + 1))
        for name_of_zone in sorted(file.get_missing_tzids()):  # none for UTC, which has no rules
            file.add_component(_rules(name_of_zone, first, end))
    return bytes(file.to_ical())


def _rules(zone: str, first: dt.datetime, end: dt.datetime) -> icalendar.Timezone:
    """The VTIMEZONE of a zone from one local time to another: a part for each offset in force, RFC 5545, 3.6.5.

    The library's own (7.3) has clocks put forward an hour late, and leaps over weeks of another time in between.
    """
    rules = icalendar.Timezone()
    rules.add("tzid", zone)
    for onset, before, (offset, saving, name) in _changes(ZoneInfo(zone), first, end):
        part = icalendar.TimezoneDaylight() if saving else icalendar.TimezoneStandard()
        part.add("dtstart", onset)
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", offset)
        rules.add_component(part)
    return rules


def _changes(
    zone: ZoneInfo, first: dt.datetime, end: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.timedelta, tuple[dt.timedelta, bool, str | None]]]:
    """Each change of the clocks: its onset, the offset before it; then the new offset, saving of daylight, and name.

    The onset is told in the time that ends: RFC 5545 has DTSTART read with TZOFFSETFROM. zoneinfo tells offsets alone,
    so changes are sought: hour by hour, then by halves to the second. The first is none, but the state at `first`.
    """
    start, last = (local.replace(tzinfo=zone).astimezone(dt.UTC) for local in (first, end))

    def state(second: int) -> tuple[dt.timedelta, bool, str | None]:
        local = (start + dt.timedelta(seconds=second)).astimezone(zone)
        return local.utcoffset() or dt.timedelta(), bool(local.dst()), local.tzname()

    old = state(0)
    yield first, old[0], old
    for hour in range(0, int((last - start).total_seconds()), _HOUR):
        if state(hour + _HOUR) != old:
            second = bisect_left(range(hour + _HOUR), True, lo=hour, key=lambda second: state(second) != old)
            new = state(second)
            yield (start + dt.timedelta(seconds=second) + old[0]).replace(tzinfo=None), old[0], new
            old = new
