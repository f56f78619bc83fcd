"""Carriers of SMS: what each takes, cuts and charges. A table that a campaign may leave out."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from outreach.campaign.model import Line
from outreach.campaign.validate import Strict, no_truth, read_table, validate_each
from outreach.core.findings import Finding
from outreach.core.project import Project

NAME = "carriers.toml"
_ADDRESS = re.compile(r"\S+@\S+|\S*://\S+|\S+\.\S{2,}/\S*|www\.\S+")
Units = Annotated[int, BeforeValidator(no_truth), Field(ge=1)]
"""Places of an SMS, as its coding counts them."""


class Carrier(Strict):
    """One carrier's rules and price."""

    name: Line
    """Name of the carrier."""
    sample: bool = False
    """The price is an example, no offer."""
    price: Annotated[float, BeforeValidator(no_truth), Field(ge=0, le=1_000_000)]
    """For one segment to one subscriber."""
    longest: Units | None = None
    """Characters after which a text without diacritics is cut; never, if left out."""
    longest_marked: Units | None = None
    """The same for a text with diacritics."""
    marked: bool = True
    """True if texts with diacritics are taken at all."""
    banned: str = ""
    """Characters that no text may hold."""
    sender_longest: Units = 11
    """The most characters of a sender's name."""
    sender_signs: str = ""
    """Signs of a sender's name besides the letters A to Z, a to z and digits."""
    source: Line
    """Where its rules and prices come from."""
    checked_on: dt.date
    """The day on which they were looked up."""

    def limit(self, marked: bool) -> int | None:
        """Places after which a text is cut: 0 if none such is taken, None if it never is."""
        if not marked:
            return self.longest
        return self.longest_marked if self.marked else 0

    def banned_in(self, text: str) -> str:
        """The banned characters that a text holds, each once."""
        return "".join(dict.fromkeys(sign for sign in text if sign in self.banned))

    def sender_faults(self, sender: str) -> str:
        """The characters that a sender's name may not hold, without repetition."""
        allowed = re.compile(rf"[A-Za-z0-9{re.escape(self.sender_signs)}]")
        return "".join(dict.fromkeys(sign for sign in sender if not allowed.fullmatch(sign)))


def read_carriers(project: Project) -> tuple[Mapping[str, Carrier], list[Finding]]:
    """The carriers of a campaign by name, as far as they are right, and all faults; none without a carriers.toml."""
    carriers, _, faults = read_table(project, project.data / NAME, lambda table: validate_each(Carrier, table), True)
    return carriers or {}, faults


def addresses(text: str) -> Iterator[str]:
    """Web and mail addresses in a text, without the punctuation around them."""
    for match in _ADDRESS.finditer(text):
        yield match[0].strip(".,;:()\"'“”‘’")
