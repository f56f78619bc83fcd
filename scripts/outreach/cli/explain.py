"""Explanation of a finding: its text, what is expected, an example of bad input, and what to do about it.

Examples are of no language (explanations/examples.toml of each theme), what to do stands in a table for each language.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Formatter
from typing import Any

from outreach.cli.session import Session
from outreach.core.findings import Finding, OutreachError
from outreach.core.package import package_table, themes
from outreach.core.strings import FALLBACK, Strings
from outreach.core.text import closest

FOLDER = "explanations"
"""Of the tables, in each theme."""
BLANK = "…"
"""Stands in a text for what a finding fills in."""


@dataclass(frozen=True)
class Explanation:
    """A finding in words. All but its name and text may be empty."""

    finding: str
    text: str
    expected: str
    place: str = ""
    """The file or command of the example."""
    bad: str = ""
    good: str = ""
    remedy: str = ""


def explanation(name: str, language: str) -> Explanation:
    """The explanation of one finding. Raises OutreachError with the nearest names if there is none of this name."""
    findings = Strings.load(language).section("findings")
    if name not in findings:
        raise OutreachError(Finding("finding-unknown", data={"found": name, "expected": closest(name, findings)}))
    return _explain(name, findings[name], language)


def explanations(language: str) -> list[Explanation]:
    """All findings, in the order of the table."""
    return [_explain(name, entry, language) for name, entry in Strings.load(language).section("findings").items()]


def show(session: Session, explained: Explanation) -> None:
    """Shows one explanation, or prints it as a JSON record."""
    if session.json:
        session.answer(asdict(explained))
        return
    session.console.line(f"{explained.finding}: {explained.text}")
    for part, text in (
        ("expected", explained.expected),
        ("bad", explained.bad),
        ("good", explained.good),
        ("remedy", explained.remedy),
    ):
        if text:
            session.console.line(session.texts.message(f"explain-{part}", place=explained.place))
            for line in text.splitlines():
                session.console.line(f"    {line}")


def _explain(name: str, entry: dict[str, str], language: str) -> Explanation:
    example = table("examples").get(name, {})
    remedy = table(language).get(name) or table(FALLBACK).get(name, "")
    expected = _blank(entry.get("expected", ""))
    return Explanation(
        name,
        _blank(entry["text"]),
        "" if expected.strip("“”. ") == BLANK else expected,
        example.get("place", ""),
        example.get("bad", ""),
        example.get("good", ""),
        remedy,
    )


def _blank(text: str) -> str:
    """A text of the tables with a sign in the place of each {field}."""
    return "".join(before + (BLANK if name is not None else "") for before, name, _, _ in Formatter().parse(text))


def table(name: str) -> dict[str, Any]:
    """Finding → its entry in the tables NAME.toml of all themes."""
    paths = (theme / FOLDER / f"{name}.toml" for theme in themes())
    tables = (package_table(path) for path in paths if path.exists())
    return {finding: entry for table in tables for finding, entry in table.items()}
