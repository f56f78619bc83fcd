"""The catalogue: one table of the files that are meant to be taken away, with what a user of each must know."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

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
    """Writes catalogue.json into `site`: the entries with size and SHA-256 of their files, edition and status.

    `known` has those of files that come from the cache, as they were made; the others are read.
    """
    entries = list(entries)
    contents = {e.path: known.get(e.path) or Content.of((site / e.path).read_bytes()) for e in entries}
    (site / NAME).write_bytes(listed(bundle.campaign, entries, contents))


def listed(campaign: Campaign, entries: Iterable[Entry], contents: Mapping[str, Content]) -> bytes:
    """The catalogue of these entries; `contents` has each path's size in bytes and SHA-256."""
    files = [
        {**asdict(entry), "bytes": contents[entry.path].size, "sha256": contents[entry.path].sha256}
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
    return json_of(table)
