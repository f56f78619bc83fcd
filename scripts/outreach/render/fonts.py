"""The campaign's font: found in its pinned package, isolated from the system's, packed for the web (fontTools)."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

from fontTools.ttLib import TTFont

from outreach.campaign.model import Fonts
from outreach.core.findings import Finding
from outreach.core.hashing import write_whole


def find(fonts: Fonts, shown: str, line: int) -> tuple[dict[int, Path], list[Finding]]:
    """The TTF file of each weight, and a finding for each that the installed packages lack."""
    spec = importlib.util.find_spec(fonts.package)
    if spec is None or spec.origin is None:
        return {}, [Finding("font-package", file=shown, line=line, data={"found": fonts.package})]
    folder = Path(spec.origin).parent / "files"
    files = {int(weight): folder / file for weight, file in fonts.files.items()}
    missing = [
        Finding("font-file", file=shown, line=line, data={"found": p.name}) for p in files.values() if not p.exists()
    ]
    return files, missing


def isolate(folders: list[Path], cache: Path) -> Path:
    """Writes a fontconfig file that knows only `folders`, and returns it for FONTCONFIG_FILE.

    It must be in the environment before WeasyPrint is imported. A family or glyph that is missing then has no
    system font to fall back on.
    """
    config = cache / "fontconfig" / "fonts.conf"
    config.parent.mkdir(parents=True, exist_ok=True)
    entries = "".join(f"<dir>{folder}</dir>" for folder in sorted(set(folders)))
    text = f'<?xml version="1.0"?><fontconfig>{entries}<cachedir>{config.parent}</cachedir></fontconfig>'
    if not config.exists() or config.read_text() != text:
        write_whole(config, text.encode())
    return config


def woff2(source: Path) -> bytes:
    """The whole font in the web's packing. Nothing is subset: full Vietnamese coverage stays."""
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed, reorderTables=True)
    return packed.getvalue()
