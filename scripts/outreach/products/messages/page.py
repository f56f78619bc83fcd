"""Additions to the pages of messages: each text to copy with its segments and cost, lists, a counter."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.content import markdown
from outreach.content.html import inner_html, parse_fragment
from outreach.core.strings import Strings
from outreach.products.messages.carriers import Carrier
from outreach.products.messages.files import moment, stem_of, subject, text_path
from outreach.products.messages.message import Message, Told
from outreach.products.messages.segments import alphabet
from outreach.products.messages.series import FOLDER, Form
from outreach.render.templates import Templates

PAGE = f"{FOLDER}/index.md"
_SAID = ("counter_empty", "tally", "room", "forcing", "decomposed", "over", "refused")
"""Strings that the counter speaks with."""


def series_page(html: str, told: Told, bundle: Bundle, templates: Templates) -> str:
    """The page of a series with a box of texts to copy in place of each message's words."""
    root = parse_fragment(html)
    up = f"{FOLDER}/{told.series.slug}"
    for message in told.messages.values():
        elements = markdown.section(root, message.id)
        heading = elements[0].getprevious()
        assert heading is not None  # a section has a heading
        for element in elements:
            root.remove(element)
        box = templates.render("message.html.j2", _message(told, message, bundle, up))
        heading.addnext(parse_fragment(box)[0])
    context = {**_words(bundle), **_files(told, bundle, up), "series": _series(told, bundle), "up": "../../"}
    facts = parse_fragment(templates.render("series.html.j2", context))
    place = next((at for at, each in enumerate(root) if each.tag in markdown.HEADINGS), len(root))
    root[place:place] = list(facts)
    return inner_html(root)


def index_page(
    html: str, every: Sequence[Told], carriers: Mapping[str, Carrier], bundle: Bundle, templates: Templates
) -> str:
    """The page of all messages: its words, the series, when what is sent, carriers, the counter."""
    words = bundle.words
    rows = sorted(
        (
            (sending.at, told.series.slug, moment(sending, words), message, told)
            for told in every
            for sending, message in told.sendings()
        ),
        key=lambda row: (row[0], row[1], row[3].id),
    )
    stem = words.text("messages.file")
    context = {
        **_words(bundle),
        "every": [_series(told, bundle) | _files(told, bundle, FOLDER) for told in _in_order(every, bundle)],
        "dates": [
            {
                "when": when,
                "title": message.title,
                "series": told.series.meta.title,
                "link": f"{told.series.slug}/#{message.id}",
            }
            for _, _, when, message, told in rows
        ],
        "carriers": [_carrier(carrier, bundle.words) for carrier in carriers.values()],
        "csv": f"{stem}.csv" if any(told.series.medium.counted for told in every) else "",
        "ics": f"{stem}.ics" if every else "",
        "data": {
            "alphabet": alphabet(),
            "carriers": [
                {"name": each.name, "banned": each.banned, "plain": each.limit(False), "marked": each.limit(True)}
                for each in carriers.values()
            ],
        },
        "said": {key: words.text(f"messages.{key}") for key in _SAID},
        "up": "../",
    }
    return html + templates.render("index.html.j2", context)


def _words(bundle: Bundle) -> dict[str, Any]:
    return {"words": bundle.words.section("messages"), "lang": bundle.campaign.language}


def _in_order(every: Sequence[Told], bundle: Bundle) -> list[Told]:
    """The series as the navigation has them, others behind."""
    named = list(_pages(bundle.campaign.nav))
    paths = [f"{FOLDER}/{told.series.slug}.md" for told in every]
    place = {path: named.index(path) if path in named else len(named) for path in paths}
    return [told for _, told in sorted(zip(paths, every, strict=True), key=lambda pair: (place[pair[0]], pair[0]))]


def _pages(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for each in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _pages(each)


def _series(told: Told, bundle: Bundle) -> dict[str, Any]:
    meta, words = told.series.meta, bundle.words
    counted = told.series.medium.counted
    return {
        "title": meta.title,
        "summary": meta.summary,
        "link": f"{told.series.slug}/",
        "counted": counted,
        "facts": {
            "medium": words.text(f"messages.medium_{meta.medium}"),
            "audience": words.text(f"messages.audience_{meta.audience}"),
            "sender": meta.sender,
            "sendings": str(len(meta.schedule)),
            **(_counted(told, bundle) if counted else {}),
        },
    }


def _counted(told: Told, bundle: Bundle) -> dict[str, str]:
    words = bundle.words
    return {
        "people": words.grouped(told.people),
        "budget": words.text("messages.segments", segments=told.series.meta.budget),
        "total": _money(told.total(), words),
    }


def _files(told: Told, bundle: Bundle, up: str) -> dict[str, Any]:
    stem = posixpath.relpath(stem_of(told), up)
    kinds = ["csv", "ics", "txt"] if told.series.medium.counted else ["ics", "txt"]
    return {"files": [(bundle.words.text(f"messages.{kind}"), f"{stem}.{kind}") for kind in kinds]}


def _message(told: Told, message: Message, bundle: Bundle, up: str) -> dict[str, Any]:
    words = bundle.words
    return {
        **_words(bundle),
        "id": message.id,
        "title": message.title,
        "when": [moment(sending, words) for sending, each in told.sendings() if each is message],
        "subject": message.title if subject(told, message) else "",
        "counted": told.series.medium.counted,
        "cost": _money(told.cost(message), words),
        "forms": [_form(told, message, form, words, up) for form in told.forms(message)],
    }


def _form(told: Told, message: Message, form: Form, words: Strings, up: str) -> dict[str, Any]:
    tally = message.counts[form]
    return {
        "name": form,
        "label": words.text(f"messages.form_{form}"),
        "sent": form == told.forms(message)[0],
        "text": message.forms[form],
        "tally": words.text(
            "messages.tally", units=words.grouped(tally.units), encoding=tally.encoding, segments=tally.segments
        )
        if told.series.medium.counted
        else words.text("messages.characters", characters=words.grouped(tally.characters)),
        "file": posixpath.relpath(text_path(told, message, form, words), up),
    }


def _carrier(carrier: Carrier, words: Strings) -> dict[str, Any]:
    marked = carrier.longest_marked
    limits = [words.text("messages.cut_plain", most=carrier.longest)] if carrier.longest else []
    limits += [words.text("messages.cut_marked", most=marked)] if carrier.marked and marked else []
    limits += [] if carrier.marked else [words.text("messages.no_marks")]
    return {
        "name": carrier.name,
        "limits": limits or [words.text("messages.no_limit")],
        "banned": " ".join(carrier.banned),
        "sender": words.text("messages.sender_rule", most=carrier.sender_longest),
        "price": _money(carrier.price, words),
        "sample": carrier.sample,
        "source": words.text("messages.source", source=carrier.source, day=words.date(carrier.checked_on)),
    }


def _money(amount: float, words: Strings) -> str:
    return words.text("messages.money", amount=words.grouped(amount))
