"""The press kit: pictures, loops, drawings and advertisements with their words, in ZIP files and a list."""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.core.cache import Content
from outreach.core.files import json_of, windows_text, zip_files
from outreach.core.strings import Strings
from outreach.sheets.label import credit, validity

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
NEAR_SQUARE = 1.1
"""The ratio of long to short side below which a picture counts as square."""
VERSION = 1
"""Of the manifest's fields."""


@dataclass(frozen=True)
class File:
    """A file that is given away: its path in the site, its kind (PNG, SVG, …), and where it lies now."""

    path: str
    kind: str
    source: Path
    pixels: tuple[int, int] | None
    """Width and height; None for what is measured in millimetres."""

    @property
    def name(self) -> str:
        return posixpath.basename(self.path)

    def size(self, words: Strings) -> str:
        """For people; empty for what is measured in millimetres."""
        return words.size_px(self.pixels) if self.pixels else ""

    @cached_property
    def content(self) -> bytes:
        return self.source.read_bytes()

    @cached_property
    def sha256(self) -> str:
        return Content.of(self.content).sha256


@dataclass(frozen=True)
class Thumbnail:
    """A small picture: where it lies now, width and height in pixels."""

    source: Path
    width: int
    height: int


@dataclass(frozen=True)
class Item:
    """One picture in all its kinds of file."""

    name: str
    """Its place on the page."""
    use: str
    """Key of the group that it belongs to."""
    kind: str
    """The sort of thing that it is, for people."""
    title: str
    label: str
    """The name of its size; empty if it has none."""
    size: str
    """For people."""
    pixels: tuple[int, int] | None
    """None for what is measured in millimetres."""
    shape: str
    """wide, high, square."""
    caption: str
    alt: str
    files: tuple[File, ...]
    look: Path
    """The picture that its thumbnail is made from."""
    clear: bool = False
    """It has no ground of its own."""

    @property
    def name_in_full(self) -> str:
        return ", ".join(part for part in (self.title, self.label, self.size, self.kind) if part)


@dataclass(frozen=True)
class Group:
    """The items for one use; `name` for people, `key` for addresses."""

    key: str
    name: str
    items: tuple[Item, ...]

    @property
    def zip_name(self) -> str:
        return f"{self.key}.zip"


@dataclass(frozen=True)
class PressKit:
    """All that one page for the press gives away. `folder` is that of the page in the site, with a slash at its end."""

    bundle: Bundle
    folder: str
    groups: tuple[Group, ...]

    @property
    def items(self) -> list[Item]:
        return [item for group in self.groups for item in group.items]

    @property
    def all_name(self) -> str:
        """The file with everything."""
        return self.bundle.words.text("media.all_file") + ".zip"

    @property
    def credit(self) -> str:
        """The words that must stand beside a picture."""
        return credit(self.bundle)

    def link(self, file: File, up: str) -> str:
        """The address of a file on the kit's page; `up` leads from there to the site's root."""
        return posixpath.relpath(file.path, self.folder) if file.path.startswith(self.folder) else up + file.path

    @cached_property
    def zips(self) -> dict[str, bytes]:
        """Name of each ZIP → its content; that with everything first. The same inputs give the same bytes."""
        return {self.all_name: self._zip(self.items)} | {
            group.zip_name: self._zip(group.items) for group in self.groups
        }

    def _zip(self, items: Sequence[Item]) -> bytes:
        files = {file.name: file.content for item in items for file in item.files}
        note = self.bundle.words.text("media.note_file")
        files[note] = windows_text(self.note(items))
        files[SUMS] = sums({name: Content.of(content).sha256 for name, content in files.items()})
        return zip_files(files)

    def note(self, items: Iterable[Item]) -> str:
        """The note beside the pictures in a ZIP: what may be done; caption, alternative text and credit of each."""
        campaign, words, licence = self.bundle.campaign, self.bundle.words, self.bundle.campaign.picture_licence
        head = words.text(
            "media.note",
            campaign=campaign.name,
            state="".join(f"{state}.\n" for state in [words.text(f"status.{campaign.status}")] if state),
            credit=self.credit,
            licence=", ".join(part for part in (licence.name, licence.url) if part),
            issuer=campaign.issuer.name,
            email=campaign.issuer.email,
            url=campaign.site_url + self.folder,
            **validity(self.bundle),
        )
        parts = [
            "\n".join(
                [
                    ", ".join(file.name for file in item.files),
                    words.text("media.note_caption", text=item.caption),
                    words.text("media.note_alt", text=item.alt),
                    words.text("media.note_credit", text=self.credit),
                ]
            )
            for item in items
        ]
        return "\n\n".join([head.strip(), *parts]) + "\n"

    @cached_property
    def manifest(self) -> bytes:
        """The list of all files for programs."""
        campaign, licence = self.bundle.campaign, self.bundle.campaign.picture_licence
        table = {
            "version": VERSION,
            "campaign": campaign.name,
            "status": campaign.status,
            "edition": campaign.edition,
            "as_of": campaign.as_of.isoformat(),
            "valid_from": campaign.valid_from.isoformat(),
            "valid_until": campaign.valid_until.isoformat(),
            "language": campaign.language,
            "site": campaign.site_url,
            "page": self.folder,
            "credit": self.credit,
            "licence": {"name": licence.name, "url": licence.url},
            "issuer": campaign.issuer.name,
            "contact": {"email": campaign.issuer.email, "address": campaign.issuer.address},
            "uses": [
                {"id": group.key, "name": group.name, "zip": self.folder + group.zip_name} for group in self.groups
            ],
            "zips": [_file(self.folder + name, content) for name, content in self.zips.items()],
            "files": [entry for item in self.items for entry in self._entries(item)],
        }
        return json_of(table)

    def _entries(self, item: Item) -> Iterable[Mapping[str, Any]]:
        for file in item.files:
            width, height = file.pixels or (None, None)
            yield {
                **_file(file.path, file.content),
                "format": file.kind,
                "use": item.use,
                "kind": item.kind,
                "title": item.title,
                "size": file.size(self.bundle.words) or item.size,
                "width": width,
                "height": height,
                "caption": item.caption,
                "alt": item.alt,
            }

    @cached_property
    def sums(self) -> bytes:
        """SHA256SUMS of everything, to be checked in the page's own folder."""
        listed = {posixpath.relpath(file.path, self.folder): file.sha256 for item in self.items for file in item.files}
        lists = {**self.zips, MANIFEST: self.manifest}
        return sums(listed | {name: Content.of(content).sha256 for name, content in lists.items()})


def sums(digests: Mapping[str, str]) -> bytes:
    """The list that `sha256sum --check` reads, of name → SHA-256."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def shape_of(width: float, height: float) -> str:
    """Whether a size is wide, high, or nearly square."""
    if max(width, height) < NEAR_SQUARE * min(width, height):
        return "square"
    return "wide" if width > height else "high"


def _file(path: str, content: bytes) -> dict[str, Any]:
    """A file as the manifest lists it."""
    return {"path": path, "bytes": len(content), "sha256": Content.of(content).sha256}
