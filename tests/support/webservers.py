"""Real web servers on a free loopback port, run by the configuration that `outreach hosting` writes."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from projects import ROOT, copy_project, outreach

PATIENCE = 20
CAMPAIGN = ROOT / "tests/campaigns/crue"
APACHE_MODULES = ("mpm_event", "authz_core", "mime", "dir", "alias", "filter", "headers", "deflate", "rewrite")
NGINX = """daemon off; master_process off; pid {folder}/pid; error_log stderr;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    add_header X-Frame-Options DENY always;
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {conf};
}}
"""
APACHE = """ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
DefaultRuntimeDir {folder}
ErrorLog /dev/stderr
TypesConfig /dev/null
{modules}
{user}
Listen 127.0.0.1:{port}
Header always set X-Frame-Options DENY
Header set Content-Security-Policy "default-src 'none'"
Include {conf}
"""
"""A header that an administrator may have set before: here it would lock pages out of frames."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, list[str]]
    """Name in small letters → all values."""
    body: bytes

    def __getitem__(self, name: str) -> str:
        """The value of a header that is there at most once; "" if it is not there."""
        values = self.headers.get(name.lower(), [])
        assert len(values) < 2, f"{name}: {values}"
        return "".join(values)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class Web:
    """A running server: `url` is the address of the site, with a slash at its end."""

    url: str
    origin: str = ""
    """Scheme, host and port of the campaign's address."""

    def get(self, path: str, **headers: str) -> Answer:
        """The answer to one request, redirections not followed; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        opener = build_opener(_Stay())
        try:
            with opener.open(Request(self.url + path, headers=named), timeout=PATIENCE) as answer:
                return _answer(answer.status, answer.headers.items(), answer.read())
        except HTTPError as error:
            with error:
                return _answer(error.code, error.headers.items(), error.read())


def _answer(status: int, items: list[tuple[str, str]], body: bytes) -> Answer:
    headers: dict[str, list[str]] = {}
    for name, value in items:
        headers.setdefault(name.lower(), []).append(value)
    return Answer(status, headers, body)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configured(folder: Path, server: str, site_url: str, root: Path) -> None:
    """Has the command write site.conf for a campaign with that address."""
    project = copy_project(folder / "project", CAMPAIGN)
    table = project / "docs/_data/campaign.toml"
    text, count = re.subn(r"^site_url = .*$", f'site_url = "{site_url}"', table.read_text("utf-8"), flags=re.MULTILINE)
    assert count == 1
    table.write_text(text, "utf-8")
    file = folder / "site.conf"
    result = outreach(project, "hosting", server, "--root", str(root), "--out", str(file))
    assert (result.returncode, result.stderr) == (0, ""), result.stdout + result.stderr
    shutil.rmtree(project)


def nginx(folder: Path, conf: Path, port: int) -> list[str]:
    """The command that runs nginx as this user, on the loopback interface alone."""
    text = conf.read_text("utf-8")
    assert text.count(f"listen {port};") == text.count(f"listen [::]:{port};") == 1
    text = text.replace(f"listen [::]:{port};", "").replace(f"listen {port};", f"listen 127.0.0.1:{port};")
    conf.write_text(text, "utf-8")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, conf=conf))
    return [program("nginx"), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def apache(folder: Path, conf: Path, port: int) -> list[str]:
    """The command that runs Apache as this user, or as nobody for root, whom it refuses."""
    found = "/usr/lib/apache2/modules"
    modules = "\n".join(f"LoadModule {name}_module {found}/mod_{name}.so" for name in APACHE_MODULES)
    user = "User nobody\nGroup nogroup" if os.getuid() == 0 else ""
    text = APACHE.format(folder=folder, modules=modules, user=user, port=port, conf=conf)
    (folder / "apache.conf").write_text(text)
    return [program("apache2"), "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]


def program(name: str) -> str:
    """Servers lie where only root's path leads."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, f"{name} is missing: make test brings it"
    return found


COMMANDS: dict[str, Callable[[Path, Path, int], list[str]]] = {"nginx": nginx, "apache": apache}


@contextmanager
def served(folder: Path, server: str, root: Path, path: str = "/", scheme: str = "http") -> Iterator[Web]:
    """Serves `root` below `path` (as it stands in an address) by the server; it looks at its configuration first.

    `scheme` is that of the campaign's address. TLS, if it is `https`, would end at another server before this one.
    """
    port = free_port()
    place = f"://127.0.0.1:{port}{path}"
    configured(folder, server, scheme + place, root)
    command = COMMANDS[server](folder, folder / "site.conf", port)
    looked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    said = looked.stdout + looked.stderr
    assert looked.returncode == 0 and "warn" not in said.lower() and "ok" in said.lower(), said
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + PATIENCE
        while not listens(port):
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.02)
        yield Web("http" + place, f"{scheme}://127.0.0.1:{port}")
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        finally:
            process.kill()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
