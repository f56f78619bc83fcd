"""Encoding of HTML pages of other sites by the WHATWG's standards for encodings and HTML (adapter of webencodings)."""

from __future__ import annotations

import codecs
import re
from functools import cache, partial

import webencodings
from webencodings import Encoding

from outreach.core.package import THEME, package_table

HEAD = 4096
"""Bytes in which a page declares its encoding; the standard asks for 1024, portals put scripts before it."""
_TABLES = THEME / "encodings.toml"
_META = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def decode(content: bytes, declared: str = "") -> str:
    """The text of a page; `declared` is the label in its HTTP header, "" if it has none.

    A byte order mark comes first, then the header, then what the page itself declares; a page that declares nothing is
    UTF-8 if it can be, else windows-1258, as browsers in Vietnamese take it. What no encoding has becomes U+FFFD.
    """
    declaration = _META.search(_COMMENT.sub(b"", content[:HEAD]))
    encoding = _encoding((declaration[1] or declaration[2]).decode("ascii")) if declaration else None
    if encoding and encoding.name.startswith("utf-16"):  # it could be read as ASCII, so it is not
        encoding = webencodings.UTF8
    text: str
    text, _ = webencodings.decode(content, _encoding(declared) or encoding or _guess(content))
    return text


def _guess(content: bytes) -> str:
    if content[:2].count(0) == 1:  # ASCII in two bytes without a mark: "<" comes first
        return "utf-16be" if content[0] == 0 else "utf-16le"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1258"
    return "utf-8"


def _encoding(label: str) -> Encoding | None:
    """The encoding that a label stands for; None if nobody knows such a one."""
    name = label.strip().strip("\"'").lower()
    if table := _labels().get(name):
        return Encoding(name, codecs.CodecInfo(codecs.charmap_encode, partial(_by_table, table)))
    encoding: Encoding | None = webencodings.lookup(name)
    return encoding


def _by_table(table: str, content: bytes, errors: str) -> tuple[str, int]:
    return codecs.charmap_decode(content, errors, table)


@cache
def _labels() -> dict[str, str]:
    """Label → the characters of the 256 bytes, of encodings that the standard lacks."""
    return {label: table["characters"] for table in package_table(_TABLES).values() for label in table["labels"]}
