"""Numbers to call and hosts in files that are no pages but are shown: print templates, drawings, mkdocs.yml."""

import re
from collections.abc import Iterator

from outreach.content.html import parse_drawing
from outreach.content.lint.contacts import Contacts
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.core.tables import read_text

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


def check(project: Project, contacts: Contacts, language: str) -> Iterator[Finding]:
    """All numbers and hosts in these files that may not be named, with file and line."""
    for path in sorted(path for path in project.templates.rglob("*") if path.suffix in {".j2", ".css"}):
        relative = project.relative(path)
        reader = _template if path.suffix == ".j2" else _style
        try:
            text = read_text(path, relative)
        except OutreachError:
            continue  # reported where templates are read
        yield from _findings(reader(text), relative, contacts, language)
    for path in sorted(project.docs.rglob("*.svg")):
        if path.is_file() and not path.is_symlink():
            yield from _findings(_drawing(path.read_bytes()), project.relative(path), contacts, language)
    settings = project.root / SETTINGS
    if settings.is_file():
        yield from _findings(_settings(read_text(settings, SETTINGS)), SETTINGS, contacts, language)


def _findings(lines: Iterator[Line], name: str, contacts: Contacts, language: str) -> Iterator[Finding]:
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
