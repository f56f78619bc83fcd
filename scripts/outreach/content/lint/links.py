"""Addresses that stand in words, where no tag says that they lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from outreach.core import addresses
from outreach.core.findings import Finding
from outreach.core.quoting import visible


def address_faults(text: str, name: str, line: int, source: str = "", known: Collection[str] = ()) -> Iterator[Finding]:
    """Faults of web addresses in words, since browsers, phones and mail programs make links of them.

    `line` is that of the text, or of the beginning of the `source` in which an address is looked for. `known` addresses
    are checked as links and passed over here.
    """
    for address in dict.fromkeys(addresses.web_addresses(text)):
        if address in known:
            continue
        if fault := addresses.fault(address):
            at = line + source.count("\n", 0, max(0, source.find(address)))
            yield Finding("link-malformed", file=name, line=at, data={"found": visible(address), "expected": fault})
