"""The manual keeps its word: its commands run, its links and paths lead somewhere, and it names all that there is."""

import datetime as dt
import inspect
import pkgutil
import re
import shlex
import subprocess
import sys
import tomllib
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files

from outreach import campaign
from outreach.campaign.brand import Brand
from outreach.campaign.broadcasts import Broadcasts
from outreach.campaign.issued import COLUMNS
from outreach.campaign.load import load
from outreach.campaign.materials import MaterialFields, PageFields
from outreach.campaign.model import Campaign, Channel
from outreach.campaign.shops import Shop
from outreach.campaign.tasks import Task
from outreach.campaign.telephones import Plan
from outreach.campaign.ties import TieTable
from outreach.campaign.unit_cells import OPTIONAL, REQUIRED
from outreach.campaign.validate import Strict
from outreach.checks.rules import rules
from outreach.cli import reference
from outreach.cli.commands import root
from outreach.content.lint.names import names
from outreach.core.project import Project
from outreach.core.strings import Strings, theme_strings
from outreach.products.guide.heights import EmbedsFile
from outreach.products.loudspeakers.script_fields import ScriptFields
from outreach.products.messages.carriers import Carrier
from outreach.products.messages.series import SeriesFields
from outreach.products.prepare import prepare
from outreach.products.press_kit.illustrations import DrawingTable
from projects import ROOT, clone

MANUALS = (
    "README.md",
    *(f"{folder}/README.md" for folder in ("docs", "docs/_data", "print_templates", "scripts", "tests")),
)
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in MANUALS}
REFERENCES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / reference.FOLDER).iterdir())}
COMMANDS = [
    command for text in TEXTS.values() for command in re.findall(r"^```sh\n(.+?)\n```", text, re.MULTILINE | re.DOTALL)
]
LASTING = {".venv/bin/outreach serve"}
"""Runs until it is stopped: test_serve.py does. The path of a new campaign is walked by test_start_campaign.py."""


def test_there_are_commands() -> None:
    assert COMMANDS[:2] == ["make", "make test"]
    assert len(COMMANDS) >= 10


def test_the_readme_is_a_door_and_no_manual() -> None:
    assert len(TEXTS["README.md"].splitlines()) <= 120
    for name in MANUALS[1:]:
        assert f"({name}" in TEXTS["README.md"], name


def timed(command: str) -> object:
    """A command as a parameter; those that set sheets take their time."""
    return pytest.param(command, marks=pytest.mark.long) if re.search(r"outreach (check|kit) ?", command) else command


@pytest.mark.parametrize(
    "command", [timed(c) for c in COMMANDS if c.startswith(".venv/bin/outreach") and c not in LASTING]
)
def test_each_outreach_command_runs(project: Path, command: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    clone(project, folder, site=False)
    (folder / "returns/2020-08").mkdir(parents=True)  # of which the manual's commands make reports
    for line in command.splitlines():
        program, *arguments = shlex.split(line)
        result = subprocess.run(
            [str(Path(sys.executable).with_name(Path(program).name)), *arguments],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith(".venv/bin/python")])
