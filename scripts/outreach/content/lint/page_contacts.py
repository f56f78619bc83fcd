"""Numbers to call and hosts in pages, tables, templates, drawings and mkdocs.yml; links lead where their words say."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

from outreach.campaign.bundle import Bundle
from outreach.content.hosts import Mention, hosts, leads_to_calls
from outreach.content.html import HtmlElement, parse_drawing
from outreach.content.lint.contacts import Contacts, check_units
from outreach.content.mentions import canonical, numbers
from outreach.content.page import Page
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.project import Project
from outreach.core.quoting import visible
from outreach.core.tables import KeyPath, Table, read_text, read_toml, texts

ATTRIBUTES = ("alt", "title", "aria-label")
"""Of elements, those that are shown or read to people."""
CALLS = frozenset({"tel", "sms", "smsto", "mms", "mmsto", "callto", "facetime", "facetime-audio"})
"""Schemes of addresses that are a number."""
INLINE = frozenset("a abbr b cite code del em i ins kbd mark q s small span strong sub sup img".split())  # noqa: SIM905
APART = (("campaign.toml", "facts"), ("campaign.toml", "words"), ("telephones", ""))
"""File or folder, and key ("" for all), of tables that are not checked: facts themselves, and numbering plans."""
SOURCE = "source"
"""The field that says where a value comes from; it is never published."""
NUMBER = "number"
"""The field of a script that names the number to call."""
_MARKS = str.maketrans({"|": " ", "*": "", "`": ""})


def check(bundle: Bundle, pages: Mapping[str, Page], trees: Mapping[str, HtmlElement]) -> Iterator[Finding]:
    """All faults of pages, front matter, tables, lists of units and drawings' words."""
    contacts = Contacts.of(bundle)
    for name, page in pages.items():
        language = bundle.campaign.language_of(name)
        yield from _page(page, trees[name], contacts, language)
    for table in _tables(bundle):
        for key, text in texts(table.data, keys=True):
            if SOURCE not in key and (table.name.rpartition("/")[2], key[0]) not in APART:
                yield from _findings(contacts.faults(text, bundle.campaign.language), table, key)
    help_number, table = bundle.campaign.help.number, bundle.tables["campaign"]
    if help_number and canonical(help_number, contacts.plan) not in contacts.dialled:
        yield table.finding("number-foreign", ("help", "number"), found=visible(help_number), expected=contacts.numbers)
    yield from check_units(bundle, bundle.units, contacts)
    yield from _sources(bundle.project, contacts, bundle.campaign.language)


def _page(page: Page, tree: HtmlElement, contacts: Contacts, language: str) -> Iterator[Finding]:
    targets = [str(element.get("href") or "") for element in tree.iter("a")]
    link_hosts = {_host(target) for target in targets if target}  # a link to a foreign host is reported as a link
    for text in passages(tree):
        for slug, mention, data in contacts.faults(text, language):
            if slug != "host-foreign" or mention.value not in link_hosts:
                yield page.finding(slug, _line(page, mention.text), **data)
    for key, text in texts(page.meta, keys=True):
        expected = key == (NUMBER,)
        yield from _findings(contacts.faults(text.translate(_MARKS), language, expected), page.table, key)
    for element in tree.iter("a"):
        if target := str(element.get("href") or ""):
            for slug, data in link_faults(target, link_words(element), contacts, language):
                yield page.finding(slug, _line(page, target.partition(":")[2] or target), **data)


def _findings(faults: Iterable[tuple[str, Mention, Data]], table: Table, key: KeyPath) -> Iterator[Finding]:
    for slug, _, data in faults:
        yield table.finding(slug, key, **data)


def _tables(bundle: Bundle) -> Iterator[Table]:
    data = bundle.project.data
    for path in sorted(data.rglob("*.toml")):
        if not any(part == folder and not key for folder, key in APART for part in path.relative_to(data).parts):
            yield read_toml(path, bundle.project.relative(path))


