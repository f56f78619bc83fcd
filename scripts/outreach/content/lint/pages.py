"""Content lint: what must not reach a reader, with file and line."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import unquote

from outreach.campaign.bundle import Bundle
from outreach.campaign.validate import unknown
from outreach.content import markdown
from outreach.content.lint import allowed_markup, links, markup, page_contacts, reserved
from outreach.content.lint import names as file_checks
from outreach.content.lint.characters import invisible_characters, look_alike_characters, source_text
from outreach.content.page import CODE, Page
from outreach.core import addresses
from outreach.core.findings import Data, Finding
from outreach.core.quoting import visible
from outreach.core.tables import MOST_TEXT, KeyPath, read_toml

_DEFINITION = re.compile(r"^ {0,3}(\[[^\[\]\n]+\]):[ \t]*\S+", re.MULTILINE)
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|XXX|TBD)\b|(?<![\]!\w])\[(?!\^)[^\[\]\n]{3,}\](?![(\[{])|\b[Ll]orem ipsum\b"
)
_ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form|style|link|meta|base|audio|video)\b|\bjavascript:"
    r"|</?(?:html|head|body|frameset)\b|<!doctype\b|<!\[|<\?"  # of the page itself, or of no page at all
    r"|(?:<[a-z]|\{)[^<>{}]*?[\s\"'/](on[a-z]+\s*=)",  # in a tag or an attribute list, quoted or not
    re.IGNORECASE,
)
"""Markup that runs in the reader's browser, or shows another page there."""
_LEFT = re.compile(r"\{\{|\}\}|\{:[^}\n]*\}?")
_FOREIGN = re.compile(
    r"<(?:style|image|use|script|foreignObject|\w*[gG]radient)\b|\bon[a-z]+=|\b(?:xlink:)?href=|(?<!url\()#[0-9a-fA-F]{3,6}\b|\burl\((?!#)"
    r"|\bstyle=|\b(?:fill|stroke)=[\"'](?!none\b|currentColor\b|url\(|#)[^\"']*"
)
"""Markup that a drawing may not hold: colours of its own, gradients, references, scripts."""
MOST_FILE = 20_000_000
"""Bytes of a picture or document."""


