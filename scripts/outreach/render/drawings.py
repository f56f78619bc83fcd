"""The campaign's drawings as SVG text: untitled, and coloured by a palette of the brand."""

import re
from collections.abc import Mapping
from typing import Any

from outreach.render.templates import Markup, Templates

_TAG = re.compile(r"<svg[^>]*>")
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_ICON = re.compile(r'class="(icon|o)"')


def drop_titles(svg: str) -> str:
    """The drawing without titles: whoever shows it says what it is."""
    return _TITLE.sub("", svg)


def add_title(svg: str, title: str) -> str:
    """The drawing with a title, which readers of PDF and of screens say."""
    return _insert(svg, f"<title>{Markup.escape(title)}</title>")


def tone_icons(svg: str, token: str) -> str:
    """The drawing with the lines of its icons in the colour of a token."""
    return _ICON.sub(rf'class="\1 {token}-line"', svg)


def apply_palette(
    svg: str, templates: Templates, palette: str, tokens: Mapping[str, Any], ground: str = "", outline: float = 0
) -> Markup:
    """The drawing with the style sheet of a palette (print_templates/_shared/palette-NAME.css.j2).

    `tokens` are the palette's colours by name, `ground` is the token of what the drawing stands on, `outline` the
    width of the line round its shapes in user units; 0: none.
    """
    context = {"tokens": tokens, "ground": ground, "outline": outline}
    return Markup(_insert(svg, f"<style>{templates.render(f'_shared/palette-{palette}.css.j2', context)}</style>"))


def _insert(svg: str, element: str) -> str:
    return _TAG.sub(lambda tag: tag[0] + element, svg, count=1)
