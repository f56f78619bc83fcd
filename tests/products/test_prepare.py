"""A campaign as it is read: what one reading does to its tables reaches no other."""

from pathlib import Path

import pytest

from outreach.core import tables
from outreach.core.project import Project
from outreach.core.tables import Table
from outreach.products.prepare import prepare
from projects import CRUE, copy_project

parse = tables.parse_toml.__wrapped__


def test_who_reads_a_table_changes_nothing_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is read again is not parsed again: what a reader changed in its table would reach the next."""
    read: dict[tuple[str, str], Table] = {}

    def remember(text: str, name: str) -> Table:
        return read.setdefault((text, name), parse(text, name))

    monkeypatch.setattr(tables, "parse_toml", remember)
    prepare(Project(copy_project(tmp_path / "project", CRUE)))
    assert len(read) > 30
    assert [name for (text, name), table in read.items() if table != parse(text, name)] == []


def test_a_text_that_is_read_again_has_the_same_table() -> None:
    assert tables.parse_toml("a = 1", "a.toml") is tables.parse_toml("a = 1", "a.toml")
    assert tables.parse_toml("a = 1", "b.toml").name == "b.toml"
