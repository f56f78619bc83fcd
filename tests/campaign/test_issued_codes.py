"""Printed links never die silently: builds and orders write codes down, and a build without a page for one fails."""

import csv
from pathlib import Path

import pytest

from outreach.campaign.codes import link_code, link_path
from outreach.core.strings import Strings
from projects import build, clone, files_of, once, outreach, small_project

TABLE = "docs/_data/issued.csv"
UNITS = ("13633", "13636", "13639")


@pytest.fixture(scope="module")
def built(run: None) -> Path:
    return once("issued", campaign)


def campaign(folder: Path) -> None:
    """One material with a kit for three units, built."""
    project = small_project(folder, "mot-cua", "a4")
    assert not (project / TABLE).exists()
    result = outreach(project, "check")
    assert result.returncode == 0, result.stdout
    assert not (project / TABLE).exists(), "who only looks gives nothing out"
    build(project)


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """The same again, up to date, for a test that may change it."""
    project = clone(built, tmp_path / "project")
    assert outreach(project, "build").returncode == 0  # its folders' times are others
    assert "Nothing has changed" in outreach(project, "build").stdout
    return project


def codes(project: Path) -> dict[str, str]:
    with (project / TABLE).open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["ended"] for row in csv.DictReader(file)}


def without(project: Path, code: str) -> None:
    """Takes a unit out of its list."""
    (units,) = (project / "docs/_data/units").glob("*.csv")
    lines = units.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{code},")]
    assert len(kept) == len(lines) - 1
    units.write_text("".join(kept), encoding="utf-8")


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_table_that_is_missing_is_an_error_once_a_site_is_published(copy: Path, command: str) -> None:
    before, table = files_of(copy / "site"), (copy / TABLE).read_bytes()
    (copy / TABLE).unlink()
    result = outreach(copy, command)
    assert result.returncode == 1 and f"{TABLE}" in result.stdout and "issued-missing" in result.stdout
    assert files_of(copy / "site") == before and not (copy / TABLE).exists()
    (copy / TABLE).write_bytes(table)
    assert "Nothing has changed" in outreach(copy, "build").stdout


def test_a_build_writes_down_what_is_published_and_is_then_up_to_date(built: Path) -> None:
    assert list(codes(built)) == sorted(link_code("01", unit) for unit in ("", *UNITS))
    assert (built / TABLE).read_bytes().count(b"\r") == 0
    stamp = (built / TABLE).stat().st_mtime_ns
    result = outreach(built, "build")
    assert result.returncode == 0 and "Nothing has changed" in result.stdout
    assert (built / TABLE).stat().st_mtime_ns == stamp
    text = (built / f"site/{link_path(link_code('01', UNITS[0]))}/index.html").read_text(encoding="utf-8")
    assert "Chiến dịch mẫu" in text


def test_a_unit_that_is_taken_out_stops_the_build_and_can_be_kept_in_each_way(built: Path, tmp_path: Path) -> None:
    project = clone(built, tmp_path / "project")
    published = files_of(project / "site")
    code = link_code("01", UNITS[1])
    without(project, UNITS[1])
    result = outreach(project, "build")
    row = list(codes(project)).index(code) + 2
    text, expected = (line.strip() for line in result.stdout.splitlines()[:2])
    assert result.returncode == 1 and text.startswith(f"{TABLE}:{row}") and code in text and UNITS[1] in text
    assert "formerly" in expected and "ended" in expected and "valid_to" in expected
    assert files_of(project / "site") == published and code in codes(project)

    # The link has ended: its page says so, and offers no store.
    table = (project / TABLE).read_text(encoding="utf-8")
    (project / TABLE).write_text(table.replace(f"{code},1,", f"{code},1,2020-09-20"), encoding="utf-8")
    result = outreach(project, "build")
    assert result.returncode == 0, result.stdout
    page = (project / f"site/{link_path(code)}/index.html").read_text(encoding="utf-8")
    words = Strings.load("vi")
    assert words.text("page.link_ended", day="20/09/2020") in page and "play.google.com" not in page
    assert codes(project)[code] == "2020-09-20", "the day stays"


def test_a_former_code_keeps_its_page(built: Path, tmp_path: Path) -> None:
    project = clone(built, tmp_path / "project")
    without(project, UNITS[1])
    (units,) = (project / "docs/_data/units").glob("*.csv")
    head, *rows = units.read_text(encoding="utf-8").splitlines()
    rows = [f"{row},{UNITS[1] if row.startswith(UNITS[0]) else ''}" for row in rows]
    units.write_text("\n".join([f"{head},formerly", *rows]) + "\n", encoding="utf-8")
    result = outreach(project, "build")
    assert result.returncode == 0, result.stdout
    assert (project / f"site/{link_path(link_code('01', UNITS[1]))}/index.html").is_file()


def test_a_row_of_another_branch_is_looked_at_though_nothing_else_changed(copy: Path) -> None:
    with (copy / TABLE).open("a", encoding="utf-8") as file:
        file.write(f"{link_code('77')},1,\n")
    result = outreach(copy, "build")
    assert result.returncode == 1 and "“77”" in result.stdout


def test_orders_for_units_are_written_down_and_trials_are_not(copy: Path, tmp_path: Path) -> None:
    project = copy
    (project / TABLE).write_text("code,edition,ended\n", encoding="utf-8")
    sheet = ("sheet", "mot-cua", "--profile", "office-mono", "--out")
    assert outreach(project, *sheet, str(tmp_path / "a")).returncode == 0
    assert not codes(project)
    assert outreach(project, *sheet, str(tmp_path / "b"), "--unit", UNITS[2]).returncode == 0
    assert list(codes(project)) == [link_code("01", UNITS[2])]
    result = outreach(project, "kit", "--unit", UNITS[0], "--out", str(tmp_path / "order"))
    assert result.returncode == 0, result.stdout
    assert list(codes(project)) == sorted(link_code("01", unit) for unit in (UNITS[0], UNITS[2]))
    result = outreach(project, "build")
    assert result.returncode == 0 and "Nothing has changed" in result.stdout, "an order makes no build necessary"
