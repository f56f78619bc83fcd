"""Work on all cores, in processes of their own."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from outreach.core.findings import Finding, OutreachError

Job = TypeVar("Job")
Result = TypeVar("Result")
Progress = Callable[[int, int, str], None]
"""Called with sheets done, sheets in all, and the name of the newest."""


def parallel_map(
    work: Callable[[Job], Result],
    jobs: Sequence[tuple[Job, str, int]],
    progress: Progress | None = None,
    workers: int | None = None,
) -> list[Result]:
    """Do `work` on each job, in processes; results in the order of the jobs.

    A job comes with its name and the number of sheets that it counts for.
    At most `workers` processes; without a number one for each core. Raises OutreachError if one of them was killed or
    found too little memory.
    """
    report = progress or (lambda done, total, name: None)
    if not jobs:
        return []
    total = sum(count for _, _, count in jobs)
    report(0, total, "")
    context = get_context("spawn")  # workers of our own: each knows what it is given and nothing else
    with ProcessPoolExecutor(min(len(jobs), workers or os.cpu_count() or 1), context) as pool:
        try:
            with _interrupted_later():
                futures = {pool.submit(work, job): (name, count) for job, name, count in jobs}
            done = 0
            for future in as_completed(futures):
                name, count = futures[future]
                with _named(name):
                    future.result()
                done += count
                report(done, total, name)
        except BaseException:  # Ctrl-C above all: what has not begun is left
            pool.shutdown(cancel_futures=True)
            raise
    return [future.result() for future in futures]


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Raises OutreachError where a worker was ended from outside, or ran out of memory, in the work of this name."""
    try:
        yield
    except BrokenExecutor:  # by kill, by the kernel where memory is short, or before it could begin
        raise OutreachError(Finding("worker-killed", data={"found": name})) from None
    except MemoryError:
        raise OutreachError(Finding("memory-short", data={"found": name})) from None


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Starts workers deaf to Ctrl-C, which a terminal sends to every process: it is ours alone to hear."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
