"""Nothing damaged is published: a bit is turned over in each kind of kept and of published file, and the site is right.

What is damaged in the cache keeps its size and its times, as on a disk that loses bits.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.core.last_build import Published, compare
from outreach.core.project import Project
from projects import clone, files_of, outreach, small_project

pytestmark = pytest.mark.xdist_group("kept")  # one process: its project is built once

KEPT = {
    "a sheet": "sheets/*/sheet.pdf",
    "a preview": "sheets/*/1.png",
    "what a sheet's press noted": "sheets/*/report.json",
    "a manifest": "sheets/*/manifest.json",
    "a unit's sheet": "stamped/*/*.pdf",
    "the ledger of units' sheets": "stamped/*/ledger.txt",
    "a base": "stamped-bases/*/*/base.bin",
    "a slot table": "stamped-bases/*/*/slots.json",
    "a unit's paper to read from": "booklets/*/*.pdf",
    "a unit's document to read from": "booklets/*/*.docx",
    "a unit's text to read from": "booklets/*/*.txt",
    "the base of papers": "booklets-bases/*/*/base.bin",
    "the parts of documents": "booklets-words/*/document.zip",
    "a unit's form of reports": "report-forms/*/*.xlsx",
    "a unit's form on paper": "report-forms/*/*.pdf",
    "the base of forms": "report-forms-bases/*/*/base.bin",
    "the form on paper of a school": "report-papers/*/document.pdf",
    "what the pictures of the form are drawn from": "report-looks/*/document.pdf",
    "a script's paper": "scripts/*/document.pdf",
    "a guide": "guides/*/document.pdf",
    "a drawing": "drawings/*/drawing.svg",
    "a drawing's picture": "drawings/*/drawing.png",
    "a thumbnail": "thumbnails/*/thumbnail.webp",
    "a web font": "fonts/*/font.woff2",
    "what was published": "published/site.json",
    "what kits were made from": "published/kits.json",
}
"""Kind of file → where such files lie in the cache. Fonts for sheets, which are kept for one folder's project alone:
see render/test_typeset.py."""
IDLE = {"a base", "a slot table", "the base of papers", "the base of forms", "the parts of documents"}
"""Inputs that are read only where a unit's files are made: a hotline must change."""
UNREAD = {"what kits were made from", "the ledger of units' sheets"}
LISTED = "docs/_data/units/nam-dinh-2020.csv"


def flip(path: Path) -> None:
    """Turns one bit of a file over; size and times stay."""
    before, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(bytes(content))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def damaged(project: Path, kind: str) -> list[Path]:
    paths = sorted((project / ".cache/outreach").glob(KEPT[kind]))
    assert paths, kind
    for path in paths:
        flip(path)
    return paths


def change_hotline(project: Path, number: str) -> None:
    """Gives the first unit another number to call."""
    head, first, *rows = (project / LISTED).read_text(encoding="utf-8").splitlines()
    if not head.endswith(",hotline"):
        head, first, rows = f"{head},hotline", f"{first},", [f"{row}," for row in rows]
    first = f"{first.rpartition(',')[0]},{number}"
    (project / LISTED).write_text("\n".join([head, first, *rows, ""]), encoding="utf-8")


