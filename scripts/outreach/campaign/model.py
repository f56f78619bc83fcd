"""The campaign: who speaks, about what app, on what legal basis, until when."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator

from outreach.campaign.telephones import Country
from outreach.campaign.translations import Translation
from outreach.campaign.validate import Strict, no_truth
from outreach.core import addresses

Status = Literal["draft", "active", "sample", "withdrawn"]
Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^.+$")]
"""One line: lines of content stay where they are."""
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
    """The words, without `|`, quotation marks, `\\`, `**`, `: ` and ` #`."""
    source: str = Field(min_length=1)
    """Where it comes from."""
    checked_on: dt.date
    """The day on which it was checked."""
    expires: dt.date | None = None
    """The last day on which it holds; never ends if left out."""
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

    def in_language(self, language: str) -> str:
        """The value as a language says it."""
        return self.values.get(language, self.value)


class Issuer(Strict):
    """The body that publishes the campaign."""

    name: str
    """Full name."""
    short: str
    """Name where room is short."""
    address: str
    """Address by post."""
    email: str
    """Mail address."""
    place: str
    """Place that it stands for, on sheets that name no unit."""


class LegalBasis(Strict):
    """The letter that orders the campaign. While its number or day is open, sheets say "draft"."""

    title: str
    """Subject of the letter."""
    number: str = ""
    """Number of the letter."""
    date: dt.date | None = None
    """Day of the letter."""

    @property
    def complete(self) -> bool:
        return bool(self.number and self.date)


class Store(Strict):
    """Where the app is had."""

    os: Literal["android", "ios"]
    """System of the telephone."""
    label: str
    """Name of the store."""
    url: Web
    """Address of the app there; its host stands in `allowed_hosts`."""


class App(Strict):
    """The app that people are asked to install."""

    name: str
    """Name of the app."""
    stores: list[Store] = Field(default_factory=list)
    """Where it is had; pages behind QR codes offer them."""


class Help(Strict):
    """Whom to call. A unit with a number of its own overrides it."""

    label: str
    """Whom one calls, in words."""
    number: str
    """Number to call: the value of a fact, as `{{ hotline }}`."""


class Licence(Strict):
    """Terms of use of the campaign's graphics, beside the licence of the code that makes them."""

    name: str = Field(min_length=1)
    """Full name."""
    short: str = Field(min_length=1)
    """As it stands in a credit line."""
    url: Web
    """Address of its text."""


class Words(Strict):
    """Spellings that are refused (wrong → right), hosts that links may lead to, and how sheets speak."""

    refuse: dict[str, str] = Field(default_factory=dict)
    """Wrong spelling → right one."""
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
            if (right := addresses.host_in_browsers(host)) != host:
                raise ValueError(f'"{right or "host"}"')
        return value


class Campaign(Strict):
    """campaign.toml."""

    name: str = Field(min_length=1)
    """Name of the campaign, which heads the site."""
    site_url: str
    """Address of the site: `https://host/` or `https://host/path/`. QR codes begin with it."""
    languages: list[Language] = Field(min_length=1)
    """The first is that of docs/ itself; each further one has a folder below it."""
    status: Status
    """State that sheets and pages say."""
    edition: str = Field(min_length=1)
    """Edition of the printed material, counted up with each print."""
    licence: str = Field(min_length=1)
    """Who may reuse the published files, and how."""
    media_licence: Licence | None = None
    """The licence of pictures and drawings; without it, they are under `licence` like all else."""
    as_of: dt.date
    """The day on which the campaign speaks: no clock is read. Facts that expired before it stop the build."""
    valid_from: dt.date
    """First day."""
    valid_until: dt.date
    """Last day."""
    country: Country = ""
    """Whose telephone numbers units have: a table of theme/telephones or docs/_data/telephones."""
    timezone: str = "UTC"
    """In which its hours are told, as "Europe/Paris"."""
    share_picture: str = ""
    """The material whose picture stands for links to the site; none if empty."""
    shop: str = ""
    """The print shop, a name of docs/_data/shops; without it, what most shops ask for."""
    issuer: Issuer
    """The body that publishes."""
    legal_basis: LegalBasis | None = None
    """None if no letter orders the campaign: sheets then name none, and `status` alone decides what is a draft."""
    app: App
    """The app that people are asked to install."""
    help: Help
    """Whom to call."""
    words: Words = Field(default_factory=Words)
    """How texts are written."""
    nav: list[Any] = Field(min_length=1)
    """Navigation, as MkDocs has it."""
    navs: dict[str, Annotated[list[Any], Field(min_length=1)]] = Field(default_factory=dict)
    """Further language → its navigation; it names pages below docs/<language>/."""
    translations: dict[str, Translation] = Field(default_factory=dict)
    """Further language → texts of this file in it."""
    facts: dict[str, Fact] = Field(default_factory=dict)
    """Name → fact; texts say it as `{{ name }}`."""

    @field_validator("site_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if not addresses.is_folder(value):
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
        texts = self.translations.get(language, Translation()).model_dump(exclude_none=True)
        for name in texts:
            table = getattr(self, name)
            if not isinstance(table, str):  # the texts of a table within this one, or of one that there is not
                texts[name] = table and table.model_copy(update=texts[name])
        return self.model_copy(update=texts)

    @property
    def picture_licence(self) -> Licence:
        """The licence of pictures and drawings: one of their own, or that of all else, which has no address."""
        return self.media_licence or Licence.model_construct(name=self.licence, short=self.licence, url="")

    @property
    def draft(self) -> bool:
        """True while a sheet must carry "draft"."""
        return self.status == "draft" or (self.legal_basis is not None and not self.legal_basis.complete)


class Channel(Strict):
    """A place where people meet the material."""

    name: str
    """The place, as sheets and pages say it."""
    task: str
    """Row of tasks.toml that it serves; any short name if there is no such table."""
    where: str = ""
    """Where in that place things hang."""
    height: str = ""
    """How high they hang."""
