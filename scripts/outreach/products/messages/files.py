"""The files of messages: a list for telecoms, a calendar, texts. Each a function of what a campaign says."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from outreach.campaign.bundle import Bundle
from outreach.core.files import windows_text
from outreach.core.lists import spreadsheet
from outreach.core.strings import Strings
from outreach.products.messages.calendars import Appointment, calendar
from outreach.products.messages.message import Message, MessageSeries
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


def identity(series: MessageSeries, sending: Sending) -> str:
    """The name of one sending, the same in every list and calendar, also if it is put off: it is a message's nth."""
    same = sorted(planned.at for planned in series.meta.schedule if planned.message == sending.message)
    return f"{series.slug}-{sending.message}-{same.index(sending.at) + 1}"


def files(every: Sequence[MessageSeries], bundle: Bundle) -> list[MessageFile]:
    """All files of all series, and those of the campaign as a whole; none without series."""
    words, stem = bundle.words, f"{FOLDER}/{bundle.words.text('messages.file')}"
    outputs: list[MessageFile] = []
    for series in every:
        outputs += _of_series(series, bundle)
    if paid := [series for series in every if series.counted]:
        title, table = words.text("messages.every_csv"), sending_list(paid, bundle)
        outputs.append(MessageFile(f"{stem}.csv", "CSV", title, table))
    if every:
        title, dates = words.text("messages.every_ics"), sending_calendar(every, bundle)
        outputs.append(MessageFile(f"{stem}.ics", "ICS", title, dates))
    return outputs


def _of_series(series: MessageSeries, bundle: Bundle) -> Iterator[MessageFile]:
    title, stem = series.meta.title, stem_of(series)
    if series.counted:
        yield MessageFile(f"{stem}.csv", "CSV", title, sending_list([series], bundle))
    yield MessageFile(f"{stem}.ics", "ICS", title, sending_calendar([series], bundle))
    yield MessageFile(f"{stem}.txt", "TXT", title, windows_text(f"{text_of(series, bundle)}\n"))
    for message in series.messages.values():
        for form in series.forms(message):
            text = subject(series, message) + message.forms[form]
            # What is paid by the character is a file of these alone: a mark or an end of line would be sent, and cost.
            content = text.encode() if series.counted else windows_text(f"{text}\n")
            yield MessageFile(
                text_path(series, message, form, bundle.words), "TXT", f"{title}: {message.title}", content
            )


def stem_of(series: MessageSeries) -> str:
    """The path of a series' files in the site, without ending."""
    return f"{FOLDER}/{series.slug}/{series.slug}"


def text_path(series: MessageSeries, message: Message, form: Form, words: Strings) -> str:
    """The path in the site of one form of one message, numbered as it is first sent."""
    number = series.meta.message_ids.index(message.id) + 1
    end = f"-{words.text(f'messages.file_{form}')}" if series.counted else ""
    return f"{FOLDER}/{series.slug}/{number}-{message.id}{end}.txt"


def subject(series: MessageSeries, message: Message) -> str:
    """The line above a message whose heading is sent too."""
    return f"{message.title}\n\n" if series.medium.subject else ""


def sending_list(every: Sequence[MessageSeries], bundle: Bundle) -> bytes:
    """The list for telecoms of what to send, in order of time: a spreadsheet's CSV file."""
    words, heads = bundle.words, bundle.words.section("messages")
    rows = [[str(heads[f"column_{key}"]) for key in COLUMNS]]
    for series, sending, message in sendings_in_order(every):
        tally = message.counts[series.forms(message)[0]]
        cells: Mapping[str, str] = {
            "id": identity(series, sending),
            "audience": words.text(f"messages.audience_{series.meta.audience}"),
            "day": words.date(sending.day),
            "time": sending.time,
            "sender": series.meta.sender,
            "text": series.sent_text(message),
            "encoding": tally.encoding,
            "segments": str(tally.segments),
            "note": words.text(f"status.{bundle.campaign.status}"),
        }
        rows.append([cells[key] for key in COLUMNS])
    return spreadsheet(rows)


def sending_calendar(every: Sequence[MessageSeries], bundle: Bundle) -> bytes:
    """When what is sent: a calendar."""
    words, campaign = bundle.words, bundle.campaign
    notice = words.text(f"status.{campaign.status}")
    appointments = []
    for series, sending, message in sendings_in_order(every):
        meta = series.meta
        says = [f"{notice}." if notice else "", f"{words.text('messages.sender')}: {meta.sender}"]
        appointments.append(
            Appointment(
                f"{identity(series, sending)}@{urlsplit(campaign.site_url).hostname}",
                sending.at,
                _LASTS,
                words.text("messages.event", message=message.title, series=meta.title),
                "\n\n".join(filter(None, [*says, series.sent_text(message)])),
                f"{campaign.site_url}{FOLDER}/{series.slug}/#{message.id}",
            )
        )
    name = every[0].meta.title if len(every) == 1 else words.text("messages.every_ics")
    return calendar(f"{campaign.name}: {name}", notice, appointments, campaign.as_of, campaign.timezone)


def sendings_in_order(every: Sequence[MessageSeries]) -> list[tuple[MessageSeries, Sending, Message]]:
    rows = [(series, sending, message) for series in every for sending, message in series.sendings()]
    return sorted(rows, key=lambda row: (row[1].at, row[0].slug, row[1].message))


def text_of(series: MessageSeries, bundle: Bundle) -> str:
    """A series as plain text: what it is, then each message with its days, in all its forms."""
    words, meta = bundle.words, series.meta
    notice = words.text(f"status.{bundle.campaign.status}")
    blocks = [meta.title, f"{notice}." if notice else "", f"{words.text('messages.sender')}: {meta.sender}"]
    for message in series.messages.values():
        when = [moment(sending, words) for sending, sent in series.sendings() if sent is message]
        blocks.append(f"{message.title}\n{words.text('messages.send')}: {'; '.join(when)}")
        for form in series.forms(message):
            label = f"{words.text(f'messages.form_{form}')}:\n" if series.counted else ""
            blocks.append(label + message.forms[form])
    return "\n\n".join(filter(None, blocks))


def moment(sending: Sending, words: Strings) -> str:
    """Day and time for people."""
    return words.text("messages.moment", day=words.date(sending.day), time=sending.time)
