"""Where files are handed over: never among the project's own, and told before anything is made."""

import json
import os
from pathlib import Path

import pytest

from outreach.cli.commands import main
from outreach.core.findings import OutreachError
from outreach.core.output_folder import open_folder, replace_folder
from outreach.core.project import Project

OWN = (
    "docs",
    "docs/assets/new",
    "site",
    "print_templates/a3",
    "scripts",
    ".cache",
    ".cache/outreach",
    "",
    "out/../docs",
)
COMMANDS = (["sheet", "mot-cua"], ["kit"], ["proof"])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """As little as a project can be: whatever reads more of it fails otherwise."""
    (tmp_path / "p/docs/_data").mkdir(parents=True)
    (tmp_path / "p/mkdocs.yml").write_text("")
    (tmp_path / "p/out").mkdir()
    (tmp_path / "p/note.txt").write_text("mine")
    (tmp_path / "p/linked").symlink_to(tmp_path / "p/docs")
    return Project(tmp_path / "p")


def told(project: Project, command: list[str], out: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    arguments = [*command, "-C", str(project.root), "--out", str(project.root / out), "--json"]
    before = sorted(project.root.rglob("*"))
    assert main(arguments) == 1
    assert sorted(project.root.rglob("*")) == before
    records = json.loads(capsys.readouterr().out)
    return [(each["slug"], each["data"].get("found", "")) for each in records]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_can_not_be_given_away_is_one_finding(
    project: Project, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for out in (*OWN, "linked/x"):
        assert told(project, command, out, capsys) == [("out-own", str(project.root / out))]
    for out in ("note.txt", "note.txt/x/y"):
        assert told(project, command, out, capsys) == [("out-file", str(project.root / "note.txt"))]
    assert [slug for slug, _ in told(project, command, "x" * 300, capsys)] == ["system"]
    if os.path.isdir("/proc/self"):
        assert main([*command, "-C", str(project.root), "--out", "/proc/x", "--json"]) == 1
        assert [each["slug"] for each in json.loads(capsys.readouterr().out)] == ["system"]


def test_a_folder_made_for_nothing_is_removed(project: Project) -> None:
    for out, stays in ((project.root / "new", False), (project.root / "out", True)):
        with pytest.raises(ValueError), open_folder(project, out):
            assert out.is_dir()
            raise ValueError
        assert out.exists() == stays
    with open_folder(project, project.root / "new"):
        (project.root / "new/a").write_text("a")
    assert (project.root / "new/a").exists()


def test_a_whole_folder_comes_in_one_step_or_not_at_all(project: Project) -> None:
    out = project.root / "out"
    (out / "old").write_text("old")
    with pytest.raises(ValueError), replace_folder(project, out, lambda folder: "") as aside:
        (aside / "new").write_text("new")
        raise ValueError
    with pytest.raises(OutreachError) as caught, replace_folder(project, out, lambda folder: "old"):
        raise AssertionError
    assert [(f.slug, f.data["other"]) for f in caught.value.findings] == [("out-foreign", "old")]
    assert [path.name for path in out.iterdir()] == ["old"]
    with replace_folder(project, out, lambda folder: "") as aside:
        (aside / "new").write_text("new")
        assert (out / "old").exists()
    assert [path.name for path in out.iterdir()] == ["new"]
    assert {path.name for path in project.root.iterdir()} == {"docs", "mkdocs.yml", "out", "note.txt", "linked"}
