"""Operations on files: write whole, copy, link, remove, open to a web server, put into a ZIP."""

import errno
import io
import json
import os
import shutil
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

TEXT_CODING = "utf-8-sig"
"""Of text files for Windows: with the mark by which its Notepad knows UTF-8."""
FILE_MODE, FOLDER_MODE = 0o644, 0o755
"""Permissions that a web server, which is another user, must have."""
_CHUNK = 1 << 30
"""Bytes that one call copies at most."""
_ELSEWHERE = {errno.EXDEV, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.EIO}
"""Errors of file systems that cannot share blocks, or link, between these two places."""


def json_of(table: Mapping[str, Any]) -> bytes:
    """A table as a JSON file that people may read, the same whatever order its keys came in."""
    return (json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def windows_text(text: str) -> bytes:
    """Text as old editors of Windows read it: they know no other ends of lines."""
    return text.replace("\n", "\r\n").encode(TEXT_CODING)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name, then rename it, so that no reader ever sees half of it. Folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)  # a full disk: what was written of it would stay


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder that nobody reads yet."""
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def copy(source: Path, target: Path) -> None:
    """Copy a file. Where the file system can (XFS, Btrfs), both share blocks until either is written to, which no
    reader of the other ever sees.
    """
    try:
        with source.open("rb") as reader, target.open("wb") as writer:
            while os.copy_file_range(reader.fileno(), writer.fileno(), _CHUNK):
                pass
    except OSError as error:
        if error.errno not in _ELSEWHERE:
            raise
        shutil.copyfile(source, target)


def link(source: Path, target: Path) -> None:
    """Give a file a second name (a hard link), or copy it where the file system has no links.

    Only for a `source` that is about to be removed: what is written to either name afterwards changes both.
    """
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in {*_ELSEWHERE, errno.EMLINK}:
            raise
        copy(source, target)


def open_to_all(root: Path) -> None:
    """Give every folder and file at and below `root` the mode that a web server needs, whatever the umask was."""
    os.chmod(root, FOLDER_MODE)
    for folder, folders, files in os.walk(root):
        modes = dict.fromkeys(folders, FOLDER_MODE) | dict.fromkeys(files, FILE_MODE)
        for name, mode in modes.items():
            path = f"{folder}/{name}"
            if not os.path.islink(path) and os.stat(path).st_mode & 0o777 != mode:
                os.chmod(path, mode)


def remove(path: Path) -> None:
    """Remove a file, a folder, or a link: what it leads to stays. Nothing happens if there is nothing."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can hold: the same inputs give the same bytes."""


def zip_files(files: Mapping[str, bytes], level: int = 6, stored: Collection[str] = ()) -> bytes:
    """A ZIP of the files by their paths in it, in the order of their names.

    `level`, from 1 to 9: how hard they are packed. PDF files hardly get smaller by more than 1. What has one of the
    endings `stored` (".pdf") is put in as it is.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(tuple(stored)) else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
