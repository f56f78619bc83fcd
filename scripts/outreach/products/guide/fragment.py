"""The guide as an HTML fragment: for portals that let no frame through, or whose pages are whole in themselves.

It needs no script, no style sheet and no frame, and is made of what content management systems leave alone
(theme/embed/fragment.toml). It reads right with all styles and pictures gone.
"""

import re
from urllib.parse import urljoin, urlsplit

from outreach.content.html import HtmlElement, inner_html, new_element, parse_fragment
from outreach.content.marks import flatten, is_footnote
from outreach.content.paragraphs import part_paragraphs
from outreach.core.package import package_table
from outreach.core.strings import Strings
from outreach.products.guide import THEME
from outreach.products.guide.embed_page import EmbedMeta
from outreach.render.templates import Markup, Templates

LEVELS = (2, 3, 4)
"""Which heading the page's title may be; 4 is the lowest that portals style."""
_TABLE = THEME / "embed" / "fragment.toml"
_ADDRESSES = {"http", "https", "mailto", "tel"}


def fragment(content_html: str, meta: EmbedMeta, level: int, templates: Templates, strings: Strings) -> str:
    """The fragment whose title is a heading of `level` (2 to 4).

    `content_html` is the page's content, its links relative to `meta.page_url`; `templates` are those of theme/,
    `strings` those of the page's language.
    """
    body = Markup(inner_html(_reduce(content_html, meta, level)).strip())
    context = {"meta": meta, "level": level, "body": body, "strings": strings, "words": strings.section("page")}
    return templates.render("embed/fragment.html.j2", context | {"styles": package_table(_TABLE)["styles"]})


def _reduce(content_html: str, meta: EmbedMeta, level: int) -> HtmlElement:
    """The content in nothing but the elements, attributes and addresses that portals let through."""
    rules, root = package_table(_TABLE), parse_fragment(content_html)
    title = root.find(".//h1")
    if title is not None:  # the template says it
        title.drop_tree()
    flatten(root, "fragment")
    for element in list(root.iter()):
        if element is root:
            continue
        if not isinstance(element.tag, str) or element.tag in rules["dropped"]:
            element.drop_tree()
            continue
        _address(element, meta.page_url)
        _narrow(element, rules["widest"])
        boxed = element.tag in rules["renamed"] or "admonition" in (element.get("class") or "").split()
        bold = element.tag in rules["strong"] or "admonition-title" in (element.get("class") or "")
        if match := re.fullmatch("h([2-6])", element.tag):
            element.tag = f"h{min(int(match[1]) + level - 1, 6)}"
            bold = element.tag in rules["strong"]
        element.tag = rules["renamed"].get(element.tag, element.tag)
        if bold:
            _embolden(element)
        for name in list(element.attrib):
            if name not in rules["attributes"]:
                del element.attrib[name]
        if element.tag not in rules["kept"] or (element.tag == "div" and not boxed):
            _unwrap(element)
        elif style := rules["styles"].get(element.tag):
            element.set("style", style)
    part_paragraphs(root)
    return root


def _address(element: HtmlElement, page_url: str) -> None:
    """Links and pictures by their whole address: the fragment may stand anywhere."""
    for name in ("href", "src"):
        if (value := element.get(name)) is None:
            continue
        whole = urljoin(page_url, value)
        if urlsplit(whole).scheme in _ADDRESSES:
            element.set(name, whole)
        else:
            del element.attrib[name]


def _narrow(element: HtmlElement, widest: int) -> None:
    """A picture in its own shape, no wider than `widest` px, as far as its size is known."""
    width, height = (element.get(name, "") for name in ("width", "height"))
    if element.tag == "img" and width.isdecimal() and height.isdecimal() and int(width) > widest:
        element.set("width", str(widest))
        element.set("height", str(round(int(height) * widest / int(width))))


def _embolden(element: HtmlElement) -> None:
    strong = new_element("strong", {})
    strong.text, element.text = element.text, None
    strong.extend(list(element))
    element.append(strong)


def _unwrap(element: HtmlElement) -> None:
    """Take an element's tags away and leave its words; a footnote's figure is set in brackets."""
    if is_footnote(element):
        element.text = f"[{element.text or ''}"
        if len(element):
            element[-1].tail = f"{element[-1].tail or ''}]"
        else:
            element.text += "]"
    element.drop_tag()
