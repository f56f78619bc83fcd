"""Preflight: the rules of checks/preflight, found by folder, run over a file. Nothing is ever repaired."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from outreach.campaign.profiles import Profile
from outreach.campaign.validate import unknown
from outreach.checks import preflight
from outreach.core.findings import Finding, OutreachError
from outreach.core.tables import KeyPath, Table

if TYPE_CHECKING:  # rules bring heavy libraries with them: those who only ask for names do without
    from outreach.checks.inspection import Inspection

    Rule = Callable[[Inspection], Iterable[Finding]]


@cache
def names() -> tuple[str, ...]:
    """The names of all rules: the modules of the folder."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(preflight.__path__)))


@cache
def rules() -> Mapping[str, Rule]:
    """Name → rule: the function `check` of each module."""
    return {name: import_module(f"{preflight.__name__}.{name}").check for name in names()}


def run(selection: Sequence[str], inspection: Inspection) -> Iterator[Finding]:
    """The findings of some rules. A rule that can't see the page says so instead."""
    for name in selection:
        try:
            yield from rules()[name](inspection)
        except OutreachError as error:
            yield from error.findings


def unknown_rules(table: Table, lists: Mapping[KeyPath, Sequence[str]]) -> list[Finding]:
    """Rules that a table names in some of its lists and that nobody wrote."""
    return [
        unknown(table, (*path, index), rule, names())
        for path, rules_of_list in lists.items()
        for index, rule in enumerate(rules_of_list)
        if rule not in names()
    ]


def of_profiles(profiles: Mapping[str, Profile]) -> dict[KeyPath, list[str]]:
    """Where in their table profiles name rules, and which."""
    return {(name, "rules"): profile.rules for name, profile in profiles.items()}
