"""Widths, heights and ink of set text, measured without laying out a page (adapter of HarfBuzz)."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb

from outreach.render.fonts import count_compact
from outreach.render.pdf.geometry import Point, Rect, Step, cubic, flatten

COLUMN = 0.02
"""em: the width of the columns that ink is told in, far below what an eye tells apart in a line of type."""
_WHOLE = {"lnum": True}
_SPACED = {"lnum": True, "liga": False, "clig": False}
COMMANDS = {"moveTo": "M", "lineTo": "L", "qCurveTo": "Q", "curveTo": "C", "closePath": "Z", "endPath": ""}
"""Method of a pen that draws an outline → its command as SVG names it; outlines of glyphs are all closed."""
Ink = Mapping[int, tuple[float, float]]
"""Column → lowest and highest ink in em above the baseline; columns without ink are left out."""


class Line(NamedTuple):
    """A line as the layout engine writes it: glyphs, what each is moved back by behind itself, and the width.

    Moves are in thousandths of an em, as PDF has them; the width in 1/1024 px, Pango's unit.
    """

    glyphs: tuple[int, ...]
    moves: tuple[float, ...]
    width: int


class Face:
    """One font file. All lengths are in em: multiples of the type size."""

    def __init__(self, file: Path) -> None:
        face = hb.Face(hb.Blob.from_file_path(str(file)))
        self._font = hb.Font(face)
        self._upem = face.upem
        self._advances: dict[tuple[str, bool], float] = {}
        self._reaches: dict[str, tuple[float, float]] = {}
        self._sets: dict[str, bool] = {}
        self._drawn: dict[int, Ink] = {}
        self._face = face
        self._scaled: dict[int, tuple[Any, dict[int, int]]] = {}
        extents = self._font.get_glyph_extents(self._font.get_nominal_glyph(ord("H")) or 0)
        self.cap_height: float = (extents.y_bearing if extents else 0) / self._upem

    def advance(self, text: str, ligatures: bool = True) -> float:
        """Width of `text` in em, kerned and without letter spacing. Text that is spaced out has no ligatures."""
        key = text, ligatures
        if key not in self._advances:
            buffer = self._shaped(text, ligatures)
            self._advances[key] = sum(p.x_advance for p in buffer.glyph_positions) / self._upem
        return self._advances[key]

    def reach(self, text: str) -> tuple[float, float]:
        """How low and how high the ink of `text` reaches, in em above the baseline."""
        if text not in self._reaches:
            buffer = self._shaped(text, True)
            glyphs = [
                (self._font.get_glyph_extents(info.codepoint), position.y_offset)
                for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
            ]
            inked = [(glyph, rise) for glyph, rise in glyphs if glyph is not None and glyph.height]
            low = min((rise + glyph.y_bearing + glyph.height for glyph, rise in inked), default=0)  # height: downward
            high = max((rise + glyph.y_bearing for glyph, rise in inked), default=0)
            self._reaches[text] = low / self._upem, high / self._upem
        return self._reaches[text]

    def placements(self, text: str, tracking: float) -> Iterator[tuple[float, Ink]]:
        """Each glyph's place in em from the start of `text`, with its ink; `tracking` is the letter spacing in em."""
        buffer, at = self._shaped(text, not tracking), 0.0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            ink, rise = self._ink(info.codepoint), position.y_offset / self._upem  # a mark upon a mark stands higher
            raised = {column: (low + rise, high + rise) for column, (low, high) in ink.items()} if rise else ink
            yield at + position.x_offset / self._upem, raised
            at += position.x_advance / self._upem + tracking

    def line(self, text: str, size: int, spacing: int = 0) -> Line:
        """`text` in one line at a size and with letter spacing in 1/1024 px, glyph by glyph as WeasyPrint sets it.

        Pango puts half of the spacing on either side of a glyph, but none at the ends of a line. WeasyPrint writes as
        a move the whole thousandths by which a glyph's width in the file differs from the advance that was set.
        Raises ValueError for accents that are stacked.
        """
        if not text:
            return Line((), (), 0)
        if size not in self._scaled:
            font = hb.Font(self._face)
            font.scale = (size, size)
            self._scaled[size] = font, {}
        font, widths = self._scaled[size]
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer, _SPACED if spacing else _WHOLE)
        thousandth = size / 1_024_000  # of an em, in px
        left = int(spacing / 2)
        glyphs: list[int] = []
        moves: list[float] = []
        total, last = 0, len(buffer) - 1
        for place, (info, position) in enumerate(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)):
            glyph, advance, offset = info.codepoint, position.x_advance, position.x_offset
            if position.y_offset:
                raise ValueError("a glyph does not stand on the line")
            if spacing and place:
                advance, offset = advance + left, offset + left
            if spacing and place < last:
                advance += spacing - left
            if glyph not in widths:
                widths[glyph] = round(font.get_glyph_h_advance(glyph) / 1024 / thousandth)
            shift = offset / (size / 1024)
            if place and shift:
                moves[-1] -= shift
            glyphs.append(glyph)
            moves.append(float(int(widths[glyph] + shift - advance / 1024 / thousandth)))
            total += advance
        return Line(tuple(glyphs), tuple(moves), total)

    def missing(self, text: str) -> list[str]:
        """The letters that the font can't draw, marks included: those that shaping leaves without a glyph.

        A letter that the font has no glyph of its own for may still be composed of a letter and a mark.
        """
        if all(c.isspace() or self._font.get_nominal_glyph(ord(c)) is not None for c in text):
            return []
        whole = unicodedata.normalize("NFC", text)
        infos = self._shaped(whole, True).glyph_infos
        starts = sorted({info.cluster for info in infos} | {len(whole)})
        ends = dict(pairwise(starts))
        letters = {whole[info.cluster : ends[info.cluster]] for info in infos if not info.codepoint}
        return sorted(letter for letter in letters if not letter.isspace())

    def sets(self, text: str) -> bool:
        """True if `line` can set it, and with glyphs of the font."""
        if text not in self._sets:
            try:
                self.line(text, 1024)
                self._sets[text] = not self.missing(text)
            except ValueError:
                self._sets[text] = False
        return self._sets[text]

    def _shaped(self, text: str, ligatures: bool) -> Any:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, {"kern": True, "liga": ligatures, "clig": ligatures})
        return buffer

    def _ink(self, glyph: int) -> Ink:
        """The ink of one glyph, from its outline."""
        if glyph not in self._drawn:
            self._drawn[glyph] = _columns(_steps(self._font, glyph, self._upem))
        return self._drawn[glyph]


