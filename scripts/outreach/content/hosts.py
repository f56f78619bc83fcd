"""Hosts that a text names, by the table of contacts: with a scheme, without one, or made unfit to follow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from outreach.content.plain import Plain
from outreach.core.package import THEME
from outreach.core.tables import read_toml
from outreach.core.text import either

CONTACTS = THEME / "contacts.toml"
_DEFANGED_SIGNS = re.compile(r"\[(:/*|/+)\]")
"""Brackets around a sign of an address, by which people keep others from following it: https[:]//host."""
_LABELS = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,9}"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_TAIL = r"(?::\d{1,5})?(?:[/?#\\]\S{0,2000})?"


@dataclass(frozen=True)
class Mention:
    """A number or a host in a text: as it stands there, in the one form that is compared, and its place."""

    text: str
    value: str
    at: int


def hosts(text: str) -> Iterator[Mention]:
    """The hosts of all web and mail addresses, written with or without a scheme, in small letters."""
    plain = Plain.of(text).replace(_bracket_dots(), ".").replace(_DEFANGED_SIGNS, lambda match: match[1])
    for match in _host_pattern().finditer(plain.text):
        host = match["schemed"] or match["www"] or match["bare"] or match["numeric"]
        if not match["bare"] or _is_host(host, match[0]):
            start, end = match.start(), match.start() + len(match[0].rstrip(".,;:!?)]}\"'"))
            yield Mention(plain.original(start, end), host.casefold().rstrip("."), plain.places[start])


def leads_to_calls(host: str) -> bool:
    """True for a host whose addresses lead to a number's chat or call."""
    return host in contact_table()["callers"]


def _is_host(host: str, whole: str) -> bool:
    """Whether a name without a scheme is a host by its letters: a sentence may begin behind a point (máy.In ra)."""
    table, ending = contact_table()["hosts"], host.rpartition(".")[2]
    if ending == ending.lower() or ending.casefold() in table["certain"]:
        return True
    return host.isupper() and (whole != host or ending.casefold() not in table["abbreviations"])


@cache
def contact_table() -> dict[str, Any]:
    """The table of contacts: how texts name numbers and hosts."""
    return read_toml(CONTACTS, CONTACTS.name).data


@cache
def _bracket_dots() -> re.Pattern[str]:
    """Points between labels in brackets, as a sign or a word: evil[.]vn, evil (dot) vn."""
    return re.compile(rf" ?[\[({{{{] ?(?:\.|{either(contact_table()['hosts']['dots'])}) ?[\])}}}}] ?", re.IGNORECASE)


@cache
def _host_pattern() -> re.Pattern[str]:
    table = contact_table()["hosts"]
    schemes, endings = either(table["schemes"]), either(table["endings"])
    user = r"(?:[^\s/\\@]{0,64}@)?"
    return re.compile(
        rf"(?<![\w.-])(?:(?:{schemes}):[/\\]{{1,3}}{user}(?P<schemed>[^\s/?#\\:;,@<>\"')\]]{{1,253}}){_TAIL}"
        rf"|(?P<www>www\.{_LABELS}[^\W\d_]{{2,63}}){_TAIL}"
        rf"|(?P<numeric>{_OCTET}(?:\.{_OCTET}){{3}})(?=:\d{{2,5}}(?!\d)|/[a-z]){_TAIL}"
        rf"|(?P<bare>{_LABELS}(?:{endings}|xn--[a-z0-9-]{{2,59}}))(?![\w@-])(?!\.\w){_TAIL})",
        re.IGNORECASE,
    )