def test_each_script_runs(command: str) -> None:
    result = subprocess.run([sys.executable, *shlex.split(command)[1:]], cwd=ROOT, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make")])
def test_each_make_command_is_a_target(command: str) -> None:
    """A target that runs right now can't run itself: make says what it would do."""
    result = subprocess.run([*shlex.split(command), "-n"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert {"make": "outreach build", "make bench": "bench/sheets.py"}.get(command, "pytest") in result.stdout


def test_references_are_what_make_docs_writes() -> None:
    assert reference.pages(Project(ROOT)) == REFERENCES, "run make docs"
    recipe = subprocess.run(["make", "docs", "-n"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert "outreach.cli.reference" in recipe


def test_every_command_and_option_is_documented() -> None:
    """Asked of click itself, not of what writes the reference."""
    sections = dict(
        re.findall(r"^## `outreach ([\w -]+)`\n(.*?)(?=^## |\Z)", REFERENCES["commands.md"], re.MULTILINE | re.DOTALL)
    )
    head = REFERENCES["commands.md"].split("\n## ")[0]
    rows = {name: set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)) for name, section in sections.items()}
    params = {name: {_metavar(param) for param in command.params} for name, command in _commands(root)}
    common = {name for name in set.intersection(*params.values()) if name.startswith("-")}
    assert common >= {"--json", "--lang", "--trace", "-C"}
    assert {*common, "--version", "--help"} == set(re.findall(r"^\| `([^`]+)` \|", head, re.MULTILINE))
    groups: dict[str, set[str]] = {
        name: set() for name, command in root.commands.items() if isinstance(command, click.Group)
    }
    assert groups.keys() == {"units", "embeds", "report"}
    assert rows == groups | {name: names - common for name, names in params.items()}
    assert {"build", "units diff", "embeds check"} <= set(rows)


def test_what_an_option_takes_and_what_stands_for_it_is_said() -> None:
    head, *sections = REFERENCES["commands.md"].split("\n## `outreach ")
    texts = {section.partition("`")[0]: head + section for section in sections}
    for name, command in _commands(root):
        rows = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", texts[name], re.MULTILINE))
        for param in command.params:
            words = [str(choice) for choice in param.type.choices] if isinstance(param.type, click.Choice) else []
            if isinstance(param, click.Option) and isinstance(param.default, str | float) and param.default:
                words.append(str(param.default).removesuffix(".0"))
            for word in words if not getattr(param, "is_flag", False) else []:
                assert re.search(rf"\b{word}\b", rows[_metavar(param)]), (name, param.name, word)


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield from (
            _commands(command, f"{before}{name} ") if isinstance(command, click.Group) else [(before + name, command)]
        )


def _metavar(param: click.Parameter) -> str:
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(click.Context(click.Command("")))


def test_every_format_and_profile_is_documented() -> None:
    bundle = load(Project(ROOT))
    for template in bundle.templates.values():
        section = REFERENCES["formats.md"].split(f"\n## `{template.name}`\n")[1].split("\n## ")[0]
        rows = [row.split("|") for row in re.findall(r"^\| `.+", section, re.MULTILINE)]
        assert {(_names(row[1])[0], p) for row in rows for p in _names(row[4])} == set(template.layouts), template.name
    rows = re.findall(r"^\| `([a-z-]+)` \| ", TEXTS["print_templates/README.md"], re.MULTILINE)
    assert set(bundle.profiles) <= set(rows)


def test_every_finding_is_documented() -> None:
    table = theme_strings("en")
    sections = re.findall(r"^## `([a-z0-9-]+)`\n\n(.+)", _prose(REFERENCES["findings.md"]), re.MULTILINE)
    assert [name for name, _ in sections] == sorted(table["findings"])
    for name, text in sections:
        words = re.sub(r"\{\w+\}", "…", table["findings"][name]["text"])
        assert re.sub(r"\\([\\`*<\[])", r"\1", text) == words, name


def test_every_preflight_rule_is_documented_as_it_says_itself() -> None:
    rows = {_names(row)[0]: row.split(" | ") for row in re.findall(r"^\| `.+", REFERENCES["rules.md"], re.MULTILINE)}
    profiles, findings = load(Project(ROOT)).profiles, set(Strings.load("en").section("findings"))
    assert {name: row[1] for name, row in rows.items()} == {
        name: " ".join((sys.modules[rule.__module__].__doc__ or "").split()) for name, rule in rules().items()
    }
    for name, rule in rules().items():
        assert _names(rows[name][2]) == [key for key, profile in profiles.items() if name in profile.rules]
        raised = re.findall(r'\bFinding\(\s*"([a-z-]+)"', inspect.getsource(sys.modules[rule.__module__]))
        assert set(raised) <= set(_names(rows[name][3])) <= findings and rows[name][3], name


def test_a_material_finds_the_slots_that_it_must_fill() -> None:
    sections = dict(re.findall(r"^## `([\w-]+)`\n\nSlots: (.+)$", REFERENCES["formats.md"], re.MULTILINE))
    assert sections["poster"].startswith(
        "**`headline`** (text), `scene` (scene), **`steps_title`** (text), **`steps`** (steps, at most 3)"
    )
    bundle = load(Project(ROOT))
    for material in prepare(Project(ROOT)).materials:
        bold = set(re.findall(r"\*\*`(\w+)`", sections[material.meta.template]))
        left = bold - set(material.meta.slots)
        template = bundle.templates[material.meta.template]
        everywhere = {name for name in left if all(name in layout for layout in template.layouts.values())}
        assert not everywhere, (material.slug, everywhere)


def fields_of(model: type[Strict], before: str = "") -> Iterator[tuple[str, bool]]:
    """Dotted name and whether it is required of each field, those of models within it included; `*` is any key."""
    for name, field in model.model_fields.items():
        yield before + name, field.is_required()
        for inner, keyed in _inner(field.annotation):
            yield from fields_of(inner, f"{before}{name}.{'*.' if keyed else ''}")


def _inner(annotation: Any, keyed: bool = False) -> Iterator[tuple[type[Strict], bool]]:
    if inspect.isclass(annotation) and issubclass(annotation, Strict):
        yield annotation, keyed
    for argument in typing.get_args(annotation):
        yield from _inner(argument, keyed or typing.get_origin(annotation) is dict)


PAGE = [(name, required or name in {"title", "summary"}) for name, required in fields_of(PageFields)]
"""Every page has a title and a summary: content/lint asks for them, where materials have fields of their own."""


@pytest.mark.parametrize(
    ("manual", "heading", "fields"),
    [
        ("docs", "What a page may hold", PAGE),
        ("docs", "Add a material", list(fields_of(MaterialFields))),
        ("docs", "Messages", list(fields_of(SeriesFields))),
        ("docs", "Loudspeakers", list(fields_of(ScriptFields))),
        ("docs/_data", "`campaign.toml`", list(fields_of(Campaign))),
        ("docs/_data", "`brand.toml`", list(fields_of(Brand))),
        ("docs/_data", "`channels.toml`", list(fields_of(Channel))),
        ("docs/_data", "`tasks.toml`", list(fields_of(Task))),
        ("docs/_data", "Units", [*((name, True) for name in REQUIRED), *((name, False) for name in OPTIONAL)]),
        ("docs/_data", "`issued.csv`", [(name, name != "ended") for name in COLUMNS]),
        ("docs/_data", "`carriers.toml`", list(fields_of(Carrier))),
        ("docs/_data", "`shops/*.toml`", list(fields_of(Shop))),
        ("docs/_data", "`broadcasts.toml`", list(fields_of(Broadcasts))),
        ("docs/_data", "`embeds.toml`", list(fields_of(EmbedsFile))),
        ("docs/_data", "`illustrations.toml`", list(fields_of(DrawingTable))),
        ("docs/_data", "`quiet.toml`", list(fields_of(reference.QuietTable))),
        ("docs/_data", "`ties/<language>.toml`", list(fields_of(TieTable))),
        ("docs/_data", "`telephones/<country>.toml`", list(fields_of(Plan))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_field_is_explained_and_those_that_are_required_are_bold(
    manual: str, heading: str, fields: list[tuple[str, bool]]
) -> None:
    section = TEXTS[f"{manual}/README.md"].split(f"\n## {heading}\n")[1].split("\n## ")[0]
    (table,) = re.findall(r"^\| (?:Field|Column) \| .+\n\|---.*\n((?:\| .+\n)+)", section, re.MULTILINE)
    cells = [re.split(r"(?<!\\)\|", row)[1] for row in table.splitlines()]
    rows = [(name, bool(bold)) for cell in cells for bold, name in re.findall(r"(\*\*)?`([^`]+)`", cell)]
    assert sorted(rows) == sorted(fields)


def test_the_reference_says_what_every_field_means() -> None:
    rows = re.findall(r"^\| \**`[^`]+`\** \|.*$", REFERENCES["fields.md"], re.MULTILINE)
    assert len(rows) > 400
    assert [row for row in rows if row.endswith("|  |")] == []


def test_the_reference_of_fields_leaves_out_no_model_of_the_campaign() -> None:
    """Those of the theme's own tables are no part of a campaign: hosting, kinds of messages, boxes of a paper.

    Nor is a template as sheets are made of it, which has the fields of its file and their layouts.
    """
    reached = {model for files in reference.files().values() for _, _, model in files}
    waiting = list(reached)
    while waiting:
        inner = {model for field in waiting.pop().model_fields.values() for model, _ in _inner(field.annotation)}
        waiting += inner - reached
        reached |= inner
    for module in pkgutil.iter_modules(campaign.__path__):
        import_module(f"{campaign.__name__}.{module.name}")
    bases = {base for model in reached for base in model.__mro__}
    models = {model for model in _subclasses(Strict) if model.__module__.startswith("outreach.")}
    others = {(model.__module__.rpartition(".")[2], model.__name__) for model in models - reached - bases}
    assert {name for module, name in others if module != "hosting"} == {"Medium", "TextBox", "Boxes", "Template"}


def _subclasses(model: type[Strict]) -> set[type[Strict]]:
    return {model, *(below for sub in model.__subclasses__() for below in _subclasses(sub))}


def test_every_path_that_the_manual_names_is_there() -> None:
    """Paths of the project in code marks, without those that stand for many or that the build makes."""
    package = "cli|site|products|sheets|checks|render|content|campaign|core|theme"
    folders = f"docs|print_templates|scripts|tests|_data|assets|{package}"
    for name, text in TEXTS.items():
        for path in re.findall(rf"`((?:{folders})/[\w./-]*)`", _prose(text)):
            bases = (ROOT, ROOT / "scripts/outreach", (ROOT / name).parent)
            assert path in GENERATED or any((base / path).exists() for base in bases), f"{name}: {path}"


GENERATED = {"site/", "docs/_files/", "docs/an-pham/town-hall.md"}
"""Files that the build makes, that a campaign may have, or that the reader writes."""


def test_every_link_of_the_manual_leads_to_a_heading_or_a_file() -> None:
    for name, text in {**TEXTS, **{f"{reference.FOLDER}/{file}": text for file, text in REFERENCES.items()}}.items():
        for target in re.findall(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)", _prose(text)):
            path, _, anchor = target.partition("#")
            if path.startswith("https://"):
                continue
            file = ((ROOT / name).parent / path).resolve() if path else ROOT / name
            assert file.exists(), f"{name}: {target}"
            if anchor:
                assert anchor in _anchors(file.read_text(encoding="utf-8")), f"{name}: {target}"


def _anchors(text: str) -> set[str]:
    """Ids of headings as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", _prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_manuals_in_the_campaigns_folders_are_no_part_of_the_campaign() -> None:
    project = Project(ROOT)
    assert all(path.is_file() for path in project.manuals)
    prepared = prepare(project)
    assert "README.md" not in prepared.pages and "index.md" in prepared.pages
    assert not [finding for finding in prepared.findings if "README" in finding.file]
    assert not [finding for finding in names(project) if "README" in finding.file]


def test_mkdocs_alone_leaves_manuals_out() -> None:
    files = {file.src_uri: file.inclusion for file in get_files(load_config(str(ROOT / "mkdocs.yml")))}
    assert files["index.md"].is_included()
    assert not [path for path, inclusion in files.items() if "README" in path and inclusion.is_included()]


def test_no_manual_is_published(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    assert not [path for path in site.rglob("*") if "readme" in path.name.lower() or "_data" in path.parts]
    assert "Writing a campaign" not in home and "Writing a campaign" in TEXTS["docs/README.md"]


def test_the_picture_is_there() -> None:
    (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXTS["README.md"])
    assert (ROOT / picture).stat().st_size < 400_000


def test_the_changelog_is_by_version_dated_and_grouped() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert versions[0] == "Unreleased"
    matches = [re.fullmatch(r"(\d+\.\d+\.\d+), (\d{4}-\d\d-\d\d)", heading) for heading in versions[1:]]
    assert all(matches) and matches[0] and matches[0][1] == version
    days = [dt.date.fromisoformat(match[2]) for match in matches if match]
    assert days == sorted(days, reverse=True)
    for section in text.split("\n## ")[1:]:
        groups = re.findall(r"^### (.+)$", section, re.MULTILINE)
        assert groups == [group for group in ("Breaking", "Added", "Changed", "Fixed", "Removed") if group in groups]
        lines = [line for line in section.splitlines()[1:] if line and not line.startswith("### ")]
        assert all(re.match(r"- .+\.$", line) for line in lines), "one line a change"
        assert len(lines) == len(set(lines))


def _prose(text: str) -> str:
    """A text in Markdown without its blocks of code."""
    return re.sub(r"^ *(```|~~~~).*?^ *\1$", "", text, flags=re.MULTILINE | re.DOTALL)


def _names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)
