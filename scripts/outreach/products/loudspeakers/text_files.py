"""Scripts as text files and Word documents: for clerks who read from a screen, or who must change a line.

A unit's own words are put into files that were prepared once: where they go stand marks.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from outreach.campaign.bundle import Bundle
from outreach.core.archive import zip_files
from outreach.core.files import TEXT_CODING
from outreach.products.loudspeakers.booklet import imprint, length, loanwords, months, numbers, ordered, times
from outreach.products.loudspeakers.boxes import FRAMES
from outreach.products.loudspeakers.broadcasts import Broadcasts
from outreach.products.loudspeakers.script import Script, Turn
from outreach.sheets.documents import state

if TYPE_CHECKING:
    from outreach.render.word import Block

END = "\r\n"
"""Of their lines: the same Notepad shows all in one line otherwise."""
BODY = "word/document.xml"
FACE = "Times New Roman"
"""Decree 30 asks for it; every computer in an office has it."""
HEADS = (68, 92)
"""mm, the columns of its heading: who speaks, the country's motto."""
DAY = 36
"""mm, the column of days."""
MARGINS = (20.0, 20.0, 20.0, 30.0)
"""mm, as the decree has them: top, right, bottom, left."""
_MARK = re.compile("\ue000(\\w+)\ue001")


@dataclass(frozen=True)
class Prepared:
    """Files with marks where a unit's own words go: the text, and the parts of the Word document."""

    text: str
    parts: Mapping[str, bytes]

    def as_text(self, words: Mapping[str, str]) -> bytes:
        """The text file with these words."""
        return _MARK.sub(lambda match: words[match[1]], self.text).replace("\u00a0", " ").encode(TEXT_CODING)

    def as_document(self, words: Mapping[str, str]) -> bytes:
        """The Word document with these words."""
        body = _MARK.sub(lambda match: escape(words[match[1]], quote=False), self.parts[BODY].decode())
        return zip_files({**self.parts, BODY: body.encode()})


def marked(slots: Sequence[str]) -> dict[str, str]:
    """A mark for each slot."""
    return {slot: f"\ue000{slot}\ue001" for slot in slots}


