"""Layout check of a document: nothing leaves its page or its box, no glyph and no word is missing.

Every document that is typeset is checked here together with its source files, so that each finding names a file and
a line.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from outreach.core.findings import Finding
from outreach.core.sources import Source, locate
from outreach.core.text import dense
from outreach.render.typeset import Node, Typeset
from outreach.render.weasyprint_cache import HELD
from outreach.sheets.layout_check import SIDES, contents, texts

_LACKING = re.compile(r'\.notdef glyph rendered for Unicode string unsupported by fonts: "(.*)" \(U\+', re.DOTALL)
_UNREAD = re.compile(r"Failed to load image at '([^']*)'")
_SILENT = re.compile(r'Image "([^"]*)" has no required alt description')
COMPLAINTS = {"glyph-lacking": _LACKING, "picture-unreadable": _UNREAD, "picture-silent": _SILENT}
"""Messages of the layout engine, by the finding that they mean; the group of each is looked for in the sources."""
SLACK_MM = 0.5
"""Half a rule's width, or the side bearing of a letter: margins are thirty times as wide."""


def faults(document: Typeset, sources: Sequence[Source], name: str) -> list[Finding]:
    """Faults of the document called `name`, each with file and line of what it was made from."""
    faults_of_texts = [*_complaints(document.complaints), *_layout(document.pages), *_lost_words(document)]
    return [place(finding, text, sources, name) for finding, text in faults_of_texts]


def place(finding: Finding, text: str, sources: Sequence[Source], name: str) -> Finding:
    """A finding with the place where a text stands."""
    return finding.at(*locate(sources, text), sheet=name)


def _complaints(complaints: Sequence[str]) -> Iterator[tuple[Finding, str]]:
    for complaint in complaints:
        matches = {slug: match for slug, pattern in COMPLAINTS.items() if (match := pattern.search(complaint))}
        for slug, match in matches.items():
            name = match[1].removeprefix(HELD)  # of a picture; or the text with the missing glyph
            yield Finding(slug, data={"found": name}), name
        if not matches:
            yield Finding("library-warning", data={"library": "WeasyPrint", "text": complaint}), ""


def _layout(pages: Sequence[Node]) -> Iterator[tuple[Finding, str]]:
    """Words and pictures that leave the page's field, a box to the right, a box of a set height downwards.

    To the left and upwards things hang on purpose: numbers in the margin, the marks of a list.
    """
    for page, root in enumerate(pages, 1):
        for child in root.children:
            field = child if child.name != "html" else root  # heads and feet are fields of their own
            for content in contents(child, ("right",), ("bottom",), ((field, SIDES),)):
                # One finding is enough: what leaves a box leaves the boxes around it too.
                for finding in islice(content.overflow(page, SLACK_MM), 1):
                    yield finding, content.node.text


def _lost_words(document: Typeset) -> Iterator[tuple[Finding, str]]:
    """Words of the source that are on no page. The engine adds some of its own: numbers, heads."""
    laid_out = "".join(texts(document.pages))
    missing = Counter(dense(document.words)) - Counter(dense(laid_out))
    if missing:
        sample = "".join(missing.elements())
        yield Finding("text-lost", data={"count": len(sample), "text": sample[:30]}), sample[:30]
