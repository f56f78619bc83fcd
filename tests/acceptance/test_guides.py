"""The guide's ZIP, PDF and text files over several builds: set once, never without the state."""

import re
import zipfile
from pathlib import Path

import pytest

from projects import outreach, small_project, words_of

TEXTS = ("text.txt", "fragment-h2.txt", "fragment-h3.txt", "fragment-h4.txt")
FILES = {f"{name}.{form}" for name in ("huong-dan", "en/guide") for form in ("pdf", "zip")}


def built(project: Path) -> dict[str, bytes]:
    """A project is built; what it has for portals without the Internet, by path below embed/v1/."""
    result = outreach(project, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    home = project / "site/embed/v1"
    found = {path.relative_to(home).as_posix(): path.read_bytes() for path in sorted(home.rglob("*.*"))}
    return {name: content for name, content in found.items() if name.endswith((".pdf", ".zip", ".txt"))}


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.long
def test_guides_are_set_only_when_they_change(tmp_path: Path) -> None:
    """That they are the same elsewhere is held with the whole site: see test_build.py."""
    project = small_project(tmp_path / "project", "mot-cua", "a4")
    first = built(project)
    pages = ("huong-dan/android", "en/huong-dan/android")
    assert first.keys() == {*FILES, *(f"{page}/{text}" for page in pages for text in TEXTS)}

    def kept() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in (project / ".cache/outreach/guides").iterdir()}

    before = kept()
    assert len(before) == 2
    changed(project / "docs/huong-dan/index.md", "Mời bạn cài", "Xin mời bạn cài")  # a page that is in no guide
    assert built(project) == first and kept() == before
    changed(project / "docs/huong-dan/android.md", "Khi cài, máy cần có mạng.", "Máy cần có mạng.")
    second, after = built(project), kept()
    assert {name for name in first if first[name] != second[name]} == {
        "huong-dan.pdf",
        "huong-dan.zip",
        *(f"huong-dan/android/{text}" for text in TEXTS),
    }
    assert len(after) == 2 and len(after.items() & before.items()) == 1


@pytest.mark.long
def test_a_campaign_that_has_ended_says_so_in_every_form(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project", "mot-cua", "a4")
    changed(project / "docs/_data/campaign.toml", 'status = "sample"', 'status = "withdrawn"')
    built(project)
    home = project / "site/embed/v1"
    for name, said in (("huong-dan", "Chiến dịch đã kết thúc"), ("en/guide", "This campaign has ended")):
        assert words_of(home / f"{name}.pdf").count(said) == 4  # cover, contents, two pages of a chapter
        with zipfile.ZipFile(home / f"{name}.zip") as archive:
            shown = [archive.read(file).decode() for file in archive.namelist() if re.search(r"\.(html|txt)$", file)]
        assert len(shown) == 4 and all(said in text for text in shown)
