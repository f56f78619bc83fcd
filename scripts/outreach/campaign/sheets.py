"""A sheet: material × template × format × profile, and the unit that it is made for."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.campaign.materials import Material
from outreach.campaign.templates import Format, Template
from outreach.campaign.units import Unit


@dataclass(frozen=True)
class Sheet:
    """What is to be made: one entry of the plan."""

    material: Material
    template: Template
    format: str
    profile: str
    unit: Unit | None = None

    @property
    def name(self) -> str:
        """The stem of its files."""
        parts = [self.material.slug, self.format, self.profile, *([self.unit.code] if self.unit else [])]
        return "-".join(parts)

    @property
    def form(self) -> Format:
        return self.template.formats[self.format]
