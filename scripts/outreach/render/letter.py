"""Official letters before they are laid out: parts that a Word document and a paper have alike."""

from collections.abc import Sequence
from dataclasses import dataclass

CAPITAL_EM, SMALL_EM, SIGN_EM = 0.72, 0.49, 0.28
"""Mean widths in Times New Roman: capitals and figures, small letters, spaces and signs."""


@dataclass(frozen=True)
class Table:
    """Rows of cells below a row of headings; columns behind the first `words` hold numbers, on the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1
    first_mm: float = 45
    """Width of the columns of words together, where numbers stand beside them."""


Words = Sequence[tuple[str, bool]]
"""Pieces of a paragraph, True for bold ones."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, or a heading."""

    words: Words
    heading: bool = False


@dataclass(frozen=True)
class Annex:
    """An annex: heading, title, which letter it goes with, and its table."""

    heading: str
    title: str
    letter: str
    table: Table


@dataclass(frozen=True)
class Letter:
    """An official letter: its frame, its body and its annexes."""

    superior: str
    body: str
    country: str
    motto: str
    number: str
    dated: str
    kind: str
    subject: str
    blocks: Sequence[Paragraph | Table]
    recipients_title: str
    recipients: Sequence[str]
    signer: str
    annexes: Sequence[Annex] = ()

    @property
    def title(self) -> str:
        """For the file's properties."""
        return f"{self.kind} {self.subject}"


def width_mm(text: str, size: float) -> float:
    """About how wide a line is, for the length of a rule: Word alone knows its font."""
    widths = (
        CAPITAL_EM if sign.isupper() or sign.isdigit() else SMALL_EM if sign.isalpha() else SIGN_EM for sign in text
    )
    return sum(widths) * size * 25.4 / 72
