"""Operators that set text."""

from functools import partial
from typing import Any

import pikepdf

from outreach.core.lengths import mm_to_pt
from outreach.render.pdf.content_stream import Act, StreamInterpreter
from outreach.render.pdf.geometry import Rect, join, multiply, stretch, transform_box
from outreach.render.pdf.objects import get, name, table, to_float
from outreach.render.pdf.path_operators import set_number
from outreach.render.pdf.typefaces import Typeface

FILLED, STROKED = {0, 2, 4, 6}, {1, 2, 5, 6}
"""Text rendering modes; 3 is invisible, 7 only clips."""


def show(run: StreamInterpreter, parts: list[Any]) -> None:
    """Set strings and the gaps between them (thousandths of an em): one mark."""
    face = run.state.face
    if face is None:
        run.reader.fault("text without a font")
        return
    state, cursor = run.state, run.cursor
    box: Rect | None = None
    text, missing = "", 0
    for part in parts:
        if not isinstance(part, pikepdf.String):
            cursor.on(-to_float(part) / 1000 * state.size * state.stretch)
            continue
        string = bytes(part)
        run.reader.budget.take("glyphs", len(string))
        for glyph in face.glyphs(string):
            frame = multiply((state.size * state.stretch, 0, 0, state.size, 0, state.rise), cursor.text)
            matrix = multiply(frame, state.matrix)
            if face.kind == "Type3":
                procedure = face.procedure(glyph.code)
                if isinstance(procedure, pikepdf.Stream):
                    run.glyph(procedure, multiply(face.matrix, matrix), face.font)
            run.on_glyph(face, glyph, matrix)
            if glyph.box is not None:
                area = transform_box(matrix, glyph.box)
                box = area if box is None else join(box, area)
            text += glyph.text
            missing += glyph.missing
            gap = state.character_gap + (state.word_gap if glyph.space else 0)
            cursor.on((glyph.width * state.size + gap) * state.stretch)
    if box is None and missing:  # shown as nothing at all: a mark all the same
        box = transform_box(multiply(cursor.text, state.matrix), (0, 0, 0, 0))
    _mark(run, face, box, text, missing)


def _mark(run: StreamInterpreter, face: Typeface, box: Rect | None, text: str, missing: int) -> None:
    state = run.state
    scale = stretch(multiply(run.cursor.text, state.matrix))
    about: dict[str, Any] = {
        "text": text,
        "size": mm_to_pt(abs(state.size) * min(scale)),
        "font": face.about.name,
        "missing": missing,
    }
    if state.mode in FILLED:
        run.pattern(state.fill, box)
        run.mark("text", box, state.fill, **about)
    if state.mode in STROKED:
        about |= {"line": mm_to_pt(state.width * stretch(state.matrix)[0])}
        run.pattern(state.stroke, box)
        run.mark("text", box, state.stroke, **about | ({"text": ""} if state.mode in FILLED else {}))


def font(run: StreamInterpreter, a: Any) -> None:
    resource = get(table(run.resources, "/Font"), str(a[0]))
    run.state.size = to_float(a[1])
    run.state.face = run.reader.face(resource) if resource is not None else None
    if resource is None:
        run.reader.fault(f"no font {name(a[0])}")


def next_line(run: StreamInterpreter, a: Any) -> None:
    run.cursor.next(0, -run.state.leading)


def move_leading(run: StreamInterpreter, a: Any) -> None:
    run.state.leading = -to_float(a[1])
    run.cursor.next(to_float(a[0]), to_float(a[1]))


def place(run: StreamInterpreter, a: Any) -> None:
    matrix = tuple(to_float(value) for value in a)
    if len(matrix) == 6:
        run.cursor.to(matrix)


def line_show(run: StreamInterpreter, a: Any) -> None:
    next_line(run, a)
    show(run, [a[0]])


def spaced_show(run: StreamInterpreter, a: Any) -> None:
    run.state.word_gap, run.state.character_gap = to_float(a[0]), to_float(a[1])
    line_show(run, [a[2]])


OPERATORS: dict[str, Act] = {
    "BT": lambda run, a: run.cursor.to((1, 0, 0, 1, 0, 0)),
    "Tf": font,
    "Tc": partial(set_number, "character_gap", float),
    "Tw": partial(set_number, "word_gap", float),
    "Tz": partial(set_number, "stretch", lambda percent: percent * 0.01),
    "TL": partial(set_number, "leading", float),
    "Ts": partial(set_number, "rise", float),
    "Tr": partial(set_number, "mode", int),
    "Td": lambda run, a: run.cursor.next(to_float(a[0]), to_float(a[1])),
    "TD": move_leading,
    "Tm": place,
    "T*": next_line,
    "Tj": lambda run, a: show(run, [a[0]]),
    "TJ": lambda run, a: show(run, list(a[0])),
    "'": line_show,
    '"': spaced_show,
}
