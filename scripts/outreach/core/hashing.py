"""Digests of texts, files and trees, and of all that decides the bytes of a site: keys of what the cache holds."""

import hashlib
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from outreach.core.cache import Store
from outreach.core.package import PACKAGE
from outreach.core.project import ISSUED, Project

NATIVE = ("pango", "harfbuzz")
"""Native libraries whose versions, part of their file names, decide lines and bytes."""
DIGESTS = "digests"
"""Kind in the cache: digests of files by size and modification time, so that only files that changed are read."""
PLUGINS = {"mkdocs.plugins", "mkdocs.themes", "markdown.extensions"}
"""Groups of entry points by which a package takes part in a site without being needed by this one."""
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


class Inputs(NamedTuple):
    """Digests of all that decides what the site is: the unit lists, and all else."""

    units: str
    rest: str


def digest_inputs(project: Project) -> Inputs:
    """The digests of the unit lists, and of content, templates, code, settings and installed packages.

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
    return Inputs(tree_digest([("units", lists)]), digest(sys.version, installed(project), sources))


def digest_tools(project: Project, fonts: Iterable[Path] = (), parts: Sequence[str] = ()) -> str:
    """The digest of what makes files: Python, installed packages, font files, and this code, or some `parts` of it.

    Parts are paths below the package.
    """
    roots = [(part, PACKAGE / part) for part in parts] or [("code", PACKAGE)]
    code = tree_digest(roots) if parts else _digest_known(project, "code", roots)
    return digest(sys.version, installed(project), code, *map(file_digest, fonts))


def installed(project: Project) -> str:
    """A text that changes whenever a package that this one needs, or a native library that sets text, is replaced.

    Plugins of the site's engine and of Markdown count as needed. Tools beside them, such as those of tests, do not:
    what was made before they came stays as it is.
    """
    folders = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    packages = sorted(entry.name for folder in folders for entry in folder.glob("*.dist-info"))
    store, listing = Store(project.cache), digest(*packages)
    memo: Memo = store.value(DIGESTS, "packages") or {}
    if memo.get("listing") != listing:  # to read what each package needs takes longer than all else of an answer
        memo = {"listing": listing, "needed": _needed_packages() or packages}
        store.keep_value(DIGESTS, "packages", memo)
    libraries = sorted(path.name for name in NATIVE for path in Path("/usr/lib").glob(f"*/lib{name}*.so.*"))
    return ",".join([*memo["needed"], *libraries])


def _needed_packages() -> list[str]:
    """Name and version of this package, of plugins, and of all that they need; empty where it is not installed."""
    from importlib.metadata import distributions

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    present = {canonicalize_name(package.name): package for package in distributions() if package.name}
    if (this := canonicalize_name(PACKAGE.name)) not in present:
        return []
    plugins = [name for name, package in present.items() if PLUGINS & {entry.group for entry in package.entry_points}]
    needed = {(name, "") for name in [this, *plugins]}
    rest = sorted(needed)
    while rest:
        name, extra = rest.pop()
        for requirement in map(Requirement, present[name].requires or ()):
            applies = requirement.marker is None or requirement.marker.evaluate({"extra": extra})
            if applies and (needs := canonicalize_name(requirement.name)) in present:
                further = {(needs, wish) for wish in ("", *requirement.extras)} - needed
                needed |= further
                rest += sorted(further)
    return sorted(f"{name} {present[name].version}" for name in {name for name, _ in needed})


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
