"""Every unit's kit in the site: right for its row, put in place whole, made anew only where something changed."""

import csv
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import shipped
from kits import instructions
from outreach.campaign.codes import link_code, link_path
from outreach.core.cache import Store
from outreach.render import optics, raster
from outreach.render.qr_decode import read_zxing
from outreach.sheets.records.shelves import prune
from projects import clone, files_of, outreach, small_project

CODES = {"mot-cua": "01", "to-roi-ho-dan": "03", "nha-van-hoa": "28", "bang-tin": "29"}
PAPERS = ("truyen-thanh-", "bao-cao-")
"""Prefixes of loudspeaker scripts and of forms of reports: see test_aloud.py and test_form.py."""
FILES = {".pdf", ".docx", ".txt", ".xlsx"}
HEAVY = ("mkdocs", "weasyprint", "pikepdf", "rich")


def said(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def check_kit(folder: Path, code: str) -> int:
    """Reads name, number and link back from each sheet of a unit; how many there were."""
    unit = shipped.bundle().units[code]
    sheets = [file for file in sorted(folder.glob("*.pdf")) if not file.name.startswith(PAPERS)]
    for file in sheets:
        material = next(name for name in CODES if file.name.startswith(name))
        content = file.read_bytes()
        words = said(content)
        assert unit.name.replace(" ", "") in words, file.name
        assert unit.district_name.replace(" ", "")[1:] in words, file.name
        assert shipped.bundle().campaign.help.number.replace(" ", "") in words, file.name
        link = f"/{link_path(link_code(CODES[material], code))}"
        assert link in words, file.name
        pages = list(raster.pages(content, 45 if "-a3-" in file.name else 80))
        links = {one.text for page in pages for one in read_zxing(optics.grey(page))}
        assert links == {f"https://CAIDAT.EXAMPLE{link}"}, file.name
    return len(sheets)


def test_every_unit_has_its_kit_and_a_link_in_the_list_of_its_district(site: Path) -> None:
    kits = {path.name for path in (site / "don-vi").iterdir() if path.is_dir() and not path.name.startswith("h-")}
    assert kits == set(shipped.bundle().units)
    for unit in shipped.bundle().units.values():
        page = (site / f"don-vi/h-{unit.district_code}/index.html").read_text(encoding="utf-8")
        assert f'href="../{unit.code}/"' in page


def sample_codes() -> list[str]:
    """Codes of a few units; the last has the longest name."""
    units = shipped.bundle().units
    return [*sorted(units)[::45], max(units, key=lambda code: len(units[code].name))]


def districts() -> list[str]:
    return sorted({unit.district_code for unit in shipped.bundle().units.values()})


@pytest.mark.over("code", sample_codes)
def test_a_kit_is_its_units_own(site: Path, code: str) -> None:
    assert check_kit(site / "don-vi" / code, code) == 16


@pytest.mark.long
@pytest.mark.over("district", districts)
def test_every_file_says_what_its_row_says(site: Path, district: str) -> None:
    codes = [code for code, unit in shipped.bundle().units.items() if unit.district_code == district]
    assert sum(check_kit(site / "don-vi" / code, code) for code in codes) == 16 * len(codes)
    for file in [file for code in codes for file in (site / "don-vi" / code).glob("*.pdf")]:
        with pikepdf.open(file) as pdf:  # a process of qpdf for each would take longer than what it does
            assert not pdf.check_pdf_syntax(), file.name


def test_catalogue_instructions_and_page_tell_of_the_same_files(site: Path) -> None:
    for code in sorted(shipped.bundle().units)[::25]:
        folder = site / "don-vi" / code
        whole = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in FILES}
        assert {path.name for path in folder.iterdir()} - whole.keys() == {"index.html", "catalogue.json"}
        page = (folder / "index.html").read_text(encoding="utf-8")
        said = instructions(page)
        assert shipped.bundle().units[code].name in said and "100 mm" in said
        assert "http" not in re.sub("xmlns=\\S+", "", said)
        table = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
        listed = {each["path"]: (each["bytes"], each["sha256"]) for each in table["files"]}
        assert listed == {name: (len(raw), hashlib.sha256(raw).hexdigest()) for name, raw in whole.items()}
        assert table["edition"] == shipped.bundle().campaign.edition
        assert all(f'href="{name}"' in page for name in whole)


