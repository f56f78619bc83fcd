"""Copies of the project that a test may change, and runs of its commands as a user would start them."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from outreach.core.files import copy

ROOT = Path(__file__).parents[2]
CACHE = Path(".cache/outreach")
CRUE = ROOT / "tests/campaigns/crue"
"""A small campaign in French."""
CORES = os.sched_getaffinity(0)
"""Those that a run of tests may use: each of its workers keeps to a share of them, which conftest.py gives it."""
RUN: list[Path] = []
"""The folder that all workers of a run share: conftest.py names it."""


def copy_project(target: Path, docs: Path = ROOT / "docs") -> Path:
    """A project of its own at `target`: the print templates and settings of this one with the content of `docs`.

    It has issued no codes yet: a test may take materials and units from it.
    """
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(docs, target / "docs", ignore=shutil.ignore_patterns("issued.csv"))
    shutil.copytree(ROOT / "print_templates", target / "print_templates")
    shutil.copy(ROOT / "mkdocs.yml", target)
    return target


def clone(project: Path, target: Path, site: bool = True) -> Path:
    """A built project again, for a test that may change it, with or without its site.

    Each file is one of its own: what a test does to it, it does to no other's. Where the file system can, their blocks
    are shared.
    """

    def copied(source: str, goal: str) -> None:
        copy(Path(source), Path(goal))
        shutil.copystat(source, goal, follow_symlinks=False)

    left_out = None if site else shutil.ignore_patterns("site")
    shutil.copytree(project, target, symlinks=True, ignore=left_out, copy_function=copied)
    return target


def outreach(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `outreach` in `project` and returns what it printed."""
    command = [str(Path(sys.executable).with_name("outreach")), *arguments]
    return subprocess.run(
        command, cwd=project, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def words_of(pdf: Path) -> str:
    """The text of a PDF file on one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def once(name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` that all workers share: the first that asks has it made. For reading only."""
    folder = RUN[0] / name
    with (RUN[0] / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (RUN[0] / f"{name}.done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            (RUN[0] / f"{name}.done").touch()
    return folder


def build(project: Path) -> Path:
    """Builds a project without a fault."""
    result = outreach(project, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def shipped_campaign(target: Path) -> Path:
    """The whole campaign as a project of its own, built.

    What `make` kept in this folder serves here too, as it serves the next `make`: a machine that has built the campaign
    does not wait for it again. Without that it is built from nothing, as in continuous integration.
    """
    project = copy_project(target)
    if (ROOT / CACHE).exists():
        _warm(project, ROOT)
    share = os.sched_getaffinity(0)
    os.sched_setaffinity(0, CORES)  # the other workers wait for it
    try:
        return build(project)
    finally:
        os.sched_setaffinity(0, share)


def crue(target: Path) -> Path:
    """The small campaign in French as a project of its own, warm."""
    return _warm(copy_project(target, CRUE), crue_project())


def crue_project() -> Path:
    """The small campaign in French, built from nothing once a run. For reading only."""
    return once("crue", lambda folder: build(copy_project(folder, CRUE)))


def small_project(
    target: Path, material: str, form: str, scripts: bool = False, reports: bool = False, cold: bool = False
) -> Path:
    """A project of its own with one material in one format and three units: it is made in seconds.

    With `scripts` it has one to be read aloud, and forms of reports; with `reports` the forms alone. All else is the
    shipped campaign: guide pages (one of them to be embedded), languages, templates, data.

    It is warm: its cache holds fonts, guides and drawings as a build of this run kept them. With `cold` it holds
    nothing, for tests of what a first build does.
    """
    project = _in_one_format(copy_project(target), material, form, scripts, reports)
    if cold:
        return project
    return _warm(project, poster_project())


def poster_project() -> Path:
    """A small project of the poster, with a script, built from nothing once a run. For reading only."""
    return once("small", lambda folder: build(_in_one_format(copy_project(folder), "mot-cua", "a4", True, True)))


def _warm(project: Path, built: Path) -> Path:
    """Gives a project what a build of another one kept, but for the record of what that one published."""
    ignored = shutil.ignore_patterns("published", "lock", "staging")
    shutil.copytree(built / CACHE, project / CACHE, ignore=ignored)
    return project


def few_materials(target: Path, *materials: str) -> Path:
    """A project of its own with these materials in all their formats and three units: it is read in a moment."""
    return _reduce(copy_project(target), materials, scripts=False, reports=True)


def _in_one_format(project: Path, material: str, form: str, scripts: bool, reports: bool) -> Path:
    """Leaves a copy of the shipped campaign one material in one format and three units."""
    path = project / f"docs/an-pham/{material}.md"
    text, count = re.subn(r"^formats: .*$", f"formats: [{form}]", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1
    path.write_text(re.sub(r"^kit: .*$", f"kit: [{form}]", text, flags=re.MULTILINE), encoding="utf-8")
    return _reduce(project, (material,), scripts, reports or scripts)


def _reduce(project: Path, materials: tuple[str, ...], scripts: bool, reports: bool) -> Path:
    """Leaves a copy of the shipped campaign these materials and three units."""
    gone = {path.stem for path in (project / "docs/an-pham").glob("*.md")} - {*materials, "index"}
    for name in gone:
        (project / f"docs/an-pham/{name}.md").unlink()
    campaign, tasks = project / "docs/_data/campaign.toml", project / "docs/_data/tasks.toml"
    lines = campaign.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [line for line in lines if not line.startswith("share_picture")]
    campaign.write_text("".join(line for line in lines if not any(f"/{name}.md" in line for name in gone)), "utf-8")
    answers = re.sub(r'"([\w-]+)"(, )?', lambda m: "" if m[1] in gone else m[0], tasks.read_text(encoding="utf-8"))
    tasks.write_text(answers, encoding="utf-8")
    drawn, press = project / "docs/_data/illustrations.toml", project / "docs/bao-chi/index.md"
    head, *tables = drawn.read_text(encoding="utf-8").split("\n[drawings.")  # each takes a second
    kept_too = [table for table in tables if table.startswith(("word-mark]", "mark]"))]
    drawn.write_text("\n[drawings.".join([head, *kept_too]), encoding="utf-8")
    words = re.sub(r"^captions:\n(  .*\n)+", "", press.read_text(encoding="utf-8"), flags=re.MULTILINE)
    press.write_text(words, encoding="utf-8")
    _keep_templates(project, materials)
    _shorten(project) if scripts else _silence(project)
    if not reports:
        _ask_nothing(project)
    for page in project.glob("docs/**/huong-dan/*.md"):
        if page.stem != "android":  # a guide of one page: its document is set in a moment
            page.write_text(page.read_text(encoding="utf-8").replace("\nembed: true\n", "\n"), encoding="utf-8")
    for units in (project / "docs/_data/units").glob("*.csv"):
        units.write_text("".join(units.read_text(encoding="utf-8").splitlines(keepends=True)[:4]), encoding="utf-8")
    return project


def _keep_templates(project: Path, materials: tuple[str, ...]) -> None:
    """Leaves a project the print templates of these materials."""
    texts = [(project / f"docs/an-pham/{name}.md").read_text(encoding="utf-8") for name in materials]
    kept = {match[1] for text in texts if (match := re.search(r"^template: (.+)$", text, re.MULTILINE))}
    assert kept
    for table in (project / "print_templates").glob("*/template.toml"):
        if table.parent.name not in kept:
            shutil.rmtree(table.parent)


def _shorten(project: Path) -> None:
    """Leaves a project one script, which is broadcast at all times: each takes half a second."""
    data = project / "docs/_data"
    gone = {path.stem for path in (project / "docs/truyen-thanh").glob("*.md")} - {"ban-tin-30-giay", "index"}
    for name in gone:
        (project / f"docs/truyen-thanh/{name}.md").unlink()
    lines = (data / "campaign.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [line for line in lines if not any(f'"truyen-thanh/{name}.md"' in line for name in gone)]
    (data / "campaign.toml").write_text("".join(lines), encoding="utf-8")
    for name, pattern, words in (
        ("broadcasts.toml", r'^script = ".*"$', 'script = "ban-tin-30-giay"'),
        ("tasks.toml", rf'"truyen-thanh/({"|".join(sorted(gone))})\.md"(, )?', ""),
    ):
        text = (data / name).read_text(encoding="utf-8")
        (data / name).write_text(re.sub(pattern, words, text, flags=re.MULTILINE), encoding="utf-8")


def _silence(project: Path) -> None:
    """Takes all that is read aloud out of a project."""
    shutil.rmtree(project / "docs/truyen-thanh")
    (project / "docs/_data/broadcasts.toml").unlink()
    campaign, tasks = project / "docs/_data/campaign.toml", project / "docs/_data/tasks.toml"
    nav = re.compile(r'^  \{ "[^"]+" = \[\n    "truyen-thanh/index\.md",\n(?:    .*\n)*  \] \},\n', re.MULTILINE)
    campaign.write_text(nav.sub("", campaign.read_text(encoding="utf-8"), count=1), "utf-8")
    answers = re.sub(r'"truyen-thanh/[^"]+"(, )?', "", tasks.read_text(encoding="utf-8"))
    tasks.write_text(answers, encoding="utf-8")


def _ask_nothing(project: Path) -> None:
    """Takes the forms of reports out of a project."""
    data = project / "docs/_data"
    for folder in (project / "docs/bao-cao", data / "reporters"):
        shutil.rmtree(folder)
    for name in ("reports.toml", "official-report.md"):
        (data / name).unlink()
    for name, pattern in (
        ("campaign.toml", r'^  \{ "[^"]+" = "bao-cao/index\.md" \},\n'),
        ("tasks.toml", r'^\[\w+\]\n(?:(?!\[).*\n)*?pages = \["bao-cao/index\.md"\]\n'),
    ):
        text, count = re.subn(pattern, "", (data / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert count == 1, name
        (data / name).write_text(text, encoding="utf-8")
