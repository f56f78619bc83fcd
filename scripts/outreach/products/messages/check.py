"""Rules of messages: budgets, carriers' rules, senders' names, and words that stay whole without their marks."""

from collections.abc import Iterator

from outreach.campaign.bundle import Bundle
from outreach.content.inline import sentences
from outreach.content.segments import remove_marks
from outreach.core.findings import Data, Finding
from outreach.core.lists import runs
from outreach.core.quoting import visible
from outreach.products.messages.carriers import Carrier, addresses
from outreach.products.messages.message import Message, MessageSeries
from outreach.products.messages.series import Form
from outreach.sheets.wording import faults as wording_faults

Fault = tuple[str, Form, str, Data]
"""Slug, the form at fault, the words at fault, data."""


def check(series: MessageSeries, bundle: Bundle) -> Iterator[Finding]:
    """All faults of one series."""
    for message in series.messages.values():
        yield from _wording(series, message, bundle)
        if series.counted:
            yield from _count_faults(series, message)
    if series.counted:
        yield from _sender(series)


def _count_faults(series: MessageSeries, message: Message) -> Iterator[Finding]:
    faults: list[Fault] = [*_budget(series, message), *_losses(series, message)]
    for carrier in series.carriers.values():
        faults += _carrier_faults(series, message, carrier)
    for slug, form, words, data in faults:
        line = series.line(message, words, form)
        yield Finding(slug, file=series.page.name, line=line, data={"message": message.id, **data})


def _budget(series: MessageSeries, message: Message) -> Iterator[Fault]:
    form, most = series.forms(message)[0], series.meta.budget
    tally = message.counts[form]
    if most is not None and tally.segments > most:
        data: Data = {"found": tally.segments, "most": most, "encoding": tally.encoding, "units": tally.units}
        yield "message-budget", form, message.title, data


def _losses(series: MessageSeries, message: Message) -> Iterator[Fault]:
    """Text that would be lost or run on the way: addresses, words without marks that still have some, formulas."""
    for address in dict.fromkeys(addresses(message.text)):
        if not address.isascii():
            yield "message-address", "marked", address, {"found": visible(address)}
    if message.own and message.own != remove_marks(message.own):
        strange = "".join(dict.fromkeys(sign for sign in message.own if remove_marks(sign) != sign))
        yield "message-marks", "plain", strange[:1], {"found": visible(strange)}
    elif forcing := message.counts["plain"].forcing:
        yield "message-unicode", "plain", forcing[0], {"found": visible(forcing)}
    for form in series.forms(message):
        if runs(message.forms[form]):
            yield "message-formula", form, message.text[:20], {"found": visible(message.forms[form])}


def _carrier_faults(series: MessageSeries, message: Message, carrier: Carrier) -> Iterator[Fault]:
    form = series.forms(message)[0]
    tally = message.counts[form]
    most = carrier.limit(bool(tally.forcing))
    if most == 0:
        yield (
            "message-unmarked-only",
            form,
            tally.forcing[0],
            {"carrier": carrier.name, "found": visible(tally.forcing)},
        )
    elif most is not None and tally.units > most:
        yield "message-cut", form, message.title, {"carrier": carrier.name, "found": tally.units, "most": most}
    if refused := carrier.banned_in(message.forms[form]):
        yield "message-banned", form, refused[0], {"carrier": carrier.name, "found": " ".join(refused)}


def _sender(series: MessageSeries) -> Iterator[Finding]:
    sender = series.meta.sender
    line = series.page.table.line(("sender",))
    for carrier in series.carriers.values():
        data: Data = {"sender": sender, "carrier": carrier.name}
        if len(sender) > carrier.sender_longest:
            length: Data = {"found": len(sender), "most": carrier.sender_longest}
            yield Finding("sender-long", file=series.page.name, line=line, data=data | length)
        if signs := carrier.sender_faults(sender):
            yield Finding("sender-letters", file=series.page.name, line=line, data=data | {"found": visible(signs)})


def _wording(series: MessageSeries, message: Message, bundle: Bundle) -> Iterator[Finding]:
    """Sentences that are too long and marks that are refused, as on sheets."""
    texts: dict[Form, str] = {"marked": message.text, "plain": message.own}
    for form, text in texts.items():
        for line in text.split("\n"):
            for sentence in sentences(line):
                for slug, data in wording_faults(sentence, bundle.campaign.words):
                    where: Data = {"slot": message.id, **data}
                    yield Finding(slug, file=series.page.name, line=series.line(message, sentence, form), data=where)
