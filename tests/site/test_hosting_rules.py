"""Input that `outreach hosting` refuses, and its settings for IIS, which no test runs."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from outreach.campaign.codes import link_code, link_path
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.site.hosting import FOLDER, configuration, configure, read_hosting, servers
from projects import copy_project, outreach
from webservers import CAMPAIGN, COMMANDS

HOSTING = read_hosting()
VERSIONED = "embed/v1.0.0/"
CODED = "B0100000A/"


def test_each_template_has_its_row_and_each_row_a_template() -> None:
    assert set(servers()) == set(HOSTING.servers) >= set(COMMANDS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('cache = "fixed"', 'cache = "for ever"'),
        ('folder = "assets/"', 'folder = "assets"'),
        ('folder = ""', 'folder = "b/"'),
        ('Referrer-Policy = "strict', "Referrer-Policy = 'x' # ".replace("x", '"; x')),
        ('script-src = "', 'script-src = "$uri '),
        ('pattern = "B[0-9A-HJKMNP-TV-Z]{8}"', "pattern = 'B[0-9'"),
        ('pattern = "B[0-9A-HJKMNP-TV-Z]{8}"', "pattern = 'B[0-9]+$'"),
        ('pattern = "B[0-9A-HJKMNP-TV-Z]{8}"\n', ""),
        ('suffixes = ["pdf"]', 'suffixes = ["pdf; }"]'),
        ("seconds = 300", "minutes = 5"),
    ],
)
def test_a_fault_of_the_table_is_told_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "rules.toml"
    text = (FOLDER / "rules.toml").read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(OutreachError) as caught:
        read_hosting(file)
    assert all(finding.file == "rules.toml" and finding.line for finding in caught.value.findings)


def test_iis_is_told_every_row(tmp_path: Path) -> None:
    """Read as XML; IIS itself is not at hand. Versions are told by name: those of the site that is built."""
    project = copy_project(tmp_path / "project", CAMPAIGN)
    (project / "site" / VERSIONED).mkdir(parents=True)
    (project / "site/embed/v1").mkdir()
    (project / "site" / CODED).mkdir()
    result = outreach(project, "hosting", "iis", "--root", r"C:\inetpub\lũ & lụt")
    assert result.returncode == 0, result.stdout
    root = ElementTree.fromstring(result.stdout.encode())
    told = {place.get("path"): place for place in root.iter("location")}
    named = {
        rule.folder + rule.pattern: name
        for rule in HOSTING.whole_rules
        for name in (VERSIONED, CODED)
        if rule.pattern and re.fullmatch(rule.folder + rule.pattern + "/", name)
    }
    rules = {
        named.get(rule.folder + rule.pattern, rule.folder).rstrip("/") or ".": rule for rule in HOSTING.whole_rules
    }
    assert set(told) == set(rules)
    for path, rule in rules.items():
        added = {e.get("name"): e.get("value") for e in told[path].iter("add")}
        removed = {e.get("name") for e in told[path].iter("remove")}
        assert added == rule.answer_headers and removed >= {*added, *HOSTING.without}
        missing = ["crue/" + rule.missing]
        assert [(e.get("path") or "").replace("\\", "/") for e in told[path].iter("error")] == missing
        cache = told[path].find(".//clientCache")
        assert cache is not None and cache.get("cacheControlMode") == "UseMaxAge"
        assert ("immutable" in (cache.get("cacheControlCustom") or "")) == (rule.cache == "fixed")
    assert told["assets"].find(".//clientCache[@cacheControlMaxAge='1.00:00:00']") is not None
    kinds = {e.get("fileExtension"): e.get("mimeType") for e in root.iter("mimeMap")}
    assert kinds == {
        f".{suffix}": f"{name}; charset=utf-8" if kind.text else name
        for name, kind in HOSTING.types.items()
        for suffix in kind.suffixes
    }
    assert [e.get("value") for e in root.iterfind(".//defaultDocument/files/add")] == ["index.html"]


EVERY = {"apache", "iis", "nginx"}
HOSTILE = {
    'x";}server{/': EVERY,
    "$uri/": {"apache", "nginx"},
    "${x}/": {"apache", "nginx"},
    "%{x}/": {"apache"},
    "x*[a]/": {"apache", "iis"},
    "--><x/": {"apache", "iis"},
    "%3Cx/": {"apache", "iis"},
    "x\\/": EVERY,
    "%5C/": EVERY,
    "%22/": EVERY,
    "%0Alisten/": EVERY,
    "%00/": EVERY,
    "?q=1/": EVERY,
    "#x/": EVERY,
    "a//b/": EVERY,
    "a/../../etc/": EVERY,
}
"""The path of a campaign's address → the servers whose configuration it could change, or say nothing true in."""


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project at https://rivelle.example/crue/, not built; for reading only."""
    return copy_project(tmp_path_factory.mktemp("campaign") / "project", CAMPAIGN)


def slugs(server: str, site_url: str = "https://rivelle.example/crue/", root: str = "/srv/site") -> list[str]:
    try:
        configure(server, site_url, root, Path("none"))
    except OutreachError as error:
        return [finding.slug for finding in error.findings]
    return []


@pytest.mark.parametrize("path", HOSTILE)
def test_no_address_breaks_out_of_the_configuration(path: str) -> None:
    found = {server: slugs(server, f"https://rivelle.example/{path}") for server in EVERY}
    assert found == {server: ["hosting-character"] if server in HOSTILE[path] else [] for server in EVERY}


def test_no_folder_breaks_out_of_the_configuration() -> None:
    for root in ('/a"b', "/a$b", "/a\\b", "/a\nb", "/a\x00b", "/a\udc80b"):
        assert slugs("nginx", root=root) == slugs("apache", root=root) == ["hosting-character"]
    assert slugs("apache", root="/a[b]") == slugs("iis", root="C:\\a-->") == ["hosting-character"]
    assert slugs("nginx", root="site") == slugs("iis", root="C:site") == ["hosting-root"]
    for root in ("/srv/Trang web; lũ {1}#", "C:/site"):
        assert slugs("nginx", root=root) == []


def test_all_that_is_wrong_is_told_at_once(campaign: Path) -> None:
    result = outreach(campaign, "hosting", "nginx", "--json", "--root", "a\nb")
    assert (result.returncode, result.stderr) == (1, "")
    assert [record["slug"] for record in json.loads(result.stdout)] == ["hosting-character", "hosting-root"]
    assert slugs("caddy") == slugs("../nginx") == ["hosting-unknown"]


def test_the_command_prints_the_same_each_time_as_text_or_json(campaign: Path) -> None:
    """Without a folder named it is the project's own site."""
    text = configuration(Project(campaign), "nginx")
    result = outreach(campaign, "hosting", "nginx", "--json")
    assert json.loads(result.stdout) == {"configuration": text}
    assert f'alias "{campaign.resolve()}/site/embed/";' in text


def test_iis_is_not_told_of_more_folders_than_its_file_has_room_for(tmp_path: Path) -> None:
    """Its web.config must stay below 250 kB; a province has ten thousand pages behind codes."""
    for number in range(HOSTING.servers["iis"].folders + 1):
        (tmp_path / link_path(link_code("01", f"{number + 1}"))).mkdir()
    text = configure("iis", "https://rivelle.example/", "C:/site", tmp_path)
    assert 'path="B01' not in text and len(text) < 50_000
    next(tmp_path.iterdir()).rmdir()
    assert configure("iis", "https://rivelle.example/", "C:/site", tmp_path).count('path="B01') == 100
