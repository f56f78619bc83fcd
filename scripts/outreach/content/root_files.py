"""Files that are published as they are, at the root of the site: what lies in docs/_files/.

CNAME, robots.txt, .well-known/security.txt, and the files by which search engines and services verify an owner.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from outreach.content.html import parse_page, xml_names
from outreach.content.lint.allowed_markup import ATTRIBUTES, RESERVED, TAGS
from outreach.core.findings import Finding
from outreach.core.project import Project

KINDS = ("", ".txt", ".xml", ".json", ".html", ".asc")
MOST_FILES = 100
MOST_BYTES = 200_000
_NAME = re.compile(r"[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*")
_TAGS = TAGS | {"html", "head", "title", "meta", "body"}
_ATTRIBUTES = ATTRIBUTES | {"charset", "content", "property"}
_RUNS = re.compile(r"\{?http://www\.w3\.org/(1999/xhtml|2000/svg)\b")
"""Names of XHTML and SVG, whose scripts browsers run in XML of any kind."""


def root_files(project: Project) -> dict[str, Path]:
    """The files by their path in the site, in a fixed order."""
    folder = project.root_files
    files = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return {path.relative_to(folder).as_posix(): path for path in files}


def root_file_faults(project: Project) -> Iterator[Finding]:
    """Files that can't be published as they are: too many or too large, of other kinds, with names that addresses
    don't have or that the build takes, and HTML or XML that would act in a reader's browser.
    """
    files = root_files(project)
    if len(files) > MOST_FILES:
        relative = project.relative(project.root_files)
        yield Finding("files-many", file=relative, data={"found": len(files), "expected": MOST_FILES})
        return
    for name, path in files.items():
        relative = project.relative(path)
        if path.is_symlink() or not path.is_file():
            yield Finding("file-link", file=relative, data={"found": path.name})
        elif path.suffix.lower() not in KINDS:
            yield Finding("file-kind", file=relative, data={"found": path.suffix, "expected": " ".join(KINDS).strip()})
        elif not _NAME.fullmatch(name) or f"{name}/".startswith((*RESERVED, "search/")) or name in RESERVED:
            yield Finding("path-reserved", file=relative, data={"found": name})
        elif path.stat().st_size > MOST_BYTES:
            yield Finding("file-large", file=relative, data={"expected": MOST_BYTES // 1000})
        else:
            yield from _active_markup(path, relative)


def _active_markup(path: Path, file: str) -> Iterator[Finding]:
    """Elements and attributes beyond words, and XML that browsers show as a page."""
    content = path.read_bytes()
    if path.suffix.lower() == ".xml":
        try:
            names = list(xml_names(content))
        except ValueError as error:
            yield Finding("xml-malformed", file=file, data={"reason": str(error)})
            return
        for name, line in names:
            if name.startswith("?") or _RUNS.match(name):
                yield _active(file, line, f"<{name.rpartition('}')[2]}")
    elif path.suffix.lower() == ".html":
        for element in parse_page(content.decode("utf-8", "replace")).iter():
            tag, line = element.tag if isinstance(element.tag, str) else "", int(element.sourceline or 0)
            if tag and tag not in _TAGS:
                yield _active(file, line, f"<{tag}")
            for name in element.attrib if tag else ():
                if str(name) not in _ATTRIBUTES:
                    yield _active(file, line, f"{name}=")


def _active(file: str, line: int, text: str) -> Finding:
    return Finding("markup-active", file=file, line=line, data={"found": text})
