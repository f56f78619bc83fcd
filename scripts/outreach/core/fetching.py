"""Pages of other sites, read from files or from the network within bounds of size and time, and decoded by the
WHATWG's standards for encodings and HTML (adapter of webencodings).
"""

import codecs
import http.client
import re
import urllib.error
import urllib.request
from functools import cache, partial
from pathlib import Path
from threading import Thread
from typing import Any

import webencodings
from webencodings import Encoding

from outreach.core import addresses
from outreach.core.findings import Finding, OutreachError
from outreach.core.package import THEME, package_table

MOST = 5_000_000
"""Bytes of a page."""
SECONDS = 15
"""For a page in all: name, connection, redirects, headers and content. A command that asks for one ends within 20."""
_CHUNK = 65_536


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Handler of redirects that follows them to http(s) addresses only."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not newurl.lower().startswith(("http://", "https://")):
            raise OSError(f"redirected to {newurl[:60]}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def page(place: str, seconds: float = SECONDS) -> str:
    """The text of an HTML file or of a page at an http(s) address, in the encoding that it declares.

    Raises OutreachError if it can't be read, is larger than `MOST` bytes or takes longer than `seconds`.
    """
    try:
        web = place.lower().startswith(("http://", "https://"))
        return _within(seconds, place) if web else decode(_from_file(Path(place)))
    except (OSError, ValueError, LookupError, http.client.HTTPException) as error:
        reason = str(getattr(error, "reason", "") or getattr(error, "strerror", "") or error or type(error).__name__)
        raise OutreachError(Finding("page-unread", file=place, data={"reason": reason})) from None


def _from_file(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError("not a file")
    with path.open("rb") as file:
        return _whole(file.read(MOST + 1))


def _within(seconds: float, address: str) -> str:
    """A page from the web, or an error when its time is over.

    Python's timeouts are those of one read: a server that sends a byte now and then never meets them, and a name may be
    looked up for long. So another thread waits for the server; it is left alone when it has had its time, reads no more
    than `MOST` bytes and keeps no program from ending.
    """
    answers: list[str | Exception] = []

    def ask() -> None:
        try:
            answers.append(_from_web(address, seconds))
        except Exception as error:  # raised in the thread that asked
            answers.append(error)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not answers:
        raise ValueError(f"> {seconds:g} s")
    if isinstance(answers[0], Exception):
        raise answers[0]
    return answers[0]


def _from_web(address: str, seconds: float) -> str:
    target = addresses.read(address)
    if target is None or addresses.fault(address) == "address_user":
        raise ValueError(addresses.FORM)
    url = target.href.partition("#")[0]
    request = urllib.request.Request(url, headers={"User-Agent": "outreach", "Accept": "text/html"})
    content = b""
    try:
        with urllib.request.build_opener(_WebOnly).open(request, timeout=seconds) as answer:
            while len(content) <= MOST and (chunk := answer.read1(_CHUNK)):
                content += chunk
            charset = answer.headers.get_content_charset() or ""
    except urllib.error.HTTPError as error:
        error.close()  # it holds the connection
        raise
    return decode(_whole(content), charset)


def _whole(content: bytes) -> bytes:
    if len(content) > MOST:
        raise ValueError(f"> {MOST} B")
    return content


HEAD = 4096
"""Bytes in which a page declares its encoding; the standard asks for 1024, portals put scripts before it."""
_TABLES = THEME / "encodings.toml"
_META = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def decode(content: bytes, label: str = "") -> str:
    """The text of a page; `label` is the encoding's name in its HTTP header, "" if it has none.

    A byte order mark comes first, then the header, then what the page itself declares; a page that declares nothing is
    UTF-8 if it can be, else windows-1258, as browsers in Vietnamese take it. What no encoding has becomes U+FFFD.
    """
    declaration = _META.search(_COMMENT.sub(b"", content[:HEAD]))
    encoding = _encoding((declaration[1] or declaration[2]).decode("ascii")) if declaration else None
    if encoding and encoding.name.startswith("utf-16"):  # it could be read as ASCII, so it is not
        encoding = webencodings.UTF8
    text: str
    text, _ = webencodings.decode(content, _encoding(label) or encoding or _guess(content))
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
