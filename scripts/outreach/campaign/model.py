"""The campaign: who speaks, about what app, on what legal basis, until when."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator

from outreach.campaign.telephones import Country
from outreach.campaign.validate import Strict, no_truth
from outreach.core import addresses

Status = Literal["draft", "active", "sample", "withdrawn"]
Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^.+$")]
"""One line: lines of content stay where they are."""
Text = Annotated[str, StringConstraints(min_length=1)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
"""A language's tag, which also names a folder."""
Mark = Annotated[str, StringConstraints(pattern=r"^[^\w\s]+$")]
"""A punctuation mark, or several in a row."""


def _web(value: str) -> str:
    """A plain address of the web, by https."""
    if not value.startswith("https://") or addresses.fault(value):
        raise ValueError(addresses.FORM)
    return value


Web = Annotated[str, AfterValidator(_web)]
"""The whole address of a page, which means the same to people and browsers."""


class Fact(Strict):
    """A value that may appear in print, where it comes from, and how long it holds."""

    value: Line
    source: str = Field(min_length=1)
    checked_on: dt.date
    expires: dt.date | None = None
    values: dict[str, Line] = Field(default_factory=dict)
    """The value in further languages; `value` where there is none."""

    @field_validator("value", "values")
    @classmethod
    def _harmless(cls, value: str | dict[str, str]) -> str | dict[str, str]:
        """Facts stand in front matter and in slots too, where these marks would mean something."""
        for text in [value] if isinstance(value, str) else value.values():
            if re.search(r"""[|"\\]|: | #|\*\*""", text):
                raise ValueError('text without | " \\ ** and without a colon or # that stands as in YAML')
        return value

    def spoken(self, language: str) -> str:
        """The value as a language says it."""
        return self.values.get(language, self.value)


class Issuer(Strict):
    """The body that publishes the campaign."""

    name: str
    short: str
    address: str
    email: str
    place: str


class LegalBasis(Strict):
    """The letter that orders the campaign. While its number or day is open, sheets say "draft"."""

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
    url: Web


class App(Strict):
    """The app that people are asked to install."""

    name: str
    publisher: str
    stores: list[Store] = Field(default_factory=list)


class Help(Strict):
    """Whom to call. A unit with a number of its own overrides it."""

    label: str
    number: str


class Licence(Strict):
    """Terms of use of the campaign's graphics, beside the licence of the code that makes them."""

    name: str = Field(min_length=1)
    short: str = Field(min_length=1)
    """As it stands in a credit line."""
    url: Web


class LicenceTranslation(Strict):
    """The licence's names in a further language."""

    name: Text | None = None
    short: Text | None = None


class IssuerTranslation(Strict):
    """The issuer's texts in a further language."""

    name: Text | None = None
    short: Text | None = None
    address: Text | None = None
    place: Text | None = None


class HelpTranslation(Strict):
    """The help's label in a further language."""

    label: Text | None = None


class Translation(Strict):
    """Texts of campaign.toml in a further language, in the shape of campaign.toml; the rest stays as it is."""

    name: Text | None = None
    licence: Text | None = None
    issuer: IssuerTranslation = Field(default_factory=IssuerTranslation)
    help: HelpTranslation = Field(default_factory=HelpTranslation)
    media_licence: LicenceTranslation = Field(default_factory=LicenceTranslation)


class Words(Strict):
    """Spellings that are refused (wrong → right), hosts that links may lead to, and how sheets speak."""

    refuse: dict[str, str] = Field(default_factory=dict)
    refuse_marks: list[Mark] = Field(default_factory=list)
    """Signs that no sheet may have, such as an exclamation mark."""
    max_words: Annotated[int, BeforeValidator(no_truth), Field(ge=1)] | None = None
    """The most words of a sentence on a sheet; in Vietnamese each syllable is a word."""
    allowed_hosts: list[str] = Field(default_factory=list)
    """As browsers name them: small letters, ASCII ("xn--…"), with a port if it is not the scheme's own."""
    allowed_numbers: list[Line] = Field(default_factory=list)
    """Numbers to call that texts may name beside those of facts, such as those for emergencies."""
    allowed_words: list[Line] = Field(default_factory=list)
    """Words whose letters look like others on purpose, such as a name in Greek capitals."""

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, value: list[str]) -> list[str]:
        for host in value:
            if (right := addresses.host_fault(host)) is not None:
                raise ValueError(f'"{right or "host"}"')
        return value