def test_no_file_of_the_site_has_a_second_name(project: Path) -> None:
    """A change of a file there changes that file alone."""
    assert [path for path in (project / "site").rglob("*") if path.is_file() and path.stat().st_nlink > 1] == []
    assert [path for path in (project / ".cache/outreach").rglob("*") if path.is_symlink()] == []


OUTREACH = str(Path(sys.executable).with_name("outreach"))
SMALL = pytest.mark.xdist_group("kits")  # one process: its project is built once


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = small_project(tmp_path_factory.mktemp("kits") / "p", "mot-cua", "a4", reports=True)
    assert outreach(project, "build").returncode == 0
    return project


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    """A built project with three units, which a test may change."""
    made = clone(small, tmp_path / "p")
    assert outreach(made, "build").returncode == 0  # its folders' times are others
    recalled(made)
    return made


def recalled(project: Path) -> None:
    """Nothing of it is on paper: its units may go."""
    (project / "docs/_data/issued.csv").write_text("code,edition,ended\n", encoding="utf-8")


def units(project: Path) -> Path:
    return project / "docs/_data/units/nam-dinh-2020.csv"


def with_hotline(project: Path, code: str, number: str) -> None:
    rows = list(csv.reader(units(project).read_text(encoding="utf-8").splitlines()))
    text = io.StringIO()
    csv.writer(text).writerows(
        [*row, "hotline" if place == 0 else number if row[0] == code else ""] for place, row in enumerate(rows)
    )
    units(project).write_text(text.getvalue(), encoding="utf-8")


def kits(project: Path) -> dict[str, bytes]:
    return {name: raw for name, raw in files_of(project / "site").items() if name.startswith("don-vi/")}


def run(project: Path) -> subprocess.CompletedProcess[str]:
    """A build, and which of the heavy libraries it imported."""
    code = (
        "import sys; from outreach.cli.commands import main; code = main(['build']);"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), code)"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=False)


@SMALL
def test_a_number_and_a_name_that_changed_change_one_kit_and_as_a_new_build_would(copy: Path, tmp_path: Path) -> None:
    """The new name has letters that no other has."""
    before = files_of(copy / "site")
    with_hotline(copy, "13636", "0228 3823 115")
    text = units(copy).read_text(encoding="utf-8")
    units(copy).write_text(text.replace("Trần Tế Xương", "Chữ Thõ Sử"), encoding="utf-8")
    result = run(copy)
    assert result.stdout.splitlines() == ["kits      1 made anew, 2 files stamped", "[] 0"], result.stderr
    after = files_of(copy / "site")
    changed = {name for name in after if before.get(name) != after[name]}
    assert after.keys() == before.keys()
    assert {name.rpartition("/")[0] for name in changed} == {"don-vi", "don-vi/h-356", "don-vi/13636"}
    papers = {name: said(after[name]) for name in changed if name.endswith(".pdf")}
    assert all("ChữThõSử" in words for words in papers.values())
    assert {name for name, words in papers.items() if "02283823115" not in words} == {
        "don-vi/13636/bao-cao-13636.pdf"  # which asks, and gives no number
    }
    other = tmp_path / "anew"
    clone(copy, other, site=False)
    (other / ".cache/outreach/published/kits.json").unlink()
    for folder in ("stamped", "stamped-bases"):
        subprocess.run(["rm", "-r", str(other / ".cache/outreach" / folder)], check=True)
    assert outreach(other, "build").returncode == 0
    assert files_of(other / "site") == after


