"""Digests of all that decides the bytes of the site and of what the cache holds: sources, code, packages, fonts."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from outreach.core.cache import Store
from outreach.core.hashing import Memo, digest, file_digest, tree_digest
from outreach.core.package import PACKAGE
from outreach.core.project import ISSUED, Project

NATIVE = ("pango", "harfbuzz")
"""Native libraries whose versions, part of their file names, decide lines and bytes."""
DIGESTS = "digests"
"""Kind in the cache: digests of files by size and modification time, so that only files that changed are read."""


class Inputs(NamedTuple):
    """Digests of all that decides what the site is: the unit lists, and all else."""

    units: str
    rest: str


def digest_inputs(project: Project) -> Inputs:
    """Of content, templates, code, settings, installed packages, and by themselves of the unit lists.

    Issued codes are left out: builds and orders write them (see `campaign.issued`). So are manuals: no file is made of
    them.
    """
    lists = project.data / "units"
    roots = [
        ("docs", project.docs),
        ("print_templates", project.templates),
        ("mkdocs.yml", project.root / "mkdocs.yml"),
        ("code", PACKAGE),
    ]
    sources = _digest_known(project, "inputs", roots, [lists, project.data / ISSUED, *project.manuals])
    return Inputs(tree_digest([("units", lists)]), digest(sys.version, installed(), sources))


def digest_tools(project: Project, fonts: Iterable[Path] = (), parts: Sequence[str] = ()) -> str:
    """Of what makes files: Python, installed packages, font files, and this code, or some `parts` of it.

    Parts are paths below the package.
    """
    roots = [(part, PACKAGE / part) for part in parts] or [("code", PACKAGE)]
    code = tree_digest(roots) if parts else _digest_known(project, "code", roots)
    return digest(sys.version, installed(), code, *map(file_digest, fonts))


def installed() -> str:
    """Changes whenever a package beside ours, or one of the native libraries that set text, is replaced."""
    folders = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    packages = sorted(entry.name for folder in folders for entry in folder.glob("*.dist-info"))
    libraries = sorted(path.name for name in NATIVE for path in Path("/usr/lib").glob(f"*/lib{name}*.so.*"))
    return ",".join([*packages, *libraries])


def _digest_known(
    project: Project, name: str, roots: Sequence[tuple[str, Path]], without: Collection[Path] = ()
) -> str:
    """The digest of trees; those of their files are kept in the cache."""
    store = Store(project.cache)
    memo: Memo = store.value(DIGESTS, name) or {}
    before = dict(memo)
    whole = tree_digest(roots, memo, without)
    if memo != before:
        store.keep_value(DIGESTS, name, memo)
    return whole
