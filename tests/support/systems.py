"""Programs that portals run, each as it is published: npm's at fixed versions, Debian's WordPress and AntiSamy.

NukeViet, which no registry has, is a table of our own. The others are fetched once, into .cache/tests/.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nh3

from projects import ROOT

SYSTEMS = ROOT / "tests/acceptance/embeds/systems"
CACHE = ROOT / ".cache/tests"

Sanitiser = Callable[[list[str]], list[str]]
"""HTML fragments → what the system makes of each."""


def run(
    *command: str | Path, given: str = "", cwd: Path | None = None, codes: tuple[int, ...] = (0,), **environment: str
) -> str:
    """The output of a program that ended with one of `codes`."""
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
    """The packages of tests/acceptance/embeds/systems/package.json; their install scripts are not run."""
    wanted = (SYSTEMS / "package.json").read_bytes()
    name = f"npm-{hashlib.sha256(wanted).hexdigest()[:12]}"
    with _fetched(name) as folder:
        if folder:
            (folder / "package.json").write_bytes(wanted)
            options = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            run("npm", "install", *options, cwd=folder)
    return CACHE / name / "node_modules"


def _debian(name: str, *packages: str) -> Path:
    """A folder with the files of Debian's packages; none is installed."""
    name = f"{name}-{hashlib.sha256(' '.join(packages).encode()).hexdigest()[:12]}"
    with _fetched(name) as folder:
        if folder:
            run("apt-get", "-q", "download", *packages, cwd=folder)
            for package in folder.glob("*.deb"):
                run("dpkg-deb", "--extract", package, folder)
    return CACHE / name


def wordpress() -> Path:
    """The folder of WordPress's PHP files."""
    return _debian("wordpress", "wordpress") / "usr/share/wordpress"


JARS = {
    "libowasp-antisamy-java": "antisamy",
    "libbatik-java": "batik-all",
    "libnekohtml-java": "nekohtml",
    "libxerces2-java": "xercesImpl",
    "libcommons-httpclient-java": "commons-httpclient",
    "libcommons-logging-java": "commons-logging",
    "libcommons-codec-java": "commons-codec",
    "libxml-commons-external-java": "xml-apis-ext",
    "librhino-java": "js",
}
"""Debian's packages, and the file of each that AntiSamy and what runs it need. With all files it finds no policy."""


def antisamy(fragments: list[str]) -> list[str]:
    folder = _debian("antisamy", *JARS) / "usr/share/java"
    path = os.pathsep.join(str(folder / f"{jar}.jar") for jar in JARS.values())
    shell = ("org.mozilla.javascript.tools.shell.Main", "-encoding", "UTF-8", SYSTEMS / "antisamy.js")
    with tempfile.TemporaryDirectory() as place:
        given, result = Path(place) / "in.json", Path(place) / "out.json"
        given.write_text(json.dumps(fragments), encoding="utf-8")
        run("java", "-cp", path, *shell, SYSTEMS / "antisamy.xml", given, result)
        cleaned: list[str] = json.loads(result.read_text(encoding="utf-8"))
    assert len(cleaned) == len(fragments)
    return cleaned


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


NUKEVIET_RULES: dict[str, Any] = tomllib.loads((SYSTEMS / "nukeviet.toml").read_text(encoding="utf-8"))


class _NukeViet(HTMLParser):
    """An article as NukeViet keeps it, by the table of what it drops (systems/nukeviet.toml)."""

    def __init__(self, rules: dict[str, Any]) -> None:
        super().__init__(convert_charrefs=False)
        self.rules = rules
        self.pieces: list[str] = []
        self._emptied = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in self.rules["emptied"]:
            self._emptied = tag
        elif tag in self.rules["tags"]:
            kept = "".join(
                f' {name}="{escape(value or name)}"' for name, value in attributes if self._kept(tag, name, value)
            )
            self.pieces.append(f"<{tag}{kept}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._emptied:
            self._emptied = ""
        elif tag in self.rules["tags"]:
            self.pieces.append(f"</{tag}>")

    def handle_data(self, text: str) -> None:
        self.pieces.append("" if self._emptied else text)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _kept(self, tag: str, name: str, value: str | None) -> bool:
        value = value or ""
        bare = re.sub(r"\s", "", value).lower()
        if (
            name.startswith("on")
            or name in self.rules["attributes"]
            or any(word in bare for word in self.rules["values"])
        ):
            return False
        host = urlsplit(value).hostname if tag in self.rules["remote"].get(name, ()) else None
        return host is None or host in self.rules["trusted"]


def nukeviet(fragments: list[str], rules: dict[str, Any] = NUKEVIET_RULES) -> list[str]:
    results = []
    for html in fragments:
        parser = _NukeViet(rules)
        parser.feed(html)
        parser.close()
        results.append("".join(parser.pieces).strip())
    return results