@SMALL
def test_a_unit_that_comes_or_goes_is_built_with_all_that_knows_of_it(copy: Path) -> None:
    rows = units(copy).read_text(encoding="utf-8").splitlines()
    units(copy).write_text(
        "\n".join([*rows[:-1], "13999,Xã Mới,xã,356,Thành phố Nam Định,36,Tỉnh Nam Định"]) + "\n", "utf-8"
    )
    assert outreach(copy, "build").returncode == 0
    assert (copy / "site/don-vi/13999/index.html").exists()
    gone = rows[-1].split(",")[0]
    assert not (copy / f"site/don-vi/{gone}").exists()
    assert gone not in (copy / "site/don-vi/index.json").read_text(encoding="utf-8")


def lists_of(project: Path, *rows: str) -> None:
    """The code,name,type of units, without districts: they are found by their first letters."""
    units(project).write_text("\n".join(["code,name,type", *rows, ""]), encoding="utf-8")


@pytest.mark.long
@SMALL
def test_a_name_in_another_list_is_known_to_all_pages(copy: Path) -> None:
    lists_of(copy, "00001,Xã An Bình,Xã", "00004,Xã Bình An,Xã")
    assert outreach(copy, "build").returncode == 0
    lists_of(copy, "00001,Xã Cường,Xã", "00004,Xã Bình An,Xã")
    assert outreach(copy, "build").returncode == 0
    page = (copy / "site/don-vi/index.html").read_text(encoding="utf-8")
    assert [letter for letter in "abc" if f'href="h-{letter}/"' in page] == ["b", "c"]
    assert not (copy / "site/don-vi/h-a").exists()
    assert "Nothing has changed" in outreach(copy, "build").stdout
    (copy / "site/don-vi/h-c/index.html").unlink()
    assert "Nothing has changed" not in outreach(copy, "build").stdout


COLUMNS = (
    *("code", "name", "type", "district_code", "district_name", "province_code", "province_name"),
    *("contact_label", "hotline", "address", "hours", "place", "valid_from", "valid_to", "formerly"),
)
WHERE = ["356", "Thành phố Nam Định", "36", "Tỉnh Nam Định"]
RECORDS = [
    ["13633", "Phường Hạ Long", "phường", *WHERE, "Gọi phường", "0228 3823 115", "Số 1", "7 giờ", "Trạm", "", "", ""],
    ["13700", "Xã Ý Yên", "xã", "360", "Huyện Ý Yên", *WHERE[2:], *[""] * 8],
    ["13701", "Xã Yên Trị", "xã", "360", "Huyện Ý Yên", *WHERE[2:], *[""] * 8],
    ["K0001", "Trường An", *[""] * 13],
    [
        "13800",
        "Xã Bái",
        "xã",
        "361",
        "Huyện Bái",
        *WHERE[2:],
        "Gọi",
        "0228 3823 117",
        "Số 3",
        "9 giờ",
        "Đò",
        "",
        "",
        "",
    ],
    [
        "13900",
        "Xã Cát",
        "xã",
        "362",
        "Huyện Cát",
        *WHERE[2:],
        "Gọi",
        "0228 3823 118",
        "Số 4",
        "6 giờ",
        "Bến",
        "",
        "",
        "",
    ],
]
ROWS = 0, 4, 5
"""Those that are changed, each in a field of its own, so that no change hides that another one was missed."""
CHANGED = (
    *("13634", "Phường Cửa", "thị", "357", "Thị xã", "37", "Tỉnh Hà"),
    *("Hỏi", "0228 3823 116", "Số 2", "8 giờ", "Ga", "2000-01-01", "2000-01-01", "13000"),
)
FIELDS = list(zip(COLUMNS, CHANGED, strict=True))
ORDERS = {
    "first letter": [0, 1, 2, 3, 4, 5],
    "order of lists": [1, 2, 0, 3, 4, 5],
    "order in a list": [0, 2, 1, 3, 4, 5],
}


