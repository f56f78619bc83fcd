"""Texts of campaign.toml in further languages: its tables `[translations.<language>]`."""

from typing import Annotated

from pydantic import Field, StringConstraints

from outreach.campaign.validate import Strict

Text = Annotated[str, StringConstraints(min_length=1)]


class LicenceTranslation(Strict):
    """The licence's names in a further language."""

    name: Text | None = None
    """Full name."""
    short: Text | None = None
    """As it stands in a credit line."""


class IssuerTranslation(Strict):
    """The issuer's texts in a further language."""

    name: Text | None = None
    """Full name."""
    short: Text | None = None
    """Name where room is short."""
    address: Text | None = None
    """Address by post."""
    place: Text | None = None
    """Place that it stands for."""


class HelpTranslation(Strict):
    """The help's label in a further language."""

    label: Text | None = None
    """Whom one calls, in words."""


class Translation(Strict):
    """Texts of campaign.toml in a further language, in the shape of campaign.toml; the rest stays as it is."""

    name: Text | None = None
    """Name of the campaign."""
    licence: Text | None = None
    """Who may reuse the published files, and how."""
    issuer: IssuerTranslation = Field(default_factory=IssuerTranslation)
    """The issuer's texts."""
    help: HelpTranslation = Field(default_factory=HelpTranslation)
    """The help's label."""
    media_licence: LicenceTranslation = Field(default_factory=LicenceTranslation)
    """Names of the licence of pictures."""
