"""Bounds of what a file may ask of its readers, all counted, none timed.

A file that a person made for print stays below them. They keep any file within 500 MB of memory. Measured: a token of a
content stream takes up to 0.25 kB while the stream is followed, a mark 1.2 kB as long as the file is read.
"""

from typing import Any

import numpy as np

PAGES = 500
OPERATORS = 250_000
"""Operators in all content that a file shows: forms that show forms can multiply without end."""
FORMS = 30_000
"""Forms, cells of patterns and drawn letters that are shown."""
GLYPHS = 2_000_000
MARKS = 100_000
NOTES = 10_000
"""Annotations."""
TOKENS = 1_000_000
"""Tokens of one content stream: operators, operands and brackets."""
STREAM_BYTES = 32_000_000
"""Bytes of one stream, unpacked: a few bytes can be packed a thousandfold, and that again."""
CONTENT_BYTES = 256_000_000
"""Bytes of all content that a file shows: what is shown again counts again."""
IMAGE_BYTES = 100_000_000
"""Bytes of an image whose ink is measured, unpacked."""
FAULTS = 50
"""Faults of one page that are reported; the others are dropped."""
TAGS = 300_000
"""Tags of the structure tree, with the numbers of marked content in it."""
_KINDS = np.full(256, 2, np.uint8)
"""Byte → its kind: 0 parts tokens, 1 is a token by itself, 2 is a part of one (ISO 32000-1, 7.2.2)."""
_KINDS[list(b"\0\t\n\f\r ")] = 0
_KINDS[list(b"()<>[]{}/%")] = 1


class Overdrawn(Exception):
    """A file that asks for more than `most` of `what` (a key of the strings' table `bounds`)."""

    def __init__(self, what: str, most: int) -> None:
        super().__init__(what, most)
        self.what, self.most = what, most


class Budget:
    """Rest of the work that a file may ask for; shared by its pages."""

    def __init__(self) -> None:
        self._most = {
            "operators": OPERATORS,
            "forms": FORMS,
            "glyphs": GLYPHS,
            "marks": MARKS,
            "notes": NOTES,
            "content_bytes": CONTENT_BYTES,
        }
        self._rest = dict(self._most)
        self.streams: dict[Any, Any] = {}
        """Instructions of short streams by object, to be shown again."""

    def take(self, kind: str, count: int = 1) -> None:
        """Count work of a kind. Raises Overdrawn for more than the file may ask for."""
        self._rest[kind] -= count
        if self._rest[kind] < 0:
            raise Overdrawn(kind, self._most[kind])

    def load(self, more: int, whole: int) -> None:
        """Count `more` bytes of a page's or a form's content, `whole` in all. Raises Overdrawn for too many."""
        self.take("content_bytes", more)
        if whole > STREAM_BYTES:
            raise Overdrawn("stream_bytes", STREAM_BYTES)


def admit(stream: bytes | bytearray) -> None:
    """Count the tokens of a content stream, words in its strings among them. Raises Overdrawn for too many."""
    if len(stream) <= TOKENS:  # a token has a byte at least
        return
    kinds = _KINDS[np.frombuffer(stream, np.uint8)]
    tokens = np.count_nonzero((kinds[1:] == 2) & (kinds[:-1] != 2)) + np.count_nonzero(kinds == 1)
    if tokens > TOKENS:
        raise Overdrawn("tokens", TOKENS)
