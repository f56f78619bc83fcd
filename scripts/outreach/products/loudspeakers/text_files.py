"""Scripts as text files and Word documents: for clerks who read from a screen, or who must change a line.

A unit's own words are put into files that were prepared once: where they go stand marks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from outreach.campaign.broadcasts import Broadcasts
from outreach.campaign.bundle import Bundle
from outreach.core.files import TEXT_CODING, zip_files
from outreach.core.strings import Strings
from outreach.products.loudspeakers import THEME
from outreach.products.loudspeakers.booklet import booklet_title, length, shared_values
from outreach.products.loudspeakers.boxes import FRAMES
from outreach.products.loudspeakers.script import Script, Turn

END = "\r\n"
"""Of their lines: the same Notepad shows all in one line otherwise."""
BODY = "word/document.xml"
TEMPLATE = THEME / "script.docx"
"""In the face and with the margins that Decree 30 asks for."""
_MARK = re.compile("\ue000(\\w+)\ue001")


@dataclass(frozen=True)
class MarkedFiles:
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


def slot_marks(slots: Sequence[str]) -> dict[str, str]:
    """A mark for each slot."""
    return {slot: f"\ue000{slot}\ue001" for slot in slots}


@dataclass(frozen=True)
class ScriptLines:
    """A script as lines of text."""

    title: str
    says: str
    """How long it is."""
    opening: Sequence[str]
    turns: Sequence[Turn]
    closing: Sequence[str]

    def paragraphs(self) -> list[list[str]]:
        """Its paragraphs, each a list of sentences; who speaks stands before the first."""
        paragraphs = [list(self.opening)]
        for turn in self.turns:
            sentences = [sentence.reading for sentence in turn.sentences] or [f"({turn.direction})"]
            paragraphs.append([f"{turn.voice}: {sentences[0]}", *sentences[1:]] if turn.voice else sentences)
        return [paragraph for paragraph in (*paragraphs, list(self.closing)) if paragraph]


def mark_files(
    bundle: Bundle, scripts: Sequence[Script], broadcasts: Broadcasts | None, own: Mapping[str, str]
) -> MarkedFiles:
    """The files of scripts; with broadcasts and a unit's `own` words by slot under an official heading."""
    from outreach.render.word import Properties, document  # heavy

    campaign, words = bundle.campaign, bundle.words
    values = shared_values(bundle, scripts, broadcasts) | {
        "strings": words.section("script"),
        "own": own,
        "scripts": [_lines(script, index, own, words) for index, script in enumerate(scripts)],
    }
    title = booklet_title(bundle) if broadcasts else scripts[0].meta.title
    properties = Properties(title, campaign.issuer.name, campaign.as_of, words.language)
    return MarkedFiles(_text(values, words), document(TEMPLATE, properties, values))


def _lines(script: Script, index: int, own: Mapping[str, str], words: Strings) -> ScriptLines:
    """A script's lines: what its voices say, sentence by sentence."""
    opening, closing = ([own[name]] if (name := f"{frame}{index}") in own else [] for frame in FRAMES)
    if not opening:
        opening, closing = (
            [sentence.reading for turn in script.frame(frame) for sentence in turn.sentences] for frame in FRAMES
        )
    return ScriptLines(script.meta.title, length(script, words), opening, script.turns, closing)


def _text(values: Mapping[str, Any], words: Strings) -> str:
    """The lines of the text file; `values` are those of the Word document."""
    broadcasts, own = values["booklet"], values["own"]
    lines = [values["notice"], ""] if values["notice"] else []
    if broadcasts is not None:
        lines += [f"{broadcasts.authority.upper()} {own['head']}", words.text("script.paper")]
        lines += [own["station"], f"{words.text('script.help')}: {own['help']}", ""]
        lines += [f"{words.text('script.times')}:", *values["times"], ""]
    names = [f"{name}: {sound}." for key in ("numbers", "loanwords") for name, sound in values[key].items()]
    lines += [words.text("script.breaths"), *names, ""]
    for script in values["scripts"]:
        lines += ["=" * 60, script.title.upper(), script.says, "=" * 60, ""]
        for paragraph in script.paragraphs():
            lines += [*paragraph, ""]
    return END.join([*lines, values["imprint"], ""])
