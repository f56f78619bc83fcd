"""Telephone numbers: as they are typed, dialled and printed, by the numbering plan of a country.

Plans are tables: theme/telephones/<country>.toml, and over it the campaign's own of the same name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial, reduce
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from outreach.campaign.validate import Pattern as Expression
from outreach.campaign.validate import Strict, validate
from outreach.core.findings import Finding
from outreach.core.package import THEME
from outreach.core.tables import merge, read_layers

FOLDER = "telephones"
"""Name of the tables' folder, in the theme and in the campaign's data."""
FEWEST, MOST = 3, 15
"""Digits of a number; the most are those of ITU-T E.164, country code included."""
TYPED = re.compile(r"\(?\+?\(?\d[\d .()\u00a0\u2010-\u2013-]*", re.ASCII)
"""All signs that a number is typed with."""
DIGIT = "#"
Country = Annotated[str, StringConstraints(pattern=r"^([a-z]{2})?$")]
"""ISO 3166-1 in small letters, or empty."""
Digits = Annotated[str, StringConstraints(pattern=r"^\d{0,4}$")]


class Pattern(Strict):
    """A kind of number: an expression for its digits, trunk prefix included, and how these are printed."""

    digits: Expression
    """Regular expression for all digits, trunk prefix included."""
    print: Annotated[str, StringConstraints(pattern=r"^[# .-]*#$")]
    """`#` for each digit, and what stands between groups of them."""


class Plan(Strict):
    """A country's numbering plan. Without a country it has no patterns, and numbers are printed as they are typed."""

    code: Digits = ""
    """Country code, without plus."""
    trunk: Digits = ""
    """Trunk prefix: dialled before area codes inside the country, left out behind the country code."""
    abroad: Digits = ""
    """International prefix: dialled before a country code in place of the plus."""
    patterns: dict[str, Pattern] = Field(default_factory=dict)
    """Name → pattern; the first that fits counts."""

    @model_validator(mode="after")
    def _has_code(self) -> Plan:
        if self.patterns and not self.code:
            raise ValueError("code")
        return self

    def pattern(self, digits: str) -> str:
        """The name of the pattern that `digits` fit; empty if none does."""
        for name, pattern in self.patterns.items():
            if len(digits) == pattern.print.count(DIGIT) and re.fullmatch(pattern.digits, digits):
                return name
        return ""


ANY = Plan()
"""The plan of no country."""


@dataclass(frozen=True)
class Telephone:
    """A number to call."""

    dialled: str
    """Digits as dialled inside the country, or from + on; what `tel:` links to."""
    printed: str
    """How it is printed, whichever way it was typed."""
    pattern: str
    """The pattern of the plan that it fits; empty if none does."""


def parse(text: str, plan: Plan = ANY) -> Telephone | None:
    """A number as a person typed it; None for what holds other signs, or too few or too many digits."""
    bare = text.replace("(0)", "") if "+" in text else text  # a trunk prefix that is left out from abroad
    groups = re.findall(r"\d+", bare, re.ASCII)
    digits = "".join(groups)
    if not FEWEST <= len(digits) <= MOST + len(plan.abroad + plan.trunk) or not TYPED.fullmatch(text):
        return None
    if not plan.patterns:
        return Telephone("+" * ("+" in text) + digits, text.strip(), "") if len(digits) <= MOST else None
    if "+" in text:
        return _from_abroad(digits, groups, plan)
    if name := plan.pattern(digits):
        return Telephone(digits, _grouped(digits, plan.patterns[name]), name)
    if plan.abroad and digits.startswith(plan.abroad) and len(digits) - len(plan.abroad) >= FEWEST:
        return _from_abroad(digits.removeprefix(plan.abroad), [digits.removeprefix(plan.abroad)], plan)
    if plan.code and digits.startswith(plan.code) and len(groups) > 1:  # the plus was left out
        inside = _from_abroad(digits, groups, plan)
        if inside is not None and inside.pattern:
            return inside
    return Telephone(digits, " ".join(groups), "") if len(digits) <= MOST else None


def format_telephone(text: str, plan: Plan = ANY) -> str:
    """The form in which a number is printed; other text as it is."""
    telephone = parse(text, plan)
    return telephone.printed if telephone else text


def call_target(text: str) -> str:
    """Target of a `tel:` link for a printed number; empty for other text."""
    telephone = parse(text)
    return telephone.dialled if telephone else ""


def _from_abroad(digits: str, groups: list[str], plan: Plan) -> Telephone | None:
    """A number with its country code in front. Some people type the trunk prefix behind it, against the plan."""
    if plan.code and digits.startswith(plan.code):
        rest = digits.removeprefix(plan.code)
        for inside in (plan.trunk + rest.removeprefix(plan.trunk), rest):
            if name := plan.pattern(inside):
                return Telephone(inside, _grouped(inside, plan.patterns[name]), name)
    return Telephone(f"+{digits}", "+" + " ".join(groups), "") if len(digits) <= MOST else None


def _grouped(digits: str, pattern: Pattern) -> str:
    remaining = iter(digits)
    return "".join(next(remaining) if sign == DIGIT else sign for sign in pattern.print)


def read_plan(country: str, data: Path, data_name: str) -> tuple[Plan | None, list[Finding]]:
    """The plan of a country with what the campaign's folder `data` adds, and all faults; None if there is none.

    Without a country it is `ANY`.
    """
    if not country:
        return ANY, []
    tables, faults = read_layers(FOLDER, country, data, data_name)
    if faults or not tables:
        return None, faults
    # One level: a pattern of the campaign replaces the theme's of the same name as a whole.
    merged = reduce(partial(merge, levels=1), (table.data for table in tables))
    return validate(Plan, merged, tables[-1])


def countries(data: Path) -> list[str]:
    """The countries that have a table."""
    return sorted({path.stem for folder in (THEME, data) for path in (folder / FOLDER).glob("*.toml")})
