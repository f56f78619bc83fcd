"""A campaign's data, read and validated."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.brand import Brand
from outreach.campaign.conditions import Conditions
from outreach.campaign.impositions import Impositions
from outreach.campaign.model import Campaign, Channel
from outreach.campaign.profiles import Profile
from outreach.campaign.quiet import Quiet
from outreach.campaign.shops import Shop
from outreach.campaign.tasks import Task
from outreach.campaign.telephones import Plan
from outreach.campaign.templates import Template
from outreach.campaign.ties import TieTable
from outreach.campaign.units import Unit
from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.core.tables import Table


@dataclass(frozen=True)
class Bundle:
    """A validated campaign with all tables of its data."""

    project: Project
    campaign: Campaign
    tables: Mapping[str, Table]
    """Field → the TOML file that it stands in, for the lines of findings."""
    brand: Brand
    channels: Mapping[str, Channel]
    tasks: Mapping[str, Task]
    """Tasks of the letter by number; empty without a tasks.toml."""
    units: Mapping[str, Unit]
    profiles: Mapping[str, Profile]
    shops: Mapping[str, Shop]
    """Print shops by the names of their files; empty without a folder shops/."""
    templates: Mapping[str, Template]
    conditions: Conditions
    impositions: Impositions
    strings: Mapping[str, Strings]
    """Language → its strings."""

    translations: Mapping[str, Campaign]
    """Language → the campaign in its words."""

    ties: Mapping[str, TieTable]
    """Language → words that no line parts."""

    telephones: Plan
    """How the country's numbers are dialled and printed."""

    quiet: tuple[Quiet, ...]
    """Shapes of drawings that may be lost in what is behind them."""

    warnings: tuple[Finding, ...] = ()
    """Warnings about the data."""

    @property
    def live(self) -> list[Unit]:
        """The units that there are on the campaign's day."""
        return [unit for unit in self.units.values() if unit.valid(self.campaign.as_of)]

    @property
    def shop(self) -> Shop:
        """The campaign's print shop; what most shops ask for if it names none."""
        return self.shops.get(self.campaign.shop) or Shop()

    @property
    def shop_profile(self) -> Path | None:
        """The ICC profile of the shop's press."""
        return self.project.data / "shops" / self.shop.icc if self.shop.icc else None

    @property
    def words(self) -> Strings:
        """The strings of the campaign's first language."""
        return self.strings[self.campaign.language]
