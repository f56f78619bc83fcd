"""Layout check of a document: nothing leaves its page or its box, no glyph and no word is missing.

Every document that is typeset is checked here together with its source files, so that each finding names a file and
a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.core.sources import Source, locate
from outreach.render.pdf.geometry import outside
from outreach.render.typeset import Node, Typeset
from outreach.render.weasyprint_cache import HELD
from outreach.sheets.layout_check import dense

_LACKING = re.compile(r'\.notdef glyph rendered for Unicode string unsupported by fonts: "(.*)" \(U\+', re.DOTALL)
_UNREAD = re.compile(r"Failed to load image at '([^']*)'")
_SILENT = re.compile(r'Image "([^"]*)" has no required alt description')
COMPLAINTS = {"glyph-lacking": _LACKING, "picture-unreadable": _UNREAD, "picture-silent": _SILENT}
"""Messages of the layout engine, by the finding that they mean; the group of each is looked for in the sources."""
SLACK_MM = 0.5
"""Half a rule's width, or the side bearing of a letter: margins are thirty times as wide."""
SIDES = ("left", "top", "right", "bottom")


def faults(document: Typeset, sources: Sequence[Source], name: str) -> list[Finding]:
    """Faults of the document called `name`, each with file and line of what it was made from."""
    faults_of_texts = [*_complaints(document.complaints), *_layout(document.pages), *_lost(document)]
    return [placed(finding, text, sources, name) for finding, text in faults_of_texts]


def placed(finding: Finding, text: str, sources: Sequence[Source], name: str) -> Finding:
    """A finding with the place where a text stands."""
    file, line = locate(sources, text)
    return Finding(finding.slug, finding.severity, file, line, finding.page, {**finding.data, "sheet": name})


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
            beside = child.name != "html"  # heads and feet
            yield from _beyond(child, page, [(child if beside else root, tuple(SIDES))])


def _beyond(node: Node, page: int, bounds: list[tuple[Node, tuple[str, ...]]]) -> Iterator[tuple[Finding, str]]:
    if node.kind == "picture" or (node.kind == "text" and node.text.strip()):
        subject = f"«{node.text[:28]}»" if node.text else node.name
        if node.turned:
            yield Finding("overflow-unchecked", page=page, data={"what": subject}), node.text
            return
        for bound, sides in bounds:
            for side, mm in outside(node.rect, bound.rect, SLACK_MM).items():
                if side in sides:
                    box = bound.name or "page"
                    data: Data = {"what": subject, "box": box, "side": side, "mm": number(mm)}
                    yield Finding("overflow", page=page, data=data), node.text
                    return  # one finding is enough: what leaves a box leaves the boxes around it too
    if node.kind == "box" and node.name.split(".")[0] not in {"", "html", "body", "span", "b", "br", "a"}:
        bounds = [*bounds, (node, ("right", "bottom") if node.binding else ("right",))]
    for child in node.children:
        yield from _beyond(child, page, bounds)


def _texts(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        yield node.text
        yield from _texts(node.children)


def _lost(document: Typeset) -> Iterator[tuple[Finding, str]]:
    """Words of the source that are on no page. The engine adds some of its own: numbers, heads."""
    laid_out = "".join(_texts(document.pages))
    lost = Counter(dense(document.words)) - Counter(dense(laid_out))
    if lost:
        sample = "".join(lost.elements())
        yield Finding("text-lost", data={"count": len(sample), "text": sample[:30]}), sample[:30]
