"""One server and one probe for the tests of the built site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import Probe, serving


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    """The address of the built site, without a slash at its end."""
    with serving(site) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def probe(browser: Browser, origin: str) -> Iterator[Probe]:
    page = browser.new_page()
    yield Probe(page, origin)
    page.close()
