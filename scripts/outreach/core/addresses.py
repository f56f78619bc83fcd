"""Addresses as browsers read them: the WHATWG URL Standard (adapter of Ada, which Node.js has too).

Browsers mend much on the way: a backslash becomes a slash, what stands before `@` is no host, a number becomes one. An
address that is mended leads elsewhere than people see; `fault` names what they would read otherwise than a browser.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from ada_url import URL, idna_to_unicode

WEB = frozenset({"http", "https"})
"""Schemes of pages. Both have an authority, so that `//` must follow."""
FORM = "https://host/path"
"""The form of an address, as findings show it."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = re.compile(r"//([^/?#]*)")
_HOST = re.compile(r"(\[[^\[\]]*\]|[^:]*)(?::([1-9]\d{0,4}))?")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)|\*")
"""A label of a host (RFC 1123; RFC 2181 for the underscore), or a star for any label in lists of hosts."""
LONGEST = 253
"""Characters of a host (RFC 1035)."""
_WRITTEN = re.compile(r"\bhttps?:[/\\][^\s<>]*", re.IGNORECASE)
_ENDS = ".,;:!?)]}'\"”’»…"
"""Marks that end a sentence, and no address in it."""


@dataclass(frozen=True)
class Address:
    """An address as browsers have it after reading."""

    href: str
    """The whole, written as the standard writes it."""
    scheme: str
    """In small letters, without the colon."""
    host: str
    """In ASCII, with the port unless it is the scheme's own: "host" or "host:8000". Empty for mailto: and the like."""
    path: str
    """From the first slash, without query and anchor."""


@lru_cache(maxsize=4096)  # a page's links, and the site's own address, are asked for again and again
def read(text: str, base: str = "") -> Address | None:
    """The address that a browser makes of `text` on the page `base`; None if it makes none."""
    try:
        url = URL(text, base=base or None)
    except (ValueError, UnicodeError):  # a half of a surrogate pair is no text
        return None
    return Address(url.href, url.protocol.removesuffix(":"), url.host, url.pathname)


def scheme(text: str) -> str:
    """The scheme that `text` begins with, in small letters; "" if with none, as a path of the same site does."""
    match = _SCHEME.match(text)
    return match[1].lower() if match else ""


def fault(text: str) -> str:
    """Key of what makes people and browsers read an address or a path differently; "" if nothing does.

    Keys are those of `[expected]` in the strings: address_character, address_slashes, address_user, address_host.
    """
    name = scheme(text)
    spaced = " " in text if name else text != text.strip()  # a file's name may have one in it
    if spaced or any(map(_hidden, text)):
        return "address_character"
    rest = text[len(name) + 1 :] if name else text
    authority = _AUTHORITY.match(rest)
    if name in WEB and not (authority and authority[1]):
        return "address_slashes"
    if authority is None:
        return ""
    if name not in WEB:  # //host: whose scheme is the page's; or a scheme that no page has
        return "address_slashes"
    if "@" in authority[1]:
        return "address_user"
    return "" if _plain_host(text, authority[1]) else "address_host"


def foreign(text: str, site: str) -> bool:
    """Whether a browser on a page of `site` would ask another host, or none, for `text`."""
    target, page = read(text, site), read(site)
    return target is None or page is None or (target.scheme, target.host) != (page.scheme, page.host)


def is_folder(text: str) -> bool:
    """True for the plain address of a folder of the web: https://host/ or https://host/path/."""
    address = read(text)
    if address is None or address.scheme not in WEB or fault(text) or " " in text:
        return False
    origin = f"{address.scheme}://{address.host}"
    path = text.removeprefix(origin)
    if path == text or not path.endswith("/") or re.search("//|[?#]|%(?:2f|5c|[01])", path, re.IGNORECASE):
        return False
    return unquote(path) == unquote(address.path)


def host_in_browsers(text: str) -> str:
    """The host ("host" or "host:8000") that browsers make of a text that should be one; "" if they make none."""
    address = read(f"https://{text}/")
    if address is None or re.search(r"[/?#@\\]", text):
        return ""
    return "" if address.host == text and fault(address.href) else address.host


def below(text: str, site: str) -> str | None:
    """The place of an address in `site`, without index.html, query and anchor; None for one elsewhere.

    `text` is as a page of another host has it. http and https count as the same: servers redirect one to the other.
    """
    home = read(site)
    target = read(text, f"{home.scheme}://elsewhere.invalid/") if home else None
    if home is None or target is None or target.scheme not in WEB or target.host != home.host:
        return None
    if not target.path.startswith(home.path):
        return None
    return target.path.removeprefix(home.path).removesuffix("index.html")


def web_addresses(text: str) -> Iterator[str]:
    """The web addresses in a text, as they are written there, without the marks that end a sentence."""
    for match in _WRITTEN.finditer(text):
        yield match[0].rstrip(_ENDS)


def _hidden(character: str) -> bool:
    """True for what browsers take for a slash, and for what is not seen: controls, marks of direction, odd spaces."""
    return character == "\\" or (character != " " and unicodedata.category(character)[0] in "CZ")


def _plain_host(text: str, authority: str) -> bool:
    """Whether a browser reads the host as it is written, capitals apart: no escapes, odd numbers, look-alikes."""
    address, match = read(text), _HOST.fullmatch(authority)
    if address is None or match is None:
        return False
    host, spelling = address.host.removesuffix(f":{match[2]}"), unicodedata.normalize("NFC", match[1]).lower()
    labels = spelling.split(".")
    plain = match[1].startswith("[") or (len(host) <= LONGEST and all(map(_plain_label, labels)))
    if not plain or any(map(_mixed, labels)):
        return False
    return spelling == host or (spelling == idna_to_unicode(host) and _old_form(spelling) == host)


def _plain_label(label: str) -> bool:
    """Whether a part of a host is a word: browsers let signs through that look like a slash and are none (U+2044)."""
    if label.startswith("xn--"):
        try:
            address = read(f"https://{label[4:].encode().decode('punycode')}/")
        except UnicodeError:
            return False
        return address is not None and address.host == label  # it stands for letters, and for these alone
    letters = "".join(sign for sign in label if not unicodedata.category(sign).startswith("M"))
    return _LABEL.fullmatch(letters) is not None


def _old_form(host: str) -> str:
    """A host as readers before 2010 find it (IDNA 2003, RFC 3490), who take ß for ss; "" if they find none."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ""


def _mixed(label: str) -> bool:
    """Whether Latin letters stand beside those of another script: a Cyrillic е looks like a Latin e."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
    return "LATIN" in scripts and len(scripts) > 1
