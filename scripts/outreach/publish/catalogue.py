"""The catalogue: one table of the files that are meant to be taken away, with what a user of each must know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.core.hashing import file_digest

NAME = "catalogue.json"


@dataclass(frozen=True)
class Entry:
    """A published file: `path` in the site, `kind` (sheet, picture, loop, drawing, preview, kit, list, embed, text,
    guide, link)."""

    path: str
    kind: str
    title: str
    format: str
    alt: str
    language: str


def write(bundle: Bundle, entries: Iterable[Entry], site: Path) -> None:
    """Writes catalogue.json into `site`: the entries with size and SHA-256 of their files, edition and status."""
    entries = list(entries)
    told = {each.path: ((site / each.path).stat().st_size, file_digest(site / each.path)) for each in entries}
    (site / NAME).write_bytes(listed(bundle.campaign, entries, told))


def sizes(file: Path) -> dict[str, int]:
    """What a catalogue says of its files' sizes in bytes, by their paths; empty if there is none, or it is damaged."""
    try:
        return {each["path"]: each["bytes"] for each in json.loads(file.read_bytes())["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def listed(campaign: Campaign, entries: Iterable[Entry], told: Mapping[str, tuple[int, str]]) -> bytes:
    """The catalogue of these entries; `told` has each path's size in bytes and SHA-256."""
    files = [
        {**asdict(entry), "bytes": told[entry.path][0], "sha256": told[entry.path][1]}
        for entry in sorted(entries, key=lambda entry: entry.path)
    ]
    table = {
        "campaign": campaign.name,
        "issuer": campaign.issuer.name,
        "edition": campaign.edition,
        "status": campaign.status,
        "as_of": campaign.as_of.isoformat(),
        "valid_until": campaign.valid_until.isoformat(),
        "licence": campaign.licence,
        "media_licence": campaign.media_licence.model_dump() if campaign.media_licence else None,
        "files": files,
    }
    text = json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode()
