"""A sheet of which every unit has its own: which slots vary, and how each record's words are set in them.

What copyfit decides for a record is its shape: the slots it fills, in how many lines and at which size. Records that
fill the same slots in as many lines differ in words, sizes and symbol alone, so one base serves them all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import ALPHABET, CODE_LENGTH, link_path
from outreach.campaign.sheets import Sheet
from outreach.campaign.templates import SHARES, Slot, Type
from outreach.campaign.units import Unit
from outreach.content.inline import BREAK, plain
from outreach.core.lengths import MM_PER_INCH, mm_to_px
from outreach.render import stamping
from outreach.render.glyphs import Family
from outreach.render.stamping import VaryingLine
from outreach.sheets.copyfit import TOLERANCE, legible
from outreach.sheets.label import sheet_title
from outreach.sheets.presswork import GAP_MM, SLUG_PT, slug_title
from outreach.sheets.records.pattern import FEW_LETTERS, RecordFitter, Shape, Structure, Variant, join_with_spaces
from outreach.sheets.slots import Fitting, css, type_css
from outreach.sheets.ties import slot_ties
from outreach.sheets.values import imprint, record_values

SAME = frozenset({"record.link", "record.link_host"})
"""Values that all records share."""
MARKS = frozenset(f"{BREAK}*")
"""Markup characters in a slot's text."""
MANY = 200_000
"""Texts that are kept as they were set: communes share names, districts and numbers to call."""
NO_MATERIAL = "00"
"""Stands for any: what differs between materials are digits and capitals of the link."""
SLUG = "slug"
SLUG_WEIGHT = 400
IMPRINT = "record.imprint"
"""The path of the link is all that differs in it from record to record."""
STEADY = {"record.help_number": "0123456789.()+-", "record.seat": ""}
"""Characters that a base always has for these values, in place of the language's letters: districts rarely change."""
NOT_SIMPLE = "its words are not simply set"
_UNIT = "\x00"


