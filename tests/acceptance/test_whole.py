"""Every change is put in place whole: kills at any moment and disks that fill up leave the old site or the new one."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from random import Random

import pytest

from projects import build, clone, files_of, outreach, small_project

pytestmark = pytest.mark.xdist_group("kits")  # one process, with those of test_kits.py
OUTREACH = str(Path(sys.executable).with_name("outreach"))
LISTED = "docs/_data/units/nam-dinh-2020.csv"
NUMBERS = "0228 3823 11{}", "0228 3823 12{}"
KILLS = 10


def call(project: Path, number: str) -> None:
    """Gives every unit a number to call of its own."""
    head, *rows = (project / LISTED).read_text(encoding="utf-8").splitlines()
    bare = [",".join(row.split(",")[:7]) for row in (head, *rows)]
    numbers = ["hotline", *(number.format(place) for place in range(len(rows)))]
    lines = [f"{row},{number}" for row, number in zip(bare, numbers, strict=True)]
    (project / LISTED).write_text("\n".join([*lines, ""]), encoding="utf-8")


def reword(project: Path, word: str) -> None:
    """Another sentence on a page: the whole site is built."""
    page = project / "docs/huong-dan/android.md"
    text = page.read_text(encoding="utf-8")
    for other in ("Khi cài", "Lúc cài"):
        text = text.replace(f"{other}, máy cần", f"{word}, máy cần")
    page.write_text(text, encoding="utf-8")


CHANGES: dict[str, list[Callable[[Path], None]]] = {
    "lists": [lambda project: call(project, NUMBERS[0]), lambda project: call(project, NUMBERS[1])],
    "pages": [lambda project: reword(project, "Khi cài"), lambda project: reword(project, "Lúc cài")],
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = small_project(tmp_path_factory.mktemp("whole") / "p", "mot-cua", "a4")
    call(project, NUMBERS[0])
    return build(project)


Sites = list[dict[str, bytes]]
States = Callable[[str], tuple[Path, Sites]]


@pytest.fixture(scope="module")
def states(small: Path, tmp_path_factory: pytest.TempPathFactory) -> States:
    """A built project and its site with each of two changes of a kind; the first is in place."""

    @cache
    def of(what: str) -> tuple[Path, Sites]:
        project, sites = clone(small, tmp_path_factory.mktemp("states") / "p"), []
        for change in (CHANGES[what][1], CHANGES[what][0]):
            change(project)
            assert outreach(project, "build").returncode == 0
            sites.append(files_of(project / "site"))
        assert sites[0] != sites[1]
        return project, sites[::-1]

    return of


def folders(project: Path) -> list[int]:
    """The inodes of the site and of its folder of units: each exchange gives one of them another."""
    return [(project / name).stat().st_ino if (project / name).exists() else 0 for name in ("site", "site/don-vi")]


@pytest.mark.parametrize(
    ("what", "kills"),
    [("lists", 2), *(pytest.param(what, KILLS, marks=pytest.mark.long) for what in CHANGES)],
)
def test_killed_at_a_random_moment_the_site_is_the_old_one_or_the_new_one(
    states: States, tmp_path: Path, what: str, kills: int
) -> None:
    """After each kill the other change is asked for, so that there is always one under way. Every third kill, the
    first among them, waits until the site is exchanged: on a machine of any speed both sites are seen.
    """
    built, sites = states(what)
    project = clone(built, tmp_path / "p")
    random, wanted = Random(f"{what} {kills}"), 1
    CHANGES[what][wanted](project)
    start = time.monotonic()
    assert outreach(project, "build").returncode == 0
    duration = time.monotonic() - start
    states = {sites.index(files_of(project / "site"))}
    for number in range(kills):
        wanted = 1 - wanted
        CHANGES[what][wanted](project)
        old = folders(project)
        process = subprocess.Popen(
            [OUTREACH, "build"],
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if number % 3 == 0:
            while process.poll() is None and folders(project) == old:
                time.sleep(0.001)
        else:
            with suppress(subprocess.TimeoutExpired):
                process.wait(random.uniform(0.2, 1.1) * duration)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        site = files_of(project / "site")
        assert site in sites, [sorted(name for name in site if site[name] != other.get(name))[:3] for other in sites]
        states.add(sites.index(site))
    CHANGES[what][1 - wanted](project)
    assert outreach(project, "build").returncode == 0
    assert files_of(project / "site") == sites[1 - wanted]
    assert not (project / ".cache/outreach/staging").exists()
    assert states == {0, 1}


def test_a_build_with_nothing_to_do_removes_what_a_killed_one_left(small: Path, tmp_path: Path) -> None:
    """A list is changed, the build killed, the change taken back: the site is up to date, with hundreds of MB
    beside.
    """
    project = clone(small, tmp_path / "p")
    assert outreach(project, "build").returncode == 0
    staging = project / ".cache/outreach/staging"
    (staging / "d").mkdir(parents=True)
    (staging / "d/index.html").write_text("half a page", encoding="utf-8")
    assert "Nothing has changed" in outreach(project, "build").stdout
    assert not staging.exists()


@contextmanager
def disk(folder: Path, size: int) -> Iterator[Callable[[int], None]]:
    """A file system of so many bytes at `folder`; the function given gives it another size."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")

    def resize(size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)

    try:
        yield resize
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def used(folder: Path) -> int:
    about = os.statvfs(folder)
    return (about.f_blocks - about.f_bfree) * about.f_frsize


