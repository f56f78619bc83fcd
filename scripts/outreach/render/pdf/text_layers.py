"""Texts and symbols found in a stream of operators, as the layout engine draws them."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from outreach.render.stamping import format_number

_N = rb"[-\d.]+"
TEXT = re.compile(
    rb"1 0 0 -1 (?P<x>" + _N + rb") (?P<y>" + _N + rb") Tm\s+(?:/(?P<font>\S+) (?P<size>" + _N + rb") Tf\s+)?"
    rb"(?P<before>/DeviceCMYK cs\s+0 0 0 1 scn\s+)?(?P<glyphs>\[[^\[\]]*\])\s*TJ"
    rb"(?P<after>(?(before)\s+/\S+ cs\s+[-\d. ]+ scn))"
)
"""A text as the layout engine draws it, and as fine print is made black."""
SYMBOL = re.compile(rb"(?<=\n)4 4 m\s+5 4 l\s+5 5 l\s+4 5 l\s+h(?=\s+f\b)")
"""A dark module in the corner of the quiet zone, as the layout engine draws it."""


@dataclass(frozen=True)
class Text:
    """A text that is drawn: where it stands in the stream, place on the page, font, size in 1/1024 px."""

    at: tuple[int, int]
    x: float
    y: str
    font: str
    size: int
    before: str
    glyphs: tuple[tuple[int, ...], tuple[float, ...]]
    operands: bytes
    after: str

    @property
    def looks(self) -> tuple[object, ...]:
        return (self.x, self.y, self.font, self.size, self.before, self.glyphs, self.after)

    def operators(self) -> bytes:
        """The text by itself: with its font and size, which may have been the last text's."""
        size = format_number(self.size / 1024)
        start = f"1 0 0 -1 {format_number(self.x)} {self.y} Tm\n/{self.font} {size} Tf\n{self.before}"
        return start.encode() + self.operands + f" TJ{self.after}".encode()


@dataclass
class TextLayer:
    """A stream of operators: a page's, or a form's."""

    data: bytes
    texts: list[Text] = field(default_factory=list)
    symbols: list[tuple[int, int]] = field(default_factory=list)

    @property
    def frame(self) -> list[bytes]:
        """The pieces of the stream between its texts."""
        cuts = [0, *(end for text in self.texts for end in text.at), len(self.data)]
        return [self.data[start:end] for start, end in list(pairwise(cuts))[::2]]


def read_layer(data: bytes) -> TextLayer:
    """The texts and symbols of a stream."""
    layer = TextLayer(data, symbols=[match.span() for match in SYMBOL.finditer(data)])
    font, size = "", 0
    for match in TEXT.finditer(data):
        if match["font"]:
            font, size = match["font"].decode(), round(float(match["size"]) * 1024)
        texts = [(match[name] or b"").decode() for name in ("y", "before", "after")]
        glyphs = match["glyphs"]
        layer.texts.append(
            Text(match.span(), float(match["x"]), texts[0], font, size, texts[1], _glyphs(glyphs), glyphs, texts[2])
        )
    return layer


def _glyphs(operands: bytes) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Glyphs and the sum of the moves behind each."""
    glyphs: list[int] = []
    moves: list[float] = []
    for token in re.findall(rb"<[0-9a-fA-F]*>|-?[\d.]+", operands):
        if token.startswith(b"<"):
            digits = token[1:-1]
            glyphs += [int(digits[at : at + 4], 16) for at in range(0, len(digits), 4)]
            moves += [0.0] * (len(glyphs) - len(moves))
        elif moves:
            moves[-1] += float(token)
    return tuple(glyphs), tuple(moves)