class SheetRecords(RecordFitter):
    """Sets the records of one sheet, which has no unit itself. `characters` are those of all records (see there)."""

    def __init__(self, tables: Bundle, sheet: Sheet, family: Family, characters: Mapping[str, str]) -> None:
        self.sheet, self.tables, self._family, self._characters = sheet, tables, family, characters
        self.rem = mm_to_px(sheet.form.rem)
        self._fitting = Fitting(family, sheet.form.rem, sheet.material.meta.read_from, slot_ties(tables, sheet))
        layout = sheet.template.layouts[sheet.format, sheet.profile]
        given = sheet.material.meta.slots
        self.slots = {
            name: slot
            for name, slot in layout.items()
            if slot.default.startswith("record.") and slot.default not in SAME and slot.kind != "picture"
            if name not in given and slot.like not in given and not self._left_out(layout, slot)
        }
        self._path = record_values(tables.campaign, sheet.material.meta.code, None)["record.link_path"]
        self._imprint = imprint(tables, sheet)
        self._pictures = [slot.default for slot in layout.values() if slot.kind == "picture"]
        self.reason = self._why_not(layout)
        self._fitted = lru_cache(MANY)(self._fit)
        self._sizes = {name: self._ladder(slot) for name, slot in self.slots.items() if slot.kind == "text"}
        self._frames = {
            name: self._frame(name, slot)
            for name, slot in self.slots.items()
            if slot.default == IMPRINT and slot.kind == "text"
        }
        pages = range(1, sheet.template.pages + 1) if tables.profiles[sheet.profile].shop else ()
        slugs = [slug_title(tables, replace(sheet, unit=Unit(_UNIT, _UNIT)), page).partition(_UNIT) for page in pages]
        self._slugs = [(before, after) for before, _, after in slugs]

    def _left_out(self, layout: Mapping[str, Slot], slot: Slot) -> bool:
        """True for words that belong to a symbol which the material does not have."""
        needed = layout.get(slot.needs)
        return needed is not None and needed.kind == "symbol" and self.sheet.material.meta.scan_from is None

    def _why_not(self, layout: Mapping[str, Slot]) -> str:
        """Why no record of this sheet can be stamped; empty if they can."""
        running = [name for name, slot in self.slots.items() if slot.kind != "text"]
        if running:
            return f"slot {running[0]} is running text"
        if self.tables.profiles[self.sheet.profile].links:
            return "its symbol can be clicked"
        if self.sheet.material.meta.scan_from is None or not any(s.kind == "symbol" for s in layout.values()):
            return "it has no symbol"
        return ""

    def variant(self, unit: Unit) -> Variant | str:
        values = record_values(self.tables.campaign, self.sheet.material.meta.code, unit)
        path = values["record.link_path"]
        values[IMPRINT] = self._imprint.replace(self._path, path)
        if any(values[default] for default in self._pictures):
            return "it shows a picture of its own"
        shape: list[tuple[str, str, int]] = []
        lines: list[str] = []
        for name, slot in self.slots.items():
            text = values[slot.default]
            if not text.strip():
                if not slot.optional:
                    return NOT_SIMPLE
                continue
            frame = self._frames.get(name)
            fitted = self._fitted(name, text) if frame is None else frame
            if fitted is None:
                return NOT_SIMPLE
            shape.append((name, fitted[0], len(fitted[1])))
            lines += [line.replace(_UNIT, path) for line in fitted[1]]
        for page in range(len(self._slugs)):
            lines.append(unit.name.join(self._slugs[page]))
            if not self._slug_fits(lines[-1]):
                return NOT_SIMPLE
        return Variant(unit, values["record.link"], tuple(shape), tuple(lines))

    def varying(self, structure: Structure) -> list[VaryingLine]:
        lines = []
        for name, count in structure:
            slot, style = self.slots[name], _type(self.slots[name])
            styles = tuple(declared for size, declared in self._styles(slot, count))
            share = SHARES[slot.align]
            lines += [self.line(name, line, style.weight, style.tracking, share, styles) for line in range(count)]
        for page, (before, after) in enumerate(
            self._slugs
        ):  # all name one unit: they differ in what they say of a page
            words = tuple(f"{before}{name}{after}" for name in (self.seeds[SLUG_WEIGHT], FEW_LETTERS))
            lines.append(self.line(SLUG, page, SLUG_WEIGHT, 0.0, 0.5, ("",), words))
        return lines

    def keys(self, shape: Shape) -> list[stamping.Key]:
        return [*super().keys(shape), *((SLUG, page, "") for page in range(len(self._slugs)))]

    @cached_property
    def seeds(self) -> dict[int, str]:
        """Weight → each character that records may show in it, between spaces.

        What the language writes names with is there in any case: a unit that is renamed needs no new base.
        """
        letters = "".join(self.tables.words.section("letters").values())
        have: dict[int, set[str]] = {}
        for slot in self.slots.values():
            steady = self._imprint + ALPHABET if slot.default == IMPRINT else STEADY.get(slot.default, letters)
            have.setdefault(_type(slot).weight, set()).update(self._characters.get(slot.default, ""), steady)
        if self._slugs:
            have.setdefault(SLUG_WEIGHT, set()).update(self._characters["record.name"], letters)
        return {weight: join_with_spaces(characters, self._family.face(weight)) for weight, characters in have.items()}

    def title(self, unit: Unit) -> str:
        return sheet_title(self.tables, replace(self.sheet, unit=unit))

    def _styles(self, slot: Slot, lines: int) -> list[tuple[float, str]]:
        """Sizes at which so many lines have room in the box, largest first, with their styles."""
        style = _type(slot)
        sizes = legible(style.sizes, style, self._family, self.sheet.form.rem, self.sheet.material.meta.read_from)
        room = [size for size in sizes if int((slot.box[3] + TOLERANCE) / (size * style.line_height)) >= lines]
        return [(size, css(slot.box) + type_css(style, size, slot.align)) for size in room]

    def _ladder(self, slot: Slot) -> list[tuple[float, str]]:
        """The sizes at which a text that fits in one line is set in one."""
        styles = self._styles(slot, 1)
        if slot.max_lines == 1 or not styles:
            return styles
        largest = _type(slot).sizes[0]  # rather two lines than a smaller size
        return styles[:1] if styles[0][0] == largest else []

    def _fit(self, name: str, text: str) -> tuple[str, tuple[str, ...]] | None:
        """Style and lines of a text; None where it does not fit or is marked up."""
        slot = self.slots[name]
        return self._one_line(name, slot, text) or self._lines(name, slot, text)

    def _one_line(self, name: str, slot: Slot, text: str) -> tuple[str, tuple[str, ...]] | None:
        style = _type(slot)
        face = self._family.face(style.weight)
        if "  " in text or not MARKS.isdisjoint(text) or face.missing(text):
            return None
        width = face.advance(text, not style.tracking) + style.tracking * len(text)
        for size, declared in self._sizes[name]:
            if width <= slot.box[2] / size + TOLERANCE:
                return declared, (text,)
        return None

    def _lines(self, name: str, slot: Slot, text: str) -> tuple[str, tuple[str, ...]] | None:
        self._fitting.findings.clear()
        view = self._fitting.text(name, slot, text)
        if self._fitting.findings or any(run.strong for line in view.lines for run in line):
            return None
        return view.style, tuple(plain(line) for line in view.lines)

    def _frame(self, name: str, slot: Slot) -> tuple[str, tuple[str, ...]] | None:
        """Style and lines of the imprint with `_UNIT` in the place of the path; None if they depend on the path.

        The narrowest and the widest path that a code can give decide: a province's imprints are not fitted one by one.
        """
        face = self._family.face(_type(slot).weight)
        frames = []
        for sign in (min(ALPHABET, key=face.advance), max(ALPHABET, key=face.advance)):
            path = f"/{link_path(sign * CODE_LENGTH)}"
            fitted = self._fitted(name, self._imprint.replace(self._path, path))
            frames.append(fitted and (fitted[0], tuple(line.replace(path, _UNIT) for line in fitted[1])))
        return frames[0] if frames[0] == frames[1] else None

    def _slug_fits(self, line: str) -> bool:
        size = max(SLUG_PT, self.tables.shop.min_type_pt) * MM_PER_INCH / 72
        return self._family.face(SLUG_WEIGHT).advance(line) * size <= self.sheet.form.delivered[0] - 2 * GAP_MM


def _type(slot: Slot) -> Type:
    assert slot.type is not None, "validated when the template was read"
    return slot.type


def characters(bundle: Bundle, units: Iterable[Unit]) -> dict[str, str]:
    """Every character that these records put into slots, by what they are the default of."""
    have: dict[str, set[str]] = {}
    for unit in units:
        for name, text in record_values(bundle.campaign, NO_MATERIAL, unit).items():
            have.setdefault(name, set()).update(text)
    if "record.name" in have:  # a unit that gets a number of its own is called by its name
        have["record.help_label"] |= have["record.name"]
    return {name: "".join(sorted(signs)) for name, signs in have.items() if name not in SAME}
