"""Allowed content: known kinds of files, and pages and drawings that show and do not act.

Allow-lists over the parsed trees: what is not known to be harmless is refused.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from outreach.campaign import codes
from outreach.content.html import HtmlElement, is_instruction, parse_drawing, xml_names
from outreach.content.lint.names import site_path
from outreach.content.marks import CONTENT_ATTRIBUTES, marks
from outreach.content.page import Page
from outreach.core.addresses import foreign
from outreach.core.findings import Finding
from outreach.core.package import THEME, package_table
from outreach.core.project import UNITS, Project
from outreach.core.text import same_name

KINDS = {".md", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".pdf", ".toml", ".csv"}
"""Endings of files that content may have."""
DATA_KINDS = KINDS | {".icc", ".xlsx"}
"""Endings of files that _data/ may have, which is not published."""
TEXT_KINDS = {".md", ".toml"}
"""Endings by which files are looked for: in capitals they would be passed over."""
RESERVED = ("embed/", "catalogue.json", "404.html", "sitemap.xml", f"{UNITS}/")
"""Places in the site that the build fills itself."""
LINK_PAGE = re.compile(rf"{codes.PREFIX}[{codes.SIGN}]{{{codes.CODE_LENGTH}}}/", re.IGNORECASE)
"""A page behind a QR code is such a place too, also where a file system takes small letters for capitals."""
FINDER = f"{UNITS}/index.md"
"""The page that a writer may put into the folder of units."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = marks().tags.keys() | marks().refused.keys()
"""Those that `markup` refuses act in no way."""
ATTRIBUTES = marks().attributes.keys() | CONTENT_ATTRIBUTES | {"data-icon"}
SHAPES = _names("svg g defs clipPath title desc path rect circle ellipse line polyline polygon")
SHAPE_ATTRIBUTES = _names(
    "class id role viewBox width height x y rx ry r cx cy x1 y1 x2 y2 d points transform clip-path clip-rule fill-rule"
    " fill stroke stroke-width stroke-linecap stroke-linejoin preserveAspectRatio aria-hidden aria-label focusable"
)
SVG = "{http://www.w3.org/2000/svg}"
_INSIDE = re.compile(r"^\s*url\(\s*(['\"]?)#[\w.-]+\1\s*\)", re.IGNORECASE)
"""A reference to a part of the same drawing, which is all of a value or its beginning (`url(#a) none`)."""
_ELSEWHERE = re.compile(r"\\|\b(?:url|src|image|image-set)\s*\(|:|//|@", re.IGNORECASE)
"""Parts of a value that can name a file: functions of CSS, a scheme, a host; a backslash can spell any of them."""
_SIDE = re.compile(r"\+?(?=[\d.]*[1-9])(?:\d{1,6}(?:\.\d*)?|\.\d+)(?![\d.])")
_BOX = re.compile(rf"\s*-?[\d.]+[\s,]+-?[\d.]+[\s,]+{_SIDE.pattern}[\s,]+{_SIDE.pattern}\s*")
"""A width or height above 0, and a place with such sides."""
_HERE = "https://here.invalid/"
"""Any page of the site: a picture of its own has a path only."""
_ALIGNMENT = re.compile(r"text-align: (left|right|center);")


def files(project: Project, generated: set[str], folders: Iterable[str] = ("",)) -> Iterator[Finding]:
    """Links that lead who knows where, unknown kinds of files, and files in places that the build fills.

    `folders` are those of the languages, each of which has a search of its own.
    """
    places = (*RESERVED, *(f"{folder}search/" for folder in folders))
    names = {same_name(name) for name in generated}
    for path in sorted(project.docs.rglob("*")):
        relative, below = project.relative(path), path.relative_to(project.docs).as_posix()
        if path.name.startswith(".") or path.is_relative_to(project.root_files):
            continue  # an editor's or a system's own; MkDocs leaves it out too
        if path.is_symlink():
            yield Finding("file-link", file=relative, data={"found": path.name})
        elif path.is_file() and _kind(path) not in (DATA_KINDS if below.startswith("_data/") else KINDS):
            kinds = " ".join(sorted(KINDS))
            yield Finding("file-kind", file=relative, data={"found": path.suffix or path.name, "expected": kinds})
        elif path.is_file() and below != FINDER and _in_site_place(below, places, names):
            yield Finding("path-reserved", file=relative, data={"found": below})


def _kind(path: Path) -> str:
    """The ending of a file's name, in small letters if capitals mean the same."""
    ending = path.suffix.lower()
    return path.suffix if ending in TEXT_KINDS else ending


def _in_site_place(below: str, places: tuple[str, ...], names: set[str]) -> bool:
    """True for a file in a place that the build fills, also on systems that do not tell capitals apart."""
    path = site_path(below)
    return same_name(path).startswith(places) or LINK_PAGE.match(path) is not None or same_name(below) in names