def lint(
    bundle: Bundle, pages: Mapping[str, Page], generated: set[str], linkless: Collection[str] = ()
) -> list[Finding]:
    """All faults of all content. `generated` are the files below docs/ that the build will add; `linkless` are pages
    whose addresses need not be links, as they are sent or read aloud."""
    project = bundle.project
    faults: list[Finding] = []
    languages = tuple(bundle.campaign.languages)
    below = (path for path in sorted(project.docs.rglob("*")) if path not in project.manuals)
    files = [path for path in below if path.is_file() and not path.is_symlink()]
    for path in files:
        if path.suffix in {".md", ".toml"}:
            text = source_text(path)
            faults += _decomposed(text, project.relative(path))
            faults += invisible_characters(text, project.relative(path))
        if path.suffix in {".md", ".toml", ".svg"}:
            text = path.read_bytes()[:MOST_TEXT].decode("utf-8", "replace")
            faults += look_alike_characters(
                text, project.relative(path), languages, bundle.campaign.words.allowed_words
            )
        elif path.stat().st_size > MOST_FILE:
            data = {"expected": MOST_FILE // 1000}
            faults.append(Finding("file-large", file=project.relative(path), data=data))
    published = (p for p in files if not p.is_relative_to(project.data) and not p.is_relative_to(project.root_files))
    known = {path.relative_to(project.docs).as_posix() for path in published} | generated
    trees = {name: markdown.to_tree(page.body) for name, page in pages.items()}
    anchors = {name: {str(e.get("id")) for e in tree.iter() if e.get("id")} for name, tree in trees.items()}
    for name, page in pages.items():
        faults += _words(page.body, page.name, bundle, page.body_line)
        linked = {str(link.get("href")) for link in trees[name].iter("a")}  # held to the same as links
        faults += links.address_faults("".join(_prose(trees[name])), page.name, page.body_line, page.body, linked)
        for key, text in _texts(page.meta, ()):
            faults += _words(text, page.name, bundle, page.table.line(key))
            faults += links.address_faults(text, page.name, page.table.line(key))
        faults += _left(page, trees[name])
        faults += _links(name, page, trees[name], known, anchors, bundle)
        faults += _front_matter(page)
        faults += _references(name, page, trees, known)
    for path in sorted(project.data.glob("*.toml")):
        table = read_toml(path, project.relative(path))
        for key, text in _texts(table.data, ()):
            faults += links.address_faults(text, table.name, table.line(key))
            if key[0] != "words":
                faults += _words(text, table.name, bundle, table.line(key))
    faults += page_contacts.check(bundle, pages, trees)
    faults += _nav(bundle)
    faults += _drawings(bundle, pages)
    faults += allowed_markup.files(project, generated, map(bundle.campaign.folder, bundle.campaign.languages))
    told = {f.file for f in faults if f.slug in {"path-reserved", "file-kind"}}
    faults += file_checks.names(project)
    faults += (fault for fault in file_checks.kinds(project) if fault.file not in told)
    told = {f.file for f in faults if f.slug in {"markup-active", "drawing-foreign"}}
    for name, page in pages.items():
        if page.name not in told:
            faults += allowed_markup.page(page, trees[name])
        faults += reserved.check(page, trees[name])
        faults += markup.check(page, trees[name], name not in linkless)
    faults += allowed_markup.drawings(project, {project.root / file: file for file in told})
    return faults


def _decomposed(text: str, name: str) -> Iterator[Finding]:
    """Text typed on some systems keeps letters and accents apart (NFD): it looks right and is not found."""
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            word = next((w for w in line.split() if not unicodedata.is_normalized("NFC", w)), line)  # or a space
            yield Finding("text-decomposed", file=name, line=number, data={"found": word[:40]})


def _words(text: str, name: str, bundle: Bundle, first_line: int) -> Iterator[Finding]:
    bare = _blank(text, CODE)
    defined = {match[1].lower() for match in _DEFINITION.finditer(bare)}
    for match in _PLACEHOLDER.finditer(_blank(bare, _DEFINITION)):
        if match[0].lower() in defined:
            continue  # a link by reference
        yield Finding(
            "placeholder",
            file=name,
            line=first_line + bare.count("\n", 0, match.start()),
            data={"found": match[0][:60]},
        )
    for match in _ACTIVE.finditer(bare):
        group = 1 if match[1] else 0
        line = first_line + bare.count("\n", 0, match.start(group))
        yield Finding("markup-active", file=name, line=line, data={"found": match[group]})
    for wrong, right in bundle.campaign.words.refuse.items():
        for match in re.finditer(rf"(?<!\w){re.escape(wrong)}(?!\w)", bare, re.IGNORECASE):
            if match[0] != right:
                data: Data = {"found": match[0], "expected": right}
                yield Finding(
                    "word-refused", file=name, line=first_line + bare.count("\n", 0, match.start()), data=data
                )


def _left(page: Page, tree: markdown.HtmlElement) -> Iterator[Finding]:
    """Markup that Python-Markdown did not understand and would show as it stands."""
    shown = "".join(_prose(tree))
    for snippet in dict.fromkeys(match[0] for match in _LEFT.finditer(shown)):
        if snippet in {"{{", "}}"} and page.findings:
            continue  # a fact that is not known, which has been said
        line = page.body_line + page.body.count("\n", 0, max(0, page.body.find(snippet)))
        yield Finding("markup-left", file=page.name, line=line, data={"found": snippet[:60]})


def _links(
    name: str,
    page: Page,
    tree: markdown.HtmlElement,
    known: set[str],
    anchors: Mapping[str, set[str]],
    bundle: Bundle,
) -> Iterator[Finding]:
    """Links and pictures as the page shows them, in whatever way they are written."""
    body = _blank(page.body, CODE)
    places: dict[str, int] = {}
    for element in tree.iter("a", "img"):
        picture = element.tag == "img"
        target = element.get("src" if picture else "href", "" if picture else None)
        if target is None:
            continue  # the aim of a link, not a link
        target = str(target)
        written = "|".join(re.escape(form) for form in (target, html.escape(target)) if form) or r"(?<=\()(?=\))"
        places[target] = place = _place(written, body, places.get(target, -1))
        line = page.body_line + body.count("\n", 0, place)
        if picture and not str(element.get("alt", "")).strip():
            yield Finding("alt-missing", file=page.name, line=line, data={"found": target})
        slug, expected = _target(name, target, known, anchors, bundle)
        if slug:
            yield Finding(slug, file=page.name, line=line, data={"found": visible(target), "expected": expected})


def _place(written: str, body: str, last: int) -> int:
    """Where a target stands in the source: at its next place after the last one, else at the last again."""
    pattern = re.compile(rf"(?<![^\s(<\"'=])(?:{written})(?![^\s)>\"'])")
    match = pattern.search(body, last + 1)
    return match.start() if match else max(last, 0)


def _target(
    name: str, target: str, known: set[str], anchors: Mapping[str, set[str]], bundle: Bundle
) -> tuple[str, str]:
    """The slug of what is wrong with a link's target, and what was expected; "" if nothing is."""
    reading = html.unescape(target)  # browsers know names of characters that lxml does not: &bsol;
    if fault := addresses.fault(reading):
        return "link-malformed", fault
    if scheme := addresses.scheme(reading):
        if scheme in {"tel", "mailto"}:
            return "", ""
        address, own = addresses.read(reading), addresses.read(bundle.campaign.site_url)
        if address is None or own is None or scheme not in addresses.WEB:
            return "link-malformed", addresses.FORM
        hosts = list(dict.fromkeys([*bundle.campaign.words.allowed_hosts, own.host]))
        return ("", "") if address.host in hosts else ("link-host", ", ".join(hosts))
    path, _, anchor = target.partition("#")
    file = normpath(f"{Path(name).parent.as_posix()}/{unquote(path)}") if path else name
    if not target or target.startswith("/") or file not in known:
        return "link-broken", ""
    if anchor and file in anchors and anchor not in anchors[file]:
        return "anchor-broken", ", ".join(sorted(anchors[file])) or "—"
    return "", ""


def _references(name: str, page: Page, trees: Mapping[str, markdown.HtmlElement], files: set[str]) -> Iterator[Finding]:
    """Slots that name a section which no page has; a page that could not be read has a finding of its own."""
    slots = page.meta.get("slots")
    for slot, text in slots.items() if isinstance(slots, dict) else ():
        match = markdown.REFERENCE.fullmatch(str(text))
        if match is None or (match[1] in files and match[1] not in trees):
            continue
        tree = trees.get(match[1] or name)
        known = trees if tree is None else markdown.section_ids(tree)
        if tree is None or match[2] not in known:
            yield unknown(page.table, ("slots", slot), str(match[1] if tree is None else match[2]), known)


def _front_matter(page: Page) -> Iterator[Finding]:
    for key in ("title", "summary"):
        if not str(page.meta.get(key) or "").strip():
            yield Finding("page-field-missing", file=page.name, line=1, data={"field": key})


def _nav(bundle: Bundle) -> Iterator[Finding]:
    def entries(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        if isinstance(value, str):
            yield path, value
        items: Iterable[tuple[Any, Any]] = ()
        items = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else items
        for key, item in items:
            yield from entries(item, (*path, key))

    campaign = bundle.campaign
    named = [(path, target, campaign.language) for path, target in entries(campaign.nav, ("nav",))]
    for language in campaign.languages[1:]:
        own = list(entries(campaign.navs[language], ("navs", language)))
        home = [] if any(target == "index.md" for _, target in own) else [(("navs", language), "index.md")]
        named += [(path, campaign.folder(language) + target, language) for path, target in [*home, *own]]
    for path, target, language in named:
        if not (bundle.project.docs / target).is_file() or campaign.language_of(normpath(target)) != language:
            line = bundle.tables["campaign"].line(path)
            yield Finding("nav-broken", file=bundle.tables["campaign"].name, line=line, data={"found": target})


def _drawings(bundle: Bundle, pages: Mapping[str, Page]) -> Iterator[Finding]:
    """Drawings that are more than shapes with classes; scenes and icons that no drawing has."""
    folder = bundle.project.illustrations
    for path in sorted(folder.rglob("*.svg")):
        svg = path.read_text(encoding="utf-8", errors="replace")
        for match in _FOREIGN.finditer(svg):
            line = svg.count("\n", 0, match.start()) + 1
            data: Data = {"found": match[0][:40]}
            yield Finding("drawing-foreign", file=bundle.project.relative(path), line=line, data=data)
    for page in pages.values():
        scene = page.meta.get("scene")
        if isinstance(scene, str) and not (folder / f"{scene}.svg").is_file():
            yield unknown(page.table, ("scene",), scene, (path.stem for path in folder.glob("*.svg")))
        template = bundle.templates.get(str(page.meta.get("template")))
        layouts = template.layouts.values() if template and isinstance(scene, str) else ()
        for name in sorted({f"{scene}-{slot.variant}" for slots in layouts for slot in slots.values() if slot.variant}):
            if not (folder / f"{name}.svg").is_file():
                yield unknown(page.table, ("scene",), name, (path.stem for path in folder.glob("*.svg")))
        for match in re.finditer(r'data-icon="([^"]*)"', page.body):
            if not (folder / "icons" / f"{match[1]}.svg").is_file():
                known = (path.stem for path in (folder / "icons").glob("*.svg"))
                line = page.body_line + page.body.count("\n", 0, match.start())
                yield unknown(page.table, ("data-icon",), match[1], known, line)


def _texts(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _prose(element: markdown.HtmlElement) -> Iterator[str]:
    """The words of an element, code apart."""
    if element.tag in {"code", "pre"} or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _prose(child)
        yield child.tail or ""


def _blank(text: str, pattern: re.Pattern[str]) -> str:
    """The text with what matches blanked out, line breaks kept."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
