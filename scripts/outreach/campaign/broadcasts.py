"""Times of day at which loudspeakers read scripts: docs/_data/broadcasts.toml."""

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from outreach.campaign.model import Line
from outreach.campaign.validate import Strict, read_model
from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.core.tables import Table

NAME = "broadcasts.toml"
"""The table in the campaign's data."""
Named = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{name\}[^{}]*$")]
Called = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{number\}[^{}]*$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class UnitSentence(Strict):
    """The words of a unit, in its own name, before or after a script; `text` is read where there is no unit."""

    text: Line
    """Words where there is no unit."""
    unit: Named
    """Words for a unit, with `{name}`."""
    call: Called | None = None
    """Instead of `unit`, for a unit with a number of its own."""


class Broadcast(Strict):
    """A time of day at which a script is read."""

    at: Clock
    """Time of day in quotes: `"06:30"`."""
    script: str
    """The name of its file, without ending."""


class Broadcasts(Strict):
    """docs/_data/broadcasts.toml: the times of day of each script, on every day on which the campaign is valid."""

    authority: Line
    """Who heads a unit's paper, above its name."""
    motto: list[Line] = Field(default_factory=list, max_length=2)
    """The country's name and motto, which head official papers on the right."""
    station: UnitSentence
    """Whom the paper goes to."""
    slots: list[Broadcast] = Field(min_length=1, max_length=6)
    """Times of day, in order."""

    @field_validator("slots")
    @classmethod
    def _one_after_another(cls, value: list[Broadcast]) -> list[Broadcast]:
        times = [slot.at for slot in value]
        if times != sorted(set(times)):
            raise ValueError(f"[{', '.join(sorted(set(times)))}]")
        return value


def read_broadcasts(project: Project) -> tuple[Broadcasts | None, Table, list[Finding]]:
    """The broadcasts of a campaign, None without a broadcasts.toml; that table, and its faults."""
    return read_model(project, project.data / NAME, Broadcasts)
