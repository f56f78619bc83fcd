"""Operators of marked content (ISO 32000-1, 14.6): does content of a page belong to a tag, an artifact or nothing?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from outreach.render.pdf.objects import get, table

if TYPE_CHECKING:
    from outreach.render.pdf.interpreter import Run

Act = Callable[["Run", Any], None]
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


def _begin(run: Run, operands: Any) -> None:
    """BMC has the operand tag; BDC has a tag and properties, or the name of properties among the resources."""
    about = operands[1] if len(operands) > 1 else None
    properties = get(table(run.resources, "/Properties"), str(about)) if str(about).startswith("/") else about
    number = get(properties, "/MCID")
    run.reader.marking.begin(number if isinstance(number, int) else None, str(operands[0]) == "/Artifact")


def _end(run: Run, _: Any) -> None:
    run.reader.marking.end()


OPERATORS: dict[str, Act] = {"BMC": _begin, "BDC": _begin, "EMC": _end}
