"""Sheets of one's own, set by WeasyPrint in the campaign's font, and the font measured."""

import importlib.util
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.campaign.brand import Fonts
from outreach.render import fonts
from outreach.render.glyphs import Family

if TYPE_CHECKING:
    from outreach.render.typeset import Node, Typeset

NAME = "Be Vietnam Pro"
SPEC = Fonts(
    family=NAME,
    package="fontpkg_be_vietnam_pro",
    files={
        "400": "BeVietnamPro-Regular.ttf",
        "500": "BeVietnamPro-Medium.ttf",
        "700": "BeVietnamPro-Bold.ttf",
        "900": "BeVietnamPro-Black.ttf",
    },
)
assert importlib.util.find_spec(SPEC.package)
FILES, _ = fonts.find(SPEC, "brand.toml", 1)
FAMILY = Family(FILES)
TRIM = (148.0, 210.0)


@cache
def _font_file() -> str:
    return str(fonts.isolate(FILES.values(), Path(tempfile.mkdtemp())))


def set_page(body: str, css: str = "", tagged: bool = False) -> "Typeset":
    """One A5 document with its styles, in a process whose fontconfig knows only the campaign's font."""
    base = f'@page {{ size: 148mm 210mm; margin: 0 }} html {{ font-family: "{NAME}" }} body {{ margin: 0 }}'
    html = f'<!doctype html><html lang="vi"><title>T</title><style>{base} {css}</style><body>{body}</body></html>'
    return set_document(html, tagged, {})


def set_document(html: str, tagged: bool, pictures: Mapping[str, bytes]) -> "Typeset":
    """A whole document with its pictures, in such a process."""
    os.environ["FONTCONFIG_FILE"] = _font_file()  # read once a process; a build before may have named its own
    from outreach.render.typeset import typeset

    return typeset(html, tagged, pictures)


def texts(node: "Node") -> list["Node"]:
    """The texts of a layout in order."""
    own = [node] if node.kind == "text" and node.text.strip() else []
    return own + [text for child in node.children for text in texts(child)]