def link_faults(target: str, words: str, contacts: Contacts, language: str) -> Iterator[tuple[str, Data]]:
    """Slug and data of each fault of a link: a number or host that may not be named, words that name another."""
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return  # `pages` reports it
    data: Data = {"found": visible(target), "text": visible(words)}
    if parts.scheme in CALLS:
        yield from _call_faults(target.strip().partition(":")[2], words, contacts, language, data)
    elif parts.scheme == "mailto":
        fields = {key.casefold(): values for key, values in parse_qs(parts.query).items()}
        texts = [unquote(parts.path), *(text for values in fields.values() for text in values)]
        for slug, _, more in contacts.faults(" ".join(texts), language):
            yield slug, more
        receivers = re.findall(r"[^\s<>()@,;:]+@[^\s<>()@,;:]*[^\s<>()@,;:.]", words)
        if receivers and [address.casefold() for address in receivers] != [texts[0].strip().casefold()]:
            yield "link-words", data
    elif parts.scheme in {"http", "https", ""}:
        yield from _web_faults(target, words, contacts, data)


def _call_faults(rest: str, words: str, contacts: Contacts, language: str, data: Data) -> Iterator[tuple[str, Data]]:
    """Faults of a link that calls a number or writes to it, the text of its message included.

    A message may have no receiver yet.
    """
    number, _, query = rest.partition("?")
    target = canonical(unquote(number.partition(";")[0].strip("/")), contacts.plan)
    mentions = [mention.value for mention in numbers(words, contacts.plan, language, expected=True)]
    if target not in contacts.dialled and (number.strip("/;") or not query):
        yield "number-foreign", {"found": data["found"], "expected": contacts.numbers}
    if mentions and mentions != [target]:
        yield "link-words", data
    for text in (text for values in parse_qs(query).values() for text in values):
        for slug, _, more in contacts.faults(text, language):
            yield slug, more


def _web_faults(target: str, words: str, contacts: Contacts, data: Data) -> Iterator[tuple[str, Data]]:
    """Faults of a link to a web address, or to a place in the site, whose words may name the site's host only."""
    mentions = [mention.text for mention in hosts(words)]
    whole = len(mentions) == 1 and words.strip(" .,;:()<>\"'“”") == mentions[0]
    host = _host(target) if "//" in target else contacts.site
    if "//" not in target and whole and _host(mentions[0]) != host:
        yield "link-words", data
    elsewhere = {_host(text) for text in mentions} != {host} or (whole and _path(mentions[0]) != _path(target))
    if mentions and "//" in target and elsewhere:
        yield "link-words", data
    if leads_to_calls(host):
        for digits in re.findall(r"\+?\d[\d.-]+", unquote(_path(target))):
            if canonical(_abroad(digits, contacts), contacts.plan) not in contacts.dialled:
                yield "number-foreign", {"found": data["found"], "expected": contacts.numbers}


def _abroad(digits: str, contacts: Contacts) -> str:
    """A number as it stands in an address of a chat: from the country code on, often without the plus."""
    return f"+{digits}" if contacts.plan.code and digits.startswith(contacts.plan.code) else digits


def _host(address: str) -> str:
    return next((mention.value for mention in hosts(address)), "")


def _path(address: str) -> str:
    """Part of an address behind the host, without the slash at its end."""
    bare = re.sub(r"^[a-z]+:/*", "", address.strip(), flags=re.IGNORECASE)
    return unquote(bare.partition("/")[2]).rstrip("/") if "/" in bare else bare.partition("?")[2]


def link_words(element: HtmlElement) -> str:
    """The words of a link, those of its pictures included."""
    return " ".join([*passages(element)])


def passages(tree: HtmlElement) -> list[str]:
    """The texts of a tree as people read them: blocks apart, inline marks left out, then the words of attributes.

    Unlike `content.html.passages`, which leaves out code and says what stands in lists.
    """
    texts: list[list[str]] = [[]]
    words: list[str] = []

    def walk(element: HtmlElement, outermost: bool) -> None:
        block = not outermost and element.tag not in INLINE
        if not isinstance(element.tag, str):
            texts[-1].append(element.tail or "")
            return
        words.extend(str(element.get(name)) for name in ATTRIBUTES if element.get(name))
        if block:
            texts.append([])
        texts[-1].append(element.text or "")
        for child in element:
            walk(child, outermost=False)
        if block:
            texts.append([])
        if not outermost:
            texts[-1].append(element.tail or "")

    walk(tree, outermost=True)
    blocks = (" ".join("".join(parts).split()) for parts in texts)
    return [text for text in (*blocks, *words) if text]


