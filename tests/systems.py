"""Programs that portals run, each as it is published: npm's at fixed versions, Debian's WordPress.

They are fetched once, into .cache/tests/.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nh3

from projects import ROOT

SYSTEMS = ROOT / "tests/embeds/systems"
CACHE = ROOT / ".cache/tests"

Sanitiser = Callable[[list[str]], list[str]]
"""HTML fragments → what the system makes of each."""


def run(
    *command: str | Path, given: str = "", cwd: Path | None = None, codes: tuple[int, ...] = (0,), **environment: str
) -> str:
    """What a program printed that ended with one of `codes`."""
    result = subprocess.run(
        command, input=given, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert result.returncode in codes, f"{command[0]}: {result.stdout}{result.stderr}"
    return result.stdout


@contextmanager
def _fetched(name: str) -> Iterator[Path | None]:
    """An empty folder that becomes CACHE/name when the block ends well; None if that is there already."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (CACHE / name).exists():
            yield None
            return
        aside = CACHE / f"{name}.part"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        yield aside
        aside.rename(CACHE / name)


def node_modules() -> Path:
    """The packages of tests/embeds/systems/package.json; their install scripts are not run."""
    wanted = (SYSTEMS / "package.json").read_bytes()
    name = f"npm-{hashlib.sha256(wanted).hexdigest()[:12]}"
    with _fetched(name) as folder:
        if folder:
            (folder / "package.json").write_bytes(wanted)
            options = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            run("npm", "install", *options, cwd=folder)
    return CACHE / name / "node_modules"


def wordpress() -> Path:
    """The folder of WordPress's PHP files."""
    with _fetched("wordpress") as folder:
        if folder:
            run("apt-get", "-q", "download", "wordpress", cwd=folder)
            (package,) = folder.glob("*.deb")
            run("dpkg-deb", "--extract", package, folder)
    return CACHE / "wordpress/usr/share/wordpress"


def _listed(fragments: list[str], *command: str | Path, **environment: str) -> list[str]:
    results: list[str] = json.loads(run(*command, given=json.dumps(fragments), **environment))
    assert len(results) == len(fragments)
    return results


def wordpress_keeps(fragments: list[str]) -> list[str]:
    return _listed(fragments, "php", SYSTEMS / "kses.php", wordpress(), "save")


def wordpress_shows(fragments: list[str]) -> list[str]:
    return _listed(fragments, "php", SYSTEMS / "kses.php", wordpress(), "show")


def dompurify(fragments: list[str]) -> list[str]:
    return _listed(fragments, "node", SYSTEMS / "sanitise.cjs", "dompurify", NODE_PATH=str(node_modules()))


def sanitize_html(fragments: list[str]) -> list[str]:
    return _listed(fragments, "node", SYSTEMS / "sanitise.cjs", "sanitize-html", NODE_PATH=str(node_modules()))


def nh3_cleans(fragments: list[str]) -> list[str]:
    return [nh3.clean(html) for html in fragments]
