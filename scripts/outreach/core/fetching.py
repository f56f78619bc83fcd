"""Other people's pages, from files and from the network, within bounds."""

from __future__ import annotations

import http.client
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from outreach.core.errors import OutreachError
from outreach.core.findings import Finding

MOST = 5_000_000
"""Bytes of a page."""
SECONDS = 20
"""For a page in all."""
_CHUNK = 65_536
_PLAIN = "/%:@!$&'()*+,;=~-._?"
"""What addresses keep as it is; letters that are not ASCII are written in bytes."""


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """A redirect leads to the web or nowhere."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not newurl.lower().startswith(("http://", "https://")):
            raise OSError(f"redirected to {newurl[:60]}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def page(place: str) -> str:
    """The text of an HTML file (UTF-8) or of a page at an http(s) address.

    Raises OutreachError if it can't be read, is larger than `MOST` bytes or takes longer than `SECONDS`.
    """
    try:
        return _from_web(place) if place.lower().startswith(("http://", "https://")) else _from_file(Path(place))
    except (OSError, ValueError, LookupError, http.client.HTTPException) as error:
        reason = str(getattr(error, "reason", "") or getattr(error, "strerror", "") or error or type(error).__name__)
        raise OutreachError(Finding("page-unread", file=place, data={"reason": reason})) from None


def _from_file(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise ValueError("not a file")
    with path.open("rb") as file:
        return _whole(file.read(MOST + 1)).decode("utf-8-sig")


def _from_web(address: str) -> str:
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    netloc = f"{host}:{parts.port}" if parts.port else host
    asked = urlunsplit((parts.scheme, netloc, quote(parts.path, _PLAIN), quote(parts.query, _PLAIN), ""))
    request = urllib.request.Request(asked, headers={"User-Agent": "outreach", "Accept": "text/html"})
    last = time.monotonic() + SECONDS
    content = b""
    with urllib.request.build_opener(_WebOnly).open(request, timeout=SECONDS) as answer:
        while len(content) <= MOST and (some := answer.read1(_CHUNK)):
            content += some
            if time.monotonic() > last:
                raise ValueError(f"> {SECONDS} s")
        charset = answer.headers.get_content_charset() or "utf-8"
    return _whole(content).decode(charset)


def _whole(content: bytes) -> bytes:
    if len(content) > MOST:
        raise ValueError(f"> {MOST} B")
    return content
