"""A base for stamping, found by comparing finished trials of one sheet (adapter of pikepdf).

All trials are the same document but for the words and sizes of the slots that vary; their symbols have a single dark
module. What differs between the files is what varies: nothing of it is told by the template. Anything else that
differs means that the sheet can't be stamped. The first trial shows all characters that records have, the others few
in a smaller size. Further files show these lines in more sizes, and may lack what does not vary.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pikepdf

from outreach.render.glyphs import Face, Line
from outreach.render.pdf import cut
from outreach.render.pdf.objects import bytes_of, open_pdf
from outreach.render.pdf.text_layers import Text, TextLayer, read_layer
from outreach.render.stamping import Place, Stream, Table, Unstampable, VaryingLine

WIDE = 1e5
"""px: the room of a box whose width no trial has shown."""
SAME = 2e-3
"""px, and thousandths of an em, by which rounded figures differ."""


def build_base(
    trials: Sequence[bytes],
    lines: Sequence[VaryingLine],
    faces: Mapping[int, Face],
    further: Sequence[bytes] = (),
    symbol: bool = True,
) -> tuple[bytes, Table]:
    """The first trial's file without its end, and the slot table.

    Raises Unstampable if the trials differ in anything but these lines, if these stand elsewhere in `further` files,
    or if the page shows no symbol where one is meant to be.
    """
    layers = []
    for trial in trials:
        with open_pdf(trial) as pdf:
            layers.append([read_layer(data) for _, data in cut.layers_of(pdf)])
    frames = [[layer.frame for layer in each] for each in layers]
    if any(frame != frames[0] for frame in frames):
        raise Unstampable("the trials differ in more than their words")
    finder = _Finder(lines, faces)
    parts = [finder.parts(alike) for alike in zip(*layers, strict=True)]
    if finder.left:
        raise Unstampable(f"the page does not show {lines[min(finder.left)].words[1]!r}")
    if symbol and not any(("symbol",) in each for each in parts):
        raise Unstampable("the page shows no symbol")
    for number, content in enumerate(further):
        with open_pdf(content) as pdf:
            finder.further(number, [text for _, data in cut.layers_of(pdf) for text in read_layer(data).texts])
    with open_pdf(trials[0]) as pdf:
        streams = cut.cut(pdf, parts)
        metadata = cut.metadata_parts(pdf)
        entries = cut.drop_title(pdf) if ("title",) in metadata else ""
        if metadata:
            pdf.Root.Metadata.write(b"")  # each file has them anew
        packing = {"recompress_flate": True, "object_stream_mode": pikepdf.ObjectStreamMode.generate}
        file = bytes_of(pdf, force_version=max(pdf.pdf_version, "1.5"), **packing)
    prefix, offsets = cut.without_end(file)
    with open_pdf(file) as pdf:
        trailer = f"/Root {pdf.trailer.Root.objgen[0]} 0 R/Info {pdf.trailer.Info.objgen[0]} 0 R"
        numbered = [
            Stream(holder.objgen[0], cut.head_of(holder), tuple(streams[place]))
            for place, holder in enumerate(cut.holders(pdf, len(streams)))
        ]
        holder = pdf.Root.get("/Metadata")
        if holder is not None and not metadata:
            prefix, offsets = cut.pack_metadata(prefix, offsets, holder.objgen[0])
        if holder is not None and metadata:
            numbered.append(Stream(holder.objgen[0], cut.head_of(holder), metadata, packing=("id",) not in metadata))
        information = (pdf.trailer.Info.objgen[0], entries) if ("title",) in metadata else (0, "")
    return prefix, Table(
        tuple(sorted(finder.places, key=lambda place: place.key)),
        finder.glyphs,
        tuple(numbered),
        offsets,
        trailer,
        information,
    )


class _Finder:
    """Finds the lines that vary, wherever they are drawn."""

    def __init__(self, lines: Sequence[VaryingLine], faces: Mapping[int, Face]) -> None:
        self._lines, self._faces = lines, faces
        self.left = set(range(len(lines)))
        self.places: list[Place] = []
        self.glyphs: dict[str, frozenset[int]] = {}

    def parts(self, layers: Sequence[TextLayer]) -> list[bytes | tuple[str | int, ...]]:
        """One stream of all trials, cut where it varies."""
        first = layers[0]
        cuts: list[tuple[int, int, bytes | tuple[str | int, ...]]] = [(*at, ("symbol",)) for at in first.symbols]
        for texts in zip(*(layer.texts for layer in layers), strict=True):
            if all(text.looks == texts[0].looks for text in texts):
                cuts.append((*texts[0].at, texts[0].operators()))
            else:
                cuts.append((*texts[0].at, self._line_of(texts)))
        parts: list[bytes | tuple[str | int, ...]] = [b""]
        at = 0
        for start, end, part in [*sorted(cuts, key=lambda part: part[0]), (len(first.data), len(first.data), b"")]:
            for each in (first.data[at:start], part):
                if isinstance(each, bytes) and isinstance(parts[-1], bytes):
                    parts[-1] += each
                else:
                    parts.append(each)
            at = end
        return parts

    def _line_of(self, texts: Sequence[Text]) -> tuple[str | int, ...]:
        """The line that all trials show here; its places are noted."""
        for number in sorted(self.left):
            line = self._lines[number]
            matches = [self._match(line, words, text) for words, text in zip(line.words, texts, strict=True)]
            if None in matches:
                continue
            self.left.remove(number)
            self._note(line, texts, [each for each in matches if each is not None])
            return "line", line.slot, line.line
        raise Unstampable("a text varies that is no slot's, or is not set as reckoned")

    def further(self, number: int, texts: Sequence[Text]) -> None:
        """Note the places of all lines in a further file: their boxes are where they were."""
        boxes = {(place.slot, place.line): place for place in self.places}
        places = {place.key: place for place in self.places}
        for line in self._lines:
            style = line.further[number] if number < len(line.further) else ""
            for text in texts if style else ():
                box, matches = boxes[line.slot, line.line], self._match(line, line.words[1], text)
                if matches is None or text.font != box.font:
                    continue
                extra = line.extra(style, text.size)
                here = replace(box, y=text.y, before=text.before, after=text.after)
                place = replace(here, style=style, size=text.size, spacing=matches[1], extra=extra)
                off = abs(place.x(matches[0].width / 1024 + extra) - text.x) > SAME
                if off or places.setdefault(place.key, place) != place:
                    raise Unstampable(f"lines of slot {line.slot} do not lie about one place")
                break
        self.places = list(places.values())

    def _match(self, line: VaryingLine, words: str, text: Text) -> tuple[Line, int] | None:
        """The words as they are reckoned at the text's size, and their spacing, if that is what the text shows."""
        wide = int(line.tracking * text.size)
        for spacing in dict.fromkeys((wide, wide - 1, wide + 1)):
            reckoned = self._faces[line.weight].line(words, text.size, spacing)
            if _alike(text.glyphs, reckoned):
                return reckoned, spacing
        return None

    def _note(self, line: VaryingLine, texts: Sequence[Text], matches: Sequence[tuple[Line, int]]) -> None:
        extras = [line.extra(style, text.size) for style, text in zip(line.styles, texts, strict=True)]
        widths = [each.width / 1024 + extra for (each, _), extra in zip(matches, extras, strict=True)]
        left, room = _box([text.x for text in texts], widths, line.share)
        places: dict[str, Place] = {}
        for style, text, (_, spacing), extra in zip(line.styles, texts, matches, extras, strict=True):
            place = Place(
                slot=line.slot,
                line=line.line,
                style=style,
                weight=line.weight,
                font=text.font,
                size=text.size,
                spacing=spacing,
                extra=extra,
                left=left,
                room=room,
                share=line.share,
                y=text.y,
                before=text.before,
                after=text.after,
            )
            if places.setdefault(style, place) != place:
                raise Unstampable(f"slot {line.slot} is set in two ways in one style")
        self.places += places.values()
        font = texts[0].font
        if any(text.font != font for text in texts):
            raise Unstampable(f"slot {line.slot} is set in several fonts")
        self.glyphs[font] = self.glyphs.get(font, frozenset()) | frozenset(matches[0][0].glyphs)


def _alike(shown: tuple[tuple[int, ...], tuple[float, ...]], reckoned: Any) -> bool:
    """True if these glyphs with these moves are the line that was reckoned; no matter what follows the last."""
    if shown[0] != reckoned.glyphs:
        return False
    return all(abs(a - b) < SAME for a, b in zip(shown[1][:-1], reckoned.moves[:-1], strict=True))


def _box(xs: Sequence[float], widths: Sequence[float], share: float) -> tuple[float, float]:
    """Left and width of the box in px. The first trial's line is mostly wider than its box, and begins at the left."""
    if not share:
        if max(xs) - min(xs) > SAME:
            raise Unstampable("a line at the left does not begin at one place")
        return xs[0], WIDE
    anchors = [x + width * share for x, width in zip(xs, widths, strict=True)]
    if max(anchors) - min(anchors) < SAME:
        return anchors[0] - WIDE * share, WIDE
    return xs[0], (anchors[1] - xs[0]) / share
