"""Rules of how a text is read aloud, and what they leave unread because it can be read in two ways or in none."""

from collections.abc import Callable
from dataclasses import dataclass

Rule = tuple[str, Callable[..., str]]
"""A pattern, and the reading of its groups, each a `str`; those that match nothing are empty. It may raise Doubtful."""


@dataclass(frozen=True)
class Doubt:
    """A part of a text that is left unread: its two readings, or none if there is no such day or hour."""

    text: str
    readings: tuple[str, ...] = ()


class Doubtful(Exception):
    """A reading that is not sure: `text` is left unread, since it has two `readings` or none."""

    def __init__(self, text: str, *readings: str) -> None:
        super().__init__(text)
        self.doubt = Doubt(text, readings)
