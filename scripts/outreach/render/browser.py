"""Pages measured in a real browser (adapter of Chromium's command line). The build needs none."""

import functools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--dump-dom"),
)
SECONDS = 120
_PAGE = """<!doctype html><meta charset="utf-8"><body>{frames}<script>
addEventListener("load", function () {{
  var high = Array.from(document.querySelectorAll("iframe")).map(function (frame) {{
    return frame.contentDocument.body.getBoundingClientRect().height;
  }});
  document.body.textContent = "measured" + JSON.stringify(high.map(Math.ceil)) + "measured";
}});
</script></body>"""


class NoBrowser(Exception):
    """There is no Chromium here, or it would not start; its message says which."""


def heights(site: Path, pages: Sequence[str], widths: Sequence[int]) -> list[list[int]]:
    """Heights in px of each page of a site (its place, as in its address) in frames of these widths in px.

    Raises NoBrowser without Chromium, or if it does not say.
    """
    command = next(filter(None, map(shutil.which, NAMES)), None)
    if command is None:
        raise NoBrowser(f"none of {', '.join(NAMES)}")
    frame = '<iframe src="/{}" width="{}" height="9000" style="border:0"></iframe>'
    frames = "".join(frame.format(page, width) for page in pages for width in widths)
    with tempfile.TemporaryDirectory() as folder:
        name = f"{Path(folder).name}.html"

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                """Nothing is logged."""

            def translate_path(self, path: str) -> str:
                return f"{folder}/{name}" if path == f"/{name}" else super().translate_path(path)

        (Path(folder) / name).write_text(_PAGE.format(frames=frames), encoding="utf-8")
        with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site))) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            try:
                html = _dump(command, folder, f"http://127.0.0.1:{server.server_port}/{name}")
            finally:
                server.shutdown()
    match = re.search(r"measured(\[[\d,]*\])measured", unescape(html))
    if match is None:
        raise NoBrowser(f"{command} measured nothing")
    result: list[int] = json.loads(match[1])
    return [result[at : at + len(widths)] for at in range(0, len(result), len(widths))]


def _dump(command: str, folder: str, address: str) -> str:
    """The page's HTML when it has loaded."""
    try:
        run = subprocess.run(
            [command, *FLAGS, f"--user-data-dir={folder}/profile", address],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoBrowser(f"{command}: {error}") from None
    return run.stdout
