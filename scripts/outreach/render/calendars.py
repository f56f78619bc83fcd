"""Calendar files, RFC 5545 (adapter of icalendar)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar

_FIRST = dt.date(2000, 1, 1)
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


def calendar(name: str, told: str, appointments: Sequence[Appointment], stamp: dt.date, zone: str) -> bytes:
    """The appointments as a calendar called `name`, which says `told` of itself; `stamp` is the day of their data.

    `zone` names a time zone ("Europe/Paris"), whose rules are in the file. Lines end in CR LF and are folded at 75
    octets.
    """
    made = icalendar.Calendar()
    for key, value in (("prodid", _PRODUCER), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        made.add(key, value)
    for key, value in (("x-wr-calname", name), ("x-wr-caldesc", told), ("x-wr-timezone", zone)):
        if value:
            made.add(key, value)
    stamped = dt.datetime.combine(stamp, dt.time.min, dt.UTC)
    for each in appointments:
        event = icalendar.Event()
        event.add("uid", each.uid)
        event.add("dtstamp", stamped)
        event.add("sequence", (stamp - _FIRST).days)  # grows with the data: what was put off takes the place of the old
        event.add("dtstart", each.at.replace(tzinfo=ZoneInfo(zone)))
        event.add("duration", each.lasts)
        event.add("summary", each.title)
        event.add("description", each.text)
        event.add("url", each.url)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    if appointments:
        days = [each.at.date() for each in appointments]
        made.add_missing_timezones(dt.date(min(days).year, 1, 1), dt.date(max(days).year + 1, 1, 1))
    for rules in made.timezones:
        rules.pop("comment", None)  # for which years the library has worked them out
    return bytes(made.to_ical())
