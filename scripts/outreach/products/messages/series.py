"""A series of messages: what is sent to whom, by what way, when, and what it may cost. One file in docs/tin-nhan/."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from outreach.campaign.bundle import Bundle
from outreach.campaign.clock import clock_fault
from outreach.campaign.model import Line
from outreach.campaign.validate import Strict, no_truth, unknown, validate
from outreach.core.findings import Data, Finding
from outreach.core.tables import KeyPath, Table, read_toml
from outreach.products.messages import THEME
from outreach.products.messages.carriers import Carrier

FOLDER = "tin-nhan"
"""The folder of series, below docs/ and in the site."""
MEDIA = THEME / "media.toml"
Audience = Literal["subscribers", "staff", "parents", "public"]
Form = Literal["plain", "marked"]
"""Without diacritics or with them."""
Count = Annotated[int, BeforeValidator(no_truth), Field(ge=1)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OWN = ("subscribers", "budget", "form", "plain")
"""Fields that not every medium has."""


class Medium(Strict):
    """A kind of message: the fields that it needs, and those that it may have."""

    needs: list[str] = Field(default_factory=list)
    takes: list[str] = Field(default_factory=list)
    subject: bool = False

    @property
    def counted(self) -> bool:
        """Sent in segments, which cost money."""
        return "budget" in self.needs


class Sending(Strict):
    """A message's day and time; the same message may be sent again."""

    message: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """The id of its section, which stands in the names of its files."""
    day: dt.date
    """Day, such as 2020-08-24."""
    time: Clock
    """Time of day in quotes: `"08:30"`."""

    @property
    def at(self) -> dt.datetime:
        """In the campaign's own time."""
        return dt.datetime.combine(self.day, dt.time.fromisoformat(self.time))


class SeriesFields(Strict):
    """The front matter of a series."""

    title: Line
    """Heading of its page."""
    summary: Line
    """First line in the list of all series."""
    tasks: list[str] = Field(min_length=1)
    """Rows of tasks.toml that it answers."""
    audience: Audience
    """Whom it is sent to."""
    channel: str
    """Key of channels.toml."""
    medium: str
    """Kind of message: `sms`, `zalo`, `facebook` or `mail` (theme/media.toml)."""
    sender: Line
    """Whom people see as the sender: a brand name of SMS, a page, an office."""
    schedule: list[Sending] = Field(min_length=1)
    """When what is sent."""
    subscribers: dict[str, Count] = Field(default_factory=dict)
    """Carrier → how many people it sends to."""
    budget: Count | None = None
    """The most segments of one message."""
    form: Form = "plain"
    """The form that is sent; the other is shown too."""
    plain: dict[str, Line] = Field(default_factory=dict)
    """Message → a text of its own without diacritics, shorter than the one that comes of leaving them out."""
    hide: list[Literal["navigation", "toc", "footer"]] = Field(default_factory=list)
    """Parts of the page to leave out."""

    @property
    def message_ids(self) -> list[str]:
        """The messages, each once, in the order in which they are first sent."""
        return list(dict.fromkeys(sending.message for sending in sorted(self.schedule, key=lambda sending: sending.at)))


def is_series(name: str) -> bool:
    """True for the path below docs/ of a series."""
    path = Path(name)
    return path.parent == Path(FOLDER) and path.stem != "index"


@cache
def media() -> Mapping[str, Medium]:
    """Every kind of message by its name."""
    return {name: Medium.model_validate(data) for name, data in read_toml(MEDIA, MEDIA.name).data.items()}


def read_series(
    slug: str, table: Table, bundle: Bundle, carriers: Mapping[str, Carrier]
) -> tuple[SeriesFields | None, list[Finding]]:
    """The front matter of a series, with every reference and every day checked; None if it can't be read."""
    meta, faults = validate(SeriesFields, table.data, table)
    if not _NAME.fullmatch(slug):
        faults.append(Finding("material-name", file=table.name, data={"found": slug}))
    if meta is None:
        return None, faults
    faults += _strays(meta, table, bundle, carriers)
    medium = media().get(meta.medium)
    if medium is None:
        return None, faults
    faults += _fields(meta, medium, table)
    faults += _days(meta, table, bundle)
    return meta, faults


def _strays(meta: SeriesFields, table: Table, bundle: Bundle, carriers: Mapping[str, Carrier]) -> Iterator[Finding]:
    """Names that nothing bears."""
    names: list[tuple[KeyPath, str, Mapping[str, object]]] = [
        (("channel",), meta.channel, bundle.channels),
        (("medium",), meta.medium, media()),
        *((("subscribers", name), name, carriers) for name in meta.subscribers),
        *((("plain", name), name, dict.fromkeys(sending.message for sending in meta.schedule)) for name in meta.plain),
    ]
    if bundle.tasks:
        names += [(("tasks", index), task, bundle.tasks) for index, task in enumerate(meta.tasks)]
    for path, name, choices in names:
        if name not in choices:
            yield unknown(table, path, name, choices)


def _fields(meta: SeriesFields, medium: Medium, table: Table) -> Iterator[Finding]:
    """Fields that the medium can't do without, and those that say nothing about it."""
    fields = meta.model_fields_set
    for field in _OWN:
        slug = "message-field-missing" if field in medium.needs and not getattr(meta, field) else ""
        slug = "message-field-idle" if field in fields and field not in [*medium.needs, *medium.takes] else slug
        if slug:
            yield Finding(slug, file=table.name, line=table.line((field,)), data={"field": field, "found": meta.medium})


def _days(meta: SeriesFields, table: Table, bundle: Bundle) -> Iterator[Finding]:
    """Days outside the campaign, hours that no clock or two of them show, a message that is sent twice at a time."""
    first, last = bundle.campaign.valid_from, bundle.campaign.valid_until
    sendings: set[tuple[str, dt.datetime]] = set()
    for index, sending in enumerate(meta.schedule):
        line = table.line(("schedule", index))
        data: Data = {"found": str(sending.day), "message": sending.message}
        if not first <= sending.day <= last:
            days: Data = {"first": str(first), "last": str(last)}
            yield Finding("message-day", file=table.name, line=line, data=data | days)
        if fault := clock_fault(sending.at, bundle.campaign.timezone):
            yield Finding(fault[0], file=table.name, line=line, data=fault[1])
        if (sending.message, sending.at) in sendings:
            yield Finding("message-twice", file=table.name, line=line, data=data | {"time": sending.time})
        sendings.add((sending.message, sending.at))
