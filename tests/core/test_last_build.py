"""The last build: a site counts as fresh until an input, a tool or the site itself changes."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from outreach.core import last_build
from outreach.core.cache import Store
from outreach.core.findings import Finding
from outreach.core.hashing import digest_inputs, installed
from outreach.core.project import Project

PLACES = ("docs/index.md", "docs/_data/campaign.toml", "print_templates/poster/sheet.css", "mkdocs.yml")


def fresh(project: Project) -> list[Finding] | None:
    """The warnings of a site that is up to date; None for one that is not."""
    state = last_build.state(project)
    return state.warnings if state.fresh else None


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project, built as far as its manifest can tell."""
    for name in (*PLACES, "site/index.html", "site/B0100000A/index.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    made = Project(tmp_path)
    made.cache.mkdir(parents=True)
    last_build.write(made, digest_inputs(made), [])
    assert fresh(made) == []
    return made


@pytest.mark.parametrize("name", [*PLACES, "docs/new.md", "site/index.html", "site/new.html"])
def test_a_change_of_content_or_a_new_file_makes_it_stale(project: Project, name: str) -> None:
    path = project.root / name
    before = path.read_text() if path.exists() else None
    path.write_text("after!")  # as long as before
    assert fresh(project) is None
    if before is None:
        path.unlink()
    else:
        path.write_text(before)
    assert fresh(project) == []  # times that changed make it look at the bytes


def test_a_manual_decides_nothing(project: Project) -> None:
    for path in project.manuals:
        path.write_text("What stands where")
    assert fresh(project) == []
    (project.docs / "guide.md").write_text("A page")
    assert fresh(project) is None


def altered(project: Project, **how: bool) -> list[str]:
    return [str(finding.data["found"]) for finding in last_build.state(project, **how).altered]


def flip(path: Path, times: bool) -> None:
    """Turns one bit of a file over; its size stays, and with `times` those of its content too."""
    before, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(bytes(content))
    if times:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("times", [False, True])
def test_a_bit_that_changed_in_the_site_is_seen_by_the_times_of_its_file(project: Project, times: bool) -> None:
    """No program can set the time at which a file's state changed."""
    flip(project.site / "index.html", times)
    assert altered(project) == ["index.html"]
    flip(project.site / "index.html", times)
    assert altered(project) == [] and fresh(project) == []


def as_if_nothing_had_touched(project: Project, name: str) -> None:
    """Damage a file as a disk that loses bits would: its bytes change, all that the file system says stays."""
    known = last_build.Published.of(project)
    assert known is not None
    about = (project.site / name).stat()
    known.files[name][1:3] = [about.st_mtime_ns, about.st_ctime_ns]
    known.keep(project)


def test_with_size_and_times_kept_verifying_finds_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_build, "SAMPLE_FILES", 0)
    flip(project.site / "B0100000A/index.html", True)
    as_if_nothing_had_touched(project, "B0100000A/index.html")
    assert altered(project) == []
    assert altered(project, verify=True) == ["B0100000A/index.html"]
    state = last_build.state(project, verify=True)
    assert (state.fresh, state.read) == (False, 2)


def test_the_sample_comes_round_to_every_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_build, "SAMPLE_FILES", 1)
    flip(project.site / "index.html", True)
    as_if_nothing_had_touched(project, "index.html")
    assert {tuple(altered(project)) for _ in range(2)} == {(), ("index.html",)}


def test_a_file_that_became_a_link_or_a_folder_is_altered(project: Project, tmp_path: Path) -> None:
    page = project.site / "index.html"
    content = page.read_bytes()
    page.unlink()
    (tmp_path / "elsewhere").write_bytes(content)
    page.symlink_to(tmp_path / "elsewhere")
    assert altered(project) == ["index.html"]
    page.unlink()
    page.mkdir()
    assert altered(project)[0] in {"index.html", "index.html/"}


def test_a_copy_of_a_project_is_as_fresh_as_the_project(project: Project, tmp_path: Path) -> None:
    other = tmp_path.with_name(f"{tmp_path.name} copy")
    shutil.copytree(project.root, other)
    assert fresh(Project(other)) == []
    assert last_build.state(Project(other)).read <= 2, "times are noted"


@pytest.mark.parametrize("name", [*PLACES, "site/B0100000A/index.html"])
def test_a_missing_file_makes_it_stale(project: Project, name: str) -> None:
    (project.root / name).unlink()
    assert fresh(project) is None


def test_a_renamed_file_makes_it_stale(project: Project) -> None:
    (project.docs / "index.md").rename(project.docs / "other.md")
    assert fresh(project) is None


def test_times_of_inputs_and_editors_leftovers_do_not_count(project: Project) -> None:
    os.utime(project.docs / "index.md", ns=(1, 1))
    (project.docs / ".#index.md").symlink_to("someone@host.1:2")
    (project.docs / "index.md~").write_text("older")
    assert fresh(project) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"inputs": "x", "outputs": "y"}', None])
def test_a_damaged_stamp_means_stale_and_is_told(project: Project, text: str | None) -> None:
    path = project.cache / "published/site.json"
    path.write_text(path.read_text().replace('"kits": true', '"kits": null') if text is None else text)
    assert fresh(project) is None
    (told,) = Store(project.cache).damages()
    assert (told.slug, told.data["found"]) == ("cache-damaged", "published/site.json")


def test_no_stamp_or_no_site_means_stale(project: Project) -> None:
    site = project.site.rename(project.root / "elsewhere")
    assert fresh(project) is None
    site.rename(project.site)
    assert fresh(project) == []
    (project.cache / "published/site.json").unlink()
    assert fresh(project) is None


def test_the_site_is_older_than_inputs_that_changed_during_the_build(project: Project) -> None:
    built_from = digest_inputs(project)
    (project.docs / "index.md").write_text("saved while the build ran")
    last_build.write(project, built_from, [])
    assert fresh(project) is None


def _package(folder: Path, name: str, version: str, group: str = "") -> Path:
    """A package as installers leave it in `folder`, with an entry point of a group."""
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    if group:
        (about / "entry_points.txt").write_text(f"[{group}]\n{name} = {name}\n")
    return about


def test_another_plugin_makes_it_stale_and_another_tool_does_not(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lib" / "site-packages"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    _package(folder, "tool", "1.0")
    assert fresh(project) == []
    plugin = _package(folder, "gallery", "1.0", "mkdocs.plugins")
    assert "gallery 1.0" in installed(project) and fresh(project) is None
    last_build.write(project, digest_inputs(project), [])
    assert fresh(project) == []
    shutil.rmtree(plugin)
    _package(folder, "gallery", "1.1", "mkdocs.plugins")
    assert fresh(project) is None


def test_what_this_package_needs_makes_it_stale(project: Project) -> None:
    needed = installed(project)
    assert {"mkdocs", "pillow", "weasyprint", "lxml"} <= {name.split(" ")[0] for name in needed.split(",")}
    assert "pytest" not in needed and "hypothesis" not in needed
