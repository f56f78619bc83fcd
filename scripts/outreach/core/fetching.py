"""Pages of other sites, read from files or from the network within bounds of size and time."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from pathlib import Path
from threading import Thread
from typing import Any

from outreach.core import addresses
from outreach.core.decoding import decode
from outreach.core.findings import Finding, OutreachError

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
