"""Messages as a page of a series says them: one section each, in words that any telephone shows."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from outreach.campaign.validate import unknown
from outreach.content import markdown
from outreach.content.html import HtmlElement
from outreach.content.inline import plain
from outreach.content.marks import marks
from outreach.content.page import Page
from outreach.content.segments import MessageLength, count, remove_marks
from outreach.core.findings import Data, Finding
from outreach.core.tables import KeyPath
from outreach.products.messages.carriers import Carrier
from outreach.products.messages.series import Form, Medium, Sending, SeriesFields, media


@dataclass(frozen=True)
class Message:
    """One message: `id` is its section's, `title` the section's heading, `line` the heading's line in the file."""

    id: str
    title: str
    text: str
    """With all its marks; NFC; paragraphs on lines of their own."""
    own: str
    """The author's own text for the form without marks; else empty."""
    line: int

    @cached_property
    def forms(self) -> dict[Form, str]:
        """The text without marks and with them."""
        return {"plain": self.own or remove_marks(self.text), "marked": self.text}

    @cached_property
    def counts(self) -> dict[Form, MessageLength]:
        return {form: count(text) for form, text in self.forms.items()}


@dataclass(frozen=True)
class MessageSeries:
    """A series with its messages: `slug` is its file's name, `carriers` are those that it is sent by."""

    slug: str
    meta: SeriesFields
    carriers: Mapping[str, Carrier]
    page: Page
    messages: Mapping[str, Message]

    @property
    def medium(self) -> Medium:
        return media()[self.meta.medium]

    @property
    def counted(self) -> bool:
        """Sent in segments, which cost money."""
        return self.medium.counted

    def sendings(self) -> list[tuple[Sending, Message]]:
        """The sendings with their messages, in order of time."""
        ordered = sorted(self.meta.schedule, key=lambda sending: (sending.at, sending.message))
        return [(sending, self.messages[sending.message]) for sending in ordered]

    def forms(self, message: Message) -> list[Form]:
        """The forms that a message has, the one that is sent first."""
        if not self.counted:
            return ["marked"]
        return sorted(message.forms, key=lambda form: form != self.meta.form)

    def line(self, message: Message, words: str, form: Form) -> int:
        """The line of the file on which a form of a message first says these words; else that of its heading."""
        if message.own and form == "plain":
            return self.page.table.line(("plain", message.id))
        at = self.page.body.find(words, _place(self.page, message.id)[1])
        return message.line if at < 0 else self.page.body_line + self.page.body.count("\n", 0, at)

    def sent_text(self, message: Message) -> str:
        """The text as it is sent."""
        return message.forms[self.forms(message)[0]]

    @property
    def people(self) -> int:
        return sum(self.meta.subscribers.values())

    def cost(self, message: Message) -> float:
        """The cost of sending a message once: segments × subscribers × price of each carrier."""
        segments = message.counts[self.forms(message)[0]].segments
        return segments * sum(people * self.carriers[name].price for name, people in self.meta.subscribers.items())

    def total(self) -> float:
        """The cost of all sendings."""
        return sum(self.cost(message) for _, message in self.sendings())


def read_sections(
    slug: str, meta: SeriesFields, carriers: Mapping[str, Carrier], page: Page
) -> tuple[MessageSeries | None, list[Finding]]:
    """The messages that a series names, and what in their sections no message can show."""
    tree = markdown.to_tree(page.body)
    ids = markdown.section_ids(tree)
    faults: list[Finding] = []
    names: list[tuple[KeyPath, str]] = [
        (("schedule", index, "message"), sending.message) for index, sending in enumerate(meta.schedule)
    ]
    names += [(("plain", name), name) for name in meta.plain]
    faults += [unknown(page.table, path, name, ids) for path, name in names if name not in ids]
    if faults:
        return None, faults
    messages: dict[str, Message] = {}
    for name in meta.message_ids:
        plain_text = meta.plain.get(name, "")
        messages[name] = Message(
            name, _title(tree, name), _text(tree, name), plain_text, page.body_line + _place(page, name)[0]
        )
        faults += _beyond(tree, messages[name], page)
    own_carriers = {name: carriers[name] for name in meta.subscribers if name in carriers}
    return MessageSeries(slug, meta, own_carriers, page, messages), faults


def _place(page: Page, name: str) -> tuple[int, int]:
    """Lines of the body above a heading, and where its line begins; 0 if its id was made from its words."""
    at = max(0, page.body.find(f"{{#{name}}}"))
    return page.body.count("\n", 0, at), at


def _title(tree: HtmlElement, name: str) -> str:
    heading = next(node for node in tree.iter(*markdown.HEADINGS) if node.get("id") == name)
    return " ".join(heading.text_content().split())


def _text(tree: HtmlElement, name: str) -> str:
    """The words of a section: items on lines of their own, an empty line between paragraphs."""
    text, in_list = "", False
    for block in markdown.blocks(markdown.section(tree, name)):
        gap = "" if not text else "\n" if block.mark and in_list else "\n\n"
        text, in_list = f"{text}{gap}{f'{block.mark} ' if block.mark else ''}{plain(block.runs)}", bool(block.mark)
    return unicodedata.normalize("NFC", text)


def _beyond(tree: HtmlElement, message: Message, page: Page) -> Iterator[Finding]:
    """A section that says nothing, or holds what a message has not: emphasis, links, pictures, tables."""
    elements = markdown.section(tree, message.id)
    if not message.text:
        yield Finding("message-empty", file=page.name, line=message.line, data={"message": message.id})
    block_tags = marks().tags_of("message", "block")
    every = [str(node.tag) for element in elements for node in element.iter() if isinstance(node.tag, str)]
    if strange := list(dict.fromkeys(tag for tag in every if tag not in block_tags)):
        data: Data = {"message": message.id, "tags": ", ".join(strange)}
        yield Finding("message-markup", file=page.name, line=message.line, data=data)
