"""The stamp: a site counts as fresh until an input, a tool or the site itself changes."""

import os
import sys
from pathlib import Path

import pytest

from outreach.campaign.project import Project
from outreach.publish import stamp

PLACES = ("docs/index.md", "docs/_data/campaign.toml", "print_templates/poster/sheet.css", "mkdocs.yml")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project, built as far as the stamp can tell."""
    for name in (*PLACES, "site/index.html", "site/B0100000A/index.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    made = Project(tmp_path)
    made.cache.mkdir(parents=True)
    stamp.write(made, stamp.inputs(made), [])
    assert stamp.fresh(made) == []
    return made


@pytest.mark.parametrize("name", [*PLACES, "docs/new.md", "site/index.html", "site/new.html"])
def test_a_change_of_content_or_a_new_file_makes_it_stale(project: Project, name: str) -> None:
    path = project.root / name
    before = path.read_text() if path.exists() else None
    path.write_text("after!")  # as long as before
    assert stamp.fresh(project) is None
    if name == "site/new.html":  # its folder's time has changed for good
        path.unlink()
        assert stamp.fresh(project) is None
    elif before is None:
        path.unlink()
        assert stamp.fresh(project) == []
    elif not name.startswith("site/"):  # of the site, times count too
        path.write_text(before)
        assert stamp.fresh(project) == []


@pytest.mark.parametrize("name", [*PLACES, "site/B0100000A/index.html"])
def test_a_missing_file_makes_it_stale(project: Project, name: str) -> None:
    (project.root / name).unlink()
    assert stamp.fresh(project) is None


def test_a_renamed_file_makes_it_stale(project: Project) -> None:
    (project.docs / "index.md").rename(project.docs / "other.md")
    assert stamp.fresh(project) is None


def test_times_of_inputs_and_editors_leftovers_do_not_count(project: Project) -> None:
    os.utime(project.docs / "index.md", ns=(1, 1))
    (project.docs / ".#index.md").symlink_to("someone@host.1:2")
    (project.docs / "index.md~").write_text("older")
    assert stamp.fresh(project) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"inputs": "x", "outputs": "y"}'])
def test_a_damaged_stamp_means_stale(project: Project, text: str) -> None:
    (project.cache / "stamp.json").write_text(text)
    assert stamp.fresh(project) is None


def test_no_stamp_or_no_site_means_stale(project: Project) -> None:
    site = project.site.rename(project.root / "elsewhere")
    assert stamp.fresh(project) is None
    site.rename(project.site)
    assert stamp.fresh(project) == []
    (project.cache / "stamp.json").unlink()
    assert stamp.fresh(project) is None


def test_the_site_is_older_than_inputs_that_changed_during_the_build(project: Project) -> None:
    built_from = stamp.inputs(project)
    (project.docs / "index.md").write_text("saved while the build ran")
    stamp.write(project, built_from, [])
    assert stamp.fresh(project) is None


def test_another_package_makes_it_stale(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "lib" / "site-packages"
    (folder / "tool-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    assert "tool-1.0" in stamp.installed() and not stamp.fresh(project)
    stamp.write(project, stamp.inputs(project), [])
    assert stamp.fresh(project) == []
    (folder / "tool-1.0.dist-info").rename(folder / "tool-1.1.dist-info")
    assert stamp.fresh(project) is None
