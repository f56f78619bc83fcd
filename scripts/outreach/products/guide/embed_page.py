"""The chrome-less page of a guide, which other sites show in an iframe: /embed/v1/<path>/.

A pure function of the page's content: one Markdown pass serves the site's page and this one. The page carries
no inline script and no inline style, and its only script file can be done without, so it works under a strict content
security policy and in a sandbox.
"""

import datetime as dt
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import rcssmin
import rjsmin

from outreach.content.html import HtmlElement, inner_html, scrolling
from outreach.content.marks import clean_html
from outreach.core.strings import Strings
from outreach.render.templates import Markup, Templates

_RESOURCES = ("src", "poster")


@dataclass(frozen=True, kw_only=True)
class EmbedMeta:
    """An embed's data about itself. URLs are absolute, but each `…_href` is relative to `embed_url`.

    `embed_url` ends in "/" and is on the host of `page_url`, so that pictures can be named relative to it.
    `notice` is the campaign's status in words, "" while it is active. Without an icon of their own, pages that are
    opened by themselves make browsers ask for /favicon.ico.
    """

    lang: str
    title: str
    summary: str = ""
    page_url: str
    embed_url: str
    site_name: str
    updated: dt.date | None = None
    version: str = ""
    notice: str = ""
    css_href: str
    icon_href: str = ""
    script_href: str = ""
    """The script that tells the page around the frame how high this one is; none if empty."""


def embed_page(content_html: str, meta: EmbedMeta, templates: Templates, strings: Strings) -> str:
    """The embed as a whole HTML page; its heading is the title if the content has none of its own.

    `content_html` is the page's content as MkDocs leaves it, its links relative to `meta.page_url`. `templates` are
    those of theme/, `strings` those of the page's language.
    """
    root = clean_html(content_html)
    for element in root.iter("*"):
        _retarget(element, meta)
    for table in list(root.iter("table")):
        scrolling(table, strings.text("page.table"))
    context = {
        "meta": meta,
        "strings": strings,
        "words": strings.section("page"),
        "heading": root.find(".//h1") is None,
        "content": Markup(inner_html(root)),
    }
    return templates.render("embed/page.html.j2", context)


def embed_stylesheet(source: str, colours: Mapping[str, str]) -> str:
    """A style sheet of theme/embed/ minified, after the brand's colours (token → #RRGGBB) as custom properties."""
    tokens = "".join(f"--brand-{name}:{value};" for name, value in colours.items())
    return f":root{{{tokens}}}{rcssmin.cssmin(source)}\n"


def embed_script(source: str) -> str:
    """A script of theme/embed/ minified."""
    return f"{rjsmin.jsmin(source)}\n"


def _retarget(element: HtmlElement, meta: EmbedMeta) -> None:
    """Links lead to the site's own pages in a new tab; pictures are named from the embed's folder."""
    href = element.get("href")
    if href and not href.startswith("#"):
        url = urljoin(meta.page_url, href)
        element.set("href", url)
        scheme = urlsplit(url).scheme
        if scheme in ("http", "https"):
            element.set("target", "_blank")
            element.set("rel", "noopener")
        elif scheme not in ("mailto", "tel"):
            del element.attrib["href"]
    for name in _RESOURCES:
        if value := element.get(name):
            element.set(name, _relative(urljoin(meta.page_url, value), meta.embed_url))


def _relative(url: str, base: str) -> str:
    """`url` as seen from the folder `base`, if both are on one host."""
    target, here = urlsplit(url), urlsplit(base)
    if (target.scheme, target.netloc) != (here.scheme, here.netloc):
        return url
    return posixpath.relpath(target.path, here.path)
