"""Heights of the frames of embeddable pages: measured by `outreach embeds measure`, kept as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from outreach.campaign.validate import Strict, read_model
from outreach.core.files import write_whole
from outreach.core.findings import Finding
from outreach.core.project import Project

NAME = "embeds.toml"
_HEAD = """# How high each embeddable page is, in px, at each of these widths of its frame, with room to spare for other
# fonts. Where nothing else sizes a frame, its height follows from them. Written by `outreach embeds measure`.

widths = [{widths}]

[heights]
"""
GREATEST = 20_000
"""px of a frame; the script for pages around frames takes no more."""
PHONE = 320
"""px: the narrowest screen that pages are held to (WCAG 2.2, 1.4.10)."""
Pixels = Annotated[int, Field(ge=40, le=GREATEST)]


@dataclass(frozen=True)
class Heights:
    """The height of a page as a function of its frame's width: straight between the widths that were measured.

    Below the least and above the greatest of them it stays the same: pages have a least and a greatest width.
    """

    points: tuple[tuple[int, int], ...]
    """Width and height in px, by ascending width; at least one."""

    def at(self, width: int) -> int:
        """px of height at a width in px, rounded up."""
        if width <= self.points[0][0]:
            return self.points[0][1]
        for (left, high), (right, low) in pairwise(self.points):
            if width <= right:
                return -int(-(high + (low - high) * (width - left) / (right - left)) // 1)
        return self.points[-1][1]

    @property
    def css(self) -> str:
        """The same function as a CSS length of the container's width (`100cqw`, CSS Containment 3).

        A sum of hinges: at each width measured, the slope changes by the number before `max()`.
        """
        slopes = [0.0, *((low - high) / (right - left) for (left, high), (right, low) in pairwise(self.points)), 0.0]
        terms = [f"{self.points[0][1]}px"]
        for (width, _), (before, after) in zip(self.points, pairwise(slopes), strict=True):
            change = round(after - before, 3)
            if change:
                terms.append(f"{'-' if change < 0 else '+'} {abs(change):g}*max(0px,100cqw - {width}px)")
        return terms[0] if len(terms) == 1 else f"calc({' '.join(terms)})"


class EmbedsFile(Strict):
    """embeds.toml."""

    widths: list[Pixels] = Field(default_factory=list)
    """Widths of frames that were measured, in CSS pixels."""
    heights: dict[str, list[Pixels]] = Field(default_factory=dict)
    """Page → its height at each of the widths, in CSS pixels."""

    @model_validator(mode="after")
    def _whole(self) -> EmbedsFile:
        """Each page has a height at each width."""
        ascending = all(left < right for left, right in pairwise(self.widths))
        if (
            not ascending
            or (self.heights and not self.widths)
            or any(len(heights) != len(self.widths) for heights in self.heights.values())
        ):
            raise ValueError("outreach embeds measure")
        return self


def read_heights(project: Project) -> tuple[Mapping[str, Heights], list[Finding]]:
    """The page's place in the site → its heights; and all faults. No pages without an embeds.toml."""
    model, _, faults = read_model(project, project.data / NAME, EmbedsFile)
    if model is None:
        return {}, faults
    return {url: Heights(tuple(zip(model.widths, row, strict=True))) for url, row in model.heights.items()}, faults


def write_heights(path: Path, widths: Sequence[int], heights: Mapping[str, Sequence[int]]) -> None:
    """Write the table anew."""
    rows = "".join(f'"{url}" = [{", ".join(map(str, row))}]\n' for url, row in sorted(heights.items()))
    write_whole(path, (_HEAD.format(widths=", ".join(map(str, widths))) + rows).encode())