@pytest.mark.parametrize(
    ("what", "room"),
    [
        ("lists", 40_000),
        *(pytest.param("lists", room, marks=pytest.mark.long) for room in (4096, 250_000)),
        *(pytest.param("pages", room, marks=pytest.mark.long) for room in (4096, 400_000, 1_500_000, 6_000_000)),
    ],
)
def test_a_disk_that_fills_up_leaves_the_old_site_and_room(
    states: States, tmp_path: Path, what: str, room: int
) -> None:
    """The build fails with words, or it fits; and with room again it goes on. For pages see the next test too."""
    built, sites = states(what)
    with disk(tmp_path / "disk", 400_000_000) as resize:
        project = clone(built, tmp_path / "disk/p")
        shutil.rmtree(project / ".cache/outreach/stamped")
        before = used(project)
        resize(before + room)
        CHANGES[what][1](project)
        result = outreach(project, "build", "--json", PYTHONDONTWRITEBYTECODE="1", TMPDIR="/dev/shm")
        assert "Traceback" not in result.stdout + result.stderr
        there = files_of(project / "site")
        if result.returncode:
            assert [each["slug"] for each in json.loads(result.stdout)] == ["system"], result.stdout
            assert there == sites[0]
        else:
            assert there == sites[1]
        assert not (project / ".cache/outreach/staging").exists()
        resize(400_000_000)
        assert outreach(project, "build").returncode == 0
        assert files_of(project / "site") == sites[1]


@pytest.mark.parametrize("room", [100_000, pytest.param(2_000_000, marks=pytest.mark.long)])
def test_a_web_servers_disk_that_fills_up_keeps_the_old_site(small: Path, tmp_path: Path, room: int) -> None:
    """The site is a link to a file system of its own. Before that one, the one fills up on which it is built."""
    own, www = tmp_path / "disk", tmp_path / "www"
    with disk(own, 400_000_000) as resize_own, disk(www, 100_000_000) as resize:
        project = clone(small, own / "p")
        shutil.move(project / "site", www / "html")
        (project / "site").symlink_to(www / "html")
        before = files_of(www / "html")
        CHANGES["pages"][1](project)
        for full in (own, www):
            resize_own(used(own) + 1_500_000 if full == own else 400_000_000)
            resize(used(www) + room if full == www else 100_000_000)
            result = outreach(project, "build", "--json", PYTHONDONTWRITEBYTECODE="1", TMPDIR="/dev/shm")
            assert "Traceback" not in result.stdout + result.stderr
            assert (result.returncode, [each["slug"] for each in json.loads(result.stdout)]) == (1, ["system"])
            assert files_of(www / "html") == before
            assert [path.name for path in www.iterdir()] == ["html"]
            assert not (project / ".cache/outreach/staging").exists()
        resize(100_000_000)
        assert outreach(project, "build").returncode == 0
        assert "Lúc cài" in (www / "html/huong-dan/android/index.html").read_text(encoding="utf-8")
        assert (project / "site").is_symlink()


def test_the_folder_of_units_is_exchanged_at_once(states: States, tmp_path: Path) -> None:
    """A reader who looks all the while never sees one kit of the old site beside one of the new."""
    built, sites = states("lists")
    project = clone(built, tmp_path / "p")
    codes = sorted({name.split("/")[1] for name in sites[0] if name.startswith("don-vi/1") and name.count("/") > 1})
    pages = [{sites[state][f"don-vi/{code}/index.html"]: state for state in (0, 1)} for code in codes]
    CHANGES["lists"][1](project)
    process = subprocess.Popen([OUTREACH, "build"], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    mixed, states = [], set()
    while process.poll() is None or states != {0, 1}:
        folder = os.open(project / "site/don-vi", os.O_RDONLY)
        try:
            seen = set()
            for code, known in zip(codes, pages, strict=True):
                with open(f"/proc/self/fd/{folder}/{code}/index.html", "rb") as page:
                    seen.add(known[page.read()])
            states |= seen
            mixed += [seen] if len(seen) > 1 else []
        except FileNotFoundError:
            assert not os.path.samestat(os.fstat(folder), os.stat(project / "site/don-vi")), "a part of the live site"
        finally:
            os.close(folder)
        assert process.poll() in {None, 0}
    assert mixed == [] and states == {0, 1}


def test_whatever_the_umask_the_site_can_be_read_and_what_keeps_readers_out_is_told(
    small: Path, tmp_path: Path
) -> None:
    project = clone(small, tmp_path / "p")
    CHANGES["pages"][1](project)
    (tmp_path / "p").chmod(0o700)
    command = f"umask 077; exec {OUTREACH} build --json"
    for change in (lambda project: None, CHANGES["lists"][1]):
        change(project)
        result = subprocess.run(["sh", "-c", command], cwd=project, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr
        told = [each["data"] for each in json.loads(result.stdout) if each["slug"] == "site-unreadable"]
        assert told and all({"found", "mode"} <= each.keys() for each in told)
        paths = [project / "site", *(project / "site").rglob("*")]
        assert {path.stat().st_mode & 0o777 for path in paths if path.is_file()} == {0o644}
        assert {path.stat().st_mode & 0o777 for path in paths if path.is_dir()} == {0o755}
    assert not any(
        each["slug"] == "site-unreadable" for each in json.loads(outreach(project, "build", "--json").stdout)
    )
