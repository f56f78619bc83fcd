"""Units' booklets to be made: the words, the names of files, and where they lie in the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.units import Unit
from outreach.core.cache import Shelf
from outreach.core.findings import Finding
from outreach.products.loudspeakers.boxes import UnitWords
from outreach.render.xmp import Label
from outreach.sheets.label import file_label, unit_title
from outreach.sheets.records.task import name_of

KINDS = ("pdf", "docx", "txt")
"""Endings of a unit's files, in the order in which they are shown."""
KIND = "aloud"
"""Of these files in the cache; within it, what they are made from."""
BASE, WORDS = "base", "words"
TEXT, PARTS = "words.txt", "document.zip"


@dataclass(frozen=True)
class Aloud:
    """The source of units' papers: words, a digest of all else that decides their bytes, the stem of their files."""

    words: UnitWords
    key: str
    stem: str

    def names(self, unit: Unit) -> list[str]:
        """The published files of a unit."""
        return [f"{self.stem}-{unit.code}.{kind}" for kind in KINDS]


def label(bundle: Bundle) -> Label:
    """Metadata of the paper, without the name of a unit in its title."""
    words = bundle.words
    return file_label(bundle, title_of(bundle), words.text("script.unit_lead"))


def title_of(bundle: Bundle, unit: Unit | None = None) -> str:
    """Title of the paper."""
    title = bundle.words.text("script.booklet", app=bundle.campaign.app.name)
    return unit_title(bundle, title, unit) if unit else title


def names_of(unit: Unit) -> list[str]:
    """Names of a unit's files in the cache, in the order of KINDS."""
    stem = name_of(unit).removesuffix("pdf")
    return [f"{stem}{kind}" for kind in KINDS]


def kind_of(shelf: Shelf) -> str:
    """The kind in the cache of what the files of a shelf are made from."""
    return f"{shelf.kind}/{shelf.key}"


@dataclass(frozen=True)
class Writing:
    """Units whose files are to be made from what lies in the cache."""

    fonts: Mapping[int, Path]
    aloud: Aloud
    shelf: Shelf
    units: Sequence[Unit]
    titles: Sequence[str] = ()
    """Title of stamped papers."""
    reason: str = ""
    """Why no paper can be stamped; empty if it can."""
    warned: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    """Doubts about papers, by their names in the cache."""
