"""The front matter of scripts: texts for loudspeakers, radio and television. One Markdown file each in
docs/truyen-thanh/."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from outreach.campaign.broadcasts import UnitSentence
from outreach.campaign.model import Line
from outreach.campaign.validate import Strict, no_truth

FOLDER = "truyen-thanh"
"""Of the scripts, below docs/ and in the site."""
Section = Annotated[str, StringConstraints(pattern=r"^#[\w-]+$")]
Positive = Annotated[int, BeforeValidator(no_truth), Field(ge=1)]


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
    opening: UnitSentence | None = None
    """The words said before."""
    closing: UnitSentence | None = None
    """The words said after."""
    voices: list[Line] = Field(default_factory=list)
    """Who speaks: a paragraph begins with one of them in bold and a colon."""
    kit: bool = False
    """True for what every unit gets in its own name."""

    @model_validator(mode="after")
    def _framed(self) -> ScriptFields:
        if self.kit and self.opening is None:
            raise ValueError("kit: opening")
        return self


def is_script(path: str) -> bool:
    """True for the path below docs/ of a script."""
    whole = PurePosixPath(path)
    return whole.parent == PurePosixPath(FOLDER) and whole.stem != "index"
