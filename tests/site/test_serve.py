"""`outreach serve` as a user starts it: it follows changes, survives faults, and shows phones the way."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pypdfium2
import pytest
import zxingcpp

from projects import files_of, outreach, small_project

pytestmark = pytest.mark.xdist_group("serve")  # one process: its project is built once

PATIENCE = 180
POSTER = "an-pham/mot-cua/mot-cua-a4-office-mono.pdf"


@dataclass
class Server:
    """A running server and what it has printed."""

    process: subprocess.Popen[str]
    log: Path
    url: str

    def get(self, path: str) -> bytes:
        with urlopen(f"{self.url}/{path}", timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def poster(self) -> str:
        document = pypdfium2.PdfDocument(self.get(POSTER))
        try:
            return " ".join(document[0].get_textpage().get_text_range().split())
        finally:
            document.close()

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


def eventually(true: Callable[[], bool]) -> None:
    """Waits until something holds, at most `PATIENCE` seconds."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(project: Path, *arguments: str) -> Iterator[Server]:
    number = free_port()
    log = project / "serve.log"
    command = [str(Path(sys.executable).with_name("outreach")), "serve", "--port", str(number), *arguments]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=project, stdout=out, stderr=subprocess.STDOUT, text=True)
    server = Server(process, log, f"http://127.0.0.1:{number}")
    try:
        eventually(lambda: f":{number}/" in server.said or process.poll() is not None)
        assert process.poll() is None, server.said
        eventually(lambda: answers(server))
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=PATIENCE) == 0
        finally:
            process.kill()  # if it would not end: nothing may outlive the test
        assert "Traceback" not in server.said, server.said


def answers(server: Server) -> bool:
    try:
        return bool(server.get(""))
    except URLError:
        return False


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project, built: to serve it is to do the same as for the whole campaign, with three sheets to make."""
    project = small_project(tmp_path_factory.mktemp("small") / "project", "mot-cua", "a4")
    result = outreach(project, "build", "--no-kits")
    assert result.returncode == 0, result.stdout + result.stderr
    assert len(list((project / "site").glob("an-pham/*/*.pdf"))) == 3
    return project


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    """A project with a warm cache."""
    folder = tmp_path / "project"
    shutil.copytree(small, folder)
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_change_reaches_page_and_sheet_and_a_fault_does_no_harm(copy: Path) -> None:
    published = files_of(copy / "site")
    guide = copy / "docs/huong-dan/index.md"
    with serving(copy) as server:
        assert "Quét mã, mở trang cài đặt" in server.get("huong-dan/").decode()
        change(guide, "Quét mã, mở trang cài đặt.", "Quét mã, mở trang tải về.")
        eventually(lambda: "Quét mã, mở trang tải về" in server.get("huong-dan/").decode())
        assert "Quét mã, mở trang tải về" in server.poster()
        with pytest.raises(HTTPError) as missing:
            server.get("khong-co/")
        assert "Không thấy trang này" in missing.value.read().decode()
        missing.value.close()

        change(guide, "{{ skip_label }}", "{{ skip_lable }}")
        eventually(lambda: "fact-unknown" in server.said)
        assert "docs/huong-dan/index.md:13: error fact-unknown" in server.said
        assert "Quét mã, mở trang tải về" in server.get("huong-dan/").decode()
        change(guide, "{{ skip_lable }}", "{{ skip_label }}")
        eventually(lambda: server.said.rstrip().endswith("up to date"))

        before = server.get(POSTER)
        change(
            copy / "print_templates/poster/sheet.css", ".mono .rule { top: 59.9rem }", ".mono .rule { top: 59.8rem }"
        )
        eventually(lambda: server.get(POSTER) != before)
    assert files_of(copy / "site") == published
    assert not list((copy / ".cache/outreach").glob("serve-*"))


def test_on_the_network_codes_lead_to_this_computer(copy: Path) -> None:
    published = files_of(copy / "site")
    with serving(copy, "--lan") as server:
        shown = next(word for word in server.said.split() if word.startswith("http://"))
        document = pypdfium2.PdfDocument(server.get(POSTER))
        image = document[0].render(scale=200 / 72).to_pil()
        document.close()
        (code,) = zxingcpp.read_barcodes(image, try_invert=False)
        assert code.text.startswith(f"{shown}B")
        with urlopen(code.text, timeout=PATIENCE) as page:
            assert "Chiến dịch mẫu" in page.read().decode()
    assert files_of(copy / "site") == published


def test_ctrl_c_in_the_middle_of_a_build_ends_it_without_a_word(tmp_path: Path) -> None:
    """A terminal sends Ctrl-C to every process of the command: the workers too."""
    project = small_project(tmp_path / "project", "mot-cua", "a4")
    shutil.rmtree(project / ".cache/outreach/sheets")  # which comes again with the first sheet
    program = str(Path(sys.executable).with_name("outreach"))
    heard = f"import os, signal; signal.signal(2, signal.SIG_DFL); os.execl({program!r}, {program!r}, 'build')"
    process = subprocess.Popen(
        [sys.executable, "-c", heard],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    eventually(lambda: (project / ".cache/outreach/sheets").exists() or process.poll() is not None)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (130, "")
    assert not (project / "site").exists()


def test_a_port_that_is_taken_is_one_clear_error(copy: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        result = outreach(copy, "serve", "--port", str(other.getsockname()[1]))
    assert result.returncode == 1
    assert "port-taken" in result.stdout and "Traceback" not in result.stdout + result.stderr


def test_a_number_that_is_no_port_is_one_clear_error(copy: Path) -> None:
    result = outreach(copy, "serve", "--port", "99999")
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "error argument-invalid: --port: “99999” can't be used.",
        "    expected: a whole number from 1 to 65535",
    ]


def test_faults_at_the_start_end_it(copy: Path) -> None:
    project = copy
    change(project / "docs/huong-dan/index.md", "{{ skip_label }}", "{{ skip_lable }}")
    result = outreach(project, "serve", "--port", str(free_port()), **{"PATH": os.environ["PATH"]})
    assert result.returncode == 1
    assert "docs/huong-dan/index.md:13: error fact-unknown" in result.stdout
