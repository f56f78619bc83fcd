"""Serves the site from a folder aside and follows changes (on MkDocs' live-reload server)."""

import ipaddress
import logging
import re
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from outreach.core import lock, swap
from outreach.core.cache import Store
from outreach.core.findings import Finding, OutreachError
from outreach.core.hashing import Inputs, digest_inputs
from outreach.core.package import themes
from outreach.core.project import Project
from outreach.core.workers import Progress
from outreach.products.product import BuildOptions
from outreach.site.runner import build_into

ANYWHERE = "0.0.0.0"
LONGEST = 1024
"""Bytes of a path that is looked for."""


def serve(
    project: Project,
    port: int,
    lan: bool,
    report: Callable[[list[Finding]], None],
    say: Callable[[str], None],
    progress: Progress | None,
) -> None:
    """Builds into a folder aside, serves it, and builds anew when content, templates, theme or settings change.

    With `lan` it listens on all interfaces and the QR codes lead to this computer's address in its network. A fault
    made while it runs goes to `report`; the pages from before stay until it is mended.
    Raises OutreachError if the port is taken or the campaign has faults at the start.
    """
    for end in (signal.SIGINT, signal.SIGTERM):  # a shell may have started us with SIGINT ignored
        signal.signal(end, signal.default_int_handler)
    host = ANYWHERE if lan else "127.0.0.1"
    _claim(host, port)
    address = f"http://{_network_address() if lan else host}:{port}/"
    site_url = address if lan else ""
    folder = project.cache / f"serve-{port}"
    site = folder / "site"

    def build(target: Path) -> list[Finding]:
        with lock.hold_lock(project.cache, wait=True):  # `outreach build` clears the cache of what it does not use
            findings = build_into(target, project, BuildOptions(kits=False, progress=progress), site_url).warnings
            return [*findings, *Store(project.cache).damages()]

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        latest: Inputs | None = None
        findings: list[Finding] = []
        while latest != (inputs := digest_inputs(project)):  # again if something changed during the first build
            latest, findings = inputs, build(site)
        logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
        server = Server(_rebuild(build, folder / "staging", site, report), host=host, port=port, root=str(site))
        server.lan = lan
        server.error_handler = lambda code: (site / "404.html").read_bytes() if code == 404 else None
        for source in (project.docs, project.templates, project.root / "mkdocs.yml", *themes()):
            server.watch(str(source))
        say(address)
        report(findings)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown(wait=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rebuild(
    build: Callable[[Path], list[Finding]], staging: Path, site: Path, report: Callable[[list[Finding]], None]
) -> Callable[[], None]:
    """A function that builds into a folder aside and shows that site if it has no fault."""

    def rebuild() -> None:
        try:
            findings = build(staging)
        except OutreachError as error:
            report(error.findings)
        except OSError as error:  # a file went while it was wanted: the change that took it comes next
            report([Finding("file-unreadable", file=error.filename or "", data={"reason": error.strerror or ""})])
        else:
            swap.publish(staging, site)
            report(findings)

    return rebuild


class Server(LiveReloadServer):
    """The live-reload server, for requests that were meant for it."""

    lan = False
    """True if other computers may ask."""

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer to a request; 403 for one under another site's name, 404 for a path that no file can have."""
        if not names_this_computer(environ.get("HTTP_HOST", ""), self.lan):
            start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This server answers under its address or this computer's name only.\n"]
        if not sound_path(environ.get("PATH_INFO", "")):
            start_response("404 Not Found", [("Content-Type", "text/html")])
            return [self.error_handler(404) or b""]
        return super().serve_request(environ, start_response)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who goes away is no fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def names_this_computer(header: str, lan: bool) -> bool:
    """True if a Host header (RFC 9110, 7.2) names this computer, by address or as it calls itself.

    A page of a stranger's site may let its own name lead to this computer (DNS rebinding), and would read what is
    served; the name is then in the header. An address can't be made to lead elsewhere.
    """
    match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(:[0-9]{1,5})?", header)
    if match is None:
        return False
    name = match[1].strip("[]").lower().removesuffix(".")
    try:
        return ipaddress.ip_address(name).is_loopback or lan
    except ValueError:
        pass
    computer = socket.gethostname().lower()
    names = {computer, computer.partition(".")[0], f"{computer.partition('.')[0]}.local"} if lan else set()
    return name in {"", "localhost", *names} or name.endswith(".localhost")


def sound_path(path: str) -> bool:
    """True for a path (as WSGI has it, RFC 3875) that may lead to a file: UTF-8, of a length that file systems know,
    without control characters, which no file of a site has in its name."""
    try:
        text = path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return len(path) <= LONGEST and not re.search(r"[\x00-\x1f\x7f]", text)


def _claim(host: str, port: int) -> None:
    """Raises OutreachError if the port can't be listened on: said before the build, not after it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OutreachError(Finding("port-taken", data={"port": port, "reason": error.strerror or ""})) from None


def _network_address() -> str:
    """This computer's address in its network: what a packet to a documentation address would carry; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