def _columns(steps: Iterable[Step]) -> Ink:
    """How low and how high an outline reaches in each column."""
    ink: dict[int, tuple[float, float]] = {}
    here = start = (0.0, 0.0)
    for command, points in steps:
        if command == "M":
            here = start = points[0]
            continue
        curve = cubic(here, *points) if command == "Q" else points or (start,)
        for end in flatten(here, *curve) if len(curve) == 3 else curve:
            _cross(ink, *sorted((here, end)))
            here = end
    return ink


def _cross(ink: dict[int, tuple[float, float]], left: Point, right: Point) -> None:
    """Note a straight line in the columns that it crosses."""
    (x0, y0), (x1, y1) = left, right
    for column in range(int(x0 // COLUMN), int(x1 // COLUMN) + 1):
        places = (max(x0, column * COLUMN), min(x1, (column + 1) * COLUMN))
        for y in (y0 + (y1 - y0) * (x - x0) / (x1 - x0) for x in places) if x1 > x0 else (y0, y1):
            low, high = ink.get(column, (y, y))
            ink[column] = min(low, y), max(high, y)


@lru_cache(maxsize=16)
def characters(file: bytes) -> Mapping[int, str]:
    """Glyph → the first character that a font has it for."""
    face = hb.Face(hb.Blob(file))
    font = hb.Font(face)
    mapping: dict[int, str] = {}
    for point in sorted(face.unicodes):
        mapping.setdefault(font.get_nominal_glyph(point) or 0, chr(point))
    return mapping


class Outlines:
    """The glyphs of an embedded font, read without trust: of what is no font file, nothing can be told."""

    def __init__(self, file: bytes) -> None:
        face = hb.Face(hb.Blob(file))
        self._font, self._upem = hb.Font(face), face.upem
        self._drawable = face.glyph_count > 0
        self.count: int | None = face.glyph_count or count_compact(file)
        """None: not known."""
        self.boxed = "glyf" in face.table_tags
        """True if boxes can be told."""
        self._known: dict[int, list[Step]] = {}

    def box(self, glyph: int) -> Rect | None:
        """Left, bottom, right, top of a glyph in em; None if it is blank, or if the font has no boxes."""
        extents = self._font.get_glyph_extents(glyph)
        if extents is None or not (extents.width and extents.height):
            return None
        left, top = extents.x_bearing, extents.y_bearing
        sides = (left, top + extents.height, left + extents.width, top)  # HarfBuzz counts heights downward
        left, bottom, right, top = (side / self._upem for side in sides)
        return left, bottom, right, top

    def steps(self, glyph: int) -> list[Step]:
        """The parts of a glyph's outline: M, L, Q, C with their points in em, and Z.

        Raises ValueError for what is no font file that can be drawn.
        """
        if not self._drawable:
            raise ValueError("no font file that can be drawn")
        if glyph not in self._known:
            self._known[glyph] = _steps(self._font, glyph, self._upem)
        return self._known[glyph]


def _steps(font: Any, glyph: int, upem: int) -> list[Step]:
    pen = _Pen(upem)
    font.draw_glyph_with_pen(glyph, pen)
    return pen.steps


class _Pen:
    """Writes an outline down, in em."""

    def __init__(self, upem: int) -> None:
        self._upem = upem
        self.steps: list[Step] = []

    def __getattr__(self, name: str) -> Any:
        """A method of pens as fontTools defines them: moveTo(point), curveTo(first, second, end) …"""
        return partial(self._add, COMMANDS[name])

    def _add(self, command: str, *points: Point) -> None:
        if command:
            self.steps.append((command, tuple((x / self._upem, y / self._upem) for x, y in points)))


class Family:
    """The faces of a family by weight."""

    def __init__(self, files: dict[int, Path]) -> None:
        self._faces = {weight: Face(file) for weight, file in files.items()}

    def face(self, weight: int) -> Face:
        """The face of the nearest weight, as CSS would choose it for the weights a campaign has."""
        return self._faces[min(self._faces, key=lambda candidate: (abs(candidate - weight), candidate))]
