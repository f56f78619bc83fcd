"""The cache: files that are worked out once, each with its length and SHA-256, checked before anything is made of them.

It has three shapes. An *entry* is a folder whose files belong together: it is written aside, its manifest last, and
renamed, so that it is there whole or not at all. A *shelf* is a folder that grows by one file at a time, with a ledger
of one line a file. A *value* is one JSON record. Manifest, ledger lines and values are sealed (see `core.seals`).

What fails its check is removed, so that it is made anew, and noted (see `Store.damages`): a disk that begins to lose
bits is worth knowing of.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from outreach.core.files import write_whole
from outreach.core.findings import Finding, OutreachError
from outreach.core.seals import read_sealed, seal, unseal

MANIFEST = "manifest.json"
LEDGER = "ledger.txt"
DAMAGE = "damage.txt"
"""File with the paths of what failed its check, one a line, until `Store.damages` reports them."""


class Content(NamedTuple):
    """Length in bytes and SHA-256 of a file, as its maker wrote it."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> Content:
        return cls(len(content), hashlib.sha256(content).hexdigest())

    def matches(self, path: Path) -> bool:
        """True if a regular file has this length and these bytes."""
        try:
            about = path.lstat()
            if not stat.S_ISREG(about.st_mode) or about.st_size != self.size:
                return False
            return Content.of(path.read_bytes()) == self
        except OSError:
            return False


@dataclass(frozen=True)
class Entry:
    """A folder of the cache whose files have been checked."""

    folder: Path
    files: Mapping[str, Content]
    findings: tuple[Finding, ...] = ()
    """Warnings about the files, which are repeated as long as the files are kept."""
    note: Any = None
    """Further data of the code that made the files, as JSON can hold it."""

    def path(self, name: str) -> Path:
        return self.folder / name

    def read(self, name: str) -> bytes:
        return self.path(name).read_bytes()


@dataclass(frozen=True)
class Store:
    """A cache below a folder, by kind ("sheets", "stamped-bases/NAME") and key (a file name)."""

    root: Path

    def folder(self, kind: str, key: str) -> Path:
        """The folder of an entry or a shelf."""
        return self.root / kind / key

    def entry(self, kind: str, key: str) -> Entry | None:
        """An entry, each of its files checked; None if there is none, or it was damaged and is removed."""
        folder = self.folder(kind, key)
        if not folder.exists():
            return None
        record = read_sealed(folder / MANIFEST, f"{kind}/{key}")
        try:
            files = {name: Content(*about) for name, about in record["files"].items()}
            findings = tuple(map(Finding.from_record, record["findings"]))
        except (TypeError, KeyError, AttributeError):
            files, findings = {}, ()
        if not files or not all(about.matches(folder / name) for name, about in files.items()):
            self.discard(folder)
            return None
        return Entry(folder, files, findings, record["note"])

    def content(self, path: Path) -> Content:
        """Length and SHA-256 of an entry's file, as its maker wrote it. Raises OutreachError for no such file."""
        name = path.parent.relative_to(self.root).as_posix()
        record = read_sealed(path.parent / MANIFEST, name)
        if record is None or path.name not in record["files"]:
            raise OutreachError(Finding("cache-unreadable", data={"found": f"{name}/{path.name}"}))
        return Content(*record["files"][path.name])

    def sure_entry(self, kind: str, key: str) -> Entry:
        """An entry that was just made or checked. Raises OutreachError if it can't be read all the same."""
        entry = self.entry(kind, key)
        if entry is None:
            raise OutreachError(Finding("cache-unreadable", data={"found": f"{kind}/{key}"}))
        return entry

    def keep(
        self, kind: str, key: str, files: Mapping[str, bytes], findings: Iterable[Finding] = (), note: Any = None
    ) -> Entry:
        """Keep files by their names; the folder appears whole, in the place of an earlier one."""
        folder = self.folder(kind, key)
        aside = folder.with_name(f".{key}.{os.getpid()}")
        contents = {name: Content.of(content) for name, content in files.items()}
        findings = tuple(findings)
        record = {"files": contents, "findings": [finding.as_record() for finding in findings], "note": note}
        _remove(aside)
        try:
            aside.mkdir(parents=True)
            for name, content in files.items():
                (aside / name).write_bytes(content)
            (aside / MANIFEST).write_bytes(seal(record, f"{kind}/{key}"))
            _remove(folder)
            os.replace(aside, folder)
        finally:
            _remove(aside)
        return Entry(folder, contents, findings, note)

    def shelf(self, kind: str, key: str) -> Shelf:
        """A folder that grows, as it is now."""
        return Shelf(self, kind, key)

    def value(self, kind: str, key: str) -> Any:
        """A record; None if there is none, or it was damaged and is removed."""
        path = self._value(kind, key)
        if not path.exists():
            return None
        record = read_sealed(path, f"{kind}/{key}")
        if record is None:
            self.discard(path)
        return record

    def keep_value(self, kind: str, key: str, value: Any) -> None:
        """Keep a record that is not None, as JSON can hold it."""
        write_whole(self._value(kind, key), seal(value, f"{kind}/{key}"))

    def drop(self, kind: str, key: str) -> None:
        """Remove a record, if there is one."""
        self._value(kind, key).unlink(missing_ok=True)

    def _value(self, kind: str, key: str) -> Path:
        return self.root / kind / f"{key}.json"

    def prune(self, kind: str, keys: Collection[str]) -> None:
        """Remove all of a kind but what has these keys."""
        with suppress(FileNotFoundError):
            for old in sorted((self.root / kind).iterdir()):
                if (old.name if old.is_dir() else old.name.removesuffix(".json")) not in keys:
                    _remove(old)

    def damages(self) -> list[Finding]:
        """A warning for each kind of which something failed its check since the last call, which empties the log."""
        log = self.root / DAMAGE
        try:
            names = log.read_text(encoding="utf-8").splitlines()
            log.unlink()
        except (OSError, ValueError):
            return []
        kinds: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            kinds.setdefault(name.partition("/")[0], []).append(name)
        return [
            Finding("cache-damaged", "warning", data={"found": paths[0], "count": len(paths)})
            for paths in kinds.values()
        ]

    def discard(self, path: Path) -> None:
        """Remove what failed its check, and note it for `damages`."""
        _remove(path)
        with (self.root / DAMAGE).open("a", encoding="utf-8") as log:
            log.write(f"{path.relative_to(self.root).as_posix()}\n")


