"""Newspapers: formats as wide as columns of a grid, presses that take less ink, and what is said of faults in both."""

import re
from pathlib import Path

import pytest

import shipped
from outreach.campaign.load import load
from outreach.campaign.template_files import read_templates
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from projects import ROOT, copy_project

TEMPLATE = ROOT / "print_templates/newspaper/template.toml"


def altered(folder: Path, template: str, old: str, new: str) -> tuple[dict[str, tuple[float, float]], list[Finding]]:
    """The trims of a template's formats, one place of its table altered, and the faults; the whole table's text too."""
    (folder / template).mkdir()
    text = (ROOT / f"print_templates/{template}/template.toml").read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (folder / f"{template}/template.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    templates, faults = read_templates(folder, "print_templates", shipped.bundle().profiles)
    forms = templates[template].formats if template in templates else {}
    return {name: form.trim for name, form in forms.items()}, faults


def test_a_format_is_as_wide_as_its_columns_and_their_gutters(tmp_path: Path) -> None:
    trims, faults = altered(tmp_path, "newspaper", "column = 42\ngutter = 4", "column = 45\ngutter = 5")
    assert faults == []
    assert trims == {"2-cot": (95, 150), "3-cot": (145, 180), "6-cot": (295, 130)}
    assert {name: form.trim for name, form in shipped.bundle().templates["newspaper"].formats.items()} == {
        "2-cot": (88, 150), "3-cot": (134, 180), "6-cot": (272, 130),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("template", "old", "new", "field"),
    [
        ("newspaper", "[grid]\ncolumn = 42\ngutter = 4\n", "", "formats.2-cot"),
        ("newspaper", "column = 42", "column = -42", "grid.column"),
        ("newspaper", "column = 42", 'column = "42"', "grid.column"),
        ("newspaper", "gutter = 4", "gutter = -1", "grid.gutter"),
        ("newspaper", "columns = 2", "columns = 0", "formats.2-cot.columns"),
        ("newspaper", "columns = 2\nheight = 150", "columns = 2", "formats.2-cot"),
        ("newspaper", "columns = 2", "columns = 2\ncovered = [1, 1, 1, 1]", "formats.2-cot"),
        ("newspaper", "columns = 2", "columns = 2\nleast_px = 9", "formats.2-cot"),
        ("social", "covered = [250, 60, 340, 60]", "covered = [250, 60, 340]", "formats.tin-1080x1920.covered.3"),
        ("social", "covered = [250, 60, 340, 60]", "covered = [1580, 60, 340, 60]", "formats.tin-1080x1920"),
        ("social", "covered = [250, 60, 340, 60]", "covered = [-1, 60, 340, 60]", "formats.tin-1080x1920.covered.0"),
    ],
)
def test_each_fault_is_told_where_it_stands(tmp_path: Path, template: str, old: str, new: str, field: str) -> None:
    _, faults = altered(tmp_path, template, old, new)
    assert field in {str(fault.data["field"]) for fault in faults}
    assert {fault.slug for fault in faults} == {"field-invalid"}
    assert all(fault.line for fault in faults)


def test_a_colour_of_more_ink_than_newsprint_takes_is_told(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    path = project / "docs/_data/brand.toml"
    head, _, rest = path.read_text(encoding="utf-8").partition("[colours.newsprint]")
    assert "\nink = [1, 0.75, 0.05, 0.3]" in rest
    rest = rest.replace("\nink = [1, 0.75, 0.05, 0.3]", "\nink = [1, 0.85, 0.1, 0.5]", 1)
    path.write_text(f"{head}[colours.newsprint]{rest}", encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        load(Project(project))
    (fault,) = caught.value.findings
    assert (fault.slug, fault.data["field"], fault.data["found"]) == ("ink-total", "colours.newsprint.ink", "245")
    assert fault.data["most"] == "240"
    assert re.match("ink = ", path.read_text(encoding="utf-8").splitlines()[fault.line - 1])
