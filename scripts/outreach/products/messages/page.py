"""Additions to the pages of messages: each text to copy with its segments and cost, lists, a counter."""

import posixpath
from collections.abc import Mapping, Sequence
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.content import markdown
from outreach.content.html import inner_html, parse_fragment
from outreach.content.segments import alphabet
from outreach.core.strings import Strings
from outreach.core.tables import texts
from outreach.products.messages.carriers import Carrier
from outreach.products.messages.files import moment, sendings_in_order, stem_of, text_path
from outreach.products.messages.message import MessageSeries
from outreach.products.messages.series import FOLDER
from outreach.render.templates import Templates

PAGE = f"{FOLDER}/index.md"
_COUNTER = ("counter_empty", "tally", "room", "forcing", "decomposed", "over", "refused")
"""Strings that the counter speaks with."""


def series_page(html: str, series: MessageSeries, bundle: Bundle, templates: Templates) -> str:
    """The page of a series with a box of texts to copy in place of each message's words."""
    root = parse_fragment(html)
    context = _context(bundle, f"{FOLDER}/{series.slug}") | {"series": series, "up": "../../"}
    for message in series.messages.values():
        elements = markdown.section(root, message.id)
        heading = elements[0].getprevious()
        assert heading is not None  # a section has a heading
        for element in elements:
            root.remove(element)
        box = templates.render("message.html.j2", context | {"message": message})
        heading.addnext(parse_fragment(box)[0])
    facts = parse_fragment(templates.render("series.html.j2", context))
    place = next((at for at, element in enumerate(root) if element.tag in markdown.HEADINGS), len(root))
    root[place:place] = list(facts)
    return inner_html(root)


def index_page(
    html: str, series: Sequence[MessageSeries], carriers: Mapping[str, Carrier], bundle: Bundle, templates: Templates
) -> str:
    """The page of all messages: its words, the series, when what is sent, carriers, the counter."""
    stem = bundle.words.text("messages.file")
    context = _context(bundle, FOLDER) | {
        "all_series": _in_order(series, bundle),
        "sendings": sendings_in_order(series),
        "carriers": list(carriers.values()),
        "limits": _limits,
        "csv": f"{stem}.csv" if any(item.counted for item in series) else "",
        "ics": f"{stem}.ics" if series else "",
        "alphabet": alphabet(),
        "cuts": [
            {
                "name": carrier.name,
                "banned": carrier.banned,
                "plain": carrier.limit(False),
                "marked": carrier.limit(True),
            }
            for carrier in carriers.values()
        ],
        "counter": {key: bundle.words.text(f"messages.{key}") for key in _COUNTER},
        "up": "../",
    }
    return html + templates.render("index.html.j2", context)


def _context(bundle: Bundle, folder: str) -> dict[str, Any]:
    """Values and functions that all of these templates have; links lead from a `folder` of the site."""
    strings = bundle.words

    def money(amount: float) -> str:
        return strings.text("messages.money", amount=strings.grouped(amount))

    def link(path: str) -> str:
        return posixpath.relpath(path, folder)

    return {
        "strings": strings,
        "words": strings.section("messages"),
        "money": money,
        "link": link,
        "moment": moment,
        "stem_of": stem_of,
        "text_path": text_path,
    }


def _in_order(all_series: Sequence[MessageSeries], bundle: Bundle) -> list[MessageSeries]:
    """The series as the navigation has them, others behind."""
    pages = [path for _, path in texts(bundle.campaign.nav, ())]

    def place(series: MessageSeries) -> tuple[int, str]:
        path = f"{FOLDER}/{series.slug}.md"
        return pages.index(path) if path in pages else len(pages), path

    return sorted(all_series, key=place)


def _limits(carrier: Carrier, strings: Strings) -> list[str]:
    """The lengths after which a carrier cuts a text, in words."""
    limits = [strings.text("messages.cut_plain", most=carrier.longest)] if carrier.longest else []
    if not carrier.marked:
        limits.append(strings.text("messages.no_marks"))
    elif carrier.longest_marked:
        limits.append(strings.text("messages.cut_marked", most=carrier.longest_marked))
    return limits or [strings.text("messages.no_limit")]