@dataclass(frozen=True)
class Shelf:
    """A folder of the cache that grows by one file at a time, also from several processes."""

    store: Store
    kind: str
    key: str

    @property
    def folder(self) -> Path:
        return self.store.folder(self.kind, self.key)

    def path(self, name: str) -> Path:
        return self.folder / name

    def damaged_or_missing(self, names: Iterable[str]) -> list[str]:
        """Names whose file is missing or not as it was put there; a damaged file is removed."""
        return [name for name in names if not self._good(name)]

    def content(self, name: str) -> Content:
        """Length and SHA-256 of a file that is there. Raises KeyError for another."""
        return self._line(name)[0]

    def findings(self, names: Iterable[str]) -> list[Finding]:
        """Warnings about files, in the order of `names`."""
        return [finding for name in names if name in self._lines for finding in self._line(name)[1]]

    def put(self, name: str, content: bytes, findings: Sequence[Finding] = ()) -> None:
        """Keep a file. Its ledger line comes after it, so that no line speaks of a file that is not whole."""
        write_whole(self.path(name), content)
        record = [name, *Content.of(content), [finding.as_record() for finding in findings]]
        line = seal(record, self._name).decode()
        with (self.folder / LEDGER).open("a", encoding="utf-8") as ledger:  # one write: lines of processes don't mix
            ledger.write(f"{name} {line}\n")
        self._lines[name] = line

    def prune(self, names: Collection[str]) -> None:
        """Remove all but these files, and the ledger lines of the others."""
        if not self.folder.exists():
            return
        for name in os.listdir(self.folder):
            if name not in names and name != LEDGER:
                _remove(self.folder / name)
        if not self._lines.keys() <= set(names):
            lines = {name: line for name, line in self._lines.items() if name in names}
            write_whole(self.folder / LEDGER, "".join(f"{n} {line}\n" for n, line in lines.items()).encode())
            self._lines.clear()
            self._lines.update(lines)

    @property
    def _name(self) -> str:
        return f"{self.kind}/{self.key}"

    @cached_property
    def _lines(self) -> dict[str, str]:
        """The sealed line of each file; of several, the newest counts."""
        try:
            text = (self.folder / LEDGER).read_bytes().decode("utf-8", "replace")
        except OSError:
            return {}
        return {name: line for name, _, line in (row.partition(" ") for row in text.split("\n")) if line}

    def _line(self, name: str) -> tuple[Content, list[Finding]]:
        """A file's line in the ledger. Raises KeyError if it has none, or a damaged one."""
        record = unseal(self._lines[name].encode(), self._name)
        if record is None or record[0] != name:
            raise KeyError(name)
        return Content(record[1], record[2]), [Finding.from_record(finding) for finding in record[3]]

    def _good(self, name: str) -> bool:
        path = self.path(name)
        try:
            good = self.content(name).matches(path)
        except (KeyError, TypeError, IndexError):
            good = False
        if not good and os.path.lexists(path):
            if name in self._lines or not self._intact:
                self.store.discard(path)
            else:  # whoever put it there was stopped before its line was written
                _remove(path)
        return good

    @property
    def _intact(self) -> bool:
        """True if every line of the ledger bears its seal."""
        records = ((name, unseal(line.encode(), self._name)) for name, line in self._lines.items())
        return all(record is not None and record[0] == name for name, record in records)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