def listed(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    return text.getvalue()


@pytest.fixture(scope="module")
def recorded(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project with records that have every field."""
    project = clone(small, tmp_path_factory.mktemp("recorded") / "p")
    units(project).write_text(listed(RECORDS), encoding="utf-8")
    recalled(project)
    assert outreach(project, "build").returncode == 0
    recalled(project)
    return project


def changes() -> dict[str, list[list[str]]]:
    """Name of a change in the list → all of its rows afterwards."""
    found = {}
    for start in range(0, len(FIELDS), len(ROWS)):
        rows, some = [list(row) for row in RECORDS], FIELDS[start : start + len(ROWS)]
        for row, (name, value) in zip(ROWS, some, strict=False):
            rows[row][COLUMNS.index(name)] = value
        found[", ".join(name for name, _ in some)] = rows
    for name, order in ORDERS.items():
        found[name] = [list(RECORDS[at]) for at in order]
    found["first letter"][3][1] = "Cửa An"
    return found


@SMALL
@pytest.mark.long
@pytest.mark.parametrize("what", changes())
def test_whatever_changes_the_site_is_as_it_were_built_anew(recorded: Path, tmp_path: Path, what: str) -> None:
    copy = clone(recorded, tmp_path / "p")
    units(copy).write_text(listed(changes()[what]), encoding="utf-8")
    result = outreach(copy, "build")
    assert result.returncode == 0, result.stdout
    built = files_of(copy / "site")
    assert outreach(copy, "build", "--force").returncode == 0
    anew = files_of(copy / "site")
    assert {name for name in built.keys() | anew.keys() if built.get(name) != anew.get(name)} == set()


def damaged(path: Path) -> None:
    """Leaves half of a file; other names of it keep all."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) // 2])


@SMALL
def test_what_was_damaged_in_the_cache_is_made_anew(copy: Path) -> None:
    cache = copy / ".cache/outreach"
    with_hotline(copy, "13636", "0228 3823 115")
    for place in ("stamped-bases/*-mono-*/*/base.bin", "stamped/*/13633-*.pdf"):
        files = list(cache.glob(place))
        assert files, place
        for file in files:
            damaged(file)
    before = kits(copy)
    result = outreach(copy, "build", "--force")
    assert result.returncode == 0
    assert [line.split(":")[0] for line in result.stdout.splitlines() if "cache-damaged" in line] == [
        "warning cache-damaged",
        "warning cache-damaged",
    ]
    assert not list(half_written(copy / "site"))
    after = kits(copy)
    assert {name.split("/")[1] for name in after if after[name] != before.get(name)} == {"13636"}
    for file in (copy / "site/don-vi/13636").glob("*.pdf"):
        result = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr


def test_bases_that_orders_need_stay_in_the_cache(tmp_path: Path) -> None:
    for number, sheet in enumerate(("a-mono", "a-mono", "a-shop", "a-shop", "gone-mono")):
        for place in ("stamped", "stamped-bases"):
            folder = tmp_path / place / f"{sheet}-{number}"
            folder.mkdir(parents=True)
            os.utime(folder, (number, number))
    store = Store(tmp_path)
    prune(store, "stamped", [store.shelf("stamped", "a-mono-0")], set(), {"a-mono", "a-shop"})
    assert {path.name for path in (tmp_path / "stamped").iterdir()} == {"a-mono-0"}
    assert {path.name for path in (tmp_path / "stamped-bases").iterdir()} == {"a-mono-0", "a-shop-3"}


@SMALL
def test_without_a_unit_the_site_has_no_kits_and_nothing_can_be_ordered(copy: Path) -> None:
    head, *rows = units(copy).read_text(encoding="utf-8").splitlines()
    units(copy).write_text("\n".join([f"{head},valid_to", *(f"{row},2019-12-31" for row in rows)]) + "\n", "utf-8")
    result = outreach(copy, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    assert not [path for path in (copy / "site/don-vi").rglob("*") if path.suffix == ".pdf"]
    result = outreach(copy, "kit", "--json")
    assert (result.returncode, [each["slug"] for each in json.loads(result.stdout)]) == (1, ["units-none"])


@SMALL
def test_kits_can_be_left_as_they_are(copy: Path) -> None:
    """Then those are listed that there are: not that of a new unit, nor that of one that is gone."""
    before = kits(copy)
    rows = units(copy).read_text(encoding="utf-8").splitlines()
    gone = rows[-1].split(",")[0]
    units(copy).write_text("\n".join([*rows[:-1], "01399,Xã Mới,xã,360,Huyện Mới,36,Tỉnh Nam Định", ""]), "utf-8")
    with_hotline(copy, "13636", "0228 3823 115")
    assert outreach(copy, "build", "--no-kits").returncode == 0
    after = kits(copy)
    own = re.compile(r"don-vi/[0-9]+/")
    assert {n: raw for n, raw in after.items() if own.match(n)} == {
        n: raw for n, raw in before.items() if own.match(n) and gone not in n
    }
    for name in [name for name in after if name.endswith(".html")]:
        for link in re.findall(r'href="((?:\.\./)?[\w-]+/)"', after[name].decode()):
            folder = (copy / "site" / name).parent / link
            assert (folder / "index.html").exists(), f"{name}: {link}"
    assert gone not in after["don-vi/index.json"].decode() and "01399" not in after["don-vi/index.json"].decode()
    assert "Nothing has changed" in outreach(copy, "build", "--no-kits").stdout
    assert "Nothing has changed" not in outreach(copy, "build").stdout
    assert kits(copy) != before


@SMALL
def test_a_fault_in_a_list_leaves_the_site_as_it_was(copy: Path) -> None:
    before = kits(copy)
    with_hotline(copy, "13636", "=cmd()")
    result = outreach(copy, "build", "--json")
    assert result.returncode == 1
    assert [(each["file"], each["line"]) for each in json.loads(result.stdout)] == [
        ("docs/_data/units/nam-dinh-2020.csv", 3)
    ]
    assert kits(copy) == before


def half_written(site: Path) -> Iterator[str]:
    """Files in a site that no reader could make sense of."""
    ends = {".pdf": b"%%EOF", ".html": b"</html>"}
    for path in site.rglob("*"):
        if (
            path.is_file()
            and "don-vi" in path.parts
            and not path.read_bytes().rstrip().endswith(ends.get(path.suffix, b""))
        ):
            yield str(path)


@SMALL
@pytest.mark.parametrize(
    ("first", "alone"),
    [(1.9, False), *(pytest.param(0.15, alone, marks=pytest.mark.long) for alone in (False, True))],
)
def test_killed_at_any_moment_and_started_again_it_comes_to_the_same(copy: Path, first: float, alone: bool) -> None:
    """Killed ever later with all its workers, or without them (they end what they have begun), until one is through."""
    with_hotline(copy, "13636", "0228 3823 115")
    for folder in ("stamped", "stamped-bases"):
        subprocess.run(["rm", "-r", str(copy / ".cache/outreach" / folder)], check=True)
    delay, killed = first, 0
    while True:
        with (copy.parent / "said.txt").open("w") as said_now:
            process = subprocess.Popen(
                [OUTREACH, "build"], cwd=copy, stdout=said_now, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            process.wait(delay)
            break
        except subprocess.TimeoutExpired:
            (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
            process.wait()
        killed += 1
        assert not list(half_written(copy / "site"))
        delay *= 1.4
    assert process.returncode == 0, (copy.parent / "said.txt").read_text()
    assert killed > 1, (copy.parent / "said.txt").read_text()
    interrupted = files_of(copy / "site")
    assert outreach(copy, "build", "--force").returncode == 0
    assert files_of(copy / "site") == interrupted
    names = {path.name for path in (copy / "site/don-vi").iterdir()}
    assert not any(name.startswith(".") for name in names)
