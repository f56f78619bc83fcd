"""The command line: options before and behind a command, help in both languages, wrong arguments, completion."""

import ast
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest

from outreach.cli.commands import main, root
from outreach.cli.program import PROGRAM, common_options, translate
from outreach.cli.texts import FOLDER, Texts, languages
from outreach.core.package import PACKAGE, package_table
from outreach.products.guide.embed_check import Kind, State
from outreach.products.kits.changes import Kind as Change
from projects import outreach


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """As little as a project can be: whatever reads more of it says that its tables are missing."""
    (tmp_path / "p/docs/_data").mkdir(parents=True)
    (tmp_path / "p/mkdocs.yml").write_text("")
    return tmp_path / "p"


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(arguments) == code
    return capsys.readouterr().out


def commands(group: click.Group = root, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def leaves(table: object, path: str = "") -> Iterator[str]:
    if isinstance(table, dict):
        for key, value in table.items():
            yield from leaves(value, f"{path}/{key}")
    else:
        yield path


def test_each_command_is_short() -> None:
    functions = [command.callback for _, command in commands() if not isinstance(command, click.Group)]
    assert len(functions) >= 12
    for function in functions:
        (node,) = ast.parse(inspect.getsource(inspect.unwrap(function))).body
        assert isinstance(node, ast.FunctionDef)
        assert (node.body[-1].end_lineno or 0) - node.body[0].lineno < 15, node.name


def test_both_languages_have_all_words() -> None:
    assert languages() == sorted(path.stem for path in FOLDER.glob("*.toml")) == ["en", "vi"]
    assert [*leaves(package_table(FOLDER / "en.toml"))] == [*leaves(package_table(FOLDER / "vi.toml"))]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_each_command_option_and_argument_has_its_help(language: str) -> None:
    translate(root, Texts(language))
    assert len(list(commands())) >= 14
    for path, command in ((), root), *commands():
        assert command.help and all(getattr(param, "help", None) for param in command.params), path
    assert {param.opts[0] for param in root.params} == {"--json", "--lang", "--trace", "-C", "--version"}


def test_no_words_of_help_are_left_over() -> None:
    table = Texts("en").section("commands")
    known = {"/does"}
    for path, command in commands():
        place = "/" + "/".join(path)
        names = {param.name for param in command.params} - {option.name for option in common_options()}
        known |= {f"{place}/{name}" for name in (*names, "does")}
    assert set(leaves(table)) == known


@pytest.mark.parametrize("path", [(), *(path for path, _ in commands())], ids="-".join)
def test_help_is_in_the_language_that_is_asked_for(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    english = said(capsys, *path, "--help")
    assert english.startswith(f"Usage: {' '.join([PROGRAM, *path])}") and "Options:" in english
    vietnamese = said(capsys, *path, "--help", "--lang", "vi")
    assert vietnamese.startswith("Cách dùng: ") and "hiện lời giúp này" in vietnamese
    for word in ("Usage", "Options", "Commands", "Arguments", "OPTIONS", "COMMAND", "show this"):
        assert word not in vietnamese
    assert said(capsys, "--lang", "vi", *path, "--help") == vietnamese


def test_the_environment_may_name_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_LANG", "vi")
    assert said(capsys).startswith("Cách dùng")
    assert said(capsys, "--lang", "en", "--help").startswith("Usage")
    assert said(capsys, "build", "--lang", "en", "--help").startswith("Usage")
    monkeypatch.setenv("OUTREACH_LANG", "xx")
    assert "error argument-invalid: --lang: “xx”" in said(capsys, "build", code=1)


@pytest.mark.parametrize("path", [(), ("units",), ("embeds",)])
def test_what_is_called_bare_shows_its_help(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    help_text = said(capsys, *path, "--help")
    assert said(capsys, *path) == said(capsys, *path, "--json") == help_text


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    name, number = said(capsys, "--version").split()
    assert name == "outreach" and number[0].isdigit()


def test_options_of_all_commands_stand_before_and_behind(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(capsys, "-C", str(project), "--json", "--lang", "vi", "formats", code=1)
    assert found == said(capsys, "formats", "-C", str(project), "--json", "--lang", "vi", code=1)
    assert "docs/_data/campaign.toml" in {record["file"] for record in json.loads(found)}
    both = said(capsys, "-C", str(tmp_path), "formats", "-C", str(project), "--json", "--lang", "vi", code=1)
    assert both == found  # the one behind counts
    assert "project-missing" in said(capsys, "-C", str(project), "formats", "-C", str(tmp_path), code=1)
    nested = said(capsys, "units", "--json", "-C", str(tmp_path), "diff", "a", "b", code=1)
    assert json.loads(nested)[0]["slug"] == "project-missing"


WRONG = {
    "a command that there is not": (["buidl"], "command-unknown", "build"),
    "a command of a group that there is not": (["embeds", "chek"], "command-unknown", "check"),
    "an option that there is not": (["build", "--frce"], "option-unknown", "--force"),
    "an option without its value": (["serve", "--port"], "option-misused", "outreach serve --help"),
    "a value behind a flag": (["build", "--force=3"], "option-misused", "outreach build --help"),
    "nothing where a word is needed": (["sheet"], "argument-missing", "outreach sheet --help"),
    "no files": (["preflight"], "argument-missing", "outreach preflight --help"),
    "a word too many": (["build", "all"], "argument-extra", "outreach build --help"),
    "a port that is none": (["serve", "--port", "65536"], "argument-invalid", "1 to 65535"),
    "a port in words": (["serve", "--port", "http"], "argument-invalid", "1 to 65535"),
    "no processes": (["build", "--jobs", "0"], "argument-invalid", "1 to 256"),
    "a scale that is none": (["preflight", "--scale", "nan", "x.pdf"], "argument-invalid", "1:10"),
    "a language that is none": (["build", "--lang", "xx"], "argument-invalid", "en, vi"),
    "a finding that there is not": (["explain", "link-brokn"], "finding-unknown", "link-broken"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_arguments_are_one_clear_finding(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    arguments, slug, expected = WRONG[name]
    (record,) = json.loads(said(capsys, "--json", *arguments, code=1))
    assert record["slug"] == slug and expected in record["expected"]
    lines = said(capsys, *arguments, code=1).splitlines()
    assert lines[0].startswith(f"error {slug}: ") and lines[1].startswith("    expected: ") and len(lines) == 2
    if "--lang" not in arguments:
        lines = said(capsys, "--lang", "vi", *arguments, code=1).splitlines()
        assert lines[0].startswith(f"lỗi {slug}: ") and lines[1].startswith("    cần: ")
    assert {path.name for path in project.iterdir()} == {"docs", "mkdocs.yml"}


def test_findings_and_times_are_in_the_language_too(project: Path) -> None:
    result = outreach(project, "build", "--lang", "vi")
    assert result.returncode == 1
    assert ": lỗi " in result.stdout and "error" not in result.stdout
    assert result.stderr.startswith("build: hỏng sau ")


@pytest.mark.parametrize(
    ("words", "position", "offers"),
    [
        ("outreach ex", 1, ["explain"]),
        ("outreach embeds ", 2, ["measure", "check"]),
        ("outreach sheet p", 2, ["poster"]),
        ("outreach preflight --shop ", 3, ["near"]),
        ("outreach hosting ", 2, ["apache", "iis", "nginx"]),
        ("outreach explain link-b", 2, ["link-broken"]),
        ("outreach build --no", 2, ["--no-kits"]),
        ("outreach --lang ", 2, ["en", "vi"]),
    ],
)
def test_a_shell_is_offered_what_a_word_could_become(
    words: str, position: int, offers: list[str], project: Path
) -> None:
    for file in ("docs/an-pham/poster.md", "docs/an-pham/index.md", "docs/_data/shops/near.toml"):
        (project / file).parent.mkdir(exist_ok=True)
        (project / file).touch()
    asked = {"_OUTREACH_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(position)}
    result = outreach(project, **asked)
    assert [line.removeprefix("plain,") for line in result.stdout.splitlines()] == offers, result.stderr


def test_outside_a_project_nothing_of_it_is_offered(tmp_path: Path) -> None:
    asked = {"_OUTREACH_COMPLETE": "bash_complete", "COMP_WORDS": "outreach sheet ", "COMP_CWORD": "2"}
    result = outreach(tmp_path, **asked)
    assert (result.stdout.strip(), result.stderr) == ("", "")


def test_the_program_runs_as_a_module_too(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "outreach", "build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1 and "project-missing" in result.stdout


def test_states_are_words_on_the_screen_and_the_same_in_each_languages_json(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The project has no campaign: that is said in the language, and the JSON is one document."""
    rows = said(capsys, "doctor", "-C", str(project), "--lang", "vi", code=1)
    assert re.search(r"dữ liệu chiến dịch +thiếu +docs/_data/", rows) and "lỗi doctor: " in rows
    assert re.search(r"Python +được", rows) and " ok " not in rows
    records = [
        json.loads(said(capsys, "doctor", "-C", str(project), "--json", "--lang", lang, code=1)) for lang in languages()
    ]
    english, vietnamese = ([(each["what"], each["state"]) for each in record] for record in records)
    assert english == vietnamese and ("campaign", "missing") in english


def test_the_states_of_embeds_and_of_units_all_have_their_words() -> None:
    for section, kinds in {"embeds": [*get_args(Kind), *get_args(State)], "changes": get_args(Change)}.items():
        for language in languages():
            assert {kind for kind in kinds if kind} <= Texts(language).section(section).keys()


def test_no_message_is_missing_and_none_is_left_over() -> None:
    """Keys whose end is computed (`part-…`, `explain-…`) are known by their beginning."""
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "cli").glob("*.py")))
    keys = set(Texts("en").section("messages"))
    assert {key for key in keys if f'"{key}"' not in sources and not key.startswith(("part-", "explain-"))} == set()
    assert set(re.findall(r'(?:message|say)\("([a-z-]+)"', sources)) <= keys
    assert {f"explain-{part}" for part in ("expected", "bad", "good", "remedy")} <= keys
    assert {f"part-{part}" for part in Texts("en").section("parts")} <= keys
