"""Catalogues: a folder's table of the files that are meant to be taken away, with what a user of each must know."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.model import Campaign
from outreach.core.cache import Content
from outreach.core.files import json_of

NAME = "catalogue.json"


@dataclass(frozen=True)
class Entry:
    """A published file: `path` in the site, `kind` (sheet, picture, loop, drawing, preview, kit, list, embed, text,
    guide, message, script)."""

    path: str
    kind: str
    title: str
    format: str
    alt: str
    language: str


def write(bundle: Bundle, entries: Iterable[Entry], site: Path, known: Mapping[str, Content]) -> None:
    """Write a catalogue into each folder of `site` with files to take away, and one that names these into `site`.

    `known` has size and SHA-256 of files that come from the cache, as they were made; the others are read.
    """
    folders: dict[str, list[Entry]] = {}
    contents: dict[str, dict[str, Content]] = {}
    for entry in entries:
        folder, _, path = entry.path.partition("/")
        folders.setdefault(folder, []).append(replace(entry, path=path))
        content = known.get(entry.path) or Content.of((site / entry.path).read_bytes())
        contents.setdefault(folder, {})[path] = content
    for folder, its_entries in folders.items():
        (site / folder / NAME).write_bytes(catalogue_bytes(bundle.campaign, its_entries, contents[folder]))
    catalogues = [f"{folder}/{NAME}" for folder in sorted(folders)]
    (site / NAME).write_bytes(json_of({**_head(bundle.campaign), "catalogues": catalogues}))


def catalogue_bytes(campaign: Campaign, entries: Iterable[Entry], contents: Mapping[str, Content]) -> bytes:
    """The catalogue of these entries; `contents` has each path's size in bytes and SHA-256."""
    files = [
        {**asdict(entry), "bytes": contents[entry.path].size, "sha256": contents[entry.path].sha256}
        for entry in sorted(entries, key=lambda entry: entry.path)
    ]
    return json_of({**_head(campaign), "files": files})


def _head(campaign: Campaign) -> dict[str, Any]:
    """The campaign's part of every catalogue: who speaks, edition, status, days, licences."""
    return {
        "campaign": campaign.name,
        "issuer": campaign.issuer.name,
        "edition": campaign.edition,
        "status": campaign.status,
        "as_of": campaign.as_of.isoformat(),
        "valid_until": campaign.valid_until.isoformat(),
        "licence": campaign.licence,
        "media_licence": campaign.media_licence.model_dump() if campaign.media_licence else None,
    }
