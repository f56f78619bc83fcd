"""Content lint: what must not reach a reader, with file and line."""

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from outreach.campaign.bundle import Bundle
from outreach.campaign.validate import unknown
from outreach.content import markdown
from outreach.content.html import HtmlElement
from outreach.content.lint import allowed_markup, markup, page_contacts
from outreach.content.lint import names as file_checks
from outreach.content.lint.characters import invisible_characters, look_alike_characters, source_text
from outreach.content.page import CODE, Page
from outreach.core import addresses
from outreach.core.findings import Finding
from outreach.core.quoting import visible
from outreach.core.tables import MOST_TEXT, read_toml, texts

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
_LEFTOVER = re.compile(r"\{\{|\}\}|\{:[^}\n]*\}?")
_FOREIGN = re.compile(
    r"<(?:style|image|use|script|foreignObject|\w*[gG]radient)\b|\bon[a-z]+=|\b(?:xlink:)?href=|(?<!url\()#[0-9a-fA-F]{3,6}\b|\burl\((?!#)"
    r"|\bstyle=|\b(?:fill|stroke)=[\"'](?!none\b|currentColor\b|url\(|#)[^\"']*"
)
"""Markup that a drawing may not hold: colours of its own, gradients, references, scripts."""
MOST_FILE = 20_000_000
"""Bytes of a picture or document."""


class Targets(NamedTuple):
    """Aims of links: files below docs/ and those that the build adds, ids of each page, hosts that may be linked."""

    files: set[str]
    anchors: Mapping[str, set[str]]
    hosts: Sequence[str]


def lint(
    bundle: Bundle, pages: Mapping[str, Page], generated: set[str], linkless: Collection[str] = ()
) -> list[Finding]:
    """All faults of all content. `generated` are the files below docs/ that the build will add; `linkless` are pages
    whose addresses need not be links, as they are sent or read aloud."""
    project, campaign = bundle.project, bundle.campaign
    below = (path for path in sorted(project.docs.rglob("*")) if path not in project.manuals)
    files = [path for path in below if path.is_file() and not path.is_symlink()]
    paths = (p for p in files if not p.is_relative_to(project.data) and not p.is_relative_to(project.root_files))
    known = {path.relative_to(project.docs).as_posix() for path in paths} | generated
    trees = {name: markdown.to_tree(page.body) for name, page in pages.items()}
    faults = [
        *(fault for path in files for fault in _file(bundle, path)),
        *_pages(bundle, pages, trees, known),
        *_tables(bundle),
        *page_contacts.check(bundle, pages, trees),
        *_nav(bundle),
        *_drawings(bundle, pages),
        *allowed_markup.files(project, generated, map(campaign.folder, campaign.languages)),
        *file_checks.names(project),
    ]
    known_faults = {f.file for f in faults if f.slug in {"path-reserved", "file-kind"}}
    faults += (fault for fault in file_checks.kinds(project) if fault.file not in known_faults)
    known_faults = {f.file for f in faults if f.slug in {"markup-active", "drawing-foreign"}}
    for name, page in pages.items():
        if page.name not in known_faults:
            faults += allowed_markup.page(page, trees[name])
        faults += allowed_markup.reserved_names(page, trees[name])
        faults += markup.check(page, trees[name], name not in linkless)
    faults += allowed_markup.drawings(project, {project.root / file: file for file in known_faults})
    return faults


