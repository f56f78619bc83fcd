"""Firefox without a window, driven over its own wire protocol (Marionette): a message is its length, ":" and JSON."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

PATIENCE = 60
"""Seconds for the start, a page, a script."""
SETTINGS = {
    "marionette.port": 0,  # a free one, which it writes into its profile
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.prefetch-next": False,
    "services.settings.server": "data:,",
}
"""Chiefly: no calls of its own to the network."""

T = TypeVar("T")


class Firefox:
    """One tab. Scripts run in the page or, after `enter`, in one of its frames."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._told = self._socket.makefile("rb")
        self._sent = 0
        self._read()
        self.version: str = self._ask("WebDriver:NewSession")["capabilities"]["browserVersion"]

    def open(self, url: str, width: int = 1000) -> None:
        """`width` in px is the window's; headless, Firefox keeps to about 450 and more."""
        self._ask("WebDriver:SetWindowRect", width=width, height=900)
        self._ask("WebDriver:Navigate", url=url)

    def run(self, script: str, *values: object) -> Any:
        """The result of a function body, which finds `values` in `arguments`."""
        return self._ask("WebDriver:ExecuteScript", script=script, args=list(values))["value"]

    @contextmanager
    def inside(self, number: int) -> Iterator[None]:
        """The page's frame of this number, from 0, of whatever origin."""
        self._ask("WebDriver:SwitchToFrame", id=number)
        try:
            yield
        finally:
            self._ask("WebDriver:SwitchToFrame", id=None)

    def picture(self, file: Path) -> None:
        shot = self._ask("WebDriver:TakeScreenshot", full=False)
        file.write_bytes(base64.b64decode(shot["value"]))

    def close(self) -> None:
        self._told.close()
        self._socket.close()

    def _ask(self, name: str, **values: object) -> Any:
        self._sent += 1
        message = json.dumps([0, self._sent, name, values]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        kind, number, fault, result = self._read()
        assert (kind, number, fault) == (1, self._sent, None), f"{name}: {fault}"
        return result

    def _read(self) -> Any:
        length = b""
        while (byte := self._told.read(1)) != b":":
            assert byte, "Firefox has hung up"
            length += byte
        return json.loads(self._told.read(int(length)))


def settled(ask: Callable[[], T], right: Callable[[T], bool], patience: float = 8) -> T:
    """The answer of `ask` once it is `right`, or its last answer when patience (seconds) is over."""
    end = time.monotonic() + patience
    while not right(answer := ask()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Debian's Firefox ESR with a new profile in a folder of its own."""
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    port = profile / "MarionetteActivePort"
    environment = {
        name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"
    }  # sheets have their own
    command = ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), "--marionette", "about:blank"]
    with (
        (profile / "log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process,
    ):
        try:
            settled(lambda: port.exists() and port.read_text().strip(), bool, PATIENCE)
            browser = Firefox(int(port.read_text()))
            yield browser
            browser.close()
        finally:
            process.terminate()
            process.wait(PATIENCE)