class Campaign(Strict):
    """campaign.toml."""

    name: str = Field(min_length=1)
    site_url: str
    languages: list[Language] = Field(min_length=1)
    """The first is that of docs/ itself; each further one has a folder below it."""
    status: Status
    edition: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    """Who may reuse the published files, and how."""
    media_licence: Licence | None = None
    """The licence of pictures and drawings; without it, they are under `licence` like all else."""
    as_of: dt.date
    valid_from: dt.date
    valid_until: dt.date
    country: Country = ""
    """Whose telephone numbers units have: a table of theme/telephones or docs/_data/telephones."""
    timezone: str = "UTC"
    """In which its hours are told, as "Europe/Paris"."""
    share_picture: str = ""
    """The material whose picture stands for links to the site; none if empty."""
    shop: str = ""
    """The print shop, a name of docs/_data/shops; without it, what most shops ask for."""
    issuer: Issuer
    legal_basis: LegalBasis | None = None
    """None if no letter orders the campaign: sheets then name none, and `status` alone decides what is a draft."""
    app: App
    help: Help
    words: Words = Field(default_factory=Words)
    nav: list[Any] = Field(min_length=1)
    navs: dict[str, Annotated[list[Any], Field(min_length=1)]] = Field(default_factory=dict)
    """Further language → its navigation; it names pages below docs/<language>/."""
    translations: dict[str, Translation] = Field(default_factory=dict)
    facts: dict[str, Fact] = Field(default_factory=dict)

    @field_validator("site_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if addresses.site_fault(value):
            raise ValueError("https://host/ or https://host/path/")
        return value

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError("Area/City") from None
        return value

    @field_validator("languages")
    @classmethod
    def _each_once(cls, value: list[str]) -> list[str]:
        once = list(dict.fromkeys(value))
        if once != value:
            raise ValueError(f"[{', '.join(once)}]")
        return value

    @property
    def language(self) -> str:
        """The language of docs/ itself, of the sheets and of the pages behind QR codes."""
        return self.languages[0]

    def language_of(self, path: str) -> str:
        """The language of a page by its path below docs/ or in the site: its first folder says it."""
        folder, slash, _ = path.partition("/")
        return folder if slash and folder in self.languages[1:] else self.language

    def folder(self, language: str) -> str:
        """Where the pages of a language lie below docs/ and in the site: "" or "<language>/"."""
        return "" if language == self.language else f"{language}/"

    def twin(self, path: str, language: str) -> str:
        """The path that the same page has in another language, whether it is there or not."""
        return self.folder(language) + path.removeprefix(self.folder(self.language_of(path)))

    def translated(self, language: str) -> Campaign:
        """The campaign with the texts that it has in a further language."""
        words = self.translations.get(language, Translation())
        return self.model_copy(
            update={
                **words.model_dump(exclude_none=True, include={"name", "licence"}),
                "issuer": self.issuer.model_copy(update=words.issuer.model_dump(exclude_none=True)),
                "help": self.help.model_copy(update=words.help.model_dump(exclude_none=True)),
                "media_licence": self.media_licence
                and self.media_licence.model_copy(update=words.media_licence.model_dump(exclude_none=True)),
            }
        )

    @property
    def draft(self) -> bool:
        """True while a sheet must carry "draft"."""
        return self.status == "draft" or (self.legal_basis is not None and not self.legal_basis.complete)


class Channel(Strict):
    """A place where people meet the material."""

    name: str
    task: str
    where: str = ""
    height: str = ""