def _file(bundle: Bundle, path: Path) -> Iterator[Finding]:
    """Characters of a text that nobody sees or that look like others; other files that are too large."""
    name = bundle.project.relative(path)
    if path.suffix in {".md", ".toml"}:
        text = source_text(path)
        yield from _nfd(text, name)
        yield from invisible_characters(text, name)
    if path.suffix in {".md", ".toml", ".svg"}:
        text = path.read_bytes()[:MOST_TEXT].decode("utf-8", "replace")
        campaign = bundle.campaign
        yield from look_alike_characters(text, name, tuple(campaign.languages), campaign.words.allowed_words)
    elif path.stat().st_size > MOST_FILE:
        yield Finding("file-large", file=name, data={"expected": MOST_FILE // 1000})


def _pages(
    bundle: Bundle, pages: Mapping[str, Page], trees: Mapping[str, HtmlElement], known: set[str]
) -> Iterator[Finding]:
    """Words, addresses, links and references of each page; `known` are the files below docs/ that the site has."""
    anchors = {name: {str(e.get("id")) for e in tree.iter() if e.get("id")} for name, tree in trees.items()}
    home = urlsplit(bundle.campaign.site_url).netloc
    targets = Targets(known, anchors, list(dict.fromkeys([*bundle.campaign.words.allowed_hosts, home])))
    for name, page in pages.items():
        yield from _words(page.body, page.name, bundle, page.body_line)
        links = {str(link.get("href")) for link in trees[name].iter("a")}  # held to the same
        prose = "".join(_prose(trees[name]))
        yield from _addresses(prose, page.name, page.body_line, page.body, links)
        for key, text in texts(page.meta):
            yield from _words(text, page.name, bundle, page.table.line(key))
            yield from _addresses(text, page.name, page.table.line(key))
        yield from _leftovers(page, prose)
        yield from _links(name, page, trees[name], targets)
        yield from _front_matter(page)
        yield from _references(name, page, trees, known)


def _tables(bundle: Bundle) -> Iterator[Finding]:
    """Words and addresses of the campaign's tables."""
    for path in sorted(bundle.project.data.glob("*.toml")):
        table = read_toml(path, bundle.project.relative(path))
        for key, text in texts(table.data):
            yield from _addresses(text, table.name, table.line(key))
            if key[0] != "words":
                yield from _words(text, table.name, bundle, table.line(key))


def _addresses(text: str, name: str, line: int, source: str = "", known: Collection[str] = ()) -> Iterator[Finding]:
    """Faults of web addresses in words, since browsers, phones and mail programs make links of them.

    `line` is that of the text, or of the beginning of the `source` in which an address is looked for. `known` addresses
    are checked as links and passed over here.
    """
    for address in dict.fromkeys(addresses.web_addresses(text)):
        if address in known:
            continue
        if fault := addresses.fault(address):
            at = line + source.count("\n", 0, max(0, source.find(address)))
            yield Finding("link-malformed", file=name, line=at, data={"found": visible(address), "expected": fault})


def _nfd(text: str, name: str) -> Iterator[Finding]:
    """Text typed on some systems keeps letters and accents apart (NFD): it looks right and is not found."""
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            word = next((w for w in line.split() if not unicodedata.is_normalized("NFC", w)), line)  # or a space
            yield Finding("text-decomposed", file=name, line=number, data={"found": word[:40]})


def _words(text: str, name: str, bundle: Bundle, first_line: int) -> Iterator[Finding]:
    """Placeholders, markup that is active in a browser, and words that the campaign refuses."""
    bare = _blank(text, CODE)

    def fault(slug: str, found: str, at: int, **data: str) -> Finding:
        return Finding(slug, file=name, line=first_line + bare.count("\n", 0, at), data={"found": found, **data})

    labels = {match[1].lower() for match in _DEFINITION.finditer(bare)}
    for match in _PLACEHOLDER.finditer(_blank(bare, _DEFINITION)):
        if match[0].lower() not in labels:  # else a link by reference
            yield fault("placeholder", match[0][:60], match.start())
    for match in _ACTIVE.finditer(bare):
        group = 1 if match[1] else 0
        yield fault("markup-active", match[group], match.start(group))
    for wrong, right in bundle.campaign.words.refuse.items():
        for match in re.finditer(rf"(?<!\w){re.escape(wrong)}(?!\w)", bare, re.IGNORECASE):
            if match[0] != right:
                yield fault("word-refused", match[0], match.start(), expected=right)


def _leftovers(page: Page, prose: str) -> Iterator[Finding]:
    """Markup that Python-Markdown did not understand and would show as it stands."""
    for snippet in dict.fromkeys(match[0] for match in _LEFTOVER.finditer(prose)):
        if snippet in {"{{", "}}"} and page.findings:
            continue  # a fact that is not known, which has been said
        yield page.finding("markup-left", page.line(max(0, page.body.find(snippet))), found=snippet[:60])


def _links(name: str, page: Page, tree: HtmlElement, targets: Targets) -> Iterator[Finding]:
    """Links and pictures as the page shows them, in whatever way they are written."""
    body = _blank(page.body, CODE)
    places: dict[str, int] = {}
    for element in tree.iter("a", "img"):
        picture = element.tag == "img"
        target = element.get("src" if picture else "href", "" if picture else None)
        if target is None:
            continue  # the aim of a link, not a link
        target = str(target)
        pattern = "|".join(re.escape(form) for form in (target, html.escape(target)) if form) or r"(?<=\()(?=\))"
        places[target] = place = _place(pattern, body, places.get(target, -1))
        line = page.line(place)
        if picture and not str(element.get("alt", "")).strip():
            yield page.finding("alt-missing", line, found=target)
        slug, expected = _target(name, target, targets)
        if slug:
            yield page.finding(slug, line, found=visible(target), expected=expected)


def _place(pattern_of_target: str, body: str, last: int) -> int:
    """Where a target stands in the source: at its next place after the last one, else at the last again."""
    pattern = re.compile(rf"(?<![^\s(<\"'=])(?:{pattern_of_target})(?![^\s)>\"'])")
    match = pattern.search(body, last + 1)
    return match.start() if match else max(last, 0)


def _target(name: str, target: str, targets: Targets) -> tuple[str, str]:
    """The slug of what is wrong with a link's target, and what was expected; "" if nothing is."""
    reading = html.unescape(target)  # browsers know names of characters that lxml does not: &bsol;
    if fault := addresses.fault(reading):
        return "link-malformed", fault
    if scheme := addresses.scheme(reading):
        if scheme in {"tel", "mailto"}:
            return "", ""
        address = addresses.read(reading)
        if address is None or scheme not in addresses.WEB:
            return "link-malformed", addresses.FORM
        return ("", "") if address.host in targets.hosts else ("link-host", ", ".join(targets.hosts))
    path, _, anchor = target.partition("#")
    file = normpath(f"{Path(name).parent.as_posix()}/{unquote(path)}") if path else name
    if not target or target.startswith("/") or file not in targets.files:
        return "link-broken", ""
    anchors = targets.anchors.get(file)
    if anchor and anchors is not None and anchor not in anchors:
        return "anchor-broken", ", ".join(sorted(anchors)) or "—"
    return "", ""


def _references(name: str, page: Page, trees: Mapping[str, HtmlElement], files: set[str]) -> Iterator[Finding]:
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
            yield page.finding("page-field-missing", 1, field=key)


def _nav(bundle: Bundle) -> Iterator[Finding]:
    campaign = bundle.campaign
    targets = [(path, target, campaign.language) for path, target in texts(campaign.nav, ("nav",))]
    for language in campaign.languages[1:]:
        entries = list(texts(campaign.navs[language], ("navs", language)))
        home = [] if any(target == "index.md" for _, target in entries) else [(("navs", language), "index.md")]
        targets += [(path, campaign.folder(language) + target, language) for path, target in [*home, *entries]]
    for path, target, language in targets:
        if not (bundle.project.docs / target).is_file() or campaign.language_of(normpath(target)) != language:
            yield bundle.tables["campaign"].finding("nav-broken", path, found=target)


def _drawings(bundle: Bundle, pages: Mapping[str, Page]) -> Iterator[Finding]:
    """Drawings that are more than shapes with classes; scenes and icons that no drawing has."""
    folder = bundle.project.illustrations
    for path in sorted(folder.rglob("*.svg")):
        svg = path.read_text(encoding="utf-8", errors="replace")
        for match in _FOREIGN.finditer(svg):
            file, line = bundle.project.relative(path), svg.count("\n", 0, match.start()) + 1
            yield Finding("drawing-foreign", file=file, line=line, data={"found": match[0][:40]})
    for page in pages.values():
        scene, template = page.meta.get("scene"), bundle.templates.get(str(page.meta.get("template")))
        layouts = template.layouts.values() if template else ()
        variants = sorted({slot.variant for slots in layouts for slot in slots.values() if slot.variant})
        names = [scene, *(f"{scene}-{variant}" for variant in variants)] if isinstance(scene, str) else []
        drawings = [("scene", name, folder, page.table.line(("scene",))) for name in names]
        icons = re.finditer(r'data-icon="([^"]*)"', page.body)
        drawings += [("data-icon", match[1], folder / "icons", page.line(match.start())) for match in icons]
        for field, name, place, line in drawings:
            if not (place / f"{name}.svg").is_file():
                known = (path.stem for path in place.glob("*.svg"))
                yield unknown(page.table, (field,), name, known).at(page.name, line)


def _prose(element: HtmlElement) -> Iterator[str]:
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
