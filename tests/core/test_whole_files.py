"""Files put in place: copies are files of their own, whatever the umask they can be read by a web server."""

import os
from pathlib import Path

import pytest

from outreach.core import files


def test_a_copy_is_a_file_of_its_own(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(os.urandom(300_000))
    target.write_bytes(b"longer than what comes" * 20_000)
    files.copy(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert source.stat().st_nlink == 1 and source.stat().st_ino != target.stat().st_ino
    with target.open("r+b") as opened:
        opened.write(b"changed")
    assert not source.read_bytes().startswith(b"changed")


def test_an_empty_file_is_copied_too(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    files.copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b""


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no other file system")
def test_to_another_file_system_it_is_copied_byte_by_byte(tmp_path: Path) -> None:
    source, target = tmp_path / "a", Path("/dev/shm") / f"outreach-{os.getpid()}"
    source.write_bytes(os.urandom(300_000))
    try:
        for put in (files.copy, files.link):
            put(source, target)
            assert target.read_bytes() == source.read_bytes() and target.stat().st_nlink == 1
            target.unlink()
    finally:
        target.unlink(missing_ok=True)


def test_all_is_open_to_a_web_server_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        (tmp_path / "site/a").mkdir(parents=True)
        (tmp_path / "site/a/b").write_text("x")
        (tmp_path / "site/a/c").write_text("x")
        (tmp_path / "site/a/c").chmod(0o777)
        files.open_to_all(tmp_path / "site")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "site", *(tmp_path / "site").rglob("*"))}
    assert modes == {"site": 0o755, "a": 0o755, "b": 0o644, "c": 0o644}
