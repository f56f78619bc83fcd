"""A sheet of which every unit has its own: which slots vary, and how each record's words are set in them.

What copyfit decides for a record is its shape: the slots it fills, in how many lines and at which size. Records that
fill the same slots in as many lines differ in words, sizes and symbol alone, so one base serves them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import ALPHABET, CODE_LENGTH, link_path
from outreach.campaign.sheets import Sheet
from outreach.campaign.templates import SHARES, Slot, Type
from outreach.campaign.units import Unit
from outreach.content.inline import BREAK, plain
from outreach.render import stamping
from outreach.render.glyphs import Family
from outreach.sheets.copyfit import TOLERANCE, legible
from outreach.sheets.label import sheet_title
from outreach.sheets.presswork import GAP_MM, SLUG_PT, slug_title
from outreach.sheets.slots import Fitting, css, type_css
from outreach.sheets.ties import slot_ties
from outreach.sheets.values import imprint, record_values

SAME = frozenset({"record.link", "record.link_host"})
"""Values that all records share."""
MARKS = frozenset(f"{BREAK}*")
"""Markup characters in a slot's text."""
NO_MATERIAL = "00"
"""Stands for any: what differs between materials are digits and capitals of the link."""
SLUG = "slug"
SLUG_WEIGHT = 400
IMPRINT = "record.imprint"
"""The path of the link is all that differs in it from record to record."""
STEADY = {"record.help_number": "0123456789.()+-", "record.seat": ""}
"""Characters that a base always has for these values, in place of the language's letters: districts rarely change."""
_UNIT = "\x00"

Shape = tuple[tuple[str, str, int], ...]
"""Name, style and number of lines of each slot that the record fills."""
Structure = tuple[tuple[str, int], ...]
"""The same without styles."""


@dataclass(frozen=True)
class Variant:
    """One record on one sheet. `lines` are those of its shape's slots, one after another, slug lines last."""

    unit: Unit
    link: str
    shape: Shape
    lines: tuple[str, ...]

    @property
    def structure(self) -> Structure:
        return tuple((name, count) for name, _, count in self.shape)


@dataclass(frozen=True)
class Varying:
    """A line that varies: the slot and the line in it, weight, letter spacing in em, side of the box, all styles."""

    slot: str
    line: int
    weight: int
    tracking: float
    share: float
    styles: tuple[str, ...]
    """Largest size first; one that says nothing for the slug line."""


