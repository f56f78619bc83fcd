"""Copies of the project that a test may change, and runs of its commands as a user would start them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_project(target: Path, docs: Path = ROOT / "docs") -> Path:
    """A project of its own at `target`: the print templates and settings of this one with the content of `docs`."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(docs, target / "docs")
    shutil.copytree(ROOT / "print_templates", target / "print_templates")
    shutil.copy(ROOT / "mkdocs.yml", target)
    return target


def outreach(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `outreach` in `project` and returns what it printed."""
    command = [str(Path(sys.executable).with_name("outreach")), *arguments]
    return subprocess.run(
        command, cwd=project, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}
