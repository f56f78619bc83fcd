"""Local times that a zone's clocks skip, or show twice: neither says when something is to be done."""

import datetime as dt
from zoneinfo import ZoneInfo

SKIPPED, REPEATED = "hour-skipped", "hour-repeated"
"""Slugs of findings: clocks are put forward over the time, or back over it."""


def clock_fault(at: dt.datetime, zone: str) -> tuple[str, dict[str, str]] | None:
    """The finding's slug and data for a local time that is not exactly one instant of the zone; None if it is.

    Of PEP 495: `fold` chooses between the offsets before and after a change of the clocks. They differ at a time that
    is skipped or repeated, and a skipped time, taken to UTC and back, is another. `earlier` and `later` are times
    beyond the change that exist once.
    """
    local = at.replace(tzinfo=ZoneInfo(zone), fold=0)
    before, after = (local.replace(fold=fold).utcoffset() or dt.timedelta() for fold in (0, 1))
    if before == after:
        return None
    skipped = local.astimezone(dt.UTC).astimezone(local.tzinfo).replace(tzinfo=None) != at
    step = abs(after - before)
    data = {"found": _moment(at), "zone": zone, "earlier": _moment(at - step), "later": _moment(at + step)}
    return SKIPPED if skipped else REPEATED, data


def _moment(at: dt.datetime) -> str:
    return at.isoformat(" ", "minutes")
