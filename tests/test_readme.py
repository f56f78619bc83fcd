"""The README keeps its word: its commands run, and it names every command, option, format and finding."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from outreach.campaign.carriers import Carrier
from outreach.campaign.load import load
from outreach.campaign.messages import SeriesFields
from outreach.campaign.shops import Shop
from outreach.checks.rules import rules
from outreach.cli.commands import root
from outreach.cli.program import reference
from outreach.core.project import Project
from projects import ROOT, clone

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.+?)\n```", README, re.MULTILINE | re.DOTALL)
LASTING = {".venv/bin/outreach serve"}
"""Runs until it is stopped: test_serve.py does."""


def test_there_are_commands() -> None:
    assert COMMANDS[:2] == ["make", "make test"]
    assert len(COMMANDS) >= 5


def timed(command: str) -> object:
    """A command as a parameter; those that set sheets take their time."""
    return pytest.param(command, marks=pytest.mark.long) if re.search(r"outreach (check|kit) ?", command) else command


@pytest.mark.parametrize("command", [timed(c) for c in COMMANDS if c.startswith(".venv/bin/") and c not in LASTING])
def test_each_outreach_command_runs(project: Path, command: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    clone(project, folder, site=False)
    program, *arguments = shlex.split(command)
    result = subprocess.run(
        [str(Path(sys.executable).with_name(Path(program).name)), *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make")])
def test_each_make_command_is_a_target(command: str) -> None:
    """What is running right now can't run itself: make says what it would do."""
    result = subprocess.run([*shlex.split(command), "-n"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert ("pytest" if "test" in command else "outreach build") in result.stdout


def test_every_command_and_option_is_documented() -> None:
    commands, common = reference(root, "en")
    assert {entry.command for entry in commands} >= {"outreach build", "outreach embeds check"}
    for entry in commands:
        assert f"| `{entry.command}" in README, entry.command
        for name, _ in entry.parameters:
            # Arguments stand in the row's first column, as `outreach sheet MATERIAL` has them.
            assert not name.startswith("-") or f"`{name}" in README, f"{entry.command} {name}"
    for name, _ in common:
        assert f"`{name}" in README, name


def test_every_format_and_profile_is_documented() -> None:
    bundle = load(Project(ROOT))
    for template in bundle.templates.values():
        rows = [line for line in README.splitlines() if line.startswith(f"| `{template.name}` |")]
        told = {(f, p) for row in rows for f in _names(row.split("|")[2]) for p in _names(row.split("|")[3])}
        assert told == set(template.layouts), template.name


def test_every_finding_is_documented() -> None:
    table = tomllib.loads((ROOT / "scripts/outreach/theme/strings/en.toml").read_text(encoding="utf-8"))
    told = set(re.findall(r"^\| `([a-z-]+)` \|", README.split("## Findings")[1], re.MULTILINE))
    assert told == set(table["findings"])


def test_every_preflight_rule_is_documented_as_it_says_itself() -> None:
    section = README.split("## Preflight")[1].split("\n## ")[0]
    told = dict(re.findall(r"^\| `([a-z]+)` \| (.+) \|$", section, re.MULTILINE))
    own = {name: " ".join((sys.modules[rule.__module__].__doc__ or "").split()) for name, rule in rules().items()}
    assert told == own


def test_every_field_of_a_shop_is_documented() -> None:
    section = README.split("## Preflight")[1].split("\n## ")[0]
    assert set(re.findall(r"^(\w+) = ", section, re.MULTILINE)) == set(Shop.model_fields)


def test_every_field_of_messages_and_carriers_is_documented() -> None:
    section = README.split("## Messages")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    told = {name for row in rows for name in _names(row) if re.fullmatch(r"[a-z_]+", name)}
    assert told == (set(SeriesFields.model_fields) | set(Carrier.model_fields)) - {"hide"}


def test_the_picture_is_there() -> None:
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).stat().st_size < 400_000


def _names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)
