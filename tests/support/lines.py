"""Lines of text read back from finished PDF files, and what they tear apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2

from outreach.content.ties import Ties

_LISTED = re.compile(r"\d\d?(?:$| (?=[A-ZĐÁÂĂÊÔƠƯÝ]))|\d\d:\d\d ")
"""The beginning of a numbered step, or of a line of a plan: nothing goes on in it."""


@dataclass
class Line:
    """A line of a page in points, from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def goes_on_in(self, other: "Line") -> bool:
        """True if `other` stands right below, in letters of about the same size."""
        overlap = min(self.right, other.right) - max(self.left, other.left)
        gap = self.bottom - other.top
        listed = _LISTED.match(other.text) is not None
        return (
            not listed
            and overlap > 0
            and -0.6 * self.height < gap < self.height
            and 0.4 < other.height / self.height < 2.5
        )


def lines_of(pdf: Path | bytes) -> list[list[Line]]:
    """The lines of each page, in the order in which they are set."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [list(_lines(page.get_textpage())) for page in document]
    finally:
        document.close()


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[Line]:
    line: Line | None = None
    for number in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(number)
        text = page.get_text_bounded(left, bottom, right, top)
        part = Line(" ".join(text.split()), left, bottom, right, top)
        if not part.text:
            continue
        same = line is not None and min(line.top, top) - max(line.bottom, bottom) > 0.5 * min(line.height, part.height)
        if line is not None and same and left > line.left:
            line.text += f" {part.text}"
            line.right, line.bottom, line.top = right, min(line.bottom, bottom), max(line.top, top)
        else:
            if line is not None:
                yield line
            line = part
    if line is not None:
        yield line


def torn(pdf: Path | bytes, ties: Ties) -> list[tuple[int, str, str]]:
    """Words that belong together and stand on two lines: the page from 1, the words, and both lines."""
    return [
        (number, words, f"{upper.text} / {lower.text}")
        for number, lines in enumerate(lines_of(pdf), 1)
        for upper, lower in pairwise(lines)
        if upper.goes_on_in(lower)
        for _, words in ties.breaks([upper.text, lower.text])
    ]
