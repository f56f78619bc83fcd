"""Every unit's booklet to read from: the large print stamped, the Word document and the text filled in.

They lie in the cache on one shelf, by what they are made from and by record.
"""

import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from outreach.campaign.broadcasts import read_broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.units import Unit
from outreach.content.page import read_pages
from outreach.core.cache import Shelf, Store
from outreach.core.files import zip_files
from outreach.core.hashing import digest
from outreach.core.project import Project
from outreach.core.workers import map_pieces
from outreach.products.loudspeakers.booklet import KINDS, ScriptPapers, booklet_label, booklet_title
from outreach.products.loudspeakers.booklet_pattern import BookletPattern, BookletRecords, set_in_full
from outreach.products.loudspeakers.boxes import BoxFitter, UnitWords, unit_words
from outreach.products.loudspeakers.read import read_scripts
from outreach.products.loudspeakers.script_fields import FOLDER
from outreach.products.loudspeakers.text_files import MarkedFiles, mark_files, slot_marks
from outreach.render.fonts import restrict
from outreach.render.glyphs import Family
from outreach.sheets.records.pattern import pattern_key, record_file_name
from outreach.sheets.records.shelves import Incomplete, fill, prune
from outreach.sheets.typeset_document import tools

FIGURES = "0123456789.()+-/:"
MANY = 256
"""Units whose texts one process writes at a time."""
WORDS = f"{BookletPattern.kind}-words"
"""Kind in the cache: Word document and text with marks where a unit's own words go."""
TEXT, PARTS = "words.txt", "document.zip"


@dataclass(frozen=True)
class UnitBooklets:
    """The booklets of units, as `products.unit_files.UnitFiles` has it."""

    bundle: Bundle
    fonts: Mapping[int, Path]
    scripts: UnitWords
    key: str
    product = "loudspeakers"
    kinds = KINDS
    anchor = "read"
    entry_kind = "script"

    @property
    def title(self) -> str:
        return booklet_title(self.bundle)

    @property
    def words(self) -> Mapping[str, str]:
        return self.bundle.words.section("script")

    @property
    def stem(self) -> str:
        return self.bundle.words.text("script.file")

    def names(self, unit: Unit) -> dict[str, str]:
        stem = record_file_name(unit).removesuffix("pdf")
        return {f"{self.stem}-{unit.code}.{kind}": f"{stem}{kind}" for kind in KINDS}

    def pattern(self, every: Iterable[Unit]) -> BookletPattern:
        """The booklet as a pattern of a list: its units decide what characters bases have."""
        characters = _characters(self.bundle, self.scripts, every)
        records = BookletRecords(self.bundle, self.scripts, characters, Family(dict(self.fonts)))
        key = pattern_key(self.stem, records, self.key)
        return BookletPattern(self.stem, key, self.fonts, 1, "", self.bundle, self.scripts, characters)

    def shelf_key(self, every: Iterable[Unit]) -> str:
        return self.pattern(every).key

    def fill(self, units: Sequence[Unit], every: Sequence[Unit], *, light: bool = False) -> Shelf:
        """Make what is missing of these units' files, of a list whose units are `every`; they lie on the shelf.

        Raises OutreachError for units whose words break a script's rules or do not fit, and Incomplete where `light`
        and the marked files must be made or a booklet be set in full.
        """
        store, pattern = Store(self.bundle.project.cache), self.pattern(every)
        if store.entry(WORDS, pattern.key) is None:
            if light:
                raise Incomplete
            files = _marked_files(self.bundle, self.scripts)
            store.keep(WORDS, pattern.key, {TEXT: files.text.encode(), PARTS: zip_files(files.parts)})
        restrict(self.bundle.brand.fonts, self.fonts, store.root)
        fill(store, [pattern], units, every, None if light else set_in_full)
        shelf = store.shelf(pattern.kind, pattern.key)
        missing = [unit for unit in units if shelf.damaged_or_missing(self.names(unit).values())]
        map_pieces(partial(_write_texts, self, pattern), missing, MANY, self.stem)
        return store.shelf(pattern.kind, pattern.key)

    def prune(self, shelf: Shelf, every: Iterable[Unit]) -> None:
        forget_booklets(self.bundle.project, [shelf], {name for unit in every for name in self.names(unit).values()})


def _write_texts(booklets: UnitBooklets, pattern: BookletPattern, units: Sequence[Unit]) -> None:
    """Make the Word documents and texts of units, each whole or not at all. Runs in workers."""
    store = Store(booklets.bundle.project.cache)
    entry, shelf = store.sure_entry(WORDS, pattern.key), store.shelf(pattern.kind, pattern.key)
    with zipfile.ZipFile(entry.path(PARTS)) as archive:
        files = MarkedFiles(entry.read(TEXT).decode(), {name: archive.read(name) for name in archive.namelist()})
    records = pattern.records(Family(dict(pattern.fonts)))
    for unit in units:
        words = pattern.words.of(records.fit(unit)[0])
        _, document, text = booklets.names(unit).values()
        shelf.put(document, files.as_document(words))
        shelf.put(text, files.as_text(words))


def forget_booklets(project: Project, shelves: Sequence[Shelf] = (), files: Collection[str] = ()) -> None:
    """Remove from the cache all of booklets but these files on these shelves, and what they are made from."""
    store = Store(project.cache)
    prune(store, BookletPattern.kind, shelves, files)
    store.prune(WORDS, {shelf.key for shelf in shelves})


def unit_booklets(bundle: Bundle, fonts: Mapping[int, Path], words: UnitWords) -> UnitBooklets:
    """The booklets of scripts that units read."""
    setter = BoxFitter(Family(dict(fonts)))
    html = ScriptPapers(bundle, setter).booklet(words, setter.lines(words.of(None))).html
    text = _marked_files(bundle, words).text
    label = booklet_label(bundle, booklet_title(bundle))
    return UnitBooklets(bundle, fonts, words, digest(tools(bundle, fonts), html, text, repr(label)))


def _marked_files(bundle: Bundle, words: UnitWords) -> MarkedFiles:
    return mark_files(bundle, words.scripts, words.broadcasts, slot_marks(list(words.of(None))))


def restore(bundle: Bundle, fonts: Mapping[int, Path], key: str) -> UnitBooklets:
    """The booklets of a campaign that was prepared before: its scripts are read again, `key` is as it was."""
    pages, _ = read_pages(bundle, sorted((bundle.project.docs / FOLDER).glob("*.md")))
    words = unit_words(bundle, read_scripts(bundle, pages)[0], read_broadcasts(bundle.project)[0])
    assert words is not None  # or there would be no key
    return UnitBooklets(bundle, fonts, words, key)


def _characters(bundle: Bundle, words: UnitWords, units: Iterable[Unit]) -> str:
    """Every character that bases have: what the language writes names with, what frames say, what records add."""
    have = set("".join(map(str, bundle.words.section("letters").values())) + FIGURES)
    units = list(units)
    for unit in (None, *units[:1]):
        have.update(*words.of(unit).values())
    for unit in units:
        have.update(unit.name, unit.contact_label, unit.hotline)
    return "".join(sorted(have | set("".join(have).upper())))
