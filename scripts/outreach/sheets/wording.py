"""Checks of a finished sheet's sentences: short enough to be read in passing, and without refused marks."""

import re
from collections.abc import Iterator, Mapping

from outreach.campaign.model import Words
from outreach.campaign.sheets import Sheet
from outreach.content import markdown
from outreach.content.inline import plain, sentences
from outreach.content.page import Page
from outreach.core.findings import Data, Finding
from outreach.core.project import MATERIALS
from outreach.core.quoting import shorten
from outreach.sheets.compose import Composition
from outreach.sheets.slots import View

_LINK = "record.link_host"
"""The address counts as a word of the material, whoever fills it in."""

_OWN = "strings."
"""Of the words that slots take by default, these are sentences; names, records and the imprint are not."""

_BEGINNING = 6
"""Words by which a sentence is found in its page, whatever markup stands between them."""


def wording(sheet: Sheet, composed: Composition, words: Words, pages: Mapping[str, Page]) -> Iterator[Finding]:
    """Sentences that are too long and marks that are refused, where the material or its section says them.

    `pages` are all pages by their path below docs/. The sheets of a material say the same: a fault names no sheet.
    """
    layout = sheet.template.layouts[sheet.format, sheet.profile]
    for name, view in composed.slots.items():
        source = _source(sheet, name)
        if source is None and not layout[name].default.startswith(_OWN):
            continue
        for sentence in (text for passage in _passages(view) for text in sentences(passage)):
            for slug, data in faults(sentence, words):
                file, line = _place(sheet, name, source or "", sentence, pages)
                yield Finding(slug, file=file, line=line, data={"slot": name, **data})


def many_words(sheet: Sheet, composed: Composition) -> Iterator[Finding]:
    """Pages on which the material says more than the template's `most_words`; names, help and state do not count."""
    layout, most = sheet.template.layouts[sheet.format, sheet.profile], sheet.template.most_words
    for page in range(1, sheet.template.pages + 1) if most else ():
        texts = [
            view.words
            for name, view in composed.slots.items()
            if view.page == page and (_source(sheet, name) is not None or layout[name].default == _LINK)
        ]
        count = sum(any(character.isalnum() for character in word) for words in texts for word in words.split())
        if count > most:
            data: Data = {"sheet": sheet.name, "side": page, "found": count, "most": most}
            yield Finding("words-many", file=sheet.material.table.name, line=sheet.material.line("slots"), data=data)


def faults(sentence: str, words: Words) -> Iterator[tuple[str, Data]]:
    """Slug and data of what is wrong with a sentence."""
    text = shorten(sentence)
    count = sum(any(character.isalnum() for character in word) for word in sentence.split())
    if words.max_words is not None and count > words.max_words:
        yield "sentence-long", {"text": text, "found": count, "most": words.max_words}
    for mark in words.refuse_marks:
        if mark in sentence:
            yield "mark-refused", {"text": text, "found": mark}


def _passages(view: View) -> Iterator[str]:
    """The words of a slot as it was set: its lines, or each lead and each text of its items."""
    lines = [view.lines, *(item.get(key, ()) for item in view.items for key in ("lead", "text"))]
    yield from (" ".join(plain(line) for line in passage) for passage in lines if passage)


def _source(sheet: Sheet, slot: str) -> str | None:
    """The material's text for a slot, or for the one that it is like; None if there is none."""
    texts = sheet.material.meta.slots
    return texts.get(slot, texts.get(sheet.template.layouts[sheet.format, sheet.profile][slot].like))


def _place(sheet: Sheet, slot: str, source: str, sentence: str, pages: Mapping[str, Page]) -> tuple[str, int]:
    """File and line of a sentence: in the section that the slot names, else in the material's front matter."""
    material = sheet.material
    reference = markdown.REFERENCE.fullmatch(source)
    page = pages.get(reference[1] or f"{MATERIALS}/{material.slug}.md") if reference else None
    if reference is None or page is None:
        like = sheet.template.layouts[sheet.format, sheet.profile][slot].like
        return material.table.name, material.line("slots", slot if slot in material.meta.slots else like)
    start = max(0, page.body.find(f"{{#{reference[2]}}}"))
    words = r"[\W_]+".join(re.findall(r"[^\W_]+", sentence)[:_BEGINNING])
    match = re.compile(rf"(?<!\w){words}(?!\w)").search(page.body, start)
    return page.name, page.line(match.start() if match else start)
