"""Widths and heights of set text, measured without laying out a page (adapter of HarfBuzz)."""

from __future__ import annotations

from pathlib import Path

import uharfbuzz as hb


class Face:
    """One font file. All lengths are in em: multiples of the type size."""

    def __init__(self, file: Path) -> None:
        face = hb.Face(hb.Blob.from_file_path(str(file)))
        self._font = hb.Font(face)
        self._upem = face.upem
        self._advances: dict[tuple[str, bool], float] = {}
        extents = self._font.get_glyph_extents(self._font.get_nominal_glyph(ord("H")) or 0)
        self.cap_height: float = (extents.y_bearing if extents else 0) / self._upem

    def advance(self, text: str, ligatures: bool = True) -> float:
        """Width of `text` in em, kerned and without letter spacing. Text that is spaced out has no ligatures."""
        key = text, ligatures
        if key not in self._advances:
            buffer = hb.Buffer()
            buffer.add_str(text)
            buffer.guess_segment_properties()
            hb.shape(self._font, buffer, {"kern": True, "liga": ligatures, "clig": ligatures})
            self._advances[key] = sum(p.x_advance for p in buffer.glyph_positions) / self._upem
        return self._advances[key]

    def missing(self, text: str) -> list[str]:
        """The characters that the font has no glyph for."""
        return sorted({c for c in text if not c.isspace() and self._font.get_nominal_glyph(ord(c)) is None})


class Family:
    """The faces of a family by weight."""

    def __init__(self, files: dict[int, Path]) -> None:
        self._faces = {weight: Face(file) for weight, file in files.items()}

    def face(self, weight: int) -> Face:
        """The face of the nearest weight, as CSS would choose it for the weights a campaign has."""
        return self._faces[min(self._faces, key=lambda known: (abs(known - weight), known))]
