"""Faults of the table of broadcasts, each with file and line."""

from pathlib import Path

import pytest

from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.products.prepare import prepare
from projects import copy_project

PLAN = "docs/_data/broadcasts.toml"


def faults(project: Path) -> list[tuple[str, str, int]]:
    with pytest.raises(OutreachError) as caught:
        prepare(Project(project))
    return [(f.slug, f.file, f.line) for f in caught.value.findings]


def test_scripts_for_units_need_a_plan(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "p")
    (project / PLAN).unlink()
    assert faults(project) == [
        ("plan-missing", f"docs/truyen-thanh/ban-tin-{name}.md", 9) for name in ("3-phut", "30-giay", "60-giay")
    ]


@pytest.mark.parametrize("time", ["06:30", "05:00", "25:00", "٠٦:٣٠"])
def test_times_of_a_day_follow_one_another(tmp_path: Path, time: str) -> None:
    project = copy_project(tmp_path / "p")
    text = (project / PLAN).read_text(encoding="utf-8")
    (project / PLAN).write_text(text.replace("11:00", time), encoding="utf-8")
    strange = set() if time.isascii() else {("look-alike", PLAN)}
    found = [(slug, file) for slug, file, _ in faults(project)]
    assert set(found) == {("field-invalid", PLAN)} | strange and found.count(("field-invalid", PLAN)) == 1


def test_a_script_that_units_do_not_get_is_not_broadcast(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "p")
    text = (project / PLAN).read_text(encoding="utf-8")
    (project / PLAN).write_text(text.replace("ban-tin-3-phut", "loa-cho"), encoding="utf-8")
    assert faults(project) == [("reference-unknown", PLAN, 25)]
