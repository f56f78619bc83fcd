"""Has anything changed since the last build? Answered from names, sizes, times and hashes alone.

Imports nothing heavy: this runs before MkDocs, WeasyPrint, pikepdf or numpy are.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from outreach.campaign.project import ISSUED, Project
from outreach.core.findings import Finding
from outreach.core.hashing import digest, tree_digest, write_whole

PACKAGE = Path(__file__).parents[1]
NATIVE = ("pango", "harfbuzz")
"""Native libraries whose versions, part of their file names, decide lines and bytes."""


OUTPUTS = "outputs.txt"
"""In the cache: what was published."""


class Inputs(NamedTuple):
    """Digests of all that decides what the site is: the unit lists, and all else."""

    units: str
    rest: str


def inputs(project: Project) -> Inputs:
    """Of content, templates, code, settings, installed packages, and by themselves of the unit lists.

    Issued codes are left out: builds and orders write them (see `publish.issue`).
    """
    lists, issued = project.data / "units", project.data / ISSUED
    roots = [
        ("docs", project.docs),
        ("print_templates", project.templates),
        ("mkdocs.yml", project.root / "mkdocs.yml"),
        ("code", PACKAGE),
    ]
    rest = digest(sys.version, installed(), tree_digest(roots, project.cache / "inputs.json", without=[lists, issued]))
    return Inputs(tree_digest([("units", lists)]), rest)


def installed() -> str:
    """Changes whenever a package beside ours, or one of the native libraries that set text, is replaced."""
    folders = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    packages = sorted(entry.name for folder in folders for entry in folder.glob("*.dist-info"))
    libraries = sorted(path.name for name in NATIVE for path in Path("/usr/lib").glob(f"*/lib{name}*.so.*"))
    return ",".join([*packages, *libraries])


def outputs(site: Path) -> list[str]:
    """The published folders (with a slash at the end) and files, as `state` wants them."""
    found: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        found.append(folder)
        for entry in sorted(os.scandir(f"{site}/{folder}"), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{folder}{entry.name}/")
            else:
                found.append(f"{folder}{entry.name}")
    return found


def state(site: Path, names: Iterable[str]) -> str:
    """A digest of these files' sizes and times and these folders' times, which change with what lies in them.

    No folder is read: a site has ten thousand. Empty if one of them is missing.
    """
    parts: list[str] = []
    try:
        handle = os.open(site, os.O_RDONLY)
    except OSError:
        return ""
    try:
        for name in names:
            stat = os.stat(name or ".", dir_fd=handle, follow_symlinks=False)
            parts.append(f"{'' if name[-1:] in {'', '/'} else stat.st_size} {stat.st_mtime_ns}")
    except OSError:
        return ""
    finally:
        os.close(handle)
    return digest("\n".join(parts))


def fresh(project: Project, kits: bool = True) -> list[Finding] | None:
    """The warnings of the published site if it is the one that these inputs make, else None.

    With `kits` a site whose kits were left as they were is not fresh.
    """
    known = _read(project)
    if known is None or (kits and not known["kits"]) or known["inputs"] != list(inputs(project)):
        return None
    if not _whole(project, known):
        return None
    return warned(project)


def unlike(project: Project, now: Inputs) -> bool:
    """True if more than the unit lists differs from what the published site was made from, or the site itself."""
    known = _read(project)
    return known is None or not known["kits"] or known["inputs"][1] != now.rest or not _whole(project, known)


def _whole(project: Project, known: Mapping[str, Any]) -> bool:
    """True if the site is as it was published."""
    try:
        names = (project.cache / OUTPUTS).read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return False
    return bool(known["outputs"]) and known["outputs"] == state(project.site, names)


def warned(project: Project) -> list[Finding]:
    """The warnings that the published site was made with."""
    known = _read(project)
    return [Finding.from_record(record) for record in known["warned"]] if known else []


def _read(project: Project) -> dict[str, Any] | None:
    try:
        stamp: dict[str, Any] = json.loads((project.cache / "stamp.json").read_text(encoding="utf-8"))
        if len(stamp["inputs"]) != 2 or not {"outputs", "kits"} <= stamp.keys():
            return None
        for record in stamp["warned"]:
            Finding.from_record(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return stamp


def write(
    project: Project, built_from: Inputs, warned: Sequence[Finding], kits: bool = True, same_names: bool = False
) -> None:
    """Notes that the site now published was made from these inputs, with these warnings, and with its `kits` or not.

    With `same_names` it has the folders and files that were noted before.
    """
    records = [finding.as_record() for finding in warned]
    listed = project.cache / OUTPUTS
    names = listed.read_text(encoding="utf-8").split("\n") if same_names else outputs(project.site)
    if not same_names:
        write_whole(listed, "\n".join(names).encode())
    stamp = {"inputs": built_from, "outputs": state(project.site, names), "warned": records, "kits": kits}
    write_whole(project.cache / "stamp.json", json.dumps(stamp).encode())
