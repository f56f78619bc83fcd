"""The command `explain`: a finding's text, what is expected, an example of bad input, and what to do about it.

Examples are of no language (explanations/examples.toml of each theme), what to do stands in a table for each language.
"""

from dataclasses import asdict, dataclass
from string import Formatter
from typing import Any

import click

from outreach.cli.program import command, finding_names
from outreach.cli.session import Session
from outreach.core.findings import Finding, OutreachError
from outreach.core.package import package_table, themes
from outreach.core.strings import FALLBACK, Strings
from outreach.core.text import closest

FOLDER = "explanations"
"""Of the tables, in each theme."""
BLANK = "…"
"""Sign in the place of a value that a finding fills in."""


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


@command()
@click.argument("finding", required=False, shell_complete=finding_names)
@click.pass_obj
def explain(session: Session, finding: str | None) -> list[Finding]:
    if finding is None:
        session.table(("finding", "what"), [(e.finding, e.text) for e in explanations(session.language)])
        return []
    entry = explanation(finding, session.language)
    if session.json:
        session.answer(asdict(entry))
        return []
    session.console.line(f"{entry.finding}: {entry.text}")
    for part in ("expected", "bad", "good", "remedy"):
        if text := getattr(entry, part):
            session.console.line(session.texts.message(f"explain-{part}", place=entry.place))
            for line in text.splitlines():
                session.console.line(f"    {line}")
    return []


def explanation(name: str, language: str) -> Explanation:
    """The explanation of one finding. Raises OutreachError with the nearest names if there is none of this name."""
    entries = {entry.finding: entry for entry in explanations(language)}
    if name not in entries:
        raise OutreachError(Finding("finding-unknown", data={"found": name, "expected": closest(name, entries)}))
    return entries[name]


def explanations(language: str) -> list[Explanation]:
    """All findings, in the order of the table."""
    examples, remedies = table("examples"), {**table(FALLBACK), **table(language)}
    return [
        Explanation(
            name, _blank(entry["text"]), _expected(entry), **examples.get(name, {}), remedy=remedies.get(name, "")
        )
        for name, entry in Strings.load(language).section("findings").items()
    ]


def _expected(entry: dict[str, str]) -> str:
    """Text of the expectation; empty if the finding alone says it."""
    expected = _blank(entry.get("expected", ""))
    return "" if expected.strip("“”. ") == BLANK else expected


def _blank(text: str) -> str:
    """A text of the tables with a sign in the place of each {field}."""
    return "".join(before + (BLANK if name is not None else "") for before, name, _, _ in Formatter().parse(text))


def table(name: str) -> dict[str, Any]:
    """Finding → its entry in the tables NAME.toml of all themes."""
    paths = (theme / FOLDER / f"{name}.toml" for theme in themes())
    tables = (package_table(path) for path in paths if path.exists())
    return {finding: entry for table in tables for finding, entry in table.items()}
