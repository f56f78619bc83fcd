"""How a site is served: theme/hosting/rules.toml, and each web server's configuration that is made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote, unquote, urlsplit

from pydantic import AfterValidator, Field, model_validator

from outreach.campaign.load import load
from outreach.campaign.validate import Strict, validate
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.package import THEME
from outreach.core.project import Project
from outreach.core.quoting import visible
from outreach.core.tables import read_toml
from outreach.core.text import closest
from outreach.render.templates import Markup, Templates

FOLDER = THEME / "hosting"


def _compiles(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"a regular expression: {error}") from None
    return value


Below = Annotated[str, Field(pattern=r"^([a-z0-9-]+/)*$")]
Pattern = Annotated[str, Field(pattern=r'^[^"\\$\s]*$'), AfterValidator(_compiles)]
"""Part of a regular expression that all servers read alike, and that their syntax holds between quotes."""
Suffix = Annotated[str, Field(pattern=r"^[a-z0-9]+$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z-]+$")]
Value = Annotated[str, Field(pattern=r'^[^"\\$%\x00-\x1f\x7f]*$')]


class Server(Strict):
    """Peculiarities of a server."""

    refuse: Annotated[str, AfterValidator(_compiles)]
    """Matches what its syntax can't hold in the name of a host or a folder."""
    folders: int = Field(default=0, ge=0)
    """The most folders of one pattern that its configuration lists by name, for a server without patterns."""


class Caching(Strict):
    """How long browsers and proxies keep an answer."""

    seconds: int = Field(ge=0)
    immutable: bool = False

    @property
    def control(self) -> str:
        """The value of Cache-Control."""
        return f"public, max-age={self.seconds}{', immutable' if self.immutable else ''}"

    @property
    def scope(self) -> str:
        """The value without the time."""
        return "public, immutable" if self.immutable else "public"

    @property
    def span(self) -> str:
        """The time as days.hours:minutes:seconds."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours // 24}.{hours % 24:02}:{minutes:02}:{seconds:02}"


class Kind(Strict):
    """Files of one MIME type."""

    suffixes: list[Suffix] = Field(min_length=1)
    text: bool = False
    """UTF-8 text, worth compressing."""


class Rule(Strict):
    """A rule for the answers below one folder of the site, "" or "<folder>/"."""

    folder: Below
    pattern: Pattern = ""
    """Which folders right below `folder`; all of it if empty."""
    bare: bool = False
    """The pages of the folders that `pattern` matches are also served without a slash at the address's end."""
    cache: str = ""
    missing: Annotated[str, Field(pattern=r"^([a-z0-9-]+/)*[a-z0-9.]+$")] | Literal[""] = ""
    """Path in the site of the page for missing addresses."""
    headers: dict[Name, Value] = Field(default_factory=dict)
    policy: dict[Name, Value] = Field(default_factory=dict)

    def over(self, under: Rule) -> Rule:
        """This rule with all that it leaves to the one for a folder around it."""
        fields = {
            "cache": self.cache or under.cache,
            "missing": self.missing or under.missing,
            "headers": under.headers | self.headers,
            "policy": self.policy or under.policy,
        }
        return self.model_copy(update=fields)

    def around(self, other: Rule) -> bool:
        """True if `other` is for a part of what this one is for."""
        return not self.pattern and other.folder.startswith(self.folder)

    @property
    def answer_headers(self) -> dict[str, str]:
        """All headers but Cache-Control: name → value."""
        policy = "; ".join(f"{name} {value}" for name, value in self.policy.items())
        return {name: value for name, value in {**self.headers, "Content-Security-Policy": policy}.items() if value}


