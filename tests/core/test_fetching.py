"""Pages of others over the network: whatever a server does, an answer or a finding comes within the time."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest

from outreach.core.fetching import MOST, page
from outreach.core.findings import OutreachError

Behaviour = Callable[[socket.socket, Event], None]


@contextmanager
def server(behave: Behaviour) -> Iterator[str]:
    """A server on this computer that does as `behave` says with each connection; its address."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)

        def serve() -> None:
            while not over.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection, suppress(OSError):
                    connection.recv(4096)
                    behave(connection, over)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        over.set()
        thread.join()


def drip(pieces: bytes, before: bytes = b"") -> Behaviour:
    def behave(connection: socket.socket, over: Event) -> None:
        connection.sendall(before)
        while not over.wait(0.05):
            connection.sendall(pieces)

    return behave


SLOW = {
    "a header that never ends": drip(b"X", b"HTTP/1.1 200 OK\r\nX-A: "),
    "headers without an end": drip(b"X-A: b\r\n", b"HTTP/1.1 200 OK\r\n"),
    "a content that never ends": drip(b" ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
    "a status that never comes": drip(b""),
    "a redirect to itself": lambda connection, over: connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_server_is_a_finding_when_its_time_is_over(name: str) -> None:
    with server(SLOW[name]) as address, pytest.raises(OutreachError) as caught:
        page(address, seconds=1)
    assert [finding.slug for finding in caught.value.findings] == ["page-unread"]


def test_a_large_page_is_a_finding() -> None:
    def flood(connection: socket.socket, over: Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * (MOST + 10))
        over.wait(5)  # a connection that is closed at once loses what was not read

    with server(flood) as address, pytest.raises(OutreachError) as caught:
        page(address, seconds=10)
    assert str(caught.value.findings[0].data["reason"]).startswith(f"> {MOST}")


def test_a_page_is_read_by_the_label_of_its_header() -> None:
    def answer(connection: socket.socket, over: Event) -> None:
        content = "<p>Ủy ban</p>".encode("utf-16-be")
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=UTF-16BE\r\n\r\n" + content)

    with server(answer) as address:
        assert page(address) == "<p>Ủy ban</p>"


@pytest.mark.parametrize("address", ["http://a@127.0.0.1/", "http://", "http://[::1", "http://127.0.0.1:99999/"])
def test_what_is_no_address_is_a_finding(address: str) -> None:
    with pytest.raises(OutreachError):
        page(address, seconds=1)


def test_the_time_is_over_for_a_name_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking a name up has no timeout of its own."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3))
    started = time.monotonic()
    with pytest.raises(OutreachError):
        page("http://caidat.example/", seconds=0.5)
    assert time.monotonic() - started < 2.5
