"""Settings of mkdocs.yml have an effect or are findings; files of docs/_files/ are published as they are."""

import subprocess
import sys
from pathlib import Path

import pytest

from outreach.content.root_files import root_file_faults
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.site.settings import check_settings
from projects import ROOT, build, clone, once, outreach, small_project

SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
LINE = SETTINGS.count("\n") + 1
IDLE = {
    "nav": ("nav: [index.md]\n", "nav", LINE),
    "address": ("site_url: https://a.example/\n", "site_url", LINE),
    "site folder": ("\nsite_dir: public\n", "site_dir", LINE + 1),
    "content folder": ("docs_dir: content\n", "docs_dir", LINE),
    "author": ("site_author: A\n", "site_author", LINE),
    "place of the server": ("dev_addr: 0.0.0.0:80\n", "dev_addr", LINE),
    "slugs": ("markdown_extensions:\n  - toc:\n      slugify: x\n", "markdown_extensions.toc.slugify", LINE + 2),
    "other Markdown": ("markdown_extensions:\n  - pymdownx.tilde\n", "markdown_extensions.pymdownx.tilde", LINE + 1),
    "other Markdown as a mapping": ("markdown_extensions: {smarty: }\n", "markdown_extensions.smarty", LINE),
    "a style sheet": ("extra_css: [a.css]\n", "extra_css", LINE),
    "a script": ("extra_javascript:\n  - https://a.example/a.js\n", "extra_javascript", LINE),
    "a switch of languages": ("extra: {alternate: []}\n", "extra.alternate", LINE),
}


