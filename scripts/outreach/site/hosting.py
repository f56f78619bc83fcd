"""The configuration of a web server for a campaign's site: one table of rules, one template for each server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from outreach.campaign.load import load
from outreach.core.files import write_whole
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.project import Project
from outreach.core.quoting import visible
from outreach.core.text import closest
from outreach.render.templates import Markup, Templates
from outreach.site.hosting_rules import FOLDER, Hosting, Rule, read_hosting


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


def save(text: str, file: Path) -> str:
    """Writes a configuration in one step, with the folder that it lies in. Returns the file's name."""
    write_whole(file, text.encode())
    return str(file)


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
