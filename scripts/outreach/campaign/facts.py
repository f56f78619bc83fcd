"""Facts by name: `{{ hotline }}` in any source stands for the fact's value."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from outreach.campaign.model import Campaign, Fact
from outreach.core.findings import Data, Finding
from outreach.core.tables import KeyPath, Table
from outreach.core.text import closest

_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")
MOST_RESOLVED = 200_000
"""Characters of a text with its facts: a long fact, named often enough, would fill any memory."""


def resolve(
    text: str, facts: Mapping[str, Fact], file: str, first_line: int = 1, language: str = ""
) -> tuple[str, list[Finding]]:
    """`text` with facts, as `language` says them, in place of their names.

    Findings are names that no fact has, and a text that facts make longer than `MOST_RESOLVED`.
    """
    faults: list[Finding] = []
    size = len(text)

    def value(match: re.Match[str]) -> str:
        nonlocal size
        name = match[1].strip()
        line = first_line + text.count("\n", 0, match.start())
        if name not in facts:
            data: Data = {"found": name[:60], "expected": closest(name[:60], facts)}
            faults.append(Finding("fact-unknown", file=file, line=line, data=data))
            return match[0]
        words = facts[name].in_language(language)
        size += len(words)
        if size <= MOST_RESOLVED:
            return words
        if size - len(words) <= MOST_RESOLVED:  # told where it is first too long
            data = {"found": size, "expected": MOST_RESOLVED}
            faults.append(Finding("text-long", file=file, line=line, data=data))
        return ""

    return _REFERENCE.sub(value, text), faults


def resolve_table(table: Table, language: str = "") -> tuple[dict[str, Any], list[Finding]]:
    """campaign.toml with facts, as `language` says them, in every text outside the facts themselves.

    Navigations and translations have the facts of their own language.
    """
    raw = table.data.get("facts")
    values = {
        name: Fact.model_construct(value=fact["value"], values=_texts(fact.get("values")))
        for name, fact in (raw.items() if isinstance(raw, dict) else ())
        if isinstance(fact, dict) and isinstance(fact.get("value"), str)
    }
    return put_facts(table, values, language)


def put_facts(table: Table, facts: Mapping[str, Fact], language: str) -> tuple[dict[str, Any], list[Finding]]:
    """The data of a table with facts, as `language` says them, in every text outside the facts themselves."""
    faults: list[Finding] = []

    def walk(value: Any, path: KeyPath) -> Any:
        if isinstance(value, dict):
            return {key: walk(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, str):
            words_of = str(path[1]) if path[0] in {"navs", "translations"} and len(path) > 1 else language
            text, more = resolve(value, facts, table.name, table.line(path), words_of)
            faults.extend(more)
            return text
        return value

    return {key: value if key == "facts" else walk(value, (key,)) for key, value in table.data.items()}, faults


def _texts(values: Any) -> dict[str, str]:
    """The texts of a table that has not been validated yet."""
    return {key: text for key, text in values.items() if isinstance(text, str)} if isinstance(values, dict) else {}


def check(campaign: Campaign, table: Table) -> Iterator[Finding]:
    """Facts that have expired by the campaign's `as_of` day, or that claim to have been checked after it."""
    for name, fact in campaign.facts.items():
        about = {"fact": name, "as_of": str(campaign.as_of)}
        if fact.expires is not None and fact.expires < campaign.as_of:
            yield table.finding("fact-expired", ("facts", name, "expires"), day=str(fact.expires), **about)
        if fact.checked_on > campaign.as_of:
            yield table.finding("fact-future", ("facts", name, "checked_on"), day=str(fact.checked_on), **about)
