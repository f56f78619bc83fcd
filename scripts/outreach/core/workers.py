"""Work on all cores, in processes of their own."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import active_children, get_context
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
    At most `workers` processes; without a number one for each of the `cores`. Raises OutreachError if one of them was
    killed or found too little memory.
    """
    report = progress or (lambda done, total, name: None)
    if not jobs:
        return []
    total = sum(count for _, _, count in jobs)
    report(0, total, "")
    with _pool(workers) as pool:
        futures: dict[Future[Result], tuple[str, int]] = {}
        with deaf_start():
            for job, name, count in jobs:
                with _named(name):
                    futures[pool.submit(work, job)] = (name, count)
        done = 0
        for future in as_completed(futures):
            name, count = futures[future]
            with _named(name):
                future.result()
            done += count
            report(done, total, name)
    return [future.result() for future in futures]


def cores() -> int:
    """The number of cores that this process may use: fewer than the machine has in a container, or under `taskset`."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_pieces(
    work: Callable[[Sequence[Job]], Result], items: Sequence[Job], size: int, name: str, workers: int | None = None
) -> list[Result]:
    """Do `work` on pieces of at most so many items: on several in processes, on a single one in this process."""
    pieces = [items[at : at + size] for at in range(0, len(items), size)]
    if len(pieces) < 2:
        return list(map(work, pieces))
    return parallel_map(work, [(piece, name, 0) for piece in pieces], None, workers)


@dataclass
class _Crew:
    """Workers that several calls of `parallel_map` share, and the environment in which they were started."""

    pool: ProcessPoolExecutor | None = None
    environment: dict[str, str] = field(default_factory=dict)


_crews: list[_Crew] = []
"""The crew of each `shared_workers` that is entered, the innermost last."""


@contextmanager
def shared_workers() -> Iterator[None]:
    """Within it, calls of `parallel_map` without a number of their own share their processes.

    A process takes more than a second to import what sets a sheet. What one job leaves in its modules the next finds
    there, so it is for the work on one project.
    """
    crew = _Crew()
    _crews.append(crew)
    try:
        yield
    finally:
        _crews.remove(crew)
        _dismiss(crew)


@contextmanager
def _pool(workers: int | None) -> Iterator[ProcessPoolExecutor]:
    """A pool for one call of `parallel_map`. If the call fails, jobs that have not begun are left."""
    crew = _crews[-1] if _crews and workers is None else _Crew()
    if crew.environment != os.environ:  # the fonts that a worker finds are named there
        _dismiss(crew)
    if crew.pool is None:
        # Spawned, not forked: a worker knows what it is given and nothing else.
        crew.pool = ProcessPoolExecutor(workers or cores(), get_context("spawn"))
        crew.environment = dict(os.environ)
    try:
        yield crew.pool
    except BaseException:  # Ctrl-C above all
        _dismiss(crew)
        raise
    if crew not in _crews:
        _dismiss(crew)


def _dismiss(crew: _Crew) -> None:
    """Ends the workers of a crew when the jobs that have begun are done."""
    if crew.pool is not None:
        crew.pool.shutdown(cancel_futures=True)
    crew.pool = None


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Raises OutreachError where a worker was ended from outside, or ran out of memory, in the work of this name."""
    try:
        yield
    except BrokenExecutor:  # by kill, by the kernel where memory is short, or before it could begin
        for worker in active_children():
            worker.kill()  # else the executor waits for ever for one that was just starting
        raise OutreachError(Finding("worker-killed", data={"found": name})) from None
    except MemoryError:
        raise OutreachError(Finding("memory-short", data={"found": name})) from None


@contextmanager
def deaf_start() -> Iterator[None]:
    """Let processes that start meanwhile ignore Ctrl-C, which a terminal sends to all: it is ours alone to hear."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
