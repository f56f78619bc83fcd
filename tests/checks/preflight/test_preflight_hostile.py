"""`outreach preflight` on files that are damaged, odd or made to bring readers down: each gets its result."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile import FILES
from outreach.checks import files
from outreach.core.isolation import Ended, Isolated, OutOfMemory, Overtime
from outreach.core.project import Project
from pdfs import simple
from projects import ROOT, outreach

MOST_MB = 500
"""Of memory that is resident, in the process that reads them."""
SCRIPT = """
import json, resource, sys
from pathlib import Path
from outreach.checks import files as preflight
from outreach.core.project import Project

if __name__ == "__main__":
    preflight.SECONDS = 600  # a busy machine is no fault of a file
    findings, told = preflight.examine(Project(Path(sys.argv[1])), sys.argv[2:])
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps([[finding.as_record() for finding in findings], told, megabytes]))
"""
BEYOND = {  # file → the bound that it goes beyond
    "form within forms": "forms", "nothing within forms": "forms", "pattern within patterns": "forms",
    "2 GB of contents": "stream_bytes", "2 GB of operators": "stream_bytes", "operators to the brim": "tokens",
    "operands to the brim": "tokens", "an array to the brim": "tokens", "2 GB of font": "stream_bytes",
    "2 GB of Unicode": "stream_bytes", "2 GB of glyph numbers": "stream_bytes", "20,000 pages": "pages",
    "annotations": "notes",
}  # fmt: skip
SLUGS = {
    "filter JBIG2": "pdf-damaged", "filter JPX": "pdf-damaged", "filter CCITT": "pdf-damaged",
    "filter DCT": "pdf-damaged", "filter unknown": "pdf-damaged", "filters without end": "pdf-damaged",
    "contents that are a number": "pdf-damaged", "pattern of itself": "pdf-damaged", "faults": "pdf-damaged",
    "2^40 pages": "pdf-unreadable", "pages that are their own": "pdf-unreadable", "damaged": "pdf-unreadable",
    "cut short": "pdf-unreadable", "nothing": "pdf-unreadable", "zeros": "pdf-unreadable", "text": "pdf-unreadable",
    "locked": "pdf-locked",
}  # fmt: skip


pytestmark = pytest.mark.xdist_group("hostile")  # one process: its files are examined once
Examined = tuple[dict[str, list[dict[str, Any]]], list[str], int]


@pytest.fixture(scope="module")
def examined(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Examined]:
    """The findings of each file, one call for all; what was said of those that could be read; megabytes."""
    home = tmp_path_factory.mktemp("hostile")
    names = {}
    for number, (name, build) in enumerate(FILES.items()):
        names[str(home / f"{number}.pdf")] = name
        (home / f"{number}.pdf").write_bytes(build())
    script = home / "examine.py"
    script.write_text(SCRIPT, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, str(script), str(home), *names], capture_output=True, text=True, check=True
    )
    records, told, megabytes = json.loads(result.stdout)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in FILES}
    for record in records:
        found[names[record["file"]]].append(record)
    yield found, [names[file] for file, *_ in told], megabytes


@pytest.mark.long
def test_every_file_has_its_result_within_bounds(
    examined: Examined,
) -> None:
    found, told, megabytes = examined
    for name, records in found.items():
        assert records or name in told, name
        assert not {record["slug"] for record in records} & {"preflight-slow", "internal"}, name
    assert megabytes < MOST_MB


@pytest.mark.long
def test_what_a_file_asks_too_much_of_is_told(
    examined: Examined,
) -> None:
    found, _, _ = examined
    for name, bound in BEYOND.items():
        (record,) = (record for record in found[name] if record["slug"] == "pdf-beyond")
        assert record["data"]["expected"] == f"bound-{bound}" and record["data"]["most"] > 1, name
    for name, slug in SLUGS.items():
        assert slug in {record["slug"] for record in found[name]}, name
    for records in found.values():
        # No address in memory; "starts with 0x61" names a byte.
        assert not re.search(r"0x[0-9a-f]{5}", json.dumps(records))


def test_one_odd_file_says_nothing_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "jbig2.pdf").write_bytes(FILES["filter JBIG2"]())
    (tmp_path / "rgb.pdf").write_bytes(simple("1 0 0 rg 10 10 20 20 re f"))
    (tmp_path / "none.pdf").write_bytes(b"")
    result = outreach(tmp_path, "preflight", "jbig2.pdf", "missing.pdf", "rgb.pdf", "none.pdf", "--json")
    found = {(record["file"], record["slug"]) for record in json.loads(result.stdout)}
    assert result.returncode == 1 and {
        ("jbig2.pdf", "pdf-damaged"), ("missing.pdf", "file-unreadable"), ("rgb.pdf", "colour-rgb"),
        ("none.pdf", "pdf-unreadable"),
    } <= found  # fmt: skip


def test_a_file_that_takes_too_long_and_one_that_is_too_large_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = tmp_path / "small.pdf", tmp_path / "large.pdf"
    small.write_bytes(simple())
    large.write_bytes(bytes(files.FILE_BYTES + 1))
    findings, _ = files.examine(Project(tmp_path), [str(large), str(small)])
    assert [(f.slug, Path(f.file).name) for f in findings if f.severity == "error"][:1] == [("pdf-large", "large.pdf")]
    monkeypatch.setattr(files, "SECONDS", 0.0001)
    findings, told = files.examine(Project(tmp_path), [str(small)])
    assert [f.slug for f in findings] == ["preflight-slow"] and told == []


ORPHAN = """
import sys
import time
sys.path[:0] = sys.argv[1:]
from test_preflight_hostile import nothing, odd
from outreach.core.isolation import Isolated

