"""docs/_data/reports.toml and docs/_data/reporters/: names that lead nowhere are told at once, each in its line."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import shipped
from outreach.campaign.bundle import Bundle
from outreach.core.findings import Finding
from outreach.products.reports.check import check
from outreach.products.reports.reporters import FOLDER, read_reporters
from outreach.products.reports.table import NAME, Reports, read_reports
from projects import copy_project

TABLE = Path("docs/_data") / NAME
LIST = Path("docs/_data") / FOLDER / "co-so.csv"


@pytest.fixture
def bundle(tmp_path: Path) -> Callable[[dict[str, str]], Bundle]:
    """The campaign with another reports.toml: each text of the table is put in place of the other, once."""

    def changed(changes: dict[str, str]) -> Bundle:
        root = copy_project(tmp_path / "p")
        text = (root / TABLE).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        (root / TABLE).write_text(text, encoding="utf-8")
        project = replace(shipped.bundle().project, root=root)
        return replace(shipped.bundle(), project=project)

    return changed


def faults(bundle: Bundle) -> list[Finding]:
    reports, table, wrong = read_reports(bundle)
    return wrong if reports is None else check(reports, table)


def told(bundle: Bundle) -> list[tuple[str, str, str]]:
    """Finding, the line of the table that it names, what is there."""
    lines = (bundle.project.root / TABLE).read_text(encoding="utf-8").splitlines()
    return [(fault.slug, lines[fault.line - 1], str(fault.data.get("found", ""))) for fault in faults(bundle)]


def test_the_shipped_table_has_no_fault(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    assert faults(bundle({})) == []


def test_all_names_that_lead_nowhere_are_told_at_once(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    changes = {
        'section = "posters"': 'section = "poster"',
        'section = "broadcasts"\nquestion = "count"': 'section = "broadcasts"\nquestion = "counts"',
        'item = "helped"': 'item = "help"',
        'section = "handouts"\nquestion = "count"': 'section = "handouts"\nquestion = "material"',
        'part = "broadcasts"': 'part = "aired"',
    }
    assert told(bundle(changes)) == [
        ("report-measure", 'section = "poster"', "poster"),
        ("report-measure", 'question = "counts"', "counts"),
        ("report-measure", 'item = "help"', "help"),
        ("report-measure", 'question = "material"', "material"),
        ("report-measure", 'part = "aired"', "aired"),
    ]


def test_the_nearest_name_that_is_there_is_offered(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    (fault,) = faults(bundle({'section = "posters"': 'section = "poster"'}))
    assert "posters" in str(fault.data["expected"])


def test_only_broadcasts_have_a_plan(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    assert told(bundle({'section = "posters"\nquestion = "count"': 'section = "posters"\nquestion = "planned"'})) == [
        ("report-measure", 'question = "planned"', "planned")
    ]


@pytest.mark.parametrize(
    "change",
    [
        {'id = "2020-09"': 'id = "2020-08"'},
        {'id = "people"\ntitle': 'id = "posters"\ntitle'},
        {'id = "place"': 'id = "material"'},
        {'{ id = "no_wish"': '{ id = "no_phone"'},
        {'id = "no_wish"\nname': 'id = "no_phone"\nname'},
    ],
    ids=["period", "section", "question", "item", "measure"],
)
def test_a_name_that_stands_twice_is_told(bundle: Callable[[dict[str, str]], Bundle], change: dict[str, str]) -> None:
    (new,) = change.values()
    name = re.search('"(.+?)"', new)
    assert name
    assert ("report-twice", name[1]) in [(slug, name) for slug, _, name in told(bundle(change))]


def test_forms_are_made_for_a_period_that_is_there(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    (fault,) = faults(bundle({"[[periods]]": 'period = "2020-10"\n\n[[periods]]'}))
    assert (fault.slug, fault.data["found"]) == ("period-unknown", "2020-10")
    assert fault.file == TABLE.as_posix() and "2020-08" in str(fault.data["expected"])


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("send", "tới {email} trước", "tới {mail} trước"),
        ("send_paper", "gửi tới {email}", "gửi tới {name}"),
        ("reminder", "Kính gửi {name}", "Kính gửi {unit}"),
        ("send", "ngày {due}", "ngày {due"),
    ],
)
def test_a_placeholder_that_is_filled_by_nothing_is_told(
    bundle: Callable[[dict[str, str]], Bundle], field: str, old: str, new: str
) -> None:
    ((slug, line, _),) = told(bundle({old: new}))
    assert slug == "report-placeholder" and line.startswith(f"{field} =")


@pytest.mark.parametrize(
    "change",
    [
        {"first = 2020-09-01": "first = 2020-08-31"},
        {"due = 2020-09-05": "due = 2020-08-30"},
        {"rows = 15": 'rows = 15\nitems = "broadcasts"'},
        {"rows = 15\n": ""},
        {"most_sent = 3": "most_sent = 0"},
        {'kind = "day"': 'kind = "date"'},
        {'file = "bao-cao"': 'file = "Báo cáo"'},
        {'send_paper = "': 'sent_paper = "'},
    ],
    ids=["overlap", "due before the end", "rows and items", "neither", "none", "kind", "path", "unknown field"],
)
def test_a_table_that_can_not_be_is_no_table(
    bundle: Callable[[dict[str, str]], Bundle], change: dict[str, str]
) -> None:
    changed = bundle(change)
    reports, _, wrong = read_reports(changed)
    assert reports is None and wrong and {fault.file for fault in wrong} == {TABLE.as_posix()}


def test_a_campaign_without_the_table_asks_nobody(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    changed = bundle({})
    (changed.project.root / TABLE).unlink()
    assert read_reports(changed)[::2] == (None, [])


def test_schools_and_stations_are_listed_like_units(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    reporters, wrong = read_reporters(bundle({}))
    assert wrong == [] and {unit.type for unit in reporters.values()} == {
        "trường học", "bệnh viện", "bến xe", "doanh nghiệp"
    }  # fmt: skip


def test_a_code_that_is_a_units_is_told_in_its_row(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    changed = bundle({})
    path, unit = changed.project.root / LIST, shipped.bundle().live[3]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nB0001,", f"\n{unit.code},"), encoding="utf-8")
    _, wrong = read_reporters(changed)
    assert [(fault.slug, fault.place, fault.data["other"]) for fault in wrong] == [
        ("reporters-twice", f"{LIST.as_posix()}:3", f"{unit.file}:{unit.line}")
    ]


def test_what_is_measured_is_counted(bundle: Callable[[dict[str, str]], Bundle]) -> None:
    """The shipped campaign counts all that the province asks for, and no measure stands for two."""
    reports, _, _ = read_reports(bundle({}))
    assert isinstance(reports, Reports)
    places = [(measure.section, measure.question, measure.item) for measure in reports.measures]
    assert len(set(places)) == len(places)
    assert {section for section, _, _ in places} == {"posters", "broadcasts", "people", "handouts"}
