"""A new folder in the place of the old one, in one step: the site, and what a command hands over.

The staging folder and the published one exchange names (Linux renameat2 with RENAME_EXCHANGE): a web server that
serves the folder sees the old site or the new one, never a part of either. Where the file system can't exchange,
the old folder is moved aside first and moved back if the new one can't take its place. Where the site is a link, as to
a web server's folder, the exchange happens behind it.
"""

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile

from outreach.core.files import copy, remove
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
MARK = "catalogue.json"
"""A file that every site has."""


def exchange(first: Path, second: Path) -> bool:
    """Lets two existing paths of one file system exchange their names; False where that is not supported."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)


def target(site: Path) -> Path:
    """The folder that is exchanged: where `site` is a link, the one that it leads to.

    Raises OutreachError if a link leads to what can't be exchanged, or holds what is no site.
    """
    if not site.is_symlink():
        return site
    folder = Path(os.path.realpath(site))
    if reason := _unfit(folder):
        raise OutreachError(
            Finding("site-link", file=site.name, data={"found": str(folder), "expected": f"site-link-{reason}"})
        )
    return folder


def _unfit(folder: Path) -> str:
    """Why a folder that a link leads to can't be exchanged, by the last word of what is expected; empty if it can."""
    if not folder.parent.is_dir() or (folder.exists() and not folder.is_dir()):
        return "missing"
    if os.path.ismount(folder):
        return "mount"
    if not os.access(folder.parent, os.W_OK | os.X_OK):
        return "parent"
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        return "foreign"
    return ""


def publish(staging: Path, site: Path) -> None:
    """Puts `staging` in the place of `site`; what was there before is removed afterwards.

    If that fails, the old one stays and `staging` is removed. Raises OutreachError as `target` does.
    """
    beside = None
    try:
        site = target(site)
        if not staging.is_dir():
            raise FileNotFoundError(2, os.strerror(2), str(staging))
        if os.stat(staging).st_dev != os.stat(site.parent).st_dev:
            beside = site.with_name(f".{site.name}.outreach")
            remove(beside)
            shutil.copytree(staging, beside, copy_function=lambda source, goal: copy(Path(source), Path(goal)))
            _put(beside, site)
        else:
            _put(staging, site)
    finally:
        for folder in (staging, beside):
            if folder is not None:
                with suppress(OSError):  # what could not be removed is removed by the next build
                    remove(folder)


def _put(staging: Path, site: Path) -> None:
    """Puts one folder in the place of another of the same file system; what was there then lies where it was."""
    if not os.path.lexists(site):
        os.replace(staging, site)
    elif not exchange(staging, site):
        aside = staging.with_name(f"{staging.name}.old")
        remove(aside)
        os.replace(site, aside)
        try:
            os.replace(staging, site)
        except OSError:
            os.replace(aside, site)
            raise
        remove(aside)


def access_warnings(site: Path) -> list[Finding]:
    """A warning if new files are hidden from others (umask) and a web server can't get through to a site either.

    Where the umask is as usual, a home folder that is closed to others is closed by intent.
    """
    umask = os.umask(0o022)
    os.umask(umask)
    if not umask & 0o005:
        return []
    for folder in reversed(Path(os.path.realpath(site)).parents):
        if not (mode := folder.stat().st_mode) & 0o001:
            return [Finding("site-unreadable", "warning", data={"found": str(folder), "mode": f"{mode & 0o777:o}"})]
    return []


@contextmanager
def hold_lock(cache: Path, wait: bool = False) -> Iterator[None]:
    """Holds the project's lock. If another build has it: waits for its end, or raises OutreachError."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise OutreachError(Finding("build-running")) from None
        yield


def sweep(cache: Path) -> None:
    """Remove the staging folder that a killed build left, unless another build is at work in it."""
    staging = cache / "staging"
    if staging.exists():
        with suppress(OutreachError), hold_lock(cache):
            remove(staging)


@contextmanager
def open_folder(project: Project, out: Path) -> Iterator[None]:
    """Make the folder `out` for files beside those that lie there; if none comes, remove it again.

    Raises OutreachError for a folder of the project's own and for a file, OSError where nothing can be written.
    """
    folder = _allowed(project, out)
    fresh = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder):  # it can be written to
        pass
    try:
        yield
    finally:
        if fresh:
            with suppress(OSError):  # it is not empty
                folder.rmdir()


@contextmanager
def replace_folder(project: Project, out: Path, foreign: Callable[[Path], str]) -> Iterator[Path]:
    """Yield an empty folder, which then takes the place of `out` in one step.

    `foreign` names something in the folder that there is which must not go with it. Raises OutreachError if there
    is such a thing, for a folder of the project's own and for a file, OSError where no folder can be made.
    """
    folder = _allowed(project, out)
    if folder.is_mount():
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(folder))
    if folder.exists() and (other := foreign(folder)):
        raise OutreachError(Finding("out-foreign", data={"found": str(out), "other": other}))
    aside = folder.with_name(f".{folder.name}.{os.getpid()}")
    aside.mkdir(parents=True)
    try:
        yield aside
        publish(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _allowed(project: Project, out: Path) -> Path:
    """The folder itself, wherever links lead. Raises OutreachError if it is the project's own, or no folder."""
    target, root = out.resolve(), project.root.resolve()
    if target == root or any(target.is_relative_to(folder.resolve()) for folder in project.reserved):
        raise OutreachError(Finding("out-own", data={"found": str(out)}))
    if other := next((path for path in (target, *target.parents) if path.exists() and not path.is_dir()), None):
        raise OutreachError(Finding("out-file", data={"found": str(out if other == target else other)}))
    return target
