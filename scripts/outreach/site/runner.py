"""Runs MkDocs: into a staging folder that is then published whole, or as a server that follows changes."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError

from outreach import build
from outreach.campaign.project import Project
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, ordered
from outreach.publish import stamp, swap
from outreach.site.plugin import LAN, OutreachPlugin, Stopped


def build_site(
    project: Project, *, site_url: str = "", progress: build.Progress | None = None, publish: bool = True
) -> list[Finding]:
    """Builds the whole site aside and, with `publish`, puts it in the place of the old one.

    Returns warnings. Raises OutreachError with all findings if anything is wrong; the old site then stays.
    """
    with swap.alone(project.cache):
        built_from = stamp.inputs(project)
        prepared = build.prepare(project, site_url)
        staging = project.cache / "staging"
        shutil.rmtree(staging, ignore_errors=True)
        with _silence_is_golden() as complaints:
            config = load_config(str(project.root / "mkdocs.yml"), site_dir=str(staging), strict=False)
            plugin = next(each for each in config.plugins.values() if isinstance(each, OutreachPlugin))
            plugin.use(prepared, progress)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
            config.plugins.on_shutdown()
        if complaints:
            raise OutreachError(ordered(complaints))
        if publish:
            swap.publish(staging, project.site)
            build.forget(project, plugin.made)
            stamp.write(project, built_from)
        else:
            shutil.rmtree(staging)
        return ordered([*prepared.findings, *(finding for made in plugin.made for finding in made.findings)])


@contextmanager
def _silence_is_golden() -> Iterator[list[Finding]]:
    """Collects what MkDocs, its plugins and Python itself warn of: any warning fails the build."""
    complaints: list[Finding] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(Finding("site-warning", data={"library": "MkDocs", "text": record.getMessage()}))

    logger, collector = logging.getLogger("mkdocs"), Collector(logging.WARNING)
    logger.addHandler(collector)
    propagate, logger.propagate = logger.propagate, False
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield complaints
        for warning in caught:
            text = f"{warning.category.__name__}: {warning.message}"
            complaints.append(Finding("site-warning", data={"library": "Python", "text": text}))
    except (PluginError, Abort) as error:
        stopped = error if isinstance(error, Stopped) else error.__context__
        if isinstance(stopped, Stopped):
            raise OutreachError(stopped.findings) from None
        raise OutreachError(
            [*complaints, Finding("site-warning", data={"library": "MkDocs", "text": str(error)})]
        ) from None
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def serve(project: Project, port: int, lan: bool) -> None:
    """Serves the site from a folder aside and builds it anew when content, templates or theme change.

    With `lan` it listens on all interfaces and the QR codes lead to this computer's address in its network.
    Raises OutreachError if the campaign has faults at the start, or the port is taken.
    """
    host = "127.0.0.1"
    if lan:
        host = "0.0.0.0"
        os.environ[LAN] = f"http://{_own_address()}:{port}/"
    build.prepare(project, os.environ.get(LAN, ""))
    try:
        mkdocs_serve(str(project.root / "mkdocs.yml"), dev_addr=f"{host}:{port}", strict=False)
    except OSError as error:
        raise OutreachError(Finding("port-taken", data={"port": port, "reason": error.strerror or ""})) from None
    except Abort as error:
        raise OutreachError(Finding("site-warning", data={"library": "MkDocs", "text": str(error)})) from None


def _own_address() -> str:
    """This computer's address in its network: what a packet to a documentation address would carry; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
