"""Requests to `outreach serve`: only those meant for this computer, and no path that breaks it."""

import http.client
import logging
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.site.server import Server, names_this_computer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("site")
    (root / "an-pham").mkdir()
    (root / "index.html").write_text("<body>home</body>")
    (root / "an-pham/index.html").write_text("<body>sheets</body>")
    (root.parent / "secret.txt").write_text("secret")
    made = Server(builder=lambda: None, host="127.0.0.1", port=0, root=str(root))
    made.error_handler = lambda code: b"missing" if code == 404 else None
    made.server_bind()
    made.server_activate()
    threading.Thread(target=lambda: made.serve_forever(0.05), daemon=True).start()
    yield made
    made.shutdown()


def raw(server: Server, request: bytes) -> bytes:
    with socket.create_connection(server.server_address[:2], timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def get(server: Server, path: bytes, host: str = "127.0.0.1") -> tuple[int, bytes]:
    """Status and content, or where a redirect leads."""
    answer = raw(server, b"GET " + path + b" HTTP/1.0\r\nHost: " + host.encode() + b"\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    return status, re.search(rb"\r\nLocation: (.*?)(\r\n|$)", head)[1] if status == 302 else body  # type: ignore[index]


def test_pages_are_served(server: Server) -> None:
    assert get(server, b"/") == (200, b"<body>home</body>")
    assert get(server, b"/an-pham/", "localhost:8000") == (200, b"<body>sheets</body>")
    assert get(server, b"/an-pham")[0] == 302


ODD = [
    b"/%00",
    b"/a\x00b",
    b"/%00/../index.html",
    b"/../secret.txt",
    b"/..%2f..%2fsecret.txt",
    b"/%2e%2e/secret.txt",
    b"/an-pham/../../secret.txt",
    b"/" + b"a" * 60_000,
    b"/" + b"a/" * 20_000,
    b"/%",
    b"/%zz",
    b"/%ff%fe",
    b"/\xff\xfe",
    b"/%c0%ae%c0%ae/secret.txt",
    b"/%0d%0aSet-Cookie:x",
    b"//an-pham",
    b"//evil.example/%2e%2e",
    b"/livereload/" + b"9" * 5000 + b"/1",
    b"/livereload/x/y",
    b"/a?b#c",
    b"*",
    b"http://evil.example/",
    b"an-pham",
    b"/index.html/x",
    b"/%F0%9F%92%A9",
]


@pytest.mark.parametrize("path", ODD, ids=lambda path: repr(path[:20]))
def test_an_odd_path_is_missing_and_breaks_nothing(
    server: Server, path: bytes, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        status, body = get(server, path)
    assert status in {302, 400, 404, 414}, body
    assert status != 302 or (body[:1] == b"/" and body[1:2] != b"/"), "a redirect to another host"
    assert b"secret" not in body
    assert not [record for record in caplog.records if record.exc_info]
    told = capfd.readouterr()
    assert "Traceback" not in told.out + told.err
    assert get(server, b"/")[0] == 200


@pytest.mark.parametrize(
    "request_line", [b"", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02"]
)
def test_what_is_no_request_breaks_nothing(
    server: Server, request_line: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    raw(server, request_line)
    told = capfd.readouterr()
    assert "Traceback" not in told.out + told.err
    assert get(server, b"/")[0] == 200


def test_a_strangers_name_is_refused(server: Server) -> None:
    """A page that lets its own name lead here reads nothing."""
    for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example"):
        status, body = get(server, b"/", host)
        assert status == 403 and b"home" not in body, host
    connection = http.client.HTTPConnection(*server.server_address[:2])
    connection.request("GET", "/", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 403
    connection.close()


OWN = socket.gethostname()
LOCAL = [
    "127.0.0.1",
    "127.0.0.1:8000",
    "localhost",
    "LOCALHOST:1",
    "localhost.",
    "[::1]:8000",
    "127.8.8.8",
    "a.localhost",
]
NETWORK = ["192.168.1.7:8000", "10.0.0.3", "[fe80::1]", OWN, f"{OWN}:8000", f"{OWN.partition('.')[0]}.local"]
STRANGE = [
    "evil.example",
    "[::1",
    "127.0.0.1:x",
    "127.0.0.1@evil.example",
    "a:b:c",
    "localhost:80:80",
    "127.1.evil",
    "[]",
]


@pytest.mark.parametrize("host", LOCAL)
def test_this_computer_is_known(host: str) -> None:
    assert names_this_computer(host, lan=False) and names_this_computer(host, lan=True)


@pytest.mark.parametrize("host", NETWORK)
def test_in_a_network_its_addresses_and_name_are_known(host: str) -> None:
    assert names_this_computer(host, lan=True)
    assert OWN == "localhost" or not names_this_computer(host, lan=False)


@pytest.mark.parametrize("host", STRANGE)
def test_what_is_not_this_computer_is_not_known(host: str) -> None:
    assert not names_this_computer(host, lan=False) and not names_this_computer(host, lan=True)


def test_the_own_folder_is_not_left(server: Server) -> None:
    assert Path(server.root, "../secret.txt").exists()
    assert get(server, b"/../" + Path(server.root).parent.name.encode() + b"/secret.txt")[0] == 404
