"""The campaign: who speaks, about what app, on what legal basis, until when."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from outreach.campaign.validate import Strict

Status = Literal["draft", "active", "sample", "withdrawn"]


class Fact(Strict):
    """A value that may appear in print, where it comes from, and how long it holds."""

    value: str = Field(min_length=1, pattern=r"^.+$")  # one line: lines of content stay where they are
    source: str = Field(min_length=1)
    checked_on: dt.date
    expires: dt.date | None = None

    @field_validator("value")
    @classmethod
    def _harmless(cls, value: str) -> str:
        """Facts stand in front matter and in slots too, where these marks would mean something."""
        if re.search(r"""[|"\\]|: | #|\*\*""", value):
            raise ValueError('text without | " \\ ** and without a colon or # that stands as in YAML')
        return value


class PageFields(Strict):
    """The front matter of a page that is no material. `title` and `summary` are asked for elsewhere."""

    title: str | None = None
    summary: str | None = None
    embed: bool = False
    updated: dt.date | None = None
    version: str | None = None
    lists: Literal["places", "printers", "coverage"] | None = None
    """What the build adds below the page's words: materials by place or by printer, or what the letter asks for."""
    hide: list[Literal["navigation", "toc", "footer"]] = Field(default_factory=list)


class Issuer(Strict):
    """The body that publishes the campaign."""

    name: str
    short: str
    address: str
    email: str
    place: str


class LegalBasis(Strict):
    """The letter that orders the campaign. Number and day may still be open: the sheets then say "draft"."""

    title: str
    number: str = ""
    date: dt.date | None = None

    @property
    def complete(self) -> bool:
        return bool(self.number and self.date)


class Store(Strict):
    """Where the app is had."""

    os: Literal["android", "ios"]
    label: str
    url: str = Field(pattern=r"^https://[^\s/]+/\S*$")


class App(Strict):
    """The app that people are asked to install."""

    name: str
    publisher: str
    stores: list[Store] = Field(default_factory=list)


class Help(Strict):
    """Whom to call. A unit with a number of its own overrides it."""

    label: str
    number: str


class Words(Strict):
    """Spellings that are refused (wrong → right) and hosts that links may lead to."""

    refuse: dict[str, str] = Field(default_factory=dict)
    allowed_hosts: list[str] = Field(default_factory=list)


class Campaign(Strict):
    """campaign.toml."""

    name: str = Field(min_length=1)
    site_url: str
    languages: list[str] = Field(min_length=1)
    status: Status
    edition: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    """Who may reuse the published files, and how."""
    as_of: dt.date
    valid_from: dt.date
    valid_until: dt.date
    issuer: Issuer
    legal_basis: LegalBasis
    app: App
    help: Help
    words: Words = Words()
    nav: list[Any] = Field(min_length=1)
    facts: dict[str, Fact] = Field(default_factory=dict)

    @field_validator("site_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?/(\S*/)?", value):
            raise ValueError("https://host/ or https://host/path/")
        return value

    @model_validator(mode="after")
    def _dates(self) -> Campaign:
        if self.valid_until < self.valid_from:
            raise ValueError(f"valid_until ≥ valid_from ({self.valid_from})")
        return self

    @property
    def language(self) -> str:
        """The language of docs/ itself; further languages live in folders below it."""
        return self.languages[0]

    @property
    def draft(self) -> bool:
        """True while a sheet must carry "draft"."""
        return self.status == "draft" or not self.legal_basis.complete


class Channel(Strict):
    """A place where people meet the material."""

    name: str
    task: str
    where: str = ""
    height: str = ""


Weight = Annotated[str, StringConstraints(pattern=r"^[1-9]00$")]
FontFile = Annotated[str, StringConstraints(pattern=r"^[\w.-]+\.ttf$")]
Token = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]


class Fonts(Strict):
    """The one family of a campaign: full static TTF files of a font package, one per weight."""

    family: str
    package: str = Field(pattern=r"^\w+$")
    files: dict[Weight, FontFile] = Field(min_length=1)


class Brand(Strict):
    """brand.toml: the font and the colour tokens of each palette (`colour`, `mono`)."""

    fonts: Fonts
    colours: dict[str, dict[Token, Colour]]
