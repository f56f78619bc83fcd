"""The catalogues of the built site: all that is meant to be taken away, as it lies there, and no data."""

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import catalogues
from projects import ROOT

PROFILES = tomllib.loads((ROOT / "print_templates/_shared/profiles.toml").read_text(encoding="utf-8"))
PICTURES = [
    f"an-pham/*/*-{name}{page}.{kind}"
    for name, profile in PROFILES.items()
    for kind in set(profile.get("output", ["pdf"])) - {"pdf"}
    for page in ("", "-[0-9]")
]


MOST = 200_000
"""Bytes of a catalogue: who wants the files of one folder does not fetch a list of all."""


@pytest.fixture(scope="module")
def entries(site: Path) -> dict[str, dict[str, Any]]:
    return catalogues.entries(site)


def published(site: Path, *patterns: str) -> set[str]:
    return {path.relative_to(site).as_posix() for pattern in patterns for path in site.glob(pattern)}


@pytest.mark.parametrize(
    ("kind", "patterns"),
    [
        ("sheet", ["an-pham/**/*.pdf"]),
        ("preview", ["an-pham/*/*.png"]),
        ("picture", PICTURES),
        ("loop", ["an-pham/*/*-led-*.mp4"]),
        ("embed", ["embed/**/index.html", "embed/**/fragment-h?.txt", "embed/**/oembed.json"]),
    ],
)
def test_everything_of_a_kind_is_listed(
    site: Path, entries: dict[str, dict[str, Any]], kind: str, patterns: list[str]
) -> None:
    files = published(site, *patterns) - (published(site, *PICTURES) if kind == "preview" else set())
    assert files
    assert {path for path, entry in entries.items() if entry["kind"] == kind} == files


def test_pages_behind_codes_are_not_listed(entries: dict[str, dict[str, Any]]) -> None:
    """Nobody takes them away, and they would be nine in ten of all entries."""
    assert not [path for path in entries if re.match(r"B[0-9A-Z]{8}/", path)]


def test_sizes_and_hashes_are_those_of_the_files(site: Path, entries: dict[str, dict[str, Any]]) -> None:
    for path, entry in entries.items():
        content = (site / path).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest()), path


def tables(site: Path) -> dict[str, dict[str, Any]]:
    """The site's catalogue, and those that it names, by their paths."""
    paths = json.loads((site / "catalogue.json").read_bytes())["catalogues"]
    return {path: dict(json.loads((site / path).read_bytes())) for path in ["catalogue.json", *paths]}


def test_each_folder_has_a_small_one_with_each_file_once_in_order_with_its_words(site: Path) -> None:
    found = tables(site)
    assert {
        path.relative_to(site).as_posix() for path in [*site.glob("catalogue.json"), *site.glob("*/catalogue.json")]
    } == (found.keys())
    assert max((site / path).stat().st_size for path in found) < MOST
    for path, table in found.items():
        own = table.get("files", [])
        assert bool(own) == (path != "catalogue.json")
        paths = [entry["path"] for entry in own]
        assert paths == sorted(set(paths)), path
        for entry in own:
            language = "en" if "/en/" in f"/{path}/{entry['path']}" else "vi"
            assert entry["title"] and entry["format"] and entry["language"] == language, entry
            assert entry["alt"] or entry["kind"] != "preview", entry


def test_the_head_of_each_is_the_campaigns(site: Path) -> None:
    campaign = tomllib.loads((ROOT / "docs/_data/campaign.toml").read_text(encoding="utf-8"))
    for table in tables(site).values():
        for key, value in {
            "campaign": campaign["name"],
            "issuer": campaign["issuer"]["name"],
            "edition": campaign["edition"],
            "status": campaign["status"],
            "licence": campaign["licence"],
            "as_of": str(campaign["as_of"]),
            "valid_until": str(campaign["valid_until"]),
        }.items():
            assert table[key] == value, key


def test_the_manual_names_every_field(site: Path) -> None:
    manual = (ROOT / "docs/README.md").read_text(encoding="utf-8").partition("### Catalogues")[2].partition("\n### ")[0]
    named = {name for row in re.findall(r"^\| (`.*?) \|", manual, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    found = tables(site).values()
    assert named == {
        *(field for table in found for field in table),
        *(f for t in found for e in t.get("files", []) for f in e),
    }


def test_nothing_of_the_data_is_published(site: Path, entries: dict[str, dict[str, Any]]) -> None:
    data = [path for path in (ROOT / "docs/_data").rglob("*") if path.is_file()]
    assert data
    names, contents = {path.name for path in data}, {path.read_bytes() for path in data}
    for path in site.rglob("*"):
        assert "_data" not in path.parts and path.name not in names, path
        assert not path.is_file() or path.read_bytes() not in contents, path
        assert path.suffix not in {".toml", ".csv"} or path.relative_to(site).as_posix() in entries, path
