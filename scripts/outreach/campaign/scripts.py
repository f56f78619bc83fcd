"""Scripts: texts for loudspeakers, radio and television. One Markdown file each in docs/truyen-thanh/."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, field_validator, model_validator

from outreach.campaign.model import Line
from outreach.campaign.validate import Strict, no_truth

FOLDER = "truyen-thanh"
"""Of the scripts, below docs/ and in the site."""
PLAN = "broadcasts.toml"
"""The table of broadcasts in the campaign's data."""
Section = Annotated[str, StringConstraints(pattern=r"^#[\w-]+$")]
Named = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{name\}[^{}]*$")]
Called = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{number\}[^{}]*$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Positive = Annotated[int, BeforeValidator(no_truth), Field(ge=1)]


class Frame(Strict):
    """The words of a unit, in its own name, before or after a script; `text` is read where there is no unit."""

    text: Line
    """Words where there is no unit."""
    unit: Named
    """Words for a unit, with `{name}`."""
    call: Called | None = None
    """Instead of `unit`, for a unit with a number of its own."""


class ScriptFields(Strict):
    """The front matter of a script."""

    title: str = Field(min_length=1)
    """Heading of its page."""
    summary: str = Field(min_length=1)
    """First line in the list of scripts."""
    channel: str
    """Key of channels.toml."""
    seconds: Positive
    """The slot that it fills."""
    read: Section
    """The heading below which stands what is read."""
    key: Line
    """The line that must be said twice."""
    number: Line
    """The number that must be said twice, as it is written."""
    opening: Frame | None = None
    """What is said before."""
    closing: Frame | None = None
    """What is said after."""
    voices: list[Line] = Field(default_factory=list)
    """Who speaks: a paragraph begins with one of them in bold and a colon."""
    kit: bool = False
    """True for what every unit gets in its own name."""

    @model_validator(mode="after")
    def _framed(self) -> ScriptFields:
        if self.kit and self.opening is None:
            raise ValueError("kit: opening")
        return self


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
    station: Frame
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


def is_script(path: str) -> bool:
    """True for the path below docs/ of a script."""
    whole = PurePosixPath(path)
    return whole.parent == PurePosixPath(FOLDER) and whole.stem != "index"
