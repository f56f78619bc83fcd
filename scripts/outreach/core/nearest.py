"""Names that a writer may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

SHOWN = 12
"""Names that are listed where none is alike."""


def closest(word: str, known: Iterable[str]) -> str:
    """The known words most like `word`, or the first few of all."""
    words = sorted(known)
    few = words if len(words) <= SHOWN else [*words[:SHOWN], "…"]
    return ", ".join(difflib.get_close_matches(word, words, 3) or few) or "—"