class Hosting(Strict):
    """All of rules.toml."""

    index: str = Field(pattern=r"^[a-z0-9.]+$")
    without: list[Name]
    """Headers that the server removes, also where an application behind it sets them."""
    servers: dict[str, Server]
    caching: dict[str, Caching]
    types: dict[Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$")], Kind]
    rules: list[Rule] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Hosting:
        if self.rules[0].folder or self.rules[0].pattern:
            raise ValueError('the first rule is for all: folder = ""')
        if not self.rules[0].missing:
            raise ValueError("the first rule says what stands for what is missing")
        if any(rule.bare and not rule.pattern for rule in self.rules):
            raise ValueError("bare: a rule with a pattern")
        strange = {rule.cache for rule in self.whole_rules} - set(self.caching)
        if strange:
            raise ValueError(f"cache: {', '.join(self.caching)}")
        return self

    @property
    def whole_rules(self) -> list[Rule]:
        """The rules, each with all that holds for it; those for a part come after those for the whole."""
        whole: list[Rule] = []
        for rule in self.rules:
            outer = max((other for other in whole if other.around(rule)), key=lambda o: len(o.folder), default=None)
            whole.append(rule.over(outer) if outer else rule)
        return whole


def read_hosting(path: Path = FOLDER / "rules.toml") -> Hosting:
    """The table. Raises OutreachError with all its faults."""
    table = read_toml(path, path.name)
    hosting, faults = validate(Hosting, table.data, table)
    if hosting is None:
        raise OutreachError(faults)
    return hosting


@dataclass(frozen=True)
class Place:
    """Where a site is: its host, the path below which it lies ("/" or "/path/"), the server's folder (no slash)."""

    origin: str
    """Scheme, host and port as the address has them."""
    host: str
    port: int
    path: str
    root: str

    @classmethod
    def of(cls, site_url: str, root: str) -> Place:
        """The place of an address. The port is that of plain HTTP if the address names none: TLS is added later."""
        url = urlsplit(site_url)
        origin = f"{url.scheme}://{url.netloc}"
        path = unquote(site_url.removeprefix(origin))  # with what looks like a query, to be refused
        return cls(origin, url.hostname or "", url.port or 80, path, root.rstrip("/\\"))

    @property
    def secure(self) -> bool:
        """True if the address asks for TLS."""
        return self.origin.startswith("https:")

    @property
    def url_path(self) -> str:
        """The path as it stands in an address."""
        return quote(self.path)


def servers() -> dict[str, str]:
    """The servers there are, each with the name of its template: "nginx" → "nginx.conf.j2"."""
    return {path.name.partition(".")[0]: path.name for path in sorted(FOLDER.glob("*.j2"))}


def configuration(project: Project, server: str, root: str = "") -> str:
    """The configuration of one of `servers()` for the project's campaign.

    `root` is the folder with the site on the server's computer; the project's own site if empty.
    Raises OutreachError for faults of the campaign and as `configure` does.
    """
    site_url = load(project).campaign.site_url
    return configure(server, site_url, root or project.site.resolve().as_posix(), project.site)


def configure(server: str, site_url: str, root: str, site: Path) -> str:
    """The configuration of one of `servers()` for a site at `site_url` that lies in the server's folder `root`.

    `site` is the site as it was built, for servers that know no patterns; it may be missing.
    Raises OutreachError for an unknown server, and for names that its syntax can't hold (all at once).
    """
    templates = servers()
    if server not in templates:
        data: Data = {"found": visible(server), "expected": closest(server, templates)}
        raise OutreachError(Finding("hosting-unknown", data=data))
    hosting, place = read_hosting(), Place.of(site_url, root)
    faults = list(_refusals(server, hosting, place))
    if faults:
        raise OutreachError(faults)
    rules = hosting.whole_rules
    context = {
        "hosting": hosting,
        "place": place,
        "rules": rules,
        "names": list(dict.fromkeys(name for rule in rules for name in rule.answer_headers)) + hosting.without,
        "folders": {index: _folders(rule, site, hosting.servers[server].folders) for index, rule in enumerate(rules)},
        "quote_text": quote_text,
        "literal": re.escape,
    }
    return Templates([FOLDER]).render(templates[server], context)


def quote_text(text: str) -> Markup:
    """A text in the quotes of nginx and Apache. Raises ValueError for signs that would end or change it."""
    if re.search(r'["\x00-\x1f\x7f]|\\$', text):
        raise ValueError(f"{text!r} between quotes")
    return Markup(f'"{text}"')


def _refusals(server: str, hosting: Hosting, place: Place) -> Iterator[Finding]:
    """Findings for what can't stand in this server's configuration: a path has no query and leads nowhere else."""
    refuse = hosting.servers[server].refuse
    values: Mapping[str, tuple[str, str]] = {
        "site_url": (place.path, rf"{refuse}|[?#\\]|//|/\.{{1,2}}/"),
        "--root": (place.root, refuse),
    }
    for field, (text, strange) in values.items():
        characters = sorted({match[0] for match in re.finditer(strange, text)})
        if characters:
            about = {"field": field, "found": visible(text), "refused": visible(" ".join(characters))}
            yield Finding("hosting-character", data=about | {"server": server})
    if not re.match(r"/|[A-Za-z]:[/\\]", place.root + "/"):
        yield Finding("hosting-root", data={"found": visible(place.root)})


def _folders(rule: Rule, site: Path, most: int) -> list[str]:
    """The folders of the site that a rule is for, if a server knows no patterns: as they are now; none if too many."""
    if not rule.pattern:
        return [rule.folder]
    names = sorted(path.name for path in (site / rule.folder).glob("*/"))
    folders = [f"{rule.folder}{name}/" for name in names if re.fullmatch(rule.pattern, name)]
    return folders if len(folders) <= most else []
