"""The project's lock: one build at a time, and none while kits are copied from what it keeps."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from outreach.core.files import remove
from outreach.core.findings import Finding, OutreachError


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
