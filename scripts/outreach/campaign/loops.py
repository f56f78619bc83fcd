"""Loops: silent moving pictures made of a template's pages, scene by scene. Validated on load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from outreach.campaign.validate import Strict, unknown
from outreach.core.findings import Finding
from outreach.core.tables import Table

FPS = 25
"""Frames a second: what players of outdoor screens take without a stutter where mains have 50 Hz."""

SHORTEST = 0.12
"""Seconds of the shortest way from one scene to the next, and of the shortest rest."""

Into = Literal["cut", "fade", "through", "ripple"]


class Scene(Strict):
    """A page that is shown for a while, and how the next one takes its place."""

    page: int = Field(ge=1)
    """Page of the template, counted from 1."""
    seconds: Annotated[float, Field(ge=SHORTEST, le=60)]
    """From its first full frame to that of the next scene."""
    into: Into = "cut"
    """How the next scene comes: at once, as a crossfade, through the bare field so that no words lie on others, or in
    rings that spread from the origins of a scene's drawing."""
    over: float = Field(default=0, ge=0, validate_default=True)
    """How long that takes, out of its `seconds`."""

    @field_validator("over")
    @classmethod
    def _within(cls, value: float, info: ValidationInfo) -> float:
        seconds, into = info.data.get("seconds", 0), info.data.get("into", "cut")
        if into == "cut" and value == 0:
            return value
        if into == "cut" or not SHORTEST <= value <= seconds - SHORTEST:
            raise ValueError(f"0 (cut) / {SHORTEST:g} ≤ over ≤ seconds - {SHORTEST:g}")
        return value


class Loop(Strict):
    """Scenes one after the other; the last leads into the first."""

    scenes: list[Scene] = Field(min_length=1)
    """Scenes in order."""
    max_kb: Annotated[int, Field(strict=True, gt=0)]
    """Greatest weight of each of its files in kB."""
    longest_px: Annotated[int, Field(strict=True, gt=0)] = 640
    """Longest side of its animated pictures for pages and chats; films have the pixels of the format."""

    @property
    def seconds(self) -> float:
        """How long it takes until it begins again."""
        return sum(scene.seconds for scene in self.scenes)


def beyond(loops: Mapping[str, Loop], pages: int, table: Table) -> list[Finding]:
    """Scenes that show pages which there are not."""
    return [
        unknown(table, ("loops", name, "scenes", index, "page"), str(scene.page), map(str, range(1, pages + 1)))
        for name, loop in loops.items()
        for index, scene in enumerate(loop.scenes)
        if scene.page > pages
    ]
