"""The set-up that a newcomer meets first: Makefile, lock files, native libraries."""

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def locked(name: str) -> dict[str, list[str]]:
    """The requirements of a lock file, each with its options: {"pillow==13.0.0": ["--hash=sha256:…", …]}."""
    text = "\n".join(line for line in (ROOT / name).read_text().splitlines() if not line.lstrip().startswith("#"))
    entries = [entry.split() for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]
    return {entry[0]: [word for word in entry[1:] if word.startswith("--")] for entry in entries}


def test_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert declared
    targets = declared[1].split()
    rules = re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE)
    assert sorted(rules) == sorted(targets)

    command = ["make", "--no-print-directory", "help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lines = [line.split(maxsplit=2) for line in shown.splitlines()]
    assert [line[1] for line in lines] == rules
    assert all(line[0] == "make" and len(line[2]) > 10 for line in lines)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_and_hashes_every_requirement(name: str) -> None:
    requirements = locked(name)
    assert len(requirements) > 40
    for requirement, options in requirements.items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", requirement), requirement
        assert options, f"{requirement} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", option) for option in options), requirement


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text()
    for place in ("://", "file:", "--index", "--extra-index", "--find-links", "/"):
        assert place not in text, f"{name} names {place}"


def test_locks_agree_and_cover_what_is_asked_for() -> None:
    product, development = map(locked, LOCKS)
    assert product.items() <= development.items()

    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    for name in ("requirements.in", "requirements-dev.in"):
        asked += re.findall(r"^[^#\n]+", (ROOT / name).read_text(), re.MULTILINE)
    pinned = {requirement.split("==")[0] for requirement in development}
    assert {re.split(r"[^\w-]", line)[0].lower() for line in asked} <= pinned


def test_install_is_one_path_without_an_import_hook() -> None:
    """An import hook would cost time at each start, used or not."""
    found = [path for folder in sys.path for path in Path(folder).glob("__editable__.outreach-*.pth")]
    assert [path.read_text().strip() for path in found] == [str(ROOT / "scripts")]


SCRIPT = (ROOT / "scripts/native.sh").read_text()


@dataclass(frozen=True)
class Computer:
    """The commands that native.sh finds: the real ones it needs, stand-ins for those that would install."""

    folder: Path

    def add(self, command: str, body: str) -> None:
        file = self.folder / command
        file.write_text(f"#!/bin/sh\n{body}\n")
        file.chmod(0o755)

    def run(self, mode: str, script: str = SCRIPT) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.folder / "sh", "-s", mode],
            input=script,
            env={"PATH": str(self.folder), "SBIN": str(self.folder)},
            capture_output=True,
            text=True,
        )

    def apt_calls(self) -> list[str]:
        log = self.folder / "apt.log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    """A Debian without sudo and without Chromium, and a user who is not root."""
    for command in ("sh", "env", "ln"):
        (tmp_path / command).symlink_to(shutil.which(command) or pytest.fail(command))
    (tmp_path / "python3").symlink_to(sys.executable)
    computer = Computer(tmp_path)
    computer.add("id", "echo 1000")
    computer.add("apt-get", f'echo "$*" >> {tmp_path}/apt.log; exit 100')
    for command in ("qpdf", "pdfinfo", "gs", "nginx", "apache2", "exiftool", "node"):
        computer.add(command, "")
    return computer


def advice(run: subprocess.CompletedProcess[str]) -> list[str]:
    """The commands in a message: its indented lines."""
    return [line.strip() for line in run.stderr.splitlines() if line.startswith("  ")]


def test_native_is_silent_when_all_is_there(computer: Computer) -> None:
    run = computer.run("build")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_native_prints_one_command_for_a_missing_browser(computer: Computer) -> None:
    run = computer.run("test")
    assert run.returncode == 1
    assert advice(run) == ["su -c 'apt-get install chromium'"]
    assert computer.apt_calls() == []


def test_native_brings_the_programs_of_long_tests_for_these_alone(computer: Computer) -> None:
    computer.add("chromium", "")
    assert computer.run("test").returncode == 0
    run = computer.run("long")
    assert run.returncode == 1
    others = "firefox-esr npm php-cli default-jre-headless"
    office = "libreoffice-writer-nogui fonts-liberation libreoffice-calc-nogui"
    assert advice(run) == [f"su -c 'apt-get install {others} {office}'"]
    for command in ("firefox-esr", "npm", "php", "java", "soffice", "localc"):
        computer.add(command, "")
    run = computer.run("long")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_native_prints_one_command_for_missing_libraries(computer: Computer) -> None:
    """The script with two library names that no system has."""
    script = SCRIPT.replace("libpangoft2-1.0.so.0", "libpangoft2-9.so").replace("subset.so.0", "subset.so.9")
    run = computer.run("build", script)
    assert run.returncode == 1
    assert advice(run) == ["su -c 'apt-get install libpangoft2-1.0-0 libharfbuzz-subset0'"]
    assert computer.apt_calls() == []


def test_native_does_not_ask_for_a_password(computer: Computer) -> None:
    computer.add("sudo", '[ "$1" != -n ] && exec "$@"; exit 1')
    run = computer.run("test")
    assert run.returncode == 1
    assert advice(run) == ["sudo apt-get install chromium"]
    assert computer.apt_calls() == []


@pytest.mark.parametrize(("user", "sudo"), [(0, ""), (1000, 'shift; exec "$@"')], ids=["root", "sudo"])
def test_native_installs_when_it_may(computer: Computer, user: int, sudo: str) -> None:
    """The package lists are old: the first try fails, new lists are fetched, the second try succeeds."""
    folder = computer.folder
    computer.add("id", f"echo {user}")
    if sudo:
        computer.add("sudo", sudo)
        computer.add("true", "exit 0")
    fetched = f"[ -e {folder}/lists ]"
    computer.add(
        "apt-get",
        f"""echo "$*" >> {folder}/apt.log
        case "$*" in
            *update) : > {folder}/lists ;;
            *) {fetched} || exit 100; ln -s {folder}/sh {folder}/chromium ;;
        esac""",
    )
    run = computer.run("test")
    assert (run.returncode, run.stdout) == (0, "")
    install = "-q -y --no-install-recommends install chromium"
    assert computer.apt_calls() == [install, "-q update", install]


def test_native_gives_the_command_when_installing_fails(computer: Computer) -> None:
    computer.add("id", "echo 0")
    run = computer.run("test")
    assert run.returncode == 1
    assert advice(run) == ["su -c 'apt-get install chromium'"]
    assert computer.apt_calls()


def test_native_says_so_where_there_is_no_apt(computer: Computer) -> None:
    (computer.folder / "apt-get").unlink()
    run = computer.run("test")
    assert run.returncode == 1
    assert "no apt-get" in run.stderr and "chromium" in run.stderr
    assert advice(run) == []
