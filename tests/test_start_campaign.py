"""The path "Start a campaign" of the manual, walked on an empty folder, from its commands to finished sheets."""

import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import ROOT, outreach, words_of

pytestmark = pytest.mark.xdist_group("start-campaign")  # one process: its site is built once

FOLDER = "../flood"
"""Where the manual puts the campaign."""


def section(folder: str = "docs", heading: str = "## Start a campaign") -> str:
    """The text below a heading of the manual of a folder."""
    manual = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    return manual.split(f"\n{heading}\n")[1].split("\n" + heading.partition(" ")[0] + " ")[0]


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The blocks of a section in order: ("sh", commands) or (path of a file, its content)."""
    for step in re.split(r"^\d\. ", text, flags=re.MULTILINE)[1:]:
        named = re.match(r"Write `([^`]+)`", step)
        for kind, block in re.findall(r"^    ```(\w+)\n(.*?)^    ```$", step, re.MULTILINE | re.DOTALL):
            yield ("sh" if kind == "sh" or named is None else named[1]), textwrap.dedent(block)


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign as the manual's steps make it, but for its commands of `outreach`."""
    folder = tmp_path_factory.mktemp("start") / "flood"
    for name, block in steps(section()):
        if name == "sh":
            commands = [line for line in block.splitlines() if not line.startswith(".venv/")]
            script = "\n".join(commands).replace(FOLDER, str(folder))
            subprocess.run(["sh", "-e", "-c", script], cwd=ROOT, check=True)
        else:
            (folder / name).write_text(block, encoding="utf-8")
    return folder


def test_the_manual_has_each_step() -> None:
    names = [name for name, _ in steps(section())]
    assert names[0] == names[-1] == "sh" and len(names) == 7
    commands = re.findall(r"^    \.venv/bin/outreach -C (\S+) (\w+)$", section(), re.MULTILINE)
    assert commands == [(FOLDER, "check"), (FOLDER, "build")]


def test_its_commands_run_without_a_finding_and_make_a_draft(flood: Path) -> None:
    for command in ("check", "build"):
        result = outreach(ROOT, "-C", str(flood), command)
        assert result.returncode == 0, result.stdout + result.stderr
        assert not re.search(r"\b(error|warning)\b", result.stdout), result.stdout
    sheets = sorted(path.name for path in (flood / "site/an-pham/town-hall").glob("*.pdf"))
    assert sheets == [f"town-hall-a4-{profile}.pdf" for profile in ("office-colour", "office-mono", "screen")]
    assert "Draft" in (flood / "site/index.html").read_text(encoding="utf-8")
    assert (flood / "docs/_data/issued.csv").read_text(encoding="utf-8").startswith("code,edition,ended\nA1")


def test_without_a_letter_an_active_campaign_is_no_draft(flood: Path, tmp_path: Path) -> None:
    project = tmp_path / "flood"
    shutil.copytree(flood, project, ignore=shutil.ignore_patterns("site", ".cache"))
    table = project / "docs/_data/campaign.toml"
    table.write_text(table.read_text(encoding="utf-8").replace('"draft"', '"active"'), encoding="utf-8")
    made = outreach(
        ROOT, "-C", str(project), "sheet", "town-hall", "--profile", "office-mono", "--out", str(tmp_path / "out")
    )
    assert made.returncode == 0, made.stdout
    (pdf,) = (tmp_path / "out").rglob("*.pdf")
    words = words_of(pdf)
    assert "Draft" not in words and "letter" not in words and "Issued by Rivelle Council." in words


def test_the_template_of_the_manual_makes_a_sheet(flood: Path, tmp_path: Path) -> None:
    project = tmp_path / "flood"
    shutil.copytree(flood, project, ignore=shutil.ignore_patterns("site", ".cache"))
    files = dict(steps(section("print_templates", "### Add a template")))
    assert list(files) == ["plain/template.toml", "plain/sheet.html.j2", "plain/sheet.css"]
    (project / "print_templates/plain").mkdir()
    for name, text in files.items():
        (project / "print_templates" / name).write_text(text, encoding="utf-8")
    material = project / "docs/an-pham/town-hall.md"
    text = material.read_text(encoding="utf-8").replace(
        "template: poster\nformats: [a4]", "template: plain\nformats: [a5]"
    )
    text = re.sub(r"^(scan_from|  steps(_title)?): .*\n", "", text, flags=re.MULTILINE).replace(
        "read_from: 1.2", "read_from: 0.8"
    )
    material.write_text(text, encoding="utf-8")
    made = outreach(ROOT, "-C", str(project), "sheet", "town-hall", "--out", str(tmp_path / "out"))
    assert made.returncode == 0 and "warning" not in made.stdout, made.stdout
    words = words_of(tmp_path / "out/town-hall-a5-office-mono.pdf")
    assert "When the river rises" in words and "Draft" in words and "Issued by Rivelle Council" in words


def test_what_ships_is_what_the_manual_says() -> None:
    theme = ROOT / "scripts/outreach/theme"
    assert {path.stem for path in (theme / "strings").glob("*.toml")} == {"vi", "en"}
    assert {path.stem for path in (theme / "telephones").glob("*.toml")} == {"vn", "fr"}
