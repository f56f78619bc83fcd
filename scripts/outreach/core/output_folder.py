"""Folders outside the site that commands write files into, as `--out` names them."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile

from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.core.swap import publish


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
