"""Has anything changed since the last build? Answered from names, sizes, times and hashes alone.

Imports nothing heavy: this runs before MkDocs, WeasyPrint, pikepdf or numpy are.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from outreach.campaign.project import Project
from outreach.core.findings import Finding
from outreach.core.hashing import digest, files_below, tree_digest, write_whole

PACKAGE = Path(__file__).parents[1]
NATIVE = ("pango", "harfbuzz")
"""Native libraries whose versions, part of their file names, decide lines and bytes."""


def inputs(project: Project) -> str:
    """A digest of all that decides what the site is: content, templates, code, settings, installed packages."""
    roots = [
        ("docs", project.docs),
        ("print_templates", project.templates),
        ("mkdocs.yml", project.root / "mkdocs.yml"),
        ("code", PACKAGE),
    ]
    return digest(sys.version, installed(), tree_digest(roots, project.cache / "inputs.json"))


def installed() -> str:
    """Changes whenever a package beside ours, or one of the native libraries that set text, is replaced."""
    folders = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    packages = sorted(entry.name for folder in folders for entry in folder.glob("*.dist-info"))
    libraries = sorted(path.name for name in NATIVE for path in Path("/usr/lib").glob(f"*/lib{name}*.so.*"))
    return ",".join([*packages, *libraries])


def outputs(project: Project) -> str:
    """A digest of the published files' names, sizes and times."""
    parts: list[str] = []
    for path in files_below(project.site):
        stat = path.stat()
        parts += [os.fspath(path.relative_to(project.site)), str(stat.st_size), str(stat.st_mtime_ns)]
    return digest(*parts)


def fresh(project: Project) -> list[Finding] | None:
    """The warnings of the published site if it is the one that these inputs make, else None."""
    try:
        stamp = json.loads((project.cache / "stamp.json").read_text(encoding="utf-8"))
        warned = [Finding.from_record(record) for record in stamp.pop("warned")]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return warned if stamp == {"inputs": inputs(project), "outputs": outputs(project)} else None


def write(project: Project, built_from: str, warned: Sequence[Finding]) -> None:
    """Notes that the site now published was made, with these warnings, from the inputs with digest `built_from`."""
    records = [finding.as_record() for finding in warned]
    stamp = {"inputs": built_from, "outputs": outputs(project), "warned": records}
    write_whole(project.cache / "stamp.json", json.dumps(stamp).encode())
