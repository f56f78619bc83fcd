"""catalogue.json of the built site: all that is meant to be taken away, as it lies there, and no data."""

import hashlib
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from projects import ROOT

PROFILES = tomllib.loads((ROOT / "print_templates/_shared/profiles.toml").read_text(encoding="utf-8"))
PICTURES = [
    f"an-pham/*/*-{name}{page}.{kind}"
    for name, profile in PROFILES.items()
    for kind in set(profile.get("output", ["pdf"])) - {"pdf"}
    for page in ("", "-[0-9]")
]


@pytest.fixture(scope="module")
def table(site: Path) -> dict[str, Any]:
    return dict(json.loads((site / "catalogue.json").read_text(encoding="utf-8")))


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
def test_everything_of_a_kind_is_listed(site: Path, table: dict[str, Any], kind: str, patterns: list[str]) -> None:
    files = published(site, *patterns) - (published(site, *PICTURES) if kind == "preview" else set())
    assert files
    assert {entry["path"] for entry in table["files"] if entry["kind"] == kind} == files


def test_pages_behind_codes_are_not_listed(table: dict[str, Any]) -> None:
    """Nobody takes them away, and they would be nine in ten of all entries."""
    assert not [entry["path"] for entry in table["files"] if re.match(r"B[0-9A-Z]{8}/", entry["path"])]


def test_sizes_and_hashes_are_those_of_the_files(site: Path, table: dict[str, Any]) -> None:
    for entry in table["files"]:
        content = (site / entry["path"]).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest()), entry["path"]


def test_each_file_once_in_order_with_its_words(table: dict[str, Any]) -> None:
    paths = [entry["path"] for entry in table["files"]]
    assert paths == sorted(paths) and max(Counter(paths).values()) == 1
    for entry in table["files"]:
        assert (
            entry["title"] and entry["format"] and entry["language"] == ("en" if "/en/" in entry["path"] else "vi")
        ), entry
        assert entry["alt"] or entry["kind"] != "preview", entry


def test_the_head_is_the_campaigns(table: dict[str, Any]) -> None:
    campaign = tomllib.loads((ROOT / "docs/_data/campaign.toml").read_text(encoding="utf-8"))
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


def test_nothing_of_the_data_is_published(site: Path, table: dict[str, Any]) -> None:
    given = {entry["path"] for entry in table["files"]}
    data = [path for path in (ROOT / "docs/_data").rglob("*") if path.is_file()]
    assert data
    names, contents = {path.name for path in data}, {path.read_bytes() for path in data}
    for path in site.rglob("*"):
        assert "_data" not in path.parts and path.name not in names, path
        assert not path.is_file() or path.read_bytes() not in contents, path
        assert path.suffix not in {".toml", ".csv"} or path.relative_to(site).as_posix() in given, path
