"""Digests of inputs and tools: what is kept of them in the cache is never believed when it is damaged."""

from pathlib import Path

import pytest

from outreach.core.hashing import digest_inputs, digest_tools
from outreach.core.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("mkdocs.yml", "docs/index.md", "docs/_data/units/a.csv", "docs/_data/issued.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return Project(tmp_path)


def test_lists_and_all_else_change_by_themselves(project: Project) -> None:
    before = digest_inputs(project)
    (project.data / "units/a.csv").write_text("x")
    lists = digest_inputs(project)
    assert (lists.units != before.units, lists.rest) == (True, before.rest)
    (project.data / "issued.csv").write_text("x")
    assert digest_inputs(project) == lists
    (project.docs / "index.md").write_text("x")
    assert digest_inputs(project).rest != lists.rest


@pytest.mark.parametrize("damage", [b"", b"[]", b"\xff\xfe", b"{}"])
def test_a_damaged_record_of_digests_is_made_anew(project: Project, damage: bytes) -> None:
    before = digest_inputs(project)
    path = project.cache / "digests" / "inputs.json"
    good = path.read_bytes()
    path.write_bytes(damage)
    assert digest_inputs(project) == before and path.read_bytes() == good
    path.write_bytes(good.replace(good[-70:-60], b"0" * 10))
    assert digest_inputs(project) == before and path.read_bytes() == good


def test_tools_are_fonts_and_code(project: Project, tmp_path: Path) -> None:
    font = tmp_path / "a.ttf"
    font.write_bytes(b"1")
    tools = digest_tools(project, [font])
    assert tools == digest_tools(project, [font]) != digest_tools(project)
    font.write_bytes(b"2")
    assert digest_tools(project, [font]) != tools
    assert digest_tools(project, parts=["core"]) != digest_tools(project, parts=["checks"])
