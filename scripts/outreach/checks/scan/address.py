"""A QR code's text as a phone takes it: does it open, and where? Read strictly, as the strictest reader would.

Android matches schemes by case (`Intent.normalizeScheme`: "always use lower case"), and its cameras, browsers and
scanner apps differ in what else they put right. An address that passes here opens in all of them: scheme, host and
path by RFC 3986 (3.1, 3.2.2, 3.3) and host names by RFC 1123 (2.1).
"""

import re
from typing import NamedTuple

WEB = ("https", "http")
OTHERS = ("tel", "sms", "smsto", "mailto", "geo")
"""Schemes that phones hand to another app; in capitals they are not matched either."""
QUOTED = 40
"""Characters of a part that a finding quotes."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LABEL = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_NAME = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)*(?!\d+$){_LABEL}")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(rf"({_OCTET}\.){{3}}{_OCTET}", re.ASCII)
_PORT = re.compile(r":[1-9]\d{0,4}", re.ASCII)
_REST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
_BARE = re.compile(rf"(?i)(www\.|({_LABEL}\.)+[a-z]{{2,63}}(/|$))")
"""An address without its scheme."""


class Target(NamedTuple):
    """Where an address leads: two that are equal lead to the same place."""

    scheme: str
    host: str
    """In small letters, with the port."""
    rest: str
    """Path, query and fragment, as they are written."""


def target(text: str) -> Target:
    """Where a phone goes. Raises ValueError with the first part of the text that a strict reader does not take."""
    scheme, mark, after = text.partition(":")
    if scheme not in WEB or not mark:
        raise ValueError(_quoted(scheme if mark and _SCHEME.match(text) else text))
    if not after.startswith("//"):
        raise ValueError(_quoted(after))
    authority = re.split(r"[/?#]", after[2:], maxsplit=1)[0]
    if "@" in authority:
        raise ValueError(_quoted(authority))
    host, colon, port = authority.partition(":")
    if not (_NAME.fullmatch(host) or _IPV4.fullmatch(host)):
        raise ValueError(_quoted(host or text))
    if colon and not (_PORT.fullmatch(colon + port) and int(port) < 1 << 16):
        raise ValueError(_quoted(colon + port))
    rest, _, fragment = after[2 + len(authority) :].partition("#")
    for part in (rest, fragment):
        valid = _REST.match(part)
        if valid is not None and valid.end() < len(part):
            raise ValueError(_quoted(part[valid.end() :]))
    return Target(scheme, authority.lower(), rest + ("#" + fragment if fragment else ""))


def first_invalid_part(text: str) -> str:
    """The first part of a text that keeps phones from opening it; empty if all open it, or if it is no address."""
    match = _SCHEME.match(text)
    scheme = match[1].lower() if match else ""
    if scheme in OTHERS:
        return "" if text.startswith(scheme) else text[: len(scheme)]
    if scheme not in WEB and (scheme or not _BARE.match(text)):
        return ""
    try:
        target(text)
    except ValueError as error:
        return str(error)
    return ""


def _quoted(part: str) -> str:
    return part[:QUOTED]
