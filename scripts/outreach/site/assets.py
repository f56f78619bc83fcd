"""The files of the site that neither a writer nor MkDocs makes: drawings in colour, fonts, brand, scripts."""

import json
import re
from pathlib import Path

from outreach.campaign.brand import WEB_PALETTE
from outreach.campaign.bundle import Bundle
from outreach.core.cache import Store
from outreach.core.hashing import digest, file_digest
from outreach.core.package import THEME, themes
from outreach.core.text import folding
from outreach.render import fonts
from outreach.render.drawings import apply_palette
from outreach.render.templates import Templates

WOFF2 = "font.woff2"
SEARCH = "assets/javascripts/lunr/min/lunr.vi.min.js"
"""The language of the search, which its worker loads."""
FOLDING = "__FOLDING__"
"""Stands in scripts for the table theme/folding.toml."""
LOGO = "assets/brand/mark.svg"
"""The campaign's mark as it stands on a field of ink: its lines are white."""


def drawings(bundle: Bundle) -> dict[str, bytes]:
    """The illustrations coloured by the brand: path below docs/ → SVG."""
    templates, tokens = Templates([bundle.project.templates]), bundle.brand.colours[WEB_PALETTE]

    def in_colour(path: Path, colours: dict[str, str]) -> bytes:
        return apply_palette(path.read_text(encoding="utf-8"), templates, WEB_PALETTE, colours).encode()

    folder = bundle.project.illustrations
    svgs = {p.relative_to(bundle.project.docs).as_posix(): in_colour(p, tokens) for p in sorted(folder.rglob("*.svg"))}
    return svgs | {LOGO: in_colour(folder / "mark.svg", tokens | {"ink": tokens["white"]})}


def brand(bundle: Bundle, files: dict[int, Path]) -> dict[str, bytes]:
    """The brand's style sheet and its web fonts (packed once, kept in the cache): path in the site → content."""
    family = bundle.brand.fonts.family
    stem = re.sub(r"\W+", "-", family.lower())
    tokens = "".join(f"--brand-{name}:{value};" for name, value in bundle.brand.colours[WEB_PALETTE].items())
    css = [f':root{{{tokens}--brand-font:"{family}"}}']
    contents: dict[str, bytes] = {}
    store = Store(bundle.project.cache)
    for weight in sorted(files):
        if weight not in {400, 700, 900}:
            continue
        name = f"assets/fonts/{stem}-{weight}.woff2"
        contents[name] = _woff2(files[weight], store)
        source = f'url(../fonts/{stem}-{weight}.woff2) format("woff2")'
        css.append(f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;src:{source}}}')
    store.prune("fonts", {_key(path) for path in files.values()})
    contents["assets/stylesheets/brand.css"] = ("\n".join(css) + "\n").encode()
    return contents


def theme_files() -> dict[str, bytes]:
    """Path in the site → content of all in the assets/ of themes; scripts have the table of folding in them."""
    paths = {
        path.relative_to(theme).as_posix(): path
        for theme in themes()
        for path in sorted((theme / "assets").rglob("*"))
        if path.is_file()
    }
    table = json.dumps(folding(), separators=(",", ":"))
    return {
        name: path.read_text(encoding="utf-8").replace(FOLDING, table).encode()
        for name, path in {**paths, SEARCH: THEME / "overrides" / SEARCH}.items()
    }


def _key(source: Path) -> str:
    return digest(file_digest(source), "woff2")[:32]


def _woff2(source: Path, store: Store) -> bytes:
    entry = store.entry("fonts", _key(source)) or store.keep("fonts", _key(source), {WOFF2: fonts.woff2(source)})
    return entry.read(WOFF2)
