"""Tasks of the letter that orders a campaign, and the materials and pages that answer them: docs/_data/tasks.toml."""

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field

from outreach.campaign.validate import Strict, unknown
from outreach.core.findings import Finding
from outreach.core.tables import Table

Medium = Literal["sheet", "page", "message", "script", "report", "screen", "press"]


class Task(Strict):
    """One row of the letter's table: who is asked, for what, and the materials and pages that answer it."""

    who: str = Field(min_length=1)
    """Who is asked."""
    wants: str = Field(min_length=1)
    """The words that say what is asked for."""
    medium: Medium
    """Kind of answer that is wanted."""
    materials: list[str] = Field(default_factory=list)
    """Names of their files in docs/an-pham/, without ending."""
    pages: list[str] = Field(default_factory=list)
    """Paths below docs/."""


def missing_answers(
    tasks: Mapping[str, Task], table: Table, materials: Iterable[str], pages: Iterable[str]
) -> list[Finding]:
    """References of tasks to materials and pages that do not exist."""
    known = {"materials": list(materials), "pages": list(pages)}
    return [
        unknown(table, (number, field, index), name, known[field])
        for number, task in tasks.items()
        for field in known
        for index, name in enumerate(getattr(task, field))
        if name not in known[field]
    ]
