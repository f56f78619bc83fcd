"""Numbers to call and hosts in the finished files of a whole site: each must be a fact or an exception.

Read in pages (attributes and addresses included), plain files, PDFs, Word documents and ZIP files.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from zipfile import ZipFile

from outreach.content.html import parse_page
from outreach.content.lint.contacts import Contacts
from outreach.content.lint.page_contacts import passages
from outreach.core.findings import Data, Finding
from outreach.render.raster import texts

TARGETS = ("href", "src", "action", "data-src", "content")
"""Attributes that hold addresses."""
_UNSEEN = re.compile(r"<(script|style)\b[^>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
Texts = Iterator[str]
Reader = Callable[[bytes], Texts]
Faults = Callable[[str], list[tuple[str, Data]]]
Seen = dict[tuple[Reader, bytes], list[tuple[str, Data]]]
"""How a file is read, and SHA-256 of its bytes → slug and data of each finding: kits repeat files."""


def foreign_contacts(
    site: Path, contacts: Contacts, language: str, left_out: Collection[str] = ()
) -> Iterator[Finding]:
    """A finding for each file and each number or host that it may not name; `file` is relative to the site.

    Folders `left_out`, of units above all, are not looked at.
    """
    seen: Seen = {}

    @cache  # what stands on a sheet stands on that of each unit
    def faults(text: str) -> list[tuple[str, Data]]:
        return [(slug, data) for slug, _, data in contacts.faults(text, language)]

    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        if not set(left_out) & {parent.name for parent in path.relative_to(site).parents}:
            yield from _file(path.relative_to(site).as_posix(), path.read_bytes(), faults, seen)


def _file(name: str, content: bytes, faults: Faults, seen: Seen) -> Iterator[Finding]:
    if name.endswith(".zip"):
        with ZipFile(io.BytesIO(content)) as packed:
            for part in packed.infolist():
                if not part.is_dir():
                    inner = packed.read(part)
                    yield from _file(f"{name}/{part.filename}", inner, faults, seen)
        return
    reader = READERS.get(Path(name).suffix)
    if reader is None:
        return
    key = reader, hashlib.sha256(content).digest()
    if key not in seen:
        of_texts = (fault for text in reader(content) for fault in faults(text))
        seen[key] = list({str(data["found"]): (slug, data) for slug, data in of_texts}.values())
    for slug, data in seen[key]:
        yield Finding(slug, file=name, data=data)


def _html(content: bytes) -> Texts:
    tree = parse_page(content.decode("utf-8"))
    for unseen in list(tree.iter("script", "style")):
        unseen.drop_tree()
    for small in tree.iter("small"):  # the theme sets small print on lines of its own
        small.tag = "p"
    yield from passages(tree)
    for element in tree.iter():
        for attribute in TARGETS:
            if (value := element.get(attribute)) and re.match(r"(?i)(?:https?:)?//|mailto:|tel:|sms:", value):
                yield value.partition(":")[2] if value.lower().startswith(("mailto", "tel", "sms")) else value


def _plain(content: bytes) -> Texts:
    yield from content.decode("utf-8-sig").splitlines()


def _calendar(content: bytes) -> Texts:
    """Lines are folded at 75 octets (RFC 5545, 3.1)."""
    yield from content.decode("utf-8").replace("\r\n ", "").splitlines()


def _pdf(content: bytes) -> Texts:
    for page in texts(content):
        yield from page.splitlines()


def _docx(content: bytes) -> Texts:
    with ZipFile(io.BytesIO(content)) as packed:
        xml = packed.read("word/document.xml").decode("utf-8")
    for paragraph in xml.split("</w:p>"):
        yield unescape(_TAG.sub("", paragraph))


def _svg(content: bytes) -> Texts:
    yield from (unescape(text) for text in re.findall(r">([^<]+)<", _UNSEEN.sub("", content.decode("utf-8"))))


READERS: Mapping[str, Reader] = {
    ".html": _html,
    ".txt": _plain,
    ".csv": _plain,
    ".ics": _calendar,
    ".svg": _svg,
    ".pdf": _pdf,
    ".docx": _docx,
}
"""Ending of a file → the function that reads its texts."""