@pytest.mark.parametrize("name", IDLE)
def test_a_setting_without_effect_is_a_finding_with_its_line(name: str, tmp_path: Path) -> None:
    addition, setting, line = IDLE[name]
    text = SETTINGS.replace("extra:\n  generator: false\n", "\n\n") if "extra:" in addition else SETTINGS
    (tmp_path / "mkdocs.yml").write_text(text + addition, encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        check_settings(Project(tmp_path))
    assert [(f.slug, f.file, f.line, f.data["found"]) for f in caught.value.findings] == [
        ("settings-elsewhere", "mkdocs.yml", line, setting)
    ]
    assert caught.value.findings[0].data["expected"]


CHANGED = {
    "name": ("site_name: outreach", "site_name: Bluezone", "site_name"),
    "addresses": ("use_directory_urls: true", "use_directory_urls: false", "use_directory_urls"),
    "strictness": ("strict: true", "strict: false", "strict"),
    "theme": ("name: material", "name: readthedocs", "theme.name"),
    "language": ("font: false", "font: false\n  language: en", "theme.language"),
    "words of the search": ("  - search", "  - search: {separator: ' '}", "plugins.search.separator"),
    "search": ("  - search", "  - search: {lang: [en]}", "plugins.search.lang"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_fixed_setting_that_is_changed_is_a_finding(name: str, tmp_path: Path) -> None:
    old, new, setting = CHANGED[name]
    assert old in SETTINGS
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        check_settings(Project(tmp_path))
    assert [f.data["found"] for f in caught.value.findings] == [setting]


def test_a_setting_that_is_inherited_counts_without_a_line(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("site_dir: public\n")
    (tmp_path / "mkdocs.yml").write_text(f"INHERIT: base.yml\n{SETTINGS}", encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        check_settings(Project(tmp_path))
    assert [(f.data["found"], f.line) for f in caught.value.findings] == [("site_dir", 0)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("a: &a [*a]\n", "yaml-alias"),
        ("a: " + "[" * 3_000 + "]" * 3_000 + "\n", "nested-deep"),
        ("a: [\n", "settings-fault"),
        ("INHERIT: none.yml\n", "settings-fault"),
        ("INHERIT: mkdocs.yml\n", "settings-fault"),
        ("INHERIT: [a]\n", "settings-fault"),
        ("INHERIT: /etc/passwd\n", "settings-fault"),
        ("INHERIT: 5\n", "settings-fault"),
        ("true: a\n", "settings-fault"),
    ],
    ids=["recursive", "deep", "malformed", "nothing to inherit", "itself", "a list", "no settings", "a number", "key"],
)
def test_settings_out_of_bounds_are_a_finding(text: str, slug: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(SETTINGS + text, encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        check_settings(Project(tmp_path))
    assert [f.slug for f in caught.value.findings] == [slug]


@pytest.mark.parametrize(
    "text", ["", "copyright: A\n", "markdown_extensions: [{toc: {permalink: true}}]\n", "x: !ENV [Y, z]\n"]
)
def test_a_setting_with_an_effect_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(SETTINGS + text, encoding="utf-8")
    check_settings(Project(tmp_path))


FILES = {
    "CNAME": "caidat.example\n",
    "robots.txt": "User-agent: *\nAllow: /\n",
    ".well-known/security.txt": "Contact: mailto:a@caidat.example\n",
    "google1234.html": "google-site-verification: google1234.html",
    "zalo.html": '<!DOCTYPE html><html><head><meta property="zalo" content="a"></head><body>zalo</body></html>',
    "BingSiteAuth.xml": '<?xml version="1.0"?>\n<users><user>A</user></users>\n',
    ".nojekyll": "",
}


@pytest.fixture(scope="module")
def built(run: None) -> Path:
    return once("settings", campaign)


def campaign(folder: Path) -> None:
    """A small project with files at the root and permalinks, built."""
    project = small_project(folder, "mot-cua", "a4")
    for name, text in FILES.items():
        path = project / "docs/_files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text() + "markdown_extensions:\n  - toc:\n      permalink: true\n")
    build(project)


def test_files_at_the_root_are_published_as_they_are(built: Path) -> None:
    assert {name: (built / "site" / name).read_text() for name in FILES} == FILES
    assert not (built / "site/_files").exists()


def test_permalinks_stand_on_pages_and_in_nothing_that_is_taken_away(built: Path) -> None:
    assert 'class="headerlink"' in (built / "site/huong-dan/android/index.html").read_text(encoding="utf-8")
    taken = [path for path in (built / "site/embed").rglob("*") if path.suffix in {".html", ".txt"}]
    assert taken
    for path in taken:
        text = path.read_text(encoding="utf-8")
        assert "headerlink" not in text and "¶" not in text, path


def test_mkdocs_builds_from_a_relative_path(built: Path, tmp_path: Path) -> None:
    project = clone(built, tmp_path / "project", site=False)
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", "mkdocs.yml", "-d", "out"]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (project / "out/robots.txt").read_text() == FILES["robots.txt"]


WRONG = {
    "a script": ("a.html", "<html>\n<script>1</script>", "markup-active", 2),
    "a handler": ("a.html", "<p onclick='a()'>b", "markup-active", 1),
    "a refresh": ("a.html", '<meta http-equiv="refresh" content="0;url=https://evil.example">', "markup-active", 1),
    "a style sheet": ("a.xml", '<?xml-stylesheet href="a"?>\n<a/>', "markup-active", 1),
    "a page as XML": ("a.xml", '<a>\n<script xmlns="http://www.w3.org/1999/xhtml"/></a>', "markup-active", 2),
    "entities": ("a.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml-malformed", 0),
    "no XML": ("a.xml", "<a>", "xml-malformed", 0),
    "a program": ("a.js", "1", "file-kind", 0),
    "a name with a space": ("a b.txt", "a", "path-reserved", 0),
    "a place of the build": ("embed/a.txt", "a", "path-reserved", 0),
    "a large file": ("a.txt", "a" * 300_000, "file-large", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_may_not_be_published_as_it_is(name: str, tmp_path: Path) -> None:
    file, text, slug, line = WRONG[name]
    path = tmp_path / "docs/_files" / file
    path.parent.mkdir(parents=True)
    path.write_text(text)
    findings = list(root_file_faults(Project(tmp_path)))
    assert [(f.slug, f.file, f.line) for f in findings] == [(slug, f"docs/_files/{file}", line)]


def test_links_and_too_many_files_are_findings(tmp_path: Path) -> None:
    folder = tmp_path / "docs/_files"
    folder.mkdir(parents=True)
    (folder / "a.txt").symlink_to("/etc/hostname")
    (folder / ".b").symlink_to("/etc/hostname")
    assert [f.slug for f in root_file_faults(Project(tmp_path))] == ["file-link", "file-link"]
    for number in range(120):
        (folder / f"{number}.txt").write_text("")
    assert [f.slug for f in root_file_faults(Project(tmp_path))] == ["files-many"]


def test_a_name_that_the_site_has_already_is_a_finding_and_the_site_stays(built: Path, tmp_path: Path) -> None:
    project = clone(built, tmp_path / "project")
    before = (project / "site/index.html").read_bytes()
    (project / "docs/_files/index.html").write_text("words")
    result = outreach(project, "build")
    assert result.returncode == 1 and "path-reserved" in result.stdout and "_files/index.html" in result.stdout
    assert (project / "site/index.html").read_bytes() == before
