"""Explanations of findings: none is missing, none is of a finding that there is not, and the examples are true."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from outreach.campaign.bundle import Bundle
from outreach.campaign.load import load
from outreach.campaign.telephones import read_plan
from outreach.campaign.units import read_list
from outreach.cli.commands import main
from outreach.cli.explain import BLANK, explanation, explanations, table
from outreach.content.lint.pages import lint
from outreach.content.page import read
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.products.prepare import prepare
from outreach.sheets.compose import Composer
from outreach.site.settings import check_settings
from projects import crue

LANGUAGES = ("en", "vi")
EXAMPLES = table("examples")
FRONT = "---\ntitle: Example\nsummary: One sentence.\n---\n\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_finding_can_be_explained(language: str) -> None:
    findings = Strings.load(language).section("findings")
    every = explanations(language)
    assert [entry.finding for entry in every] == list(findings)
    assert explanation("link-broken", language) in every
    for entry in every:
        assert entry.text and not re.search(r"[{}]", entry.text + entry.expected)
        assert entry.text.strip(f"{BLANK}“”:. ") or entry.remedy, entry.finding
        assert entry.remedy or entry.bad, entry.finding


def test_nothing_is_explained_that_there_is_not() -> None:
    findings = Strings.load("en").section("findings")
    assert set(EXAMPLES) <= set(findings)
    assert table("en").keys() == table("vi").keys() <= findings.keys()
    for example in EXAMPLES.values():
        assert example.keys() - {"good"} == {"place", "bad"} and example.get("good") != example["bad"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small campaign whose poster is called so, with an approval to be printed for one unit."""
    folder = crue(tmp_path_factory.mktemp("explain") / "project")
    (folder / "docs/an-pham/mairie.md").rename(folder / "docs/an-pham/poster.md")
    (folder / "docs/an-pham/ecole.md").unlink()
    (folder / "photos").mkdir()
    (folder / "photos/boat.jpg").touch()
    campaign = folder / "docs/_data/campaign.toml"
    text = campaign.read_text(encoding="utf-8").replace("mairie.md", "poster.md")
    text = text.replace(
        "[facts.permanence]",
        '[facts.help_number]\nvalue = "01 99 00 12 34"\nsource = "x"\nchecked_on = 2026-03-01\n\n[facts.permanence]',
    )
    campaign.write_text(text.replace(', { "Avis" = "an-pham/ecole.md" }', ""), encoding="utf-8")
    return folder


def real(text: str) -> str:
    """An example as it would be typed: ‹U+200B› is the character itself."""
    text = re.sub(r"‹U\+([0-9A-F]+)›", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"… ([\d,]+) characters …", lambda match: "a " * (int(match[1].replace(",", "")) // 2 + 1), text)


def of_list(project: Path, place: str, text: str) -> set[str]:
    path = project.parent / "list.csv"
    path.write_text(text, encoding="utf-8")
    plan, _ = read_plan("vn", project / "docs/_data", "docs/_data")
    assert plan is not None
    return {finding.slug for finding in read_list(path, place, plan)[1]}


@cache
def _bundle(project: Path) -> Bundle:
    return load(Project(project))


def of_page(project: Path, place: str, text: str) -> set[str]:
    path = project / place
    whole = text.startswith("---")
    path.write_text(text if whole else FRONT + text.strip("\n") + "\n", encoding="utf-8")
    try:
        bundle = _bundle(project)
        page = read(path, place, bundle.campaign.facts)
        name = place.removeprefix("docs/")
        found = [*page.findings, *lint(bundle, {name: page}, set())]
    except OutreachError as error:
        found = error.findings
    finally:
        path.unlink()
    return {finding.slug for finding in found if finding.file == place}


def of_name(project: Path, place: str, text: str) -> set[str]:
    """A file of that name, empty."""
    path = project / place / text
    path.touch()
    try:
        prepare(Project(project))
    except OutreachError as error:
        return {finding.slug for finding in error.findings if finding.file == f"{place}{text}"}
    finally:
        path.unlink()
    return set()


def of_drawing(project: Path, place: str, text: str) -> set[str]:
    (project / place).write_text(text, encoding="utf-8")
    found = lint(_bundle(project), {}, set())
    (project / place).unlink()
    return {finding.slug for finding in found if finding.file == place}


def of_lines(project: Path, place: str, text: str) -> set[str]:
    """Lines in the place of those with the same name, or at the beginning."""
    path = project / place
    before = path.read_text(encoding="utf-8")
    key = re.match(r"(\w+)( =|:)", text)
    assert key is not None
    pattern = rf"^( *){key[0]}" + (r" \[\n(?:.*\n)*?\]" if " [\n" in before.partition(key[0])[2][:3] else r".*")
    after, count = re.subn(pattern, lambda match: match[1] + text, before, count=1, flags=re.MULTILINE)
    path.write_text(after if count else f"{text}\n{before}", encoding="utf-8")
    try:
        check_settings(Project(project))
        prepared = prepare(Project(project))
        composer = Composer(prepared.bundle, dict(prepared.fonts))
        found = [*prepared.findings, *(f for sheet in prepared.sheets for f in composer.compose(sheet).findings)]
    except OutreachError as error:
        found = error.findings
    finally:
        path.write_text(before, encoding="utf-8")
    return {finding.slug for finding in found}


def look_at(project: Path, place: str, text: str) -> set[str]:
    if place.endswith("/"):
        return of_name(project, place, text)
    return next(look for start, look in KINDS.items() if place.startswith(start))(project, place, text)


KINDS: dict[str, Callable[[Path, str, str], set[str]]] = {
    "docs/_data/units/": of_list,
    "docs/guide/": of_page,
    "docs/_data/": of_lines,
    "docs/an-pham/": of_lines,
    "mkdocs.yml": of_lines,
    "docs/assets/": of_drawing,
}
PLANTED = [name for name, example in EXAMPLES.items() if example["place"] != "$"]
TYPED = [name for name, example in EXAMPLES.items() if example["place"] == "$"]


@pytest.mark.parametrize("name", PLANTED)
def test_an_example_gives_its_finding_and_put_right_does_not(name: str, project: Path) -> None:
    example = EXAMPLES[name]
    place = example["place"]
    assert name in look_at(project, place, real(example["bad"]))
    if "good" in example:
        left = look_at(project, place, real(example["good"]))
        assert left == set() if not place.endswith("/") else name not in left  # of a name the file is empty


@pytest.mark.parametrize("name", TYPED)
def test_a_command_of_an_example_gives_its_finding(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    program, *arguments = EXAMPLES[name]["bad"].split()
    assert program == "outreach" and main(["--json", *arguments]) == 1
    assert [record["slug"] for record in json.loads(capsys.readouterr().out)] == [name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_explain_shows_all_there_is(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "link-broken", "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    entry = explanation("link-broken", language)
    assert lines[0] == f"link-broken: {entry.text}"
    for part in (entry.expected, entry.bad, entry.good, entry.remedy):
        assert f"    {part}" in lines
    assert main(["explain", "link-broken", "--lang", language, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["finding"] == "link-broken" and record["remedy"] == table(language)["link-broken"]


def test_explain_alone_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    rows = capsys.readouterr().out.splitlines()
    names = list(Strings.load("en").section("findings"))
    assert [row.split()[0] for row in rows[1:]] == names
    assert main(["explain", "--json", "--lang", "vi"]) == 0
    assert [record["finding"] for record in json.loads(capsys.readouterr().out)] == names
