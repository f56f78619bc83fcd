"""The campaign's font: found in its pinned package, isolated from the system's, packed for the web (fontTools)."""

import importlib.util
import io
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont

from outreach.campaign.brand import Fonts
from outreach.core.cache import Store
from outreach.core.findings import Finding
from outreach.core.hashing import digest

SETTINGS = "fontconfig"
"""Kind of the cache's entries of fonts, each with the settings by which it alone is known."""


def find(fonts: Fonts, table: str, line: int) -> tuple[dict[int, Path], list[Finding]]:
    """The TTF file of each weight, and a finding for each that the installed packages lack or that is variable.

    Only full static files keep text and picture the same everywhere.
    """
    spec = importlib.util.find_spec(fonts.package)
    if spec is None or spec.origin is None:
        return {}, [Finding("font-package", file=table, line=line, data={"found": fonts.package})]
    files = _paths(fonts, fonts.files)
    faults = []
    for weight, path in [*files.items(), *italics(fonts).items()]:
        if not path.exists():
            faults.append(Finding("font-file", file=table, line=line, data={"found": path.name}))
        else:
            faults += _nature(path, weight, table, line)
    return files, faults


def italics(fonts: Fonts) -> dict[int, Path]:
    """The file of each slanted weight of a family that `find` has found."""
    return _paths(fonts, fonts.italics)


def faces(fonts: Fonts, files: Mapping[int, Path]) -> list[Path]:
    """The font files of a campaign: `files` by weight, and the slanted ones.

    Sheets and documents are set in sight of the same files, so that both are set by the same workers.
    """
    return [path for weights in (files, italics(fonts)) for _, path in sorted(weights.items())]


def _paths(fonts: Fonts, files: Mapping[str, str]) -> dict[int, Path]:
    spec = importlib.util.find_spec(fonts.package)
    folder = Path(str(spec.origin)).parent / "files" if spec else Path(fonts.package)
    return {int(weight): folder / file for weight, file in files.items()}


def isolate(files: Iterable[Path], cache: Path) -> Path:
    """Write a fontconfig file that knows only `files`, copied beside it, and return it for FONTCONFIG_FILE.

    It must be in the environment before WeasyPrint is imported. A family, weight or glyph that is missing then has
    no other font to fall back on, neither the system's nor another of the same package.
    """
    contents = {path.name: path.read_bytes() for path in sorted(files)}
    store, key = Store(cache), _key(contents, cache)
    folder = store.folder(SETTINGS, key)
    entries = f"<dir>{escape(str(folder))}</dir><cachedir>{escape(str(_scratch(cache)))}</cachedir>"
    text = f'<?xml version="1.0"?><fontconfig>{entries}</fontconfig>'
    if store.entry(SETTINGS, key) is None:
        store.keep(SETTINGS, key, {**contents, "fonts.conf": text.encode()})
    return folder / "fonts.conf"


def restrict(fonts: Fonts, files: Mapping[int, Path], cache: Path) -> None:
    """Let WeasyPrint find the campaign's faces alone, in this process and in its workers; before it is imported."""
    os.environ["FONTCONFIG_FILE"] = str(isolate(faces(fonts, files), cache))


def prune(fonts: Fonts, cache: Path) -> None:
    """Remove from the cache settings for other files than the campaign's faces."""
    contents = {path.name: path.read_bytes() for path in sorted(faces(fonts, _paths(fonts, fonts.files)))}
    Store(cache).prune(SETTINGS, {_key(contents, cache)})


def _key(files: Mapping[str, bytes], cache: Path) -> str:
    return digest(str(cache), *(part for entry in files.items() for part in entry))[:32]


@lru_cache
def _scratch(cache: Path) -> Path:
    """Where fontconfig notes what it learned of fonts: emptied first, since it would trust notes that were damaged.

    To read four fonts takes it some milliseconds.
    """
    folder = cache / "fontconfig-notes"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _nature(path: Path, weight: int, table: str, line: int) -> Iterator[Finding]:
    """A font that is variable, or of another weight than it is named for: it would be set and measured otherwise."""
    with TTFont(path, lazy=True) as font:
        if "fvar" in font:
            yield Finding("font-variable", file=table, line=line, data={"found": path.name})
        elif (weight_class := int(font["OS/2"].usWeightClass)) != weight:
            yield Finding(
                "font-weight", file=table, line=line, data={"found": path.name, "weight": weight, "own": weight_class}
            )


_NEEDED = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"})
"""Tables of a TrueType font whose glyphs are called by number (ISO 32000-1, 9.9)."""


def lean(font: bytes) -> bytes:
    """A TrueType font for PDF files alone: without the tables that only programs that set text look into."""
    with TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False, recalcBBoxes=False) as read:
        for tag in set(read.reader.tables) - _NEEDED:
            del read[tag]
        file = io.BytesIO()
        read.save(file, reorderTables=None)
    return file.getvalue()


def count_compact(file: bytes) -> int | None:
    """Glyphs of a bare CFF font whose codes are their numbers; None for one with a character collection, or no CFF."""
    from fontTools.cffLib import CFFFontSet  # heavy, and hardly ever needed

    fonts = CFFFontSet()
    try:
        fonts.decompile(io.BytesIO(file), None)
        top = fonts[0]
        return None if hasattr(top, "ROS") else len(top.CharStrings)
    except Exception:  # the library reads a file that is no CFF with any error
        return None


def woff2(source: Path, text: str = "") -> bytes:
    """The font in the web's packing: the whole of it, or what shows a text that never changes."""
    font = TTFont(source, recalcTimestamp=False)
    if text:
        from fontTools.subset import Options, Subsetter  # heavy, and seldom needed

        features = ["kern", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum"]
        subsetter = Subsetter(Options(layout_features=features, notdef_outline=True))
        subsetter.populate(text=text)
        subsetter.subset(font)
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file, reorderTables=True)
    return file.getvalue()
