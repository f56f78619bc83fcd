"""Numbers to call and hosts: texts name facts or listed exceptions only.

Imports nothing heavy, since a build in which only a list of units changed asks it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from outreach.campaign.bundle import Bundle
from outreach.campaign.telephones import Plan, parse
from outreach.campaign.units import Unit
from outreach.content.hosts import Mention, hosts
from outreach.content.mentions import LONG, canonical, numbers
from outreach.core import addresses
from outreach.core.findings import Data, Finding
from outreach.core.quoting import visible

CELLS = ("name", "type", "district_name", "province_name", "contact_label", "address", "hours", "place")
"""Columns of a list whose cells are printed as they stand."""
_FIGURES = re.compile(r"\d.*\d.*\d", re.DOTALL)
_POINT = re.compile(r"[.@\[({]|//|:\\")
"""Without these there is no number, no host: most cells of lists are passed over at once."""


@dataclass(frozen=True)
class Contacts:
    """Numbers as they are dialled and hosts in small letters that may be named, and how to find them in texts."""

    plan: Plan
    dialled: frozenset[str]
    hosts: frozenset[str]
    printed: tuple[str, ...] = ()
    """The facts' numbers, for people."""
    refused: frozenset[str] = frozenset()
    """Numbers and hosts among the refused words of [words]: another check reports them, with the right word."""
    site: str = ""
    """The host of the campaign's own pages."""

    @classmethod
    def of(cls, bundle: Bundle, units: Mapping[str, Unit] | None = None) -> Contacts:
        """Those of facts and of lists of units (or of `units` in their place), and the exceptions of [words]."""
        campaign, plan = bundle.campaign, bundle.telephones
        values = [text for fact in campaign.facts.values() for text in (fact.value, *fact.values.values())]
        facts = [text for text in values if parse(text, plan) and _alone(text)]
        facts += [mention.text for text in values for mention in numbers(text, plan, campaign.language)]
        phrases = tuple(dict.fromkeys([*facts, *campaign.words.allowed_numbers]))
        rows = (bundle.units if units is None else units).values()
        hotlines = {canonical(unit.hotline, plan) for unit in rows if unit.hotline}
        fact_hosts = {mention.value for text in values for mention in hosts(text)}
        site_host = urlsplit(campaign.site_url).hostname or ""
        allowed_hosts = {
            *fact_hosts,
            site_host,
            *(host.casefold().partition(":")[0] for host in campaign.words.allowed_hosts),
        }
        allowed_numbers = frozenset(hotlines.union(canonical(number, plan) for number in phrases))
        refused = {value for word in campaign.words.refuse for value in (canonical(word, plan), word.casefold())}
        return cls(plan, allowed_numbers, frozenset(allowed_hosts), phrases, frozenset(refused), site_host)

    def faults(self, text: str, language: str, expected: bool = False) -> Iterator[tuple[str, Mention, Data]]:
        """Slug, mention and data of each number and each host that may not be named.

        `expected` says that the whole text should be a number (see `content.mentions.numbers`).
        """
        for mention in numbers(text, self.plan, language, expected) if _FIGURES.search(text) else ():
            if mention.value not in self.dialled | self.refused:
                yield "number-foreign", mention, {"found": visible(mention.text), "expected": self.numbers}
        for mention in hosts(text) if _POINT.search(text) else ():
            if addresses.scheme(mention.text) and addresses.fault(mention.text):
                continue  # `pages` reports it
            if not {mention.value, _ascii(mention.value)} & (self.hosts | self.refused):
                yield "host-foreign", mention, {"found": visible(mention.text), "expected": self._hosts}

    @cached_property
    def numbers(self) -> str:
        """The facts' numbers, as a finding lists them."""
        return ", ".join(self.printed) or "—"

    @cached_property
    def _hosts(self) -> str:
        return ", ".join(sorted(self.hosts)) or "—"


def _ascii(host: str) -> str:
    """A host as browsers name it."""
    address = addresses.read(f"https://{host}/")
    return address.host if address else host


def _alone(text: str) -> bool:
    """True for a value that is a number to call as a whole: a short one has no point, as versions have."""
    return "." not in text or len(re.sub(r"\D", "", text)) >= LONG


def check_units(bundle: Bundle, units: Mapping[str, Unit], contacts: Contacts | None = None) -> Iterator[Finding]:
    """Faults of the words in lists of units that a campaign has or is to have; they may name the number of any unit."""
    contacts = contacts or Contacts.of(bundle, units)
    for unit in units.values():
        for column in CELLS:
            for slug, _, data in contacts.faults(getattr(unit, column), bundle.campaign.language):
                yield Finding(slug, file=unit.file, line=unit.line, data=data)
