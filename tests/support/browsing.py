"""A built site behind a real server, and a probe that looks at a page as a browser shows it."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Page, Request

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium's: without a window, and without calls of its own to the network."""
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """tags => axe.run({runOnly: {type: "tag", values: tags}}).then(result => result.violations.map(
    v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(" | ")}`))"""


class Handler(SimpleHTTPRequestHandler):
    """Files of a folder with extra headers; for what is missing the site's own 404.html, as web servers do."""

    def __init__(self, *args: Any, headers_too: dict[str, str], **kwargs: Any) -> None:
        self.headers_too = headers_too
        super().__init__(*args, **kwargs)

    def end_headers(self) -> None:
        for name, value in self.headers_too.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        body = page.read_bytes() if page.exists() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(folder: Path, **headers: str) -> Iterator[int]:
    """Serves a folder on a free port of the loopback interface; header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    handler = functools.partial(Handler, directory=str(folder), headers_too=named)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


class Probe:
    """Opens pages of one origin and says what is wrong with them."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.heard: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"exception: {error}"))
        page.on("request", self._request)

    def open(self, path: str, width: int = 1280) -> None:
        self.page.goto("about:blank")
        self.heard.clear()
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.goto(f"{self.origin}/{path}")
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def faults(self, path: str, width: int) -> list[str]:
        """Horizontal scroll, console errors and warnings, requests to other origins, axe's violations."""
        self.open(path, width)
        reach = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults = [f"wider than the window by {reach} px"] if reach > 0 else []
        self.page.evaluate(AXE)
        faults += [f"axe {violation}" for violation in self.page.evaluate(RUN_AXE, RULES)]
        return [f"{path or '/'} at {width} px: {fault}" for fault in faults + self.heard]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:", "blob:", "about:")):
            self.heard.append(f"request to {request.url}")


def coded(site: Path) -> list[str]:
    """The paths of the pages behind QR codes, sorted."""
    return sorted(f"{page.parent.name}/" for page in site.glob("B????????/index.html"))


def pages(site: Path, folder: str = "") -> list[str]:
    """The paths of all HTML pages below a folder of the site, "" for the home page; sorted."""
    found = (site / folder).rglob("*.html")
    return sorted(page.relative_to(site).as_posix().removesuffix("index.html") for page in found)
