"""The files of messages: a list for telecoms, a calendar, texts. Each a function of what a campaign says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from outreach.campaign.bundle import Bundle
from outreach.core.files import TEXT_CODING
from outreach.core.spreadsheets import spreadsheet
from outreach.core.strings import Strings
from outreach.products.messages.calendars import Appointment, calendar
from outreach.products.messages.message import Message, Told
from outreach.products.messages.series import FOLDER, Form, Sending

_LASTS = dt.timedelta(minutes=30)
"""How long an appointment to send something is in a calendar."""
COLUMNS = ("id", "audience", "day", "time", "sender", "text", "encoding", "segments", "note")


@dataclass(frozen=True)
class MessageFile:
    """A published file: `kind` is CSV, ICS or TXT, `title` what it is of."""

    path: str
    kind: str
    title: str
    content: bytes


def identity(told: Told, sending: Sending) -> str:
    """The name of one sending, the same in every list and calendar, also if it is put off: it is a message's nth."""
    same = sorted(each.at for each in told.series.meta.schedule if each.message == sending.message)
    return f"{told.series.slug}-{sending.message}-{same.index(sending.at) + 1}"


def files(every: Sequence[Told], bundle: Bundle) -> list[MessageFile]:
    """All files of all series, and those of the campaign as a whole; none without series."""
    words, stem = bundle.words, f"{FOLDER}/{bundle.words.text('messages.file')}"
    made: list[MessageFile] = []
    for told in every:
        made += _of_series(told, bundle)
    counted = [told for told in every if told.series.medium.counted]
    if counted:
        made.append(MessageFile(f"{stem}.csv", "CSV", words.text("messages.every_csv"), listed(counted, bundle)))
    if every:
        made.append(MessageFile(f"{stem}.ics", "ICS", words.text("messages.every_ics"), dated(every, bundle)))
    return made


def _of_series(told: Told, bundle: Bundle) -> Iterator[MessageFile]:
    title, stem = told.series.meta.title, stem_of(told)
    if told.series.medium.counted:
        yield MessageFile(f"{stem}.csv", "CSV", title, listed([told], bundle))
    yield MessageFile(f"{stem}.ics", "ICS", title, dated([told], bundle))
    yield MessageFile(f"{stem}.txt", "TXT", title, _windows(text_of(told, bundle)))
    for message in told.messages.values():
        for form in told.forms(message):
            said = subject(told, message) + message.forms[form]
            # What is paid by the character is a file of these alone: a mark or an end of line would be sent, and cost.
            content = said.encode() if told.series.medium.counted else _windows(said)
            yield MessageFile(text_path(told, message, form, bundle.words), "TXT", f"{title}: {message.title}", content)


def stem_of(told: Told) -> str:
    """The path of a series' files in the site, without ending."""
    return f"{FOLDER}/{told.series.slug}/{told.series.slug}"


def text_path(told: Told, message: Message, form: Form, words: Strings) -> str:
    """The path in the site of one form of one message, numbered as it is first sent."""
    number = told.series.sent.index(message.id) + 1
    end = f"-{words.text(f'messages.file_{form}')}" if told.series.medium.counted else ""
    return f"{FOLDER}/{told.series.slug}/{number}-{message.id}{end}.txt"


def subject(told: Told, message: Message) -> str:
    """The line above a message whose heading is sent too."""
    return f"{message.title}\n\n" if told.series.medium.subject else ""


def listed(every: Sequence[Told], bundle: Bundle) -> bytes:
    """The list for telecoms of what to send, in order of time: a spreadsheet's CSV file."""
    words, heads = bundle.words, bundle.words.section("messages")
    rows = [[str(heads[f"column_{key}"]) for key in COLUMNS]]
    for told, sending, message in _ordered(every):
        tally = message.counts[told.forms(message)[0]]
        cells: Mapping[str, str] = {
            "id": identity(told, sending),
            "audience": words.text(f"messages.audience_{told.series.meta.audience}"),
            "day": words.date(sending.day),
            "time": sending.time,
            "sender": told.series.meta.sender,
            "text": told.sent(message),
            "encoding": tally.encoding,
            "segments": str(tally.segments),
            "note": words.text(f"status.{bundle.campaign.status}"),
        }
        rows.append([cells[key] for key in COLUMNS])
    return spreadsheet(rows)


def dated(every: Sequence[Told], bundle: Bundle) -> bytes:
    """When what is sent: a calendar."""
    words, campaign = bundle.words, bundle.campaign
    notice = words.text(f"status.{campaign.status}")
    appointments = []
    for told, sending, message in _ordered(every):
        meta = told.series.meta
        says = [f"{notice}." if notice else "", f"{words.text('messages.sender')}: {meta.sender}"]
        appointments.append(
            Appointment(
                f"{identity(told, sending)}@{urlsplit(campaign.site_url).hostname}",
                sending.at,
                _LASTS,
                words.text("messages.event", message=message.title, series=meta.title),
                "\n\n".join(filter(None, [*says, told.sent(message)])),
                f"{campaign.site_url}{FOLDER}/{told.series.slug}/#{message.id}",
            )
        )
    name = every[0].series.meta.title if len(every) == 1 else words.text("messages.every_ics")
    return calendar(f"{campaign.name}: {name}", notice, appointments, campaign.as_of, campaign.timezone)


def _ordered(every: Sequence[Told]) -> list[tuple[Told, Sending, Message]]:
    rows = [(told, sending, message) for told in every for sending, message in told.sendings()]
    return sorted(rows, key=lambda row: (row[1].at, row[0].series.slug, row[1].message))


def text_of(told: Told, bundle: Bundle) -> str:
    """A series as plain text: what it is, then each message with its days, in all its forms."""
    words, meta = bundle.words, told.series.meta
    notice = words.text(f"status.{bundle.campaign.status}")
    blocks = [meta.title, f"{notice}." if notice else "", f"{words.text('messages.sender')}: {meta.sender}"]
    for message in told.messages.values():
        when = [moment(sending, words) for sending, each in told.sendings() if each is message]
        blocks.append(f"{message.title}\n{words.text('messages.send')}: {'; '.join(when)}")
        for form in told.forms(message):
            label = f"{words.text(f'messages.form_{form}')}:\n" if told.series.medium.counted else ""
            blocks.append(label + message.forms[form])
    return "\n\n".join(filter(None, blocks))


def moment(sending: Sending, words: Strings) -> str:
    """Day and time for people."""
    return words.text("messages.moment", day=words.date(sending.day), time=sending.time)


def _windows(text: str) -> bytes:
    """Text as old editors read it."""
    return f"{text}\n".replace("\n", "\r\n").encode(TEXT_CODING)
