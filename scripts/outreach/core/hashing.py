"""Digests: work is keyed by the hash of its inputs."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from outreach.core.files import write_whole

SKIPPED = {"__pycache__", ".DS_Store"}
_MEMO = 3
"""Values of a memo about a file: size, modification time, digest."""
LEFT_OVER = re.compile(r"\.#.*|.*(~|\.swp|\.pyc)")
"""Editors' locks and copies; a lock may be a link to nothing."""


def digest(*parts: str | bytes) -> str:
    """SHA-256 over the parts, each preceded by its length, so that ("ab", "c") differs from ("a", "bc")."""
    state = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        state.update(b"%d:" % len(raw))
        state.update(raw)
    return state.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_below(root: Path) -> Iterator[Path]:
    """The files at or below `root` in a fixed order, without caches and editors' leftovers."""
    if root.is_file():
        yield root
        return
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name not in SKIPPED)
        for file in sorted(files):
            if file not in SKIPPED and not LEFT_OVER.fullmatch(file):
                yield Path(folder, file)


def tree_digest(roots: Iterable[tuple[str, Path]], memo: Path | None = None, without: Collection[Path] = ()) -> str:
    """SHA-256 over names and bytes of all files below the roots, each given with the name it goes by.

    The files `without`, and those below such a folder, are left out. `memo` keeps digests by path, size and
    modification time, so that only files that changed are read.
    """
    known: dict[str, list[str | int]] = {}
    if memo is not None and memo.exists():
        try:
            read = json.loads(memo.read_bytes())
            known = {key: old for key, old in read.items() if len(old) == _MEMO and isinstance(old, list)}
        except (ValueError, AttributeError, TypeError):
            known = {}
    left_out = tuple(f"{path}{os.sep}" for path in without)
    fresh: dict[str, list[str | int]] = {}
    parts: list[str] = []
    for label, root in roots:
        for path in files_below(root):
            key = str(path)
            if key.startswith(left_out) or path in without:
                continue
            try:
                stat = path.stat()
            except FileNotFoundError:  # a link to nothing: whoever reads it tells of it
                parts += [label, path.relative_to(root).as_posix(), ""]
                continue
            seen = [stat.st_size, stat.st_mtime_ns]
            old = known.get(key)
            content = str(old[2]) if old is not None and old[:2] == seen else file_digest(path)
            fresh[key] = [*seen, content]
            parts += [label, path.relative_to(root).as_posix(), content]
    if memo is not None and fresh != known:
        memo.parent.mkdir(parents=True, exist_ok=True)
        write_whole(memo, json.dumps(fresh).encode())
    return digest(*parts)
