"""Digests of texts, files and trees: keys of what the cache holds."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

SKIPPED = {"__pycache__", ".DS_Store"}
Memo = dict[str, Any]
"""Path → size in bytes, modification time (ns) and SHA-256 of a file: a list, as JSON has it."""
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


def tree_digest(roots: Iterable[tuple[str, Path]], memo: Memo | None = None, without: Collection[Path] = ()) -> str:
    """SHA-256 over names and bytes of all files below the roots, each given with the name it goes by.

    The files `without`, and those below such a folder, are left out. A file is not read if `memo` has its digest; the
    memo is brought up to date in place.
    """
    left_out = tuple(f"{path}{os.sep}" for path in without)
    digests: Memo = {}
    parts: list[str] = []
    for label, root in roots:
        for path in files_below(root):
            key = str(path)
            if key.startswith(left_out) or path in without:
                continue
            try:
                about = path.stat()
            except FileNotFoundError:  # a link to nothing: whoever reads it tells of it
                parts += [label, path.relative_to(root).as_posix(), ""]
                continue
            size, time, known = (memo or {}).get(key, (-1, 0, ""))
            content = known if (size, time) == (about.st_size, about.st_mtime_ns) else file_digest(path)
            digests[key] = [about.st_size, about.st_mtime_ns, content]
            parts += [label, path.relative_to(root).as_posix(), content]
    if memo is not None:
        memo.clear()
        memo.update(digests)
    return digest(*parts)
