"""Marked content (ISO 32000-1, 14.6): whether content of a page belongs to a tag, an artifact or nothing."""

DEPTH = 1000
"""Levels of marked content within marked content; deeper ones are not followed."""
_ARTIFACT = -1
"""In place of an MCID, which is not negative."""


class Marking:
    """Where a page's content stands among its marked content."""

    def __init__(self) -> None:
        self._open: list[int | None] = []
        self._tagged = 0
        self.words: set[int] = set()
        """The numbers of marked content (MCID) in which text is shown."""
        self.strays = 0
        """Marks that belong to no tag and are no artifact."""

    def begin(self, number: int | None, artifact: bool = False) -> None:
        """Marked content begins; `number` is its MCID if a tag has it."""
        if len(self._open) < DEPTH:
            self._open.append(number if number is not None else _ARTIFACT if artifact else None)
            self._tagged += self._open[-1] is not None

    def end(self) -> None:
        """The innermost marked content ends."""
        if self._open:
            self._tagged -= self._open.pop() is not None

    def note(self, text: str) -> None:
        """Something is painted; `text` is empty unless it is text."""
        if not self._tagged:
            self.strays += 1
        elif text.strip():
            self.words.update(number for number in self._open if number is not None and number >= 0)
