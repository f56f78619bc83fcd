"""The build as a whole: whole or not at all, the same bytes anywhere, nothing done twice."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from projects import (
    CACHE,
    CRUE,
    clone,
    copy_project,
    few_materials,
    files_of,
    outreach,
    poster_project,
    small_project,
)

pytestmark = pytest.mark.xdist_group("build")  # one process: its projects are built once
HEAVY = ("mkdocs", "weasyprint", "pikepdf", "numpy", "pypdfium2", "PIL", "jinja2", "pydantic", "rich")


@pytest.fixture(scope="module")
def copy(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project with its cache that a test may change."""
    folder = tmp_path_factory.mktemp("built") / "project"
    clone(project, folder)
    return folder


STRANGE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "4711"}


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A small project, built from nothing in a strange environment, and the files of its site."""
    folder = tmp_path_factory.mktemp("small") / "một nơi khác"
    small_project(folder, "mot-cua", "a4", scripts=True, cold=True)
    result = outreach(folder, "build", **STRANGE, HOME=str(folder.parent))
    assert result.returncode == 0, result.stdout + result.stderr
    return folder, files_of(folder / "site")


@pytest.fixture(scope="module")
def small(anew: tuple[Path, dict[str, bytes]]) -> Path:
    """A small project, built, that a test may change: what holds for it holds for the whole campaign."""
    return anew[0]


def difference(mine: dict[str, bytes], theirs: dict[str, bytes]) -> list[str]:
    return [name for name in sorted(mine.keys() | theirs.keys()) if mine.get(name) != theirs.get(name)]


@pytest.mark.long
def test_mkdocs_alone_gives_the_same_files_from_nothing_elsewhere(site: Path, tmp_path: Path) -> None:
    """The whole campaign, in another folder, time zone, locale and hash seed."""
    folder = copy_project(tmp_path / "một nơi khác")
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--strict", "-q", "-d", str(tmp_path / "plain")]
    environment = {**os.environ, **STRANGE, "HOME": str(tmp_path)}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert difference(files_of(site), files_of(tmp_path / "plain")) == []


def test_same_bytes_from_another_folder_time_zone_locale_and_hash_seed(anew: tuple[Path, dict[str, bytes]]) -> None:
    """Both are built from nothing: nothing of what is compared was kept by another build."""
    assert difference(anew[1], files_of(poster_project() / "site")) == []


@pytest.mark.parametrize("of", ["small", pytest.param("copy", marks=pytest.mark.long)])
def test_nothing_changed_is_answered_without_heavy_imports(of: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(of)
    code = (
        "import sys; from outreach.cli.commands import main; code = main(['build']);"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), code)"
    )
    for _ in range(2):  # the copy's times differ from the original's: the first run may build
        result = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert "Nothing has changed" in result.stdout
    assert result.stdout.splitlines()[-1] == "[] 0"


@pytest.mark.long
def test_a_changed_word_reaches_page_and_sheet_and_only_what_shows_it_is_made_anew(copy: Path) -> None:
    assert outreach(copy, "build").returncode == 0
    before = {path.name: path.stat().st_mtime_ns for path in (copy / ".cache/outreach/sheets").iterdir()}
    notice = copy / "docs/an-pham/thong-bao-noi-bo.md"
    notice.write_text(notice.read_text().replace("cài cho người thân", "cài cho gia đình"))
    assert outreach(copy, "build").returncode == 0
    after = {path.name: path.stat().st_mtime_ns for path in (copy / ".cache/outreach/sheets").iterdir()}
    assert len(after) == len(before)
    assert len({name for name in after if name not in before}) == 1
    assert all(after[name] == before[name] for name in after if name in before)
    assert "cài cho gia đình" in (copy / "site/an-pham/thong-bao-noi-bo/index.html").read_text()


def test_a_tampered_site_is_built_again(small: Path) -> None:
    page = small / "site/index.html"
    original = page.read_bytes()
    page.write_text("defaced")
    assert "Nothing has changed" not in outreach(small, "build").stdout
    assert page.read_bytes() == original


def test_a_warning_of_mkdocs_fails_the_build_and_the_site_stays(small: Path) -> None:
    before = files_of(small / "site")
    config = small / "mkdocs.yml"
    settings = config.read_text()
    config.write_text(settings + "\nno_such_setting: true\n")
    result = outreach(small, "build")
    config.write_text(settings)
    assert result.returncode == 1
    assert "site-warning" in result.stdout and "no_such_setting" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert files_of(small / "site") == before


def test_check_publishes_nothing(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    clone(small, folder, site=False)
    result = outreach(folder, "check")
    assert result.returncode == 0, result.stdout
    assert not (folder / "site").exists()


TWO_BUILDS = """
import sys
from pathlib import Path
from outreach.products.prepare import prepare
from outreach.sheets.make import make
from outreach.core.project import Project
for folder in sys.argv[1:]:
    prepared = prepare(Project(Path(folder)))
    sheets = [sheet for sheet in prepared.sheets if sheet.template.name == "notice"][:1]
    (made,) = make(prepared.bundle, prepared.fonts, prepared.pages, sheets)
    print(made.pdf)