class Personal:
    """Sets the records of one sheet. The sheet given has no unit."""

    def __init__(self, bundle: Bundle, sheet: Sheet, family: Family) -> None:
        self.sheet = sheet
        self._bundle, self._family = bundle, family
        self._fitting = Fitting(family, sheet.form.rem, sheet.material.meta.read_from, slot_ties(bundle, sheet))
        layout = sheet.template.layouts[sheet.format, sheet.profile]
        said = sheet.material.meta.slots
        self.slots = {
            name: slot
            for name, slot in layout.items()
            if slot.default.startswith("record.") and slot.default not in SAME and slot.kind != "picture"
            if name not in said and slot.like not in said and not self._left_out(layout, slot)
        }
        self._path = record_values(bundle.campaign, sheet.material.meta.code, None)["record.link_path"]
        self._imprint = imprint(bundle, sheet)
        self._pictures = [slot.default for slot in layout.values() if slot.kind == "picture"]
        self.reason = self._why_not(layout)
        self._set: dict[tuple[str, str], tuple[str, tuple[str, ...]] | None] = {}
        self._sizes = {name: self._ladder(slot) for name, slot in self.slots.items() if slot.kind == "text"}
        self._frames = {
            name: self._frame(name, slot)
            for name, slot in self.slots.items()
            if slot.default == IMPRINT and slot.kind == "text"
        }
        pages = range(1, sheet.template.pages + 1) if bundle.profiles[sheet.profile].shop else ()
        titles = [
            slug_title(bundle, replace(sheet, unit=Unit(_UNIT, _UNIT)), page).partition(_UNIT)[::2] for page in pages
        ]
        self._slugs = titles
        self._keys: dict[Shape, tuple[stamping.Key, ...]] = {}

    def _left_out(self, layout: Mapping[str, Slot], slot: Slot) -> bool:
        """True for words that belong to a symbol which the material does not have."""
        needed = layout.get(slot.needs)
        return needed is not None and needed.kind == "symbol" and self.sheet.material.meta.scan_from is None

    def _why_not(self, layout: Mapping[str, Slot]) -> str:
        """Why no record of this sheet can be stamped; empty if they can."""
        running = [name for name, slot in self.slots.items() if slot.kind != "text"]
        if running:
            return f"slot {running[0]} is running text"
        if self._bundle.profiles[self.sheet.profile].links:
            return "its symbol can be clicked"
        if self.sheet.material.meta.scan_from is None or not any(s.kind == "symbol" for s in layout.values()):
            return "it has no symbol"
        return ""

    def variants(self, units: Iterable[Unit]) -> list[Variant | str]:
        """Each unit's variant; where it needs a full setting, why."""
        return [self._variant(unit) or "its words are not simply set" for unit in units]

    def _variant(self, unit: Unit) -> Variant | str | None:
        values = record_values(self._bundle.campaign, self.sheet.material.meta.code, unit)
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
                    return None
                continue
            frame = self._frames.get(name)
            set_ = (frame[0], tuple(at.replace(_UNIT, path) for at in frame[1])) if frame else None
            set_ = set_ or self._fitted(name, slot, text)
            if set_ is None:
                return None
            shape.append((name, set_[0], len(set_[1])))
            lines += set_[1]
        for page in range(len(self._slugs)):
            lines.append(self.slug(page, unit.name))
            if not self._slug_fits(lines[-1]):
                return None
        return Variant(unit, values["record.link"], tuple(shape), tuple(lines))

    def varying(self, structure: Structure) -> list[Varying]:
        """The lines of variants of this structure, in order."""
        found = []
        for name, count in structure:
            slot, style = self.slots[name], _type(self.slots[name])
            styles = tuple(declared for size, declared in self._styles(slot, count))
            share = SHARES[slot.align]
            found += [Varying(name, line, style.weight, style.tracking, share, styles) for line in range(count)]
        return found + [Varying(SLUG, page, SLUG_WEIGHT, 0.0, 0.5, ("",)) for page in range(len(self._slugs))]

    def keys(self, shape: Shape) -> tuple[stamping.Key, ...]:
        """Keys of the lines of a variant of this shape in a slot table."""
        if shape not in self._keys:
            own = [(name, line, style) for name, style, count in shape for line in range(count)]
            self._keys[shape] = (*own, *((SLUG, page, "") for page in range(len(self._slugs))))
        return self._keys[shape]

    def seeds(self, characters: Mapping[str, str]) -> dict[int, str]:
        """Weight → all that records may show in it, each character between spaces.

        `characters` are those of all records by what they are the default of. What the language writes names with is
        there in any case: a unit that is renamed needs no new base.
        """
        letters = "".join(self._bundle.words.section("letters").values())
        have: dict[int, set[str]] = {}
        for slot in self.slots.values():
            steady = self._imprint + ALPHABET if slot.default == IMPRINT else STEADY.get(slot.default, letters)
            have.setdefault(_type(slot).weight, set()).update(characters.get(slot.default, ""), steady)
        if self._slugs:
            have.setdefault(SLUG_WEIGHT, set()).update(characters["record.name"], letters)
        faces = {weight: self._family.face(weight) for weight in have}
        return {
            weight: " ".join(sorted(each for each in some if each.strip() and faces[weight].sets(f" {each} ")))
            for weight, some in have.items()
        }

    def title(self, unit: Unit) -> str:
        """Title of a unit's file."""
        return sheet_title(self._bundle, replace(self.sheet, unit=unit))

    def slug(self, page: int, name: str) -> str:
        """The slug line of a page (from 0) for a unit of this name."""
        before, after = self._slugs[page]
        return before + name + after

    def _styles(self, slot: Slot, lines: int) -> list[tuple[float, str]]:
        """Sizes at which so many lines have room in the box, largest first, with their styles."""
        style = _type(slot)
        sizes = legible(style.sizes, style, self._family, self.sheet.form.rem, self.sheet.material.meta.read_from)
        room = [size for size in sizes if int((slot.box[3] + TOLERANCE) / (size * style.line_height)) >= lines]
        return [(size, css(slot.box) + type_css(style, size, slot.align)) for size in room]

    def _ladder(self, slot: Slot) -> list[tuple[float, str]]:
        """The sizes at which a text that fits in one line is set in one."""
        found = self._styles(slot, 1)
        if slot.max_lines == 1 or not found:
            return found
        largest = _type(slot).sizes[0]  # rather two lines than a smaller size
        return found[:1] if found[0][0] == largest else []

    def _fitted(self, name: str, slot: Slot, text: str) -> tuple[str, tuple[str, ...]] | None:
        """Style and lines of a text; None where it does not fit or is marked up."""
        key = name, text
        if key not in self._set:
            if len(self._set) > 200_000:
                self._set.clear()
            self._set[key] = self._one_line(name, slot, text) or self._lines(name, slot, text)
        return self._set[key]

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
        found = []
        for sign in (min(ALPHABET, key=face.advance), max(ALPHABET, key=face.advance)):
            path = f"/{link_path(sign * CODE_LENGTH)}"
            fitted = self._fitted(name, slot, self._imprint.replace(self._path, path))
            found.append(fitted and (fitted[0], tuple(line.replace(path, _UNIT) for line in fitted[1])))
        return found[0] if found[0] == found[1] else None

    def _slug_fits(self, line: str) -> bool:
        point = 25.4 / 72
        size = max(SLUG_PT, self._bundle.shop.min_type_pt) * point
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
    return {name: "".join(sorted(some)) for name, some in have.items() if name not in SAME}
