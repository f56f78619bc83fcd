"""Encoding of HTML pages of other sites, looked for in the order of the WHATWG Encoding and HTML standards."""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import cache

from outreach.core.package import THEME

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
HEAD = 4096
"""Bytes in which a page declares its encoding; the standard asks for 1024, portals put scripts before it."""
_TABLES = THEME / "encodings.toml"
_META = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_SAME = dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii"), "cp1252") | {"utf-16": "utf-16-le"}
"""Labels that the standard gives to another encoding than Python does."""
_KNOWN = re.compile(
    r"utf-?(8|16)|windows-|cp\d|x-cp|iso|koi8|gb|big5|euc-|shift|macintosh|us-ascii|ascii|latin|tis-620"
)
"""How labels of text begin: Python's codecs do much else by a name."""
_WIDE = re.compile("utf-?16|ucs-?2|iso-10646|unicode$", re.IGNORECASE)


def decode(content: bytes, declared: str = "") -> str:
    """The text of a page; `declared` is the label in its HTTP header, "" if it has none.

    A byte order mark comes first, then the header, then what the page itself declares; a page that declares nothing is
    UTF-8 if it can be, else windows-1258, as browsers in Vietnamese take it. What no encoding has becomes U+FFFD.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    declaration = _META.search(_COMMENT.sub(b"", content[:HEAD]))
    label = (declaration[1] or declaration[2]).decode("ascii") if declaration else ""
    if _WIDE.match(label):  # it could be read as ASCII, so it is not
        label = "utf-8"
    for name in (declared, label):
        if (text := _decode(content, name)) is not None:
            return text
    if content[:2].count(0) == 1:  # ASCII in two bytes without a mark: "<" comes first
        return content.decode("utf-16-be" if content[0] == 0 else "utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1258", "replace")


def _decode(content: bytes, label: str) -> str | None:
    """The text by a label; None if nobody knows such an encoding."""
    name = label.strip().strip("\"'").lower()
    if table := _labels().get(name):
        return codecs.charmap_decode(content, "replace", table)[0]
    try:
        return content.decode(_SAME.get(name, name), "replace") if _KNOWN.match(name) else None
    except LookupError:
        return None


@cache
def _labels() -> dict[str, str]:
    """Label → the characters of the 256 bytes, of encodings that Python lacks."""
    tables = tomllib.loads(_TABLES.read_text(encoding="utf-8"))
    return {label: table["characters"] for table in tables.values() for label in table["labels"]}
