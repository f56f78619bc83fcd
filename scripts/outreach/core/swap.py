"""A new folder in the place of the old one, in one step: the site, and folders of files that commands write.

The staging folder and the published one exchange names (Linux renameat2 with RENAME_EXCHANGE): a web server that
serves the folder sees the old site or the new one, never a part of either. Where the file system can't exchange,
the old folder is moved aside first and moved back if the new one can't take its place. Where the site is a link, as to
a web server's folder, the exchange happens behind it.
"""

import ctypes
import os
import shutil
from contextlib import suppress
from pathlib import Path

from outreach.core.files import copy, remove
from outreach.core.findings import Finding, OutreachError

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
