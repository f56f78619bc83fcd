"""A new site in the place of the old one, in one step.

The staging folder and the published one exchange names (Linux renameat2 with RENAME_EXCHANGE): a web server that
serves the folder sees the old site or the new one, never a part of either. Where the file system can't exchange,
the old folder is moved aside first and moved back if the new one can't take its place.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outreach.core.errors import OutreachError
from outreach.core.findings import Finding

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def exchange(one: Path, other: Path) -> bool:
    """Lets two existing paths of one file system exchange their names; False where that is not supported."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def publish(staging: Path, site: Path) -> None:
    """Puts `staging` in the place of `site`; what was there before is removed afterwards."""
    if not os.path.lexists(site):
        os.replace(staging, site)
        return
    if exchange(staging, site):
        _remove(staging)
        return
    aside = staging.with_name(f"{staging.name}.old")
    _remove(aside)
    os.replace(site, aside)
    try:
        os.replace(staging, site)
    except OSError:
        os.replace(aside, site)
        raise
    _remove(aside)


def _remove(path: Path) -> None:
    """Removes a folder, or a link to one: what it leads to stays."""
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


@contextmanager
def alone(cache: Path, wait: bool = False) -> Iterator[None]:
    """Holds the project's lock. If another build has it: waits for its end, or raises OutreachError."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise OutreachError(Finding("build-running")) from None
        yield
