"""Scripts as text files and Word documents: for clerks who read from a screen, or who must change a line.

A unit's own words are put into files that were prepared once: where they go stand marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.core.files import TEXT_CODING, zip_files
from outreach.products.loudspeakers import THEME
from outreach.products.loudspeakers.booklet import imprint, length, loanwords, months, numbers, ordered, times
from outreach.products.loudspeakers.boxes import FRAMES
from outreach.products.loudspeakers.broadcasts import Broadcasts
from outreach.products.loudspeakers.script import Script, Turn
from outreach.sheets.documents import state

END = "\r\n"
"""Of their lines: the same Notepad shows all in one line otherwise."""
BODY = "word/document.xml"
TEMPLATE = THEME / "script.docx"
"""In the face and with the margins that Decree 30 asks for."""
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
        from outreach.render.word import Properties, document  # heavy

        campaign, words = self._bundle.campaign, self._words
        title = words.text("script.booklet", app=campaign.app.name) if broadcasts else said[0].title
        values: dict[str, Any] = {
            "strings": words.section("script"),
            "notice": ". ".join(state(campaign, words)),
            "imprint": imprint(campaign, words),
            "numbers": numbers(scripts),
            "loanwords": loanwords(scripts),
            "scripts": said,
            "booklet": broadcasts,
        }
        if broadcasts is not None:
            values |= {
                "own": own,
                "subject": words.text("script.subject", app=campaign.app.name),
                "order": ordered(campaign, words),
                "times": times(broadcasts, {script.slug: script.title for script in said}),
                "months": months(campaign.valid_from, campaign.valid_until, words),
            }
        properties = Properties(title, campaign.issuer.name, campaign.as_of, words.language)
        return document(TEMPLATE, properties, values)


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