def page(content: Page, tree: HtmlElement) -> Iterator[Finding]:
    """Tags and attributes beyond words, pictures and links; pictures that come from elsewhere."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag
        if tag not in TAGS:
            yield _acting(content, f"<{tag}", tag)
        for name, value in element.attrib.items():
            name, value = str(name), str(value)
            known = name in ATTRIBUTES or name.startswith("aria-")
            if not known and not (name == "style" and _ALIGNMENT.fullmatch(value)):
                yield _acting(content, f"{name}=", name)
        source = str(element.get("src") or "")
        if foreign(html.unescape(source), _HERE):
            line = content.line(max(0, content.body.find(source)))
            yield content.finding("picture-foreign", line, found=source[:60])


def _acting(content: Page, markup: str, word: str) -> Finding:
    place = re.search(rf"(?i)[<\s\"'/]{re.escape(word)}\b", content.body)
    return content.finding("markup-active", content.line(place.start() if place else 0), found=markup)


def drawings(project: Project, known: Mapping[Path, str]) -> Iterator[Finding]:
    """Drawings that are not well-formed, or hold more than shapes. `known` are files with faults told already."""
    for path in sorted(project.docs.rglob("*")):
        if path.suffix.lower() != ".svg" or path in known or path.is_symlink() or not path.is_file():
            continue
        name = project.relative(path)
        try:
            source = path.read_bytes()
            root = parse_drawing(source)
        except ValueError as error:
            yield Finding("drawing-malformed", file=name, data={"reason": str(error)})
            continue
        if root.tag != f"{SVG}svg":
            yield Finding("file-bytes", file=name, line=1, data={"found": ".svg", "other": f"<{root.tag}>"})
            continue
        faults = [*_foreign(source, root, name)]
        yield from faults or _size(root, name)


def _foreign(source: bytes, root: Any, name: str) -> Iterator[Finding]:
    """Elements and attributes that are no shapes, references to other files, and style sheets."""
    for part, line in xml_names(source):
        if part.startswith("?"):
            yield Finding("drawing-foreign", file=name, line=line, data={"found": f"<{part}"})
    for element in root.iter():
        if is_instruction(element):
            continue
        tag = str(element.tag).removeprefix(SVG) if isinstance(element.tag, str) else ""
        extra = [str(key) for key in element.attrib if key not in SHAPE_ATTRIBUTES]
        extra += [
            str(key) for key, value in element.attrib.items() if key not in extra and _leads(str(key), str(value))
        ]
        for part in [*([f"<{tag or '!'}"] if tag not in SHAPES else []), *(f"{key}=" for key in extra)]:
            line = getattr(element, "sourceline", 0)
            yield Finding("drawing-foreign", file=name, line=line, data={"found": part})


def _leads(name: str, value: str) -> bool:
    """True for a value that names another file, or hides what it names; for an id that is the site's own."""
    if name in {"id", "class"}:
        return any(part in reserved()[name] for part in value.split())
    return not name.startswith("aria-") and bool(_ELSEWHERE.search(_INSIDE.sub("", value)))


def _size(root: Any, name: str) -> Iterator[Finding]:
    """A drawing without a `viewBox` can't follow its place; one without width or height is not seen."""
    box = str(root.get("viewBox") or "")
    sides = {key: str(root.get(key) or "1") for key in ("width", "height")}
    wrong = [f'viewBox="{box}"'] if not _BOX.fullmatch(box) else []
    wrong += [f'{key}="{side}"' for key, side in sides.items() if not _SIDE.match(side)]
    for attribute in wrong:
        yield Finding("drawing-empty", file=name, line=getattr(root, "sourceline", 0), data={"found": attribute})


GENERATED = re.compile(r"fn(ref\d*)?:")
"""Beginning of the ids that Markdown gives to footnotes."""


@dataclass(frozen=True)
class Reserved:
    """Values that an attribute may not have."""

    prefixes: tuple[str, ...]
    names: frozenset[str]

    def __contains__(self, value: object) -> bool:
        text = str(value).casefold()
        return text.startswith(self.prefixes) or text in self.names


@cache
def reserved() -> Mapping[str, Reserved]:
    """Attribute → the values that the site's own scripts and styles use."""
    rows = package_table(THEME / "reserved.toml").items()
    return {name: Reserved(tuple(row["prefixes"]), frozenset(row["names"])) for name, row in rows}


def reserved_names(page: Page, tree: HtmlElement) -> Iterator[Finding]:
    """A finding for each value that is reserved, whether it was typed or made from a heading's words."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for attribute, values_of_site in reserved().items():
            whole = str(element.get(attribute) or "").strip()
            values = [whole] if attribute == "id" else whole.split()
            for value in values:
                generated = attribute == "id" and GENERATED.match(value) and value not in page.body
                stray = attribute == "name" and element.tag != "a"  # scripts reach named pictures as document.name
                if (value in values_of_site and not generated) or stray:
                    yield page.finding("name-reserved", _line(page, value), field=attribute, found=value[:60])


def _line(page: Page, value: str) -> int:
    """The line of a value; of the heading that it is made from, if it is typed nowhere."""
    words = r"[\W_]*".join(map(re.escape, re.findall(r"[^\W_]+", value)))
    match = re.search(re.escape(value), page.body) or re.search(rf"^#+.*{words}", page.body, re.MULTILINE | re.I)
    return page.line(match.start() if match else 0)
