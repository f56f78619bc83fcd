"""The table of drawings that are given away, and what a page for the press names: faults with file and line."""

from pathlib import Path

from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.core.tables import Table, read_toml
from outreach.products.prepare import prepare
from outreach.products.press_kit.illustrations import read_illustrations
from projects import copy_project

TABLE = """pixels = 900
[groups]
one = "Hình"
[drawings.mark]
group = "one"
title = "Dấu"
alt = "Hai vòng"
[drawings.white]
group = "one"
file = "mark"
title = "Dấu"
alt = "Hai vòng"
"""


def read(tmp_path: Path, text: str) -> list[Finding]:
    (tmp_path / "drawn" / "steps").mkdir(parents=True, exist_ok=True)
    (tmp_path / "drawn" / "mark.svg").write_text("<svg/>")
    (tmp_path / "t.toml").write_text(text, encoding="utf-8")
    return read_illustrations(read_toml(tmp_path / "t.toml", "t.toml"), tmp_path / "drawn", {"ink"})[1]


def test_a_table_without_faults(tmp_path: Path) -> None:
    assert read(tmp_path, TABLE) == []
    table, _ = read_illustrations(read_toml(tmp_path / "t.toml", "t.toml"), tmp_path / "drawn", {"ink"})
    assert [one.file for one in table.drawings.values()] == ["mark", "mark"]
    assert read_illustrations(Table("none.toml", {}), tmp_path, {})[0].drawings == {}


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = TABLE.replace('file = "mark"', 'file = "marc"').replace('group = "one"', 'group = "two"', 1)
    found = {(f.slug, f.line, f.data["field"], f.data["found"]) for f in read(tmp_path, text)}
    assert found == {
        ("reference-unknown", 5, "drawings.mark.group", "two"),
        ("reference-unknown", 8, "drawings.white", "marc"),
    }
    text = TABLE.replace("pixels = 900", "pixels = true").replace('alt = "Hai vòng"', 'alt = ""', 1)
    assert {(f.slug, f.line) for f in read(tmp_path, text)} == {("field-invalid", 1), ("field-invalid", 7)}
    assert [f.slug for f in read(tmp_path, TABLE.replace("[groups]", '[groups]\n"Ô" = "x"'))] == ["field-invalid"]


def test_a_colour_is_the_brands_and_two_drawings_are_not_called_alike(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, TABLE.replace('file = "mark"', 'file = "mark"\ntoken = "blue"'))
    assert (fault.slug, fault.line, fault.data["found"]) == ("reference-unknown", 11, "blue")
    (tmp_path / "drawn/steps/mark.svg").write_text("<svg/>")
    drawing = '\n[drawings."{}"]\ngroup = "one"\ntitle = "x"\nalt = "x"\nfile = "mark"\n'
    (fault,) = read(tmp_path, TABLE + drawing.format("steps/mark") + drawing.format("steps-mark"))
    assert (fault.slug, fault.data["field"]) == ("field-invalid", "drawings") and "steps-mark.svg" in str(fault.data)


def test_a_page_for_the_press_names_what_there_is(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "p")
    page = project / "docs/bao-chi/index.md"
    text = page.read_text(encoding="utf-8").replace("  hero:", "  heroo:").replace("  hotline:", "  hot_line:")
    page.write_text(text, encoding="utf-8")
    try:
        prepare(Project(project))
    except OutreachError as error:
        found = {(f.slug, f.file, f.line, f.data["field"]) for f in error.findings}
    lines = text.splitlines()
    assert found == {
        ("reference-unknown", "docs/bao-chi/index.md", number, f"{field}.{name}")
        for field, name in (("captions", "heroo"), ("facts", "hot_line"))
        for number in [next(at for at, line in enumerate(lines, 1) if line.startswith(f"  {name}:"))]
    }


def test_a_name_that_windows_keeps_is_told(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, TABLE.replace("[drawings.white]", "[drawings.con]"))
    assert fault.slug == "field-invalid" and "con.svg (Windows)" in str(fault.data)
