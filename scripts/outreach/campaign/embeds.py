"""How high the frames of embeddable pages are: measured once by `outreach embeds measure`, kept as data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from outreach.campaign.validate import Strict, validated
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.hashing import write_whole
from outreach.core.tables import read_toml

NAME = "embeds.toml"
_HEAD = """# px of each embeddable page at a width of 360, with room to spare: the height of its frame where nothing
# else sizes it. Written by `outreach embeds measure`.

[heights]
"""


GREATEST = 20_000
"""px of a frame; the script for pages around frames takes no more."""


class _Embeds(Strict):
    heights: dict[str, Annotated[int, Field(ge=40, le=GREATEST)]] = Field(default_factory=dict)


def read_heights(path: Path, shown: str) -> tuple[Mapping[str, int], list[Finding]]:
    """The page's place in the site → height in px; nothing if there is no such file. And all faults."""
    if not path.exists():
        return {}, []
    try:
        table = read_toml(path, shown)
    except OutreachError as error:
        return {}, error.findings
    model, faults = validated(_Embeds, table.data, table)
    return (model.heights if model else {}), faults


def write_heights(path: Path, heights: Mapping[str, int]) -> None:
    """Writes the table anew."""
    rows = "".join(f'"{url}" = {height}\n' for url, height in sorted(heights.items()))
    write_whole(path, (_HEAD + rows).encode())
