"""Work in a process of its own, within bounds of time and memory: whatever goes wrong there becomes an exception."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from outreach.core.workers import deaf_start

Job = TypeVar("Job")
Result = TypeVar("Result")
START_SECONDS = 120
"""Time that a process may take to begin: imports on a busy computer."""


class Ended(Exception):
    """A process that ended before it answered; the message says by what: SIGKILL, SIGSEGV, exit 3."""


class Overtime(Exception):
    """A process that took too long, and was ended."""


class OutOfMemory(Exception):
    """A process that asked for more memory than it may have."""


class Isolated(Generic[Job, Result]):
    """A function that answers jobs one by one in a process of its own; a new one begins where the last has ended.

    `work` is a function of a module, `start` another one that is called first there, `memory` bytes of data that the
    process may have beyond what it needs to begin, `seconds` the time for each job.
    """

    def __init__(self, work: Callable[[Job], Result], start: Callable[[], None], memory: int, seconds: float) -> None:
        self._work, self._start, self._memory, self._seconds = work, start, memory, seconds
        self._process: Any = None
        self._pipe: Any = None

    def __enter__(self) -> Isolated[Job, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, job: Job) -> Result:
        """The answer to a job. Raises Ended, Overtime or OutOfMemory, or what the function itself raised."""
        fresh = self._process is None
        try:
            return self._ask(job)
        except OutOfMemory:
            if fresh:
                raise
            return self._ask(job)  # what jobs before had taken is no fault of this one: asked of a new process

    def _ask(self, job: Job) -> Result:
        if self._process is None:
            self._begin()
        try:
            self._pipe.send(job)
            if not self._pipe.poll(self._seconds):
                self._end()
                raise Overtime
            answer, error = self._pipe.recv()
        except (EOFError, OSError):
            raise Ended(self._reason()) from None
        if isinstance(error, MemoryError):
            self._end()  # what it holds by now is not known
            raise OutOfMemory
        if error is not None:
            raise error
        return answer  # type: ignore[no-any-return]

    def _begin(self) -> None:
        context = get_context("spawn")  # knows what it is given and nothing else
        self._pipe, other = context.Pipe()
        arguments = (other, self._work, self._start, self._memory, self._seconds)
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
        with deaf_start():
            self._process.start()
        other.close()
        try:
            if not self._pipe.poll(START_SECONDS):
                self._end()
                raise Overtime
            self._pipe.recv()
        except (EOFError, OSError):
            raise Ended(self._reason()) from None

    def _reason(self) -> str:
        """Reason why the process has ended."""
        process = self._process
        process.join(5)
        code = process.exitcode
        self._end()
        if code is not None and code < 0:
            with suppress(ValueError):
                return signal.Signals(-code).name
        return f"exit {code}"

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None


def _serve(
    pipe: Connection, work: Callable[[Any], Any], start: Callable[[], None], memory: int, seconds: float
) -> None:
    start()
    _limit(memory)
    pipe.send(None)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        _expire(seconds)
        try:
            answer: tuple[Any, BaseException | None] = (work(job), None)
        except MemoryError:
            answer = (None, MemoryError())
        except Exception as error:  # it is raised where the job came from
            answer = (None, error)
        pipe.send(answer)


def _expire(seconds: float) -> None:
    """Let the system end this process after more processor time than its next job may take.

    Who asked gives up before that; but if it was killed, nobody else would end a job that has no end.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    limit = ceil(used.ru_utime + used.ru_stime + 2 * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def _limit(memory: int) -> None:
    """Let this process have so many bytes of data beyond what it has now, where the system can tell."""
    with suppress(OSError, ValueError), open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[5])
        most = pages * os.sysconf("SC_PAGE_SIZE") + memory
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
