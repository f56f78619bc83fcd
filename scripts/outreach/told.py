"""Warnings about units' sheets, kept beside what they are about: they stand as long as it lies in the cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from outreach.core.findings import Finding
from outreach.core.hashing import write_whole

NAME = "told.json"


def keep(folder: Path, found: Mapping[str, Sequence[Finding]]) -> None:
    """Adds what was found, by file of the folder, or by "" if it is about all of them."""
    if not found:
        return
    folder.mkdir(parents=True, exist_ok=True)
    records = {name: [finding.as_record() for finding in some] for name, some in found.items()}
    write_whole(folder / NAME, json.dumps(_read(folder) | records, sort_keys=True).encode())


def standing(folders: Iterable[Path], names: Sequence[str]) -> list[Finding]:
    """What is kept in the folders about the files named, in their order; "" stands for all of a folder."""
    found: list[Finding] = []
    for folder in folders:
        kept = _read(folder)
        found += [Finding.from_record(each) for name in names if name in kept for each in kept[name]]
    return found


def _read(folder: Path) -> dict[str, list[dict[str, object]]]:
    try:
        found: dict[str, list[dict[str, object]]] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # nothing was told; or the folder was damaged, and is made again
        return {}
    return found
