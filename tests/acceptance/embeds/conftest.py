"""A portal of another origin with the snippets as a webmaster copies them, and browsers to look at it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser

from browsing import serving

SIZING, NOT_SIZING = ("--enable-features=ResponsiveIframes", "--disable-features=ResponsiveIframes")
"""Chromium sizes frames by itself from some version on: it is tried with and without, whichever version it is."""


@pytest.fixture(scope="session")
def guide(site: Path) -> Iterator[str]:
    """The address of the built site, ending in a slash."""
    with serving(site, Access_Control_Allow_Origin="*") as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="session")
def listing(site: Path) -> dict[str, Any]:
    """versions.json."""
    found: dict[str, Any] = json.loads((site / "embed/v1/versions.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def codes(raw: Callable[[str, str], str], listing: dict[str, Any], guide: str) -> Callable[[str, str], str]:
    """The code of a page of the guide, by kind, as the page for webmasters shows it; it leads to `guide`."""
    return lambda page, kind: raw(page, kind).replace(str(listing["site"]), guide)


@pytest.fixture(scope="session")
def sizing(launch: Callable[..., Browser]) -> Browser:
    """Chromium that sizes frames by itself."""
    return launch(SIZING)


@pytest.fixture(scope="session")
def not_sizing(launch: Callable[..., Browser]) -> Browser:
    """Chromium that sizes no frame by itself, as other browsers and those before it."""
    return launch(NOT_SIZING)


@pytest.fixture(scope="session")
def raw(site: Path) -> Callable[[str, str], str]:
    """The code of a page of the guide, by kind; it leads to the campaign's own address."""
    root = html.fromstring((site / "nhung/index.html").read_bytes())

    def code(page: str, kind: str) -> str:
        (found,) = root.xpath("//*[@data-page=$page]//textarea[@data-kind=$kind]", page=page, kind=kind)
        return str(found.text)

    return code