def _line(page: Page, text: str) -> int:
    """The line of a page's file on which something stands, whatever marks are between its parts; else the first."""
    parts = [part for part in re.split(r"[^\w]+", text) if part][:9]
    body = unescape(page.body)
    between = (r"[^\w]{1,12}?", r"(?:[^\w<]|<[^<>]{1,200}>){1,12}?")
    tries = (re.search(sign.join(map(re.escape, parts)), body) for sign in between) if parts else ()
    match = next(filter(None, tries), None)
    return page.body_line + body.count("\n", 0, match.start() if match else 0)


SETTINGS = "mkdocs.yml"
PAGE_SETTINGS = frozenset({"site_description", "copyright", "extra", "repo_url", "repo_name", "edit_uri"})
"""Settings whose values stand on pages."""
_ATTRIBUTE = re.compile(r"""\b(?:alt|title|aria-label|href)=["']([^"']*)""")
"""Attributes that people see, hear or follow."""
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_CONTENT = re.compile(r"""\bcontent:\s*(["'])(.*?)\1""")
"""Words that a style sheet sets (CSS Generated Content, `content`)."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
Line = tuple[int, str]


def _sources(project: Project, contacts: Contacts, language: str) -> Iterator[Finding]:
    """All numbers and hosts in these files that may not be named, with file and line."""
    for path in sorted(path for path in project.templates.rglob("*") if path.suffix in {".j2", ".css"}):
        relative = project.relative(path)
        reader = _template if path.suffix == ".j2" else _style
        try:
            text = read_text(path, relative)
        except OutreachError:
            continue  # reported where templates are read
        yield from _line_findings(reader(text), relative, contacts, language)
    for path in sorted(project.docs.rglob("*.svg")):
        if path.is_file() and not path.is_symlink():
            yield from _line_findings(_drawing(path.read_bytes()), project.relative(path), contacts, language)
    settings = project.root / SETTINGS
    if settings.is_file():
        yield from _line_findings(_settings(read_text(settings, SETTINGS)), SETTINGS, contacts, language)


def _line_findings(lines: Iterator[Line], name: str, contacts: Contacts, language: str) -> Iterator[Finding]:
    for line, text in lines:
        for slug, _, data in contacts.faults(text, language):
            yield Finding(slug, file=name, line=line, data=data)


def _template(text: str) -> Iterator[Line]:
    """Lines of a template without expressions and tags, and the attributes that people see or hear."""
    bare = _EXPRESSION.sub(lambda match: "\n" * match[0].count("\n"), text)
    for at, line in enumerate(bare.splitlines(), 1):
        yield from ((at, words) for words in (_TAG.sub("", line), *_ATTRIBUTE.findall(line)))


def _style(text: str) -> Iterator[Line]:
    for at, line in enumerate(text.splitlines(), 1):
        yield from ((at, match[2]) for match in _CONTENT.finditer(line))


def _settings(text: str) -> Iterator[Line]:
    """Lines of the settings that are published, without comments."""
    name = ""
    for at, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"([\w-]+):", line):
            name = match[1]
        if name in PAGE_SETTINGS:
            yield at, _COMMENT.sub("", line)


def _drawing(source: bytes) -> Iterator[Line]:
    """Texts of a drawing's elements, its title and description among them, and their names for screen readers."""
    try:
        root = parse_drawing(source)
    except ValueError:
        return  # reported as malformed by `allowed_markup`
    for element in root.iter():
        line = getattr(element, "sourceline", 0) or 0
        yield from ((line, str(words)) for words in (element.text, element.get("aria-label")) if words)
