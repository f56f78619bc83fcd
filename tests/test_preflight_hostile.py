"""`outreach preflight` on files that are damaged, odd or made to bring readers down: each gets its result."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile import FILES
from outreach.checks import files
from outreach.core.isolation import Ended, Isolated, OutOfMemory, Overtime
from outreach.core.project import Project
from pdfs import simple
from projects import outreach

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
        assert "0x" not in json.dumps(records)  # no address of an object in memory


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


def nothing() -> None:
    """No preparation."""


def odd(job: str) -> str:
    """Does what its job says."""
    if job == "kill":
        signal.raise_signal(signal.SIGKILL)
    if job == "exit":
        raise SystemExit(3)
    if job == "wait":
        signal.pause()
    if job == "raise":
        raise KeyError(job)
    return str(len(bytearray(10**9))) if job == "memory" else job


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