def build(project: Path, *arguments: str) -> list[dict[str, object]]:
    result = outreach(project, "build", "--json", *arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return list(json.loads(result.stdout))


def slugs(findings: list[dict[str, object]]) -> list[str]:
    return [str(finding["slug"]) for finding in findings if finding["slug"] in {"cache-damaged", "site-altered"}]


def places_of(findings: list[dict[str, object]]) -> set[str]:
    """The places of the cache that a build found damaged."""
    found = [dict(finding["data"]) for finding in findings if finding["slug"] == "cache-damaged"]  # type: ignore[call-overload]
    return {str(data["found"]).split("/")[0] for data in found}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A small project, and its site as it was built with one hotline and with another."""
    project = small_project(tmp_path_factory.mktemp("kept") / "p", "mot-cua", "a4", scripts=True)
    sites = []
    for number in ("0228 3823 116", "0228 3823 115"):
        change_hotline(project, number)
        build(project)
        sites.append(files_of(project / "site"))
    assert differing(*sites)
    return project, sites[1], sites[0]


@pytest.fixture
def copy(built: tuple[Path, dict[str, bytes], dict[str, bytes]], tmp_path: Path) -> Path:
    return clone(built[0], tmp_path / "p")


def test_a_bit_lost_in_every_file_of_the_cache_is_told_and_never_published(
    copy: Path, built: tuple[Path, dict[str, bytes], dict[str, bytes]]
) -> None:
    """A number to call has changed, so that inputs which are read only where a unit's files are made are read too."""
    change_hotline(copy, "0228 3823 116")
    kinds = {path.relative_to(copy / ".cache/outreach").parts[0] for kind in KEPT for path in damaged(copy, kind)}
    findings = build(copy, "--force")
    assert differing(files_of(copy / "site"), built[2]) == set()
    assert places_of(findings) == kinds


def rounds() -> list[list[str]]:
    """The kinds, so that no two of a round lie in one place of the cache: what one has made anew hides no other."""
    places: dict[str, list[str]] = {}
    for kind, pattern in KEPT.items():
        places.setdefault(pattern.partition("/")[0], []).append(kind)
    most = max(len(kinds) for kinds in places.values())
    return [[kinds[number] for kinds in places.values() if number < len(kinds)] for number in range(most)]


def place(kind: str) -> str:
    return KEPT[kind].partition("/")[0]


@pytest.mark.long
@pytest.mark.parametrize("kinds", rounds(), ids=lambda kinds: kinds[0])
def test_a_bit_that_was_lost_in_a_kind_of_file_is_told_and_never_published(
    kinds: list[str], copy: Path, built: tuple[Path, dict[str, bytes], dict[str, bytes]]
) -> None:
    """First where all is published anew, then where a number to call has changed."""
    _, first, second = built
    for kind in set(kinds) - IDLE:
        damaged(copy, kind)
    told = places_of(build(copy, "--force"))
    assert differing(files_of(copy / "site"), first) == set()
    assert told >= {place(kind) for kind in set(kinds) - IDLE - UNREAD}
    change_hotline(copy, "0228 3823 116")
    lost = {path: path.read_bytes() for kind in kinds for path in damaged(copy, kind)}
    told |= places_of(build(copy))
    assert differing(files_of(copy / "site"), second) == set()
    assert told == {place(kind) for kind in kinds}
    assert places_of(build(copy, "--force")) <= {place(kind) for kind in kinds}  # what no build had read until now
    assert differing(files_of(copy / "site"), second) == set()
    assert [path for path, content in lost.items() if path.exists() and path.read_bytes() == content] == []


PUBLISHED = {
    ".pdf",
    ".zip",
    ".html",
    ".json",
    ".png",
    ".svg",
    ".webp",
    ".woff2",
    ".css",
    ".js",
    ".txt",
    ".docx",
    ".xml",
}


def test_whatever_is_overwritten_in_the_site_is_put_right_by_the_next_build(
    copy: Path, built: tuple[Path, dict[str, bytes], dict[str, bytes]]
) -> None:
    """Each file is known by itself to be another."""
    files = sorted(path for path in (copy / "site").rglob("*") if path.suffix in PUBLISHED and path.stat().st_size)
    assert {path.suffix for path in files} == PUBLISHED
    for path in files:
        content = bytearray(path.read_bytes())
        content[0] ^= 1
        path.write_bytes(bytes(content))
    known = Published.of(Project(copy))
    assert known is not None
    assert set(compare(copy / "site", known.files).altered) == {
        path.relative_to(copy / "site").as_posix() for path in files
    }
    assert slugs(build(copy)) == ["site-altered"]
    assert differing(files_of(copy / "site"), built[1]) == set()
    assert "Nothing has changed" in outreach(copy, "build").stdout


def test_another_communes_poster_in_the_place_of_ones_own_is_put_right(
    copy: Path, built: tuple[Path, dict[str, bytes], dict[str, bytes]]
) -> None:
    """Also with the other's time, and also where kits were to be left as they are."""
    for name in ("mot-cua-a4-office-mono-{}.pdf", "truyen-thanh-{}.docx", "index.html", "catalogue.json"):
        shutil.copy2(
            copy / "site/don-vi/13636" / name.format("13636"), copy / "site/don-vi/13633" / name.format("13633")
        )
    result = outreach(copy, "build", "--no-kits", "--json")
    assert (result.returncode, [each["slug"] for each in json.loads(result.stdout)]) == (1, ["kits-altered"])
    assert slugs(build(copy)) == ["site-altered"]
    assert differing(files_of(copy / "site"), built[1]) == set()


@pytest.mark.parametrize("option", ["--verify", "--force"])
def test_what_a_disk_lost_of_the_site_is_put_right_on_request(
    option: str, copy: Path, built: tuple[Path, dict[str, bytes], dict[str, bytes]]
) -> None:
    """Size and all times are as they were: they are noted again as the file system has them now."""
    names = ["don-vi/13633/index.html", "an-pham/mot-cua/index.html", "embed/v1/embed.css"]
    for name in names:
        flip(copy / "site" / name)
    code = (
        "import sys; from pathlib import Path; from outreach.core.project import Project\n"
        "from outreach.core import last_build\n"
        "project = Project(Path(sys.argv[1])); known = last_build.Published.of(project)\n"
        "for name, note in known.files.items():\n"
        "    about = (project.site / name).stat()\n"
        "    note[-3:-1] = [about.st_mtime_ns, about.st_ctime_ns] if len(note) == 4 else note[-3:-1]\n"
        "known.keep(project)"
    )
    subprocess.run([sys.executable, "-c", code, str(copy)], check=True)
    findings = slugs(build(copy, option))
    assert findings == (["site-altered"] if option == "--verify" else findings)
    assert differing(files_of(copy / "site"), built[1]) == set()
    result = outreach(copy, "build", "--verify")
    assert f"{len(built[1])} files were read" in result.stdout


def test_an_edited_note_of_kits_never_prints_a_wrong_number(copy: Path) -> None:
    """No record of units is kept; and what is kept is read only as it was written."""
    note = copy / ".cache/outreach/published/kits.json"
    text = note.read_text(encoding="utf-8")
    assert "02283823" not in text.replace(" ", "")  # four digits alone may stand in a digest
    change_hotline(copy, "0228 3823 118")
    digests = json.loads(text.partition(" ")[2])["units"]
    note.write_text(text.replace(digests["13633"], digests["13636"]), encoding="utf-8")
    assert slugs(build(copy)) == ["cache-damaged"]
    page = (copy / "site/don-vi/13633/index.html").read_text(encoding="utf-8")
    assert "0228 3823 118" in page and "0228 3823 115" not in page
