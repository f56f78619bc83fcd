"""Where in its sources a text of a document stands: files and lines that a writer can go to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SHORTEST = 3
"""Letters of the shortest word by which a text is looked for."""


@dataclass(frozen=True)
class Source:
    """A file that a document is made from: its name for people, and its text."""

    name: str
    text: str


def locate(sources: Sequence[Source], text: str) -> tuple[str, int]:
    """File and line where a text stands: all of it, else its longest word; else the first file as a whole."""
    wanted = _plain(text)
    words = sorted(re.findall(rf"\S{{{SHORTEST},}}", wanted), key=len, reverse=True)
    for part in [wanted, *words] if wanted else []:
        for source in sources:
            for number, line in enumerate(source.text.split("\n"), 1):
                if part in _plain(line):
                    return source.name, number
    return (sources[0].name, 0) if sources else ("", 0)


def _plain(text: str) -> str:
    return " ".join(re.sub("[\u00ad\u2060]", "", text).split())
