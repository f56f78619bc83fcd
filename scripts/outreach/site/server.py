"""Serves the site from a folder aside and follows changes (on MkDocs' live-reload server)."""

from __future__ import annotations

import logging
import shutil
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from outreach.campaign.project import Project
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.workers import Progress
from outreach.publish import assets, stamp, swap
from outreach.site.plugin import Making
from outreach.site.runner import build_into

ANYWHERE = "0.0.0.0"


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
    address = f"http://{_own_address() if lan else host}:{port}/"
    site_url = address if lan else ""
    folder = project.cache / f"serve-{port}"
    staging, shown = folder / "staging", folder / "site"

    def build_alone(target: Path) -> list[Finding]:
        with swap.alone(project.cache, wait=True):  # `outreach build` clears the cache of what it does not use
            return build_into(target, project, Making(kits=False, progress=progress), site_url).warned

    def rebuild() -> None:
        try:
            warned = build_alone(staging)
        except OutreachError as error:
            report(error.findings)
        except OSError as error:  # a file went while it was wanted: the change that took it comes next
            report([Finding("file-unreadable", file=error.filename or "", data={"reason": error.strerror or ""})])
        else:
            swap.publish(staging, shown)
            report(warned)

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        built_from: stamp.Inputs | None = None
        warned: list[Finding] = []
        while built_from != (inputs := stamp.inputs(project)):  # again if something changed during the first build
            built_from, warned = inputs, build_alone(shown)
        logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
        server = LiveReloadServer(builder=rebuild, host=host, port=port, root=str(shown))
        server.error_handler = lambda code: (shown / "404.html").read_bytes() if code == 404 else None
        for watched in (project.docs, project.templates, project.root / "mkdocs.yml", assets.THEME):
            server.watch(str(watched))
        say(address)
        report(warned)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown(wait=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _claim(host: str, port: int) -> None:
    """Raises OutreachError if the port can't be listened on: said before the build, not after it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OutreachError(Finding("port-taken", data={"port": port, "reason": error.strerror or ""})) from None


def _own_address() -> str:
    """This computer's address in its network: what a packet to a documentation address would carry; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
