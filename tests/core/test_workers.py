"""Work in processes of its own: one that is killed, or finds too little memory, is named for what it is."""

import os
import signal

import pytest

from outreach.core.findings import Finding, OutreachError
from outreach.core.workers import cores, parallel_map, shared_workers


def double(number: int) -> int:
    return 2 * number


def killed(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def hungry(number: int) -> int:
    return len(bytearray(1 << 60)) if number == 2 else number


def lost(number: int) -> int:
    raise FileNotFoundError(2, "No such file", "x")


def faulty(number: int) -> int:
    raise OutreachError([Finding("copyfit", file="a.csv", line=number), Finding("overflow")])


def worker(number: int) -> int:
    return os.getpid()


JOBS = [(number, f"sheet {number}", 1) for number in (1, 2, 3)]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system keeps no process to some cores")
def test_a_process_that_may_use_one_core_has_one_worker() -> None:
    share = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(share)})
        assert cores() == 1
        assert len(set(parallel_map(worker, JOBS))) == 1
    finally:
        os.sched_setaffinity(0, share)


def test_results_come_in_order() -> None:
    assert parallel_map(double, JOBS, workers=2) == [2, 4, 6]


@pytest.mark.parametrize(("work", "slug"), [(killed, "worker-killed"), (hungry, "memory-short")])
def test_a_worker_that_ended_is_named(work: object, slug: str) -> None:
    with pytest.raises(OutreachError) as caught:
        parallel_map(work, JOBS, workers=2)  # type: ignore[arg-type]
    (fault,) = caught.value.findings
    assert (fault.slug, fault.severity) == (slug, "error")
    assert str(fault.data["found"]).startswith("sheet ")


def test_what_a_worker_meets_is_met_here() -> None:
    with pytest.raises(FileNotFoundError):
        parallel_map(lost, JOBS, workers=2)


def test_faults_that_a_worker_tells_are_told_here() -> None:
    with pytest.raises(OutreachError) as caught:
        parallel_map(faulty, JOBS[:1], workers=2)
    assert [(fault.slug, fault.place) for fault in caught.value.findings] == [("copyfit", "a.csv:1"), ("overflow", "")]


def test_calls_share_their_workers_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not without, not with a number of their own, not in another environment, not after a failure."""
    first = JOBS[:1]
    assert parallel_map(worker, first) != parallel_map(worker, first)
    with shared_workers():
        shared = parallel_map(worker, first)
        assert parallel_map(worker, first) == shared != parallel_map(worker, first, workers=1)
        monkeypatch.setenv("FONTCONFIG_FILE", "other.conf")
        changed = parallel_map(worker, first)
        assert changed != shared
        with pytest.raises(OutreachError):
            parallel_map(killed, JOBS[1:2])
        again = parallel_map(worker, first)
        assert again not in (shared, changed) and parallel_map(worker, first) == again
    with pytest.raises(ProcessLookupError):
        os.kill(again[0], 0)
