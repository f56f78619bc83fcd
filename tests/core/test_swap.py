"""The swap: whoever looks sees the old site or the new one, whole; two builds never run at once."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from outreach.core import lock, swap
from outreach.core.findings import OutreachError
from projects import files_of

NAMES = [f"{number}.html" for number in range(40)]


def fill(folder: Path, word: str) -> Path:
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(word)
    return folder


@contextmanager
def watched(site: Path) -> Iterator[list[str]]:
    """Lists and reads the site over and over; what is not one whole site is noted."""
    wrong: list[str] = []
    looks: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            try:
                folder = os.open(site, os.O_RDONLY)
            except OSError as error:
                wrong.append(f"missing: {error}")
                continue
            try:
                # Names are looked up below the folder that is open: a removal that has begun is no mixture.
                words = set()
                for name in NAMES:
                    file = os.open(name, os.O_RDONLY, dir_fd=folder)
                    words.add(os.read(file, 20))
                    os.close(file)
                if len(words) != 1:
                    wrong.append(f"mixed: {words}")
                looks.append(1)
            except FileNotFoundError as error:
                if os.path.samestat(os.fstat(folder), os.stat(site)):  # else the old site, held open, is being removed
                    wrong.append(f"a part of one: {error}")
            finally:
                os.close(folder)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield wrong
    finally:
        over.set()
        thread.join()
    assert looks


def test_a_reader_never_finds_the_site_missing_or_mixed(tmp_path: Path) -> None:
    site = fill(tmp_path / "site", "first")
    with watched(site) as wrong:
        for turn in range(150):
            swap.publish(fill(tmp_path / "staging", f"turn {turn}"), site)
    assert wrong == []
    assert set(files_of(site).values()) == {b"turn 149"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_first_site(tmp_path: Path) -> None:
    swap.publish(fill(tmp_path / "staging", "new"), tmp_path / "site")
    assert sorted(files_of(tmp_path / "site")) == sorted(NAMES)
    assert not (tmp_path / "staging").exists()


def test_exchange_needs_both(tmp_path: Path) -> None:
    here = fill(tmp_path / "here", "here")
    assert not swap.exchange(here, tmp_path / "nowhere")
    assert not swap.exchange(tmp_path / "nowhere", here)
    assert set(files_of(here).values()) == {b"here"}


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that can't exchange: the kernel is asked with a flag that it does not know."""
    monkeypatch.setattr(swap, "_RENAME_EXCHANGE", 1 << 20)


@pytest.mark.usefixtures("refused")
def test_without_exchange_the_old_one_is_moved_aside(tmp_path: Path) -> None:
    site = fill(tmp_path / "site", "old")
    fill(tmp_path / "staging.old", "left by a build that was stopped")
    assert not swap.exchange(site, tmp_path / "staging.old")
    swap.publish(fill(tmp_path / "staging", "new"), site)
    assert set(files_of(site).values()) == {b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def linked_site(tmp_path: Path) -> tuple[Path, Path]:
    """A project whose site is a link to the folder of a web server, and that folder."""
    (tmp_path / "www").mkdir()
    folder = fill(tmp_path / "www/html", "old")
    (folder / swap.MARK).write_text("{}")
    (tmp_path / "project").mkdir()
    (tmp_path / "project/site").symlink_to(folder)
    return tmp_path / "project/site", folder


@pytest.mark.usefixtures("refused")
def test_the_old_one_stays_if_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    site = fill(tmp_path / "site", "old")
    with pytest.raises(OSError):
        swap.publish(tmp_path / "staging", site)  # not there
    assert set(files_of(site).values()) == {b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("exchanging", [True, False])
def test_where_the_site_is_a_link_the_folder_behind_it_is_exchanged(
    exchanging: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanging:
        monkeypatch.setattr(swap, "_RENAME_EXCHANGE", 1 << 20)
    site, folder = linked_site(tmp_path)
    swap.publish(fill(tmp_path / "staging", "new"), site)
    assert site.is_symlink() and set(files_of(folder).values()) == {b"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "www"]
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["html"]


def test_a_link_to_a_folder_that_is_still_to_be_made(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.symlink_to(tmp_path / "html")
    swap.publish(fill(tmp_path / "staging", "new"), site)
    assert site.is_symlink() and set(files_of(tmp_path / "html").values()) == {b"new"}


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no other file system to publish to")
def test_behind_a_link_to_another_file_system(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        site = tmp_path / "site"
        site.symlink_to(Path(elsewhere, "html"))
        for word in ("first", "second"):
            staging = fill(tmp_path / "staging", word)
            (staging / swap.MARK).write_text(word)
            swap.publish(staging, site)
            assert set(files_of(Path(elsewhere, "html")).values()) == {word.encode()}
            assert [path.name for path in Path(elsewhere).iterdir()] == ["html"] and not staging.exists()


@pytest.mark.parametrize("reason", ["missing", "file", "foreign"])
def test_a_link_to_what_cannot_be_exchanged_is_refused_and_all_stays(tmp_path: Path, reason: str) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    if reason == "foreign":
        fill(other, "theirs")
    elif reason == "file":
        other.write_text("theirs")
    site.symlink_to(other / "deep" / "html" if reason == "missing" else other)
    before = sorted(path.name for path in other.rglob("*"))
    with pytest.raises(OutreachError) as refused:
        swap.publish(fill(tmp_path / "staging", "new"), site)
    (fault,) = refused.value.findings
    assert fault.slug == "site-link"
    assert fault.data["expected"] == f"site-link-{'missing' if reason == 'file' else reason}"
    assert site.is_symlink() and sorted(path.name for path in other.rglob("*")) == before
    assert not (tmp_path / "staging").exists()


def test_one_build_at_a_time(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from outreach.core.findings import OutreachError\n"
        "from outreach.core.lock import hold_lock\n"
        "try:\n"
        "    with hold_lock(Path(sys.argv[1])): print('mine')\n"
        "except OutreachError as error: print(error.findings[0].slug)\n"
    )

    def other() -> str:
        command = [sys.executable, "-c", code, str(tmp_path / "cache")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with lock.hold_lock(tmp_path / "cache"):
        assert other() == "build-running"
        with pytest.raises(OutreachError), lock.hold_lock(tmp_path / "cache"):
            pass
        assert other() == "build-running"  # the try did not take the lock away
    assert other() == "mine"
    with pytest.raises(ZeroDivisionError), lock.hold_lock(tmp_path / "cache"):
        raise ZeroDivisionError
    assert other() == "mine"  # a build that failed has left it