if __name__ == "__main__":
    with Isolated(odd, nothing, 10**9, 0.5) as process:
        process.ask("")
        print(process._process.pid, flush=True)
        process._seconds = 600
        process.ask("turn")
"""


def test_a_job_without_an_end_ends_though_who_asked_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN, encoding="utf-8")
    folders = [str(Path(__file__).parent), str(ROOT / "tests/support")]
    asking = subprocess.Popen([sys.executable, str(script), *folders], stdout=subprocess.PIPE)
    assert asking.stdout is not None
    working = Path(f"/proc/{int(asking.stdout.readline())}/stat")
    before = working.read_text().split()[13]
    while working.read_text().split()[13] == before:  # until it takes processor time
        time.sleep(0.05)
    asking.kill()
    asking.communicate()
    for _ in range(1200):
        if not working.exists() or working.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    raise AssertionError("it still works")


def nothing() -> None:
    """No preparation."""


HELD: list[bytearray] = []
"""Memory that jobs have not given back."""


def odd(job: str) -> str:
    """Does what its job says."""
    if job.startswith("hold"):
        HELD.append(bytearray(150_000_000))
    if job == "kill":
        signal.raise_signal(signal.SIGKILL)
    if job == "exit":
        raise SystemExit(3)
    if job == "wait":
        signal.pause()
    while job == "turn":
        pass
    if job == "raise":
        raise KeyError(job)
    return str(len(bytearray(10**9))) if job == "memory" else job


def test_memory_that_other_jobs_hold_is_no_fault_of_a_job() -> None:
    with Isolated(odd, nothing, 200_000_000, 60) as work:
        assert [work.ask(job) for job in ("hold", "hold 2", "hold 3")] == ["hold", "hold 2", "hold 3"]


def test_what_ends_a_process_is_named_and_the_next_job_is_done() -> None:
    with Isolated(odd, nothing, 200_000_000, 5) as work:
        assert work.ask("a") == "a"
        with pytest.raises(Ended, match="SIGKILL"):
            work.ask("kill")
        with pytest.raises(Ended, match="exit 3"):
            work.ask("exit")
        with pytest.raises(Overtime):
            work.ask("wait")
        with pytest.raises(KeyError):
            work.ask("raise")
        with pytest.raises(OutOfMemory):
            work.ask("memory")
        assert work.ask("b") == "b"