class ScriptFiles:
    """Writes the files of a campaign's scripts."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle, self._words = bundle, bundle.words

    def prepared(self, scripts: Sequence[Script], broadcasts: Broadcasts | None, own: Mapping[str, str]) -> Prepared:
        """The files of scripts; with broadcasts and a unit's `own` words by slot under an official heading."""
        whole = [self._said(script, index, own) for index, script in enumerate(scripts)]
        names = [f"{number}: {said}." for number, said in numbers(scripts).items()]
        names += [f"{word}: {said}." for word, said in loanwords(scripts).items()]
        return Prepared(self._text(whole, names, own, broadcasts), self._document(whole, scripts, own, broadcasts))

    def _said(self, script: Script, index: int, own: Mapping[str, str]) -> _Said:
        """A script's lines: what its voices say, sentence by sentence."""
        opening, closing = ([own[name]] if (name := f"{frame}{index}") in own else [] for frame in FRAMES)
        if not opening:
            opening, closing = (
                [sentence.breathed for turn in script.frame(frame) for sentence in turn.sentences] for frame in FRAMES
            )
        return _Said(script.slug, script.meta.title, length(script, self._words), opening, script.turns, closing)

    def _text(
        self, scripts: Sequence[_Said], names: Sequence[str], own: Mapping[str, str], broadcasts: Broadcasts | None
    ) -> str:
        words = self._words
        lines = [notice, ""] if (notice := ". ".join(state(self._bundle.campaign, words))) else []
        if broadcasts is not None:
            lines += [f"{broadcasts.authority.upper()} {own['head']}", words.text("script.paper")]
            lines += [own["station"], f"{words.text('script.help')}: {own['help']}", ""]
            titles = {one.slug: one.title for one in scripts}
            lines += [f"{words.text('script.times')}:", *times(broadcasts, titles), ""]
        lines += [words.text("script.breaths"), *names, ""]
        for one in scripts:
            lines += ["=" * 60, one.title.upper(), one.says, "=" * 60, ""]
            for paragraph in one.paragraphs():
                lines += [*paragraph, ""]
        return END.join([*lines, imprint(self._bundle.campaign, self._words), ""])

    def _document(
        self, said: Sequence[_Said], scripts: Sequence[Script], own: Mapping[str, str], broadcasts: Broadcasts | None
    ) -> dict[str, bytes]:
        from outreach.render.word import Paper, Para, Words, document  # heavy

        campaign, words = self._bundle.campaign, self._words
        blocks: list[Block] = []
        if notice := ". ".join(state(campaign, words)):
            blocks.append(Para([Words(notice, bold=True)], 11, "center", after=6))
        if broadcasts is not None:
            blocks += self._heading(own, broadcasts)
            titles = {one.slug: one.title for one in said}
            blocks.append(
                Para([Words(f"{words.text('script.times')}: {'; '.join(times(broadcasts, titles))}.")], 14, after=4)
            )
        for number, spoken in numbers(scripts).items():
            text = f"{words.text('script.number')}: "
            blocks.append(Para([Words(text), Words(number, bold=True), Words(f" ({spoken})")], 14, after=4))
        names = ", ".join(f"{word}: {said}" for word, said in loanwords(scripts).items())
        blocks.append(Para([Words(f"{words.text('script.loanwords')}: {names}.")], 13, after=4))
        blocks.append(Para([Words(words.text("script.breaths"))], 13, after=14))
        if broadcasts is not None:
            blocks += self._signed()
        for index, one in enumerate(said):
            first = bool(broadcasts is not None or index)
            blocks.append(Para([Words(one.title, bold=True)], 20, level=1, after=2, new_page=first))
            blocks.append(Para([Words(one.says, italic=True)], 13, after=10))
            for paragraph in one.paragraphs():
                for place, sentence in enumerate(paragraph):
                    after = 12 if place + 1 == len(paragraph) else 4
                    blocks.append(Para([Words(sentence)], 17, after=after, spacing=1.3, whole=True))
        if broadcasts is not None:
            blocks += self._plan(own, broadcasts)
        title = words.text("script.booklet", app=campaign.app.name) if broadcasts else said[0].title
        said_by, foot = campaign.issuer.name, imprint(campaign, words)
        paper = Paper(title, said_by, campaign.as_of, words.language, FACE, MARGINS, foot)
        with zipfile.ZipFile(io.BytesIO(document(paper, blocks))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def _heading(self, own: Mapping[str, str], broadcasts: Broadcasts) -> list[Block]:
        """Who speaks and the country's motto, as the decree on official papers has them; whom it goes to."""
        from outreach.render.word import Columns, Para, Words

        words = self._words
        left = [
            Para([Words(broadcasts.authority.upper())], 12, "center"),
            Para([Words(own["head"], bold=True)], 12, "center"),
        ]
        sizes = zip(broadcasts.motto, (12, 13), strict=False)
        right = [Para([Words(line, bold=True)], size, "center") for line, size in sizes]
        filled = [[Para([Words(words.text("script.no"))], 13, "center", before=6)]]
        filled.append([Para([Words(words.text("script.dated"), italic=True)], 13, "center", before=6)])
        subject = words.text("script.subject", app=self._bundle.campaign.app.name)
        return [
            Columns(HEADS, (left, right)),
            Columns(HEADS, filled),
            Para([], 8, after=6),
            Para([Words(words.text("script.paper"), bold=True)], 16, "center"),
            Para([Words(subject, bold=True)], 14, "center", after=10),
            Para([Words(own["station"], bold=True)], 14, after=4),
            Para([Words(ordered(self._bundle.campaign, words))], 14, after=6),
            Para([Words(f"{words.text('script.help')}: "), Words(own["help"], bold=True)], 14, after=8),
        ]

    def _signed(self) -> list[Block]:
        """Who gets copies, and who signs."""
        from outreach.render.word import Columns, Para, Words

        words = self._words
        copies = [Para([Words(words.text("script.copies"), bold=True, italic=True)], 12)]
        copies += [Para([Words(line)], 11) for line in words.text("script.copies_to").split("\n")]
        by = [Para([Words(words.text("script.approved"), bold=True)], 13, "center")]
        by.append(Para([Words(words.text("script.signed"), italic=True)], 13, "center"))
        return [Para([], 8, before=10), Columns((80, 80), (copies, by))]

    def _plan(self, own: Mapping[str, str], broadcasts: Broadcasts) -> list[Block]:
        """The plan of broadcasts, to tick off."""
        from outreach.render.word import Grid, Para, Words

        campaign, words = self._bundle.campaign, self._words
        plan: list[Block] = [
            Para([Words(words.text("script.plan"), bold=True)], 20, level=1, after=2, new_page=True),
            Para([Words(own["plan"], bold=True)], 14, after=2),
            Para([Words(words.text("script.plan_how"))], 13, after=8),
        ]
        at = [slot.at for slot in broadcasts.slots]
        width = (160 - DAY) / len(at)
        for month in months(campaign.valid_from, campaign.valid_until, words):
            rows = [[month["title"], *at], *([day, *[""] * len(at)] for day in month["days"])]
            plan += [Grid((DAY, *[width] * len(at)), rows, 11), Para([], 8, after=8)]
        return plan


@dataclass(frozen=True)
class _Said:
    """A script as lines of text."""

    slug: str
    title: str
    says: str
    opening: Sequence[str]
    turns: Sequence[Turn]
    closing: Sequence[str]

    def paragraphs(self) -> list[list[str]]:
        """Its paragraphs, each a list of sentences; who speaks stands before the first."""
        found = [list(self.opening)] if self.opening else []
        for turn in self.turns:
            said = [sentence.breathed for sentence in turn.sentences] or [f"({turn.direction})"]
            found.append([f"{turn.voice}: {said[0]}", *said[1:]] if turn.voice else said)
        return [*found, list(self.closing)] if self.closing else found
