"""Manifest of the last build: whether anything has changed since in the inputs or in the site itself.

Inputs are compared by digests (see `core.hashing`). The manifest holds size, times and SHA-256 of each published file.
A file of the same size and times is taken to be the same, but for a sample whose bytes are read, a different sample
each time; where times differ, the bytes decide.

Imports nothing heavy: this runs before MkDocs, WeasyPrint, pikepdf or numpy are.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from outreach.core import lock, swap
from outreach.core.cache import Store
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.hashing import Inputs, digest_inputs
from outreach.core.project import Project

KIND, PUBLISHED, SAMPLE = "published", "site", "sample"
"""Kind and keys in the cache: the manifest of the published site, and where the next sample begins."""
SAMPLE_BYTES, SAMPLE_FILES = 4_000_000, 200
"""The most that a sample reads."""


Note = list[Any]
"""Of a file: size in bytes, times of its content and of its state (ns), SHA-256. Of a folder: the time alone (ns),
which changes with what lies in it."""


@dataclass(frozen=True)
class Published:
    """Manifest of a published site: digests of its inputs, warnings, and each file; folders end in a slash."""

    inputs: list[str]
    kits: bool
    warnings: list[Finding]
    files: dict[str, Note]

    @classmethod
    def of(cls, project: Project) -> Published | None:
        """The manifest; None if there is none."""
        manifest = Store(project.cache).value(KIND, PUBLISHED)
        if not isinstance(manifest, dict):
            return None
        warnings = [Finding.from_record(entry) for entry in manifest["warned"]]
        return cls(manifest["inputs"], manifest["kits"], warnings, manifest["files"])

    def keep(self, project: Project) -> None:
        warnings = [finding.as_record() for finding in self.warnings]
        manifest = {"inputs": self.inputs, "kits": self.kits, "warned": warnings, "files": self.files}
        Store(project.cache).keep_value(KIND, PUBLISHED, manifest)

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return {name: note[3] for name, note in self.files.items() if len(note) == 4}


@dataclass
class Difference:
    """Difference of the site from what was published."""

    altered: list[str] = field(default_factory=list)
    """Paths of files that are missing, new or have other bytes."""
    read: int = 0
    """Files whose bytes were read."""
    retimed: dict[str, Note] = field(default_factory=dict)
    """Files and folders that have other times and are the same."""


def compare(site: Path, files: Mapping[str, Note], sample: Iterable[str] = (), every: bool = False) -> Difference:
    """Compare a site with the notes of its files; the bytes of a `sample` are read, or of `every` file."""
    difference, sampled = Difference(), set(sample)
    for name, note in files.items():
        try:
            about = os.lstat(f"{site}/{name}")
        except OSError:
            difference.altered.append(name)
            continue
        if len(note) == 1:
            if about.st_mtime_ns != note[0]:
                strange = _strangers(site, name, files)
                difference.altered += strange
                if not strange:
                    difference.retimed[name] = [about.st_mtime_ns]
            continue
        times = [about.st_mtime_ns, about.st_ctime_ns]
        same = times == note[1:3]
        if about.st_size != note[0] or not stat.S_ISREG(about.st_mode):
            difference.altered.append(name)
        elif every or not same or name in sampled:
            difference.read += 1
            if _digest(f"{site}/{name}") != note[3]:
                difference.altered.append(name)
            elif not same:
                difference.retimed[name] = [note[0], *times, note[3]]
    return difference


def _strangers(site: Path, folder: str, files: Mapping[str, Note]) -> list[str]:
    """Files in a folder that were not published."""
    with suppress(OSError), os.scandir(site / folder) as entries:
        names = (f"{folder}{e.name}{'/' if e.is_dir(follow_symlinks=False) else ''}" for e in entries)
        return [name for name in names if name not in files]
    return [folder]


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def _sample(project: Project, files: Mapping[str, Note]) -> list[str]:
    """The files whose bytes are read this time: where the last sample ended, the next begins."""
    store, names = Store(project.cache), [name for name, note in files.items() if len(note) == 4]
    start = store.value(KIND, SAMPLE)
    first = start % len(names) if isinstance(start, int) and names else 0
    sample: list[str] = []
    weight = 0
    for name in [*names[first:], *names[:first]][:SAMPLE_FILES]:
        sample.append(name)
        weight += files[name][0]
        if weight > SAMPLE_BYTES:
            break
    with suppress(OSError):
        store.keep_value(KIND, SAMPLE, first + len(sample))
    return sample


class State(NamedTuple):
    """A published site as it is found before anything is built."""

    fresh: bool
    """True if it is the one that these inputs make, as it was published."""
    warnings: list[Finding]
    """The warnings that it was published with."""
    altered: list[Finding]
    """A warning if it is not as it was published."""
    read: int
    """Files whose bytes were read."""


def state(project: Project, kits: bool = True, verify: bool = False) -> State:
    """The state of the published site; with `kits` one whose kits were left as they were is not fresh.

    With `verify` every byte of it is read, else a sample: the next call reads the next one. Times of files that are the
    same are noted anew.
    """
    known = Published.of(project)
    if known is None or not project.site.exists():
        return State(False, [], [], 0)
    difference = compare(project.site, known.files, () if verify else _sample(project, known.files), verify)
    altered = []
    if difference.altered:
        data: Data = {"found": difference.altered[0] or "site/", "count": len(difference.altered)}
        altered.append(Finding("site-altered", "warning", data=data))
    same = known.inputs == list(digest_inputs(project)) and (known.kits or not kits)
    if same and not altered and difference.retimed:
        _retime(project, known, difference.retimed)
    return State(same and not altered, [*known.warnings, *swap.access_warnings(project.site)], altered, difference.read)


def drop(project: Project) -> None:
    """Remove the manifest: of a site whose build is stopped from here on, nothing is known."""
    Store(project.cache).drop(KIND, PUBLISHED)


def _retime(project: Project, known: Published, retimed: Mapping[str, Note]) -> None:
    """Record the new times of files whose bytes are the same, unless a build is under way."""
    with suppress(OSError, OutreachError), lock.hold_lock(project.cache):
        if Published.of(project) == known:
            known.files.update(retimed)
            known.keep(project)


def unchanged_but_lists(project: Project, now: Inputs) -> Published | None:
    """Manifest of what was published, if no more than the unit lists differs from what it was made from."""
    known = Published.of(project)
    if known is None or not known.kits or known.inputs[1] != now.rest or compare(project.site, known.files).altered:
        return None
    return known


def entries(site: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every folder (with a slash at its end, the site itself "") and file with what the file system says of it."""
    for folder, folders, files in os.walk(site):  # strings: 30,000 path objects take a third of a second
        folders.sort()
        path = f"{folder}/".removeprefix(f"{site}/")
        yield path, os.stat(folder)
        for name in sorted(files):
            yield path + name, os.lstat(f"{folder}/{name}")


def digests(site: Path) -> dict[str, str]:
    """The SHA-256 of each file, by path."""
    return {name: _digest(f"{site}/{name}") for name, about in entries(site) if not stat.S_ISDIR(about.st_mode)}


def write(
    project: Project,
    built_from: Inputs,
    warnings: Sequence[Finding],
    kits: bool = True,
    known: Mapping[str, str] | None = None,
) -> None:
    """Notes that the site now published was made from these inputs, with these warnings, and with its `kits` or not.

    `known` has the SHA-256 of files as they were made; what it lacks is read.
    """
    known = known or {}
    files: dict[str, Note] = {}
    for name, about in entries(project.site):
        if stat.S_ISDIR(about.st_mode):
            files[name] = [about.st_mtime_ns]
        else:
            times = [about.st_size, about.st_mtime_ns, about.st_ctime_ns]
            files[name] = [*times, known.get(name) or _digest(f"{project.site}/{name}")]
    Published(list(built_from), kits, list(warnings), files).keep(project)