"""


def test_each_build_sets_its_sheets_in_its_own_fonts(tmp_path: Path) -> None:
    """Two builds of one process: what the first one's workers knew must not reach the second."""
    projects = {
        "Be-Vietnam-Pro": few_materials(tmp_path / "vi", "thong-bao-noi-bo", "mot-cua", "to-roi-ho-dan"),
        "Barlow": copy_project(tmp_path / "fr", CRUE),
    }
    command = [sys.executable, "-c", TWO_BUILDS, *map(str, projects.values())]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    for name, path in zip(projects, made, strict=True):
        with pikepdf.open(path) as pdf:
            fonts = [str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].resources.Font.values()]
        assert fonts and all(font.startswith(name) for font in fonts)


def test_a_font_of_another_weight_is_refused(tmp_path: Path) -> None:
    project = few_materials(tmp_path / "project", "mot-cua")
    brand = project / "docs/_data/brand.toml"
    brand.write_text(brand.read_text().replace("BeVietnamPro-Bold.ttf", "BeVietnamPro-SemiBold.ttf"))
    result = outreach(project, "build")
    assert result.returncode == 1
    assert (
        "error font-weight: The font file “BeVietnamPro-SemiBold.ttf” is given for weight 700, but it is of weight 600."
        in result.stdout
    )


def test_warnings_are_told_again_when_nothing_has_changed_and_once_for_all_units(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project", "mot-cua", "a4")
    poster = project / "docs/an-pham/mot-cua.md"
    poster.write_text(poster.read_text().replace("scan_from: 0.6", "scan_from: 0.8"))
    first, second = (outreach(project, "build") for _ in range(2))
    assert first.returncode == second.returncode == 0
    assert "Nothing has changed" in second.stdout and "sheet-unstamped" not in first.stdout
    told = [line for line in first.stdout.splitlines() if "warning scan-near" in line]
    assert [line for line in second.stdout.splitlines() if "scan-near" in line] == told
    assert len(told) == 5, told  # the poster for each printer, and for offices one unit's that speaks for all
    assert json.loads(outreach(project, "build", "--json").stdout)
    (project / "docs/index.md").write_text((project / "docs/index.md").read_text() + "\n")  # the kits stay
    assert [line for line in outreach(project, "build").stdout.splitlines() if "scan-near" in line] == told


CHANGES = {
    "a headline, and a sentence that no sheet shows": (
        ("docs/an-pham/mot-cua.md", "Trong lúc chờ,", "Lúc ngồi chờ,"),
        ("docs/huong-dan/android.md", "Khi cài, máy cần", "Lúc cài, máy cần"),
        lambda sheet: sheet.startswith("mot-cua-"),
    ),
    "a step": (
        ("docs/huong-dan/cai-giup.md", "Hỏi trước khi giúp.", "Hỏi rồi mới giúp."),
        lambda sheet: sheet.startswith("the-cai-giup-"),
    ),
}


def whole(project: Path, target: Path) -> Path:
    """The shipped campaign with its cache, without its site."""
    return clone(project, target, site=False)


def few(project: Path, target: Path) -> Path:
    """Three of its materials in all their formats, with its sheets in their cache."""
    folder = few_materials(target, "mot-cua", "to-roi-ho-dan", "the-cai-giup")
    shutil.copytree(project / CACHE / "sheets", folder / CACHE / "sheets")
    return folder


@pytest.mark.parametrize(
    ("campaign", "name"),
    [(few, next(iter(CHANGES))), *(pytest.param(whole, name, marks=pytest.mark.long) for name in CHANGES)],
)
def test_a_changed_word_makes_anew_only_what_shows_it(
    campaign: Callable[[Path, Path], Path], name: str, project: Path, tmp_path: Path
) -> None:
    folder = campaign(project, tmp_path / "project")
    *changes, shows = CHANGES[name]
    for file, old, new in changes:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from outreach.products.prepare import prepare;"
        "from outreach.core.project import Project;"
        "from outreach.sheets.make import make;"
        "ready = prepare(Project(Path(sys.argv[1])));"
        "made = make(ready.bundle, ready.fonts, ready.pages, ready.sheets); print(*(one.sheet.name for one in made));"
        "print(*(one.sheet.name for one in made if one.new))"
    )
    result = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    every, pressed = (set(line.split()) for line in result.stdout.splitlines())
    assert pressed == {sheet for sheet in every if shows(sheet)}
