"""Fixtures of all tests: the shipped campaign, built once a run, and one real browser per worker."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from browsing import ARGUMENTS
from projects import CORES, RUN, once, shipped_campaign

settings.register_profile("patient", deadline=None)  # a loaded machine is no fault
settings.load_profile("patient")


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium as installed on the machine, without calls of its own to the network, with further flags."""
    with sync_playwright() as playwright:
        started: list[Browser] = []

        def start(*flags: str) -> Browser:
            path = shutil.which("chromium")
            own = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}  # of sheets
            started.append(playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *flags], env=own))
            return started[-1]

        yield start
        for each in started:
            each.close()


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    """Chromium as it is."""
    return launch()


@pytest.fixture(scope="session", autouse=True)
def run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The folder that all workers of a run share, and the cores that this one has for itself.

    Commands that a test runs start a process for each core that they may use. Each imports for a second what sets a
    sheet, so that with several for a small project the time of several cores would go into imports.
    """
    folder = tmp_path_factory.getbasetemp()
    RUN[:] = [folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder]
    number, count = (os.environ.get(f"PYTEST_XDIST_WORKER{name}", "") for name in ("", "_COUNT"))
    if number and (share := sorted(CORES)[int(number.removeprefix("gw")) :: int(count)]):
        os.sched_setaffinity(0, share)


@pytest.fixture(scope="session")
def project(run: None) -> Path:
    """A copy of the project, built; for reading only. All workers share it."""
    return once("shipped", shipped_campaign)


@pytest.fixture(scope="session")
def site(project: Path) -> Path:
    """The shipped campaign as it is published."""
    return project / "site"


@pytest.hookimpl(trylast=True)  # after `parametrize`, so that ids of tests that have both begin with its values
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrises tests by `over(names, function)`: the function gives the values when they are collected.

    On a whole module (`pytestmark`) it applies to the tests that have these parameters.
    """
    for marker in metafunc.definition.iter_markers("over"):
        names, values = marker.args
        if set(names.split(", ")) <= set(metafunc.fixturenames):
            metafunc.parametrize(names, list(values()), **marker.kwargs)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Groups that went lost would cost minutes, and nothing else would show it: see requirements-dev.in."""
    for item in session.items if getattr(session.config.option, "loadgroup", False) else ():
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid.rpartition("]")[2]:
            raise pytest.UsageError(f"pytest-xdist does not group {item.nodeid}")
