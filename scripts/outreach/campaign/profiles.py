"""What sheets are printed on: profiles, and what each demands. Validated on load."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from outreach.campaign.validate import Strict, validated
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.tables import Table, read_toml


class Profile(Strict):
    """What a sheet is printed on."""

    names: dict[str, str]
    hint: dict[str, str]
    palette: str
    clear: float = Field(ge=0)
    """mm from the edge without any ink."""
    safe: float = Field(ge=0)
    """mm from the edge without text."""
    toner: float = Field(gt=0, le=1)
    """Greatest share of the sheet that may be black; 1 = no limit."""
    tagged: bool
    colours: Literal["rgb", "cmyk", "mono"] = "rgb"
    """What files may be painted in: anything, the inks of a press only, or black only."""
    bleed: float = Field(default=0, ge=0)
    """mm of artwork beyond the trim."""
    contrast: float = Field(default=4.5, ge=1, le=21)
    """Least contrast of text with what is behind it (WCAG 2.2, 1.4.3)."""
    intent: bool = False
    """An output intent is demanded."""
    shop: bool = False
    """Its files go to a print shop: each is given a job sheet."""
    rules: list[str] = Field(default_factory=list)
    """The preflight rules that its files must keep: names of the modules of checks/preflight."""


def read_profiles(path: Path, shown: str) -> tuple[dict[str, Profile], Table, list[Finding]]:
    """The profiles of `_shared/profiles.toml` by name, the table they stand in, and all faults."""
    try:
        table = read_toml(path, shown)
    except OutreachError as error:
        return {}, Table(shown, {}), error.findings
    profiles: dict[str, Profile] = {}
    faults: list[Finding] = []
    for name, data in table.data.items():
        profile, found = validated(Profile, data, table, (name,))
        faults += found
        if profile is not None:
            profiles[name] = profile
    return profiles, table, faults
