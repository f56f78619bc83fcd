"""Kits made to order: every unit's own file, held against a full setting of it; faults told; nothing made twice."""

import csv
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from outreach.campaign.codes import link_code, link_path
from outreach.core.cache import Store
from outreach.core.project import Project
from outreach.products import prepare
from outreach.render import fonts, optics, raster
from outreach.render.qr_decode import read_qrdec, read_zxing
from outreach.sheets import produce
from outreach.sheets.compose import Composer
from outreach.sheets.label import sheet_label
from outreach.sheets.make import limits_of
from outreach.sheets.plan import plan
from outreach.sheets.records import bases, batch
from outreach.sheets.records.pattern import Task
from outreach.sheets.records.sheet_pattern import Source, patterns
from projects import outreach, small_project, words_of

pytestmark = pytest.mark.xdist_group("orders")  # one process: what is made to order is made once

HEAD = "code,name,type,district_code,district_name,province_code,province_name,contact_label,hotline,address,hours\n"
ROWS = [
    "13633,Phường Hạ Long,phường,356,Thành phố Nam Định,36,Tỉnh Nam Định,,,,",
    "13700,Xã Ý Yên,xã,360,Huyện Ý Yên,36,Tỉnh Nam Định,Gọi trạm y tế xã,0228 3823 115,Xóm 5 Ý Yên,7 giờ 30 đến 17 giờ",
    "13750,Phường Trương Quang Trọng,phường,362,Thành phố Quảng Ngãi,36,Tỉnh Nam Định,,,Số 2 Phố Hàng Sắt,",
    "13801,<b>& “O'Hara”</b> {{ 7+7 }},xã,360,Huyện Ý Yên,36,Tỉnh Nam Định,Gọi <i>xã</i>,0228 3823 117,,<i>7 giờ</i>",
    "K0001,A,xã,,,,,,,,",
]
FORMS = {"mot-cua": "a4", "to-roi-ho-dan": "a5"}
"""One page, and two."""
PROFILES = ("office-mono", "office-colour", "print-shop")
SOON = {("mot-cua", "office-mono"), ("to-roi-ho-dan", "print-shop")}
CASES = [
    pytest.param(material, profile, marks=[] if (material, profile) in SOON else [pytest.mark.long])
    for material in FORMS
    for profile in PROFILES
]


def project_of(target: Path, material: str, form: str, rows: list[str] = ROWS) -> Path:
    project = small_project(target, material, form)
    (project / "docs/_data/units/nam-dinh-2020.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return project


class Orders:
    """A project for each material, and the kits of its units, made by the command when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self.projects = {name: project_of(folder / name, name, form) for name, form in FORMS.items()}

    def kits(self, material: str, profile: str) -> Path:
        out = self.projects[material] / f"out-{profile}"
        if not out.exists():
            result = outreach(self.projects[material], "kit", "--profile", profile, "--out", out.name)
            assert result.returncode == 0, result.stdout + result.stderr
            assert "sheet-unstamped" not in result.stdout
        return out


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Orders:
    return Orders(tmp_path_factory.mktemp("orders"))


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pdf"))


@pytest.mark.parametrize(("material", "profile"), CASES)
def test_every_file_is_pixel_for_pixel_what_a_full_setting_gives(
    orders: Orders, material: str, profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All five records, at 150 pixels an inch: three of them were no part of the base's own verification alone."""
    out = orders.kits(material, profile)
    prepared = prepare.prepare(Project(orders.projects[material]))
    bundle = prepared.bundle
    assert len(bundle.units) == len(ROWS)
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts.isolate(prepared.fonts.values(), tmp_path)))
    composer = Composer(bundle, prepared.fonts)
    for unit in bundle.units.values():
        sheet = next(s for s in plan(bundle, prepared.materials, unit) if s.profile == profile)
        one = composer.compose(sheet)
        limits = limits_of(bundle, sheet, one)
        full, found = produce.finish_sheet(
            one.html, bundle.profiles[profile].tagged, one.press, limits, sheet_label(bundle, sheet)
        )
        assert not found and not one.findings
        stamped = (out / unit.code / f"{sheet.name}.pdf").read_bytes()
        assert stamped != full, "it was not stamped"
        assert raster.texts(stamped) == raster.texts(full)
        for one, two in zip(raster.pages(full, 150), raster.pages(stamped, 150), strict=True):
            difference = np.frombuffer(one.rgb, np.uint8) != np.frombuffer(two.rgb, np.uint8)
            assert not difference.any(), f"{sheet.name}: {difference.sum()} bytes differ"


@pytest.mark.parametrize(("material", "profile"), CASES)
def test_every_file_is_whole_and_says_what_its_row_says(orders: Orders, material: str, profile: str) -> None:
    code = {"mot-cua": "01", "to-roi-ho-dan": "03"}[material]
    identities = set()
    rows = list(csv.DictReader((HEAD + "\n".join(ROWS)).splitlines()))
    out = orders.kits(material, profile)
    assert len(files(out)) == len(rows)
    for row in rows:
        (file,) = files(out / row["code"])
        words = words_of(file)
        for told in (row["name"], row["hotline"] or "1900 9095"):
            assert told.replace(" ", "") in words.replace(" ", ""), (file.name, told, words)
        link = f"https://CAIDAT.EXAMPLE/{link_path(link_code(code, row['code']))}"
        assert link.removeprefix("https://CAIDAT.EXAMPLE") in words
        content = file.read_bytes()
        for read in (read_zxing, read_qrdec):
            found = {one.text for page in raster.pages(content, 110) for one in read(optics.grey(page))}
            assert found == {link}
        with pikepdf.open(file) as pdf:
            assert not pdf.check_pdf_syntax()
            assert ("/StructTreeRoot" in pdf.Root) == (profile != "print-shop")
            identities.add(bytes(pdf.trailer.ID[0]))
    assert len(identities) == len(rows)


def test_qpdf_finds_nothing_wrong(orders: Orders) -> None:
    for file in [file for material, profile in sorted(SOON) for file in files(orders.kits(material, profile))]:
        result = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr


def test_the_packing_list_counts_what_lies_beside_it(orders: Orders) -> None:
    folder = orders.kits("to-roi-ho-dan", "print-shop")
    raw = (folder / "packing-list.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    listed = [row for row in rows[1:] if row[-1]]
    assert {row[-1] for row in listed} == {path.relative_to(folder).as_posix() for path in files(folder)}
    assert int(rows[-1][-2]) == sum(int(row[-2]) for row in listed) > 0


def test_one_changed_number_makes_one_file_anew(orders: Orders) -> None:
    orders.kits("mot-cua", "office-mono")
    project = orders.projects["mot-cua"]
    table = project / "docs/_data/units/nam-dinh-2020.csv"
    before = {path.name: path.stat().st_mtime_ns for path in (project / ".cache/outreach/stamped").rglob("*.pdf")}
    original = table.read_text(encoding="utf-8")
    try:
        table.write_text(original.replace("0228 3823 115", "0228 3823 116"), encoding="utf-8")
        assert outreach(project, "kit", "--profile", "office-mono", "--out", "again").returncode == 0
    finally:
        table.write_text(original, encoding="utf-8")
    after = {path.name: path.stat().st_mtime_ns for path in (project / ".cache/outreach/stamped").rglob("*.pdf")}
    assert all(after[name] == time for name, time in before.items())
    assert len(after.keys() - before.keys()) == 1
    assert "02283823116" in words_of(files(project / "again/13700")[0]).replace(" ", "")


def test_units_districts_and_sheets_can_be_picked(orders: Orders) -> None:
    project = orders.projects["mot-cua"]
    result = outreach(
        project, "kit", "--unit", "13633", "--district", "360", "--sheet", "mot-cua-a4", "--jobs", "1", "--out", "some"
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert {path.parent.name for path in files(project / "some")} == {"13633", "13700", "13801"}
    assert len(files(project / "some")) == 6  # two office printers each


@pytest.mark.parametrize(
    ("arguments", "slug"),
    [
        (("--unit", "99999"), "unit-unknown"),
        (("--district", "999"), "district-unknown"),
        (("--sheet", "mot-cua-a9"), "sheet-unknown"),
        (("--profile", "screen-print"), "profile-unknown"),
    ],
)
def test_what_there_is_not_is_told(orders: Orders, arguments: tuple[str, str], slug: str) -> None:
    result = outreach(orders.projects["mot-cua"], "kit", *arguments, "--json")
    assert result.returncode == 1
    assert [each["slug"] for each in json.loads(result.stdout)] == [slug]


def test_a_profile_without_a_sheet_is_told_with_those_that_have_some(tmp_path: Path) -> None:
    project = small_project(tmp_path / "p", "nha-van-hoa", "a4")
    result = outreach(project, "kit", "--profile", "print-shop", "--json")
    (fault,) = json.loads(result.stdout)
    assert (fault["slug"], fault["data"]["found"]) == ("kit-empty", "print-shop")
    assert "office-mono" in fault["data"]["expected"] and not (project / "out").exists()


@pytest.mark.long
def test_an_order_is_its_own_and_takes_the_place_of_the_last_one(orders: Orders) -> None:
    project = orders.projects["mot-cua"]
    ordered = ("kit", "--profile", "office-mono", "--out", "desk", "--unit")
    assert outreach(project, *ordered, "13633").returncode == 0
    (file,) = files(project / "desk")
    file.write_bytes(b"scribbled over")
    assert all(path.read_bytes()[:4] == b"%PDF" for path in files(project / ".cache/outreach"))
    assert outreach(project, *ordered, "13700").returncode == 0
    assert [path.parent.name for path in files(project / "desk")] == ["13700"]
    (project / "desk/13700/letter.pdf").write_text("mine")
    before = sorted((project / "desk").rglob("*"))
    result = outreach(project, *ordered, "13633", "--json")
    (fault,) = json.loads(result.stdout)
    assert (fault["slug"], fault["data"]["other"]) == ("out-foreign", "13700/letter.pdf")
    assert sorted((project / "desk").rglob("*")) == before
    assert not list(project.glob(".desk.*"))


def task_of(project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Task:
    """The sheet for one printer in black and white, for the first unit of the list."""
    prepared = prepare.prepare(Project(project))
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts.isolate(prepared.fonts.values(), folder)))
    bundle, units = prepared.bundle, tuple(prepared.bundle.units.values())
    sheet = next(sheet for sheet in prepared.sheets if sheet.profile == "office-mono")
    (pattern,) = patterns(bundle, prepared.fonts, [Source(sheet, "key")], units)
    return Task(pattern, units[:1], units, Store(folder).shelf("stamped", "key"))


def test_a_base_is_proved_by_the_whole_list_though_one_unit_is_made(
    orders: Orders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that are made for all units later are stamped on the same base."""
    task = task_of(orders.projects["mot-cua"], tmp_path, monkeypatch)
    proved: list[str] = []
    verify = bases._verify

    def told(full: bytes, stamped: bytes, link: str) -> None:
        proved.append(link)
        verify(full, stamped, link)

    monkeypatch.setattr(bases, "_verify", told)
    assert batch.run(task, make_bases=False) is None and not proved
    outcome = batch.run(task)
    assert outcome is not None and not outcome.unstamped
    assert len(list((tmp_path / "stamped/key").glob("*.pdf"))) == 1
    assert {link[-6:-1] for link in proved} == {"13633", "K0001"}, "those that fill the same slots in as many lines"


def test_a_template_that_cannot_do_without_a_slot_is_stamped_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then its sizes are set with all the rest."""
    project = project_of(tmp_path / "p", "mot-cua", "a4", ROWS[:1])
    sheet = project / "print_templates/poster/sheet.html.j2"
    text = sheet.read_text(encoding="utf-8")
    before = '{{ parts.text("headline", "h1") }}'
    after = '<h1 class="slot headline" style="{{ slots.headline.style }}">{{ parts.lines(slots.headline.lines) }}</h1>'
    assert before in text
    sheet.write_text(text.replace(before, after), encoding="utf-8")
    outcome = batch.run(task_of(project, tmp_path, monkeypatch))
    assert outcome is not None and not outcome.unstamped


def test_a_sheet_whose_link_can_be_clicked_is_set_in_full_and_says_why(orders: Orders) -> None:
    project = orders.projects["mot-cua"]
    result = outreach(
        project, "kit", "--unit", "13633", "--unit", "13700", "--profile", "screen", "--out", "screens", "--json"
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert {each["slug"] for each in json.loads(result.stdout)} == {"sheet-unstamped"}
    for file in files(project / "screens"):
        with pikepdf.open(file) as pdf:
            links = {str(each.A.URI) for each in pdf.pages[0].Annots}
        assert links == {f"https://caidat.example/{link_path(link_code('01', file.parent.name))}"}


def test_odd_records_are_set_in_full_and_no_others(tmp_path: Path) -> None:
    """One has a glyph of two letters, one an accent on an accent; spaces of any width are none of a base's business."""
    names = ["Xã\u2003An\u202fBình", "Trường Griffin", "Xã Ậ\u0301", "Phường Hạ Long", "Trường Fiffi"]
    rows = [f"{13640 + number},{name},xã,,,,,,,," for number, name in enumerate(names)]
    project = project_of(tmp_path / "p", "mot-cua", "a4", rows)
    result = outreach(project, "kit", "--profile", "office-mono", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    found = [each["data"] for each in json.loads(result.stdout) if each["slug"] == "sheet-unstamped"]
    assert sorted((each["unit"], each["count"]) for each in found) == [("13641", 2), ("13642", 1)], found
    assert words_of(files(project / "out/13640")[0]).count("Xã An Bình")


def test_a_record_that_does_not_fit_is_a_fault_in_its_row(tmp_path: Path) -> None:
    """Also where part of the material's name is another unit's code."""
    long = ROWS[0].replace("Phường Hạ Long", "Phường " + "Hạ Long " * 12)
    rows = [long, ROWS[1], long.replace("13633", "13634")]
    project = project_of(tmp_path / "p", "mot-cua", "a4", rows)
    (project / "docs/an-pham/mot-cua.md").rename(project / "docs/an-pham/mot-cua-13633.md")
    for table in ("campaign", "tasks"):
        path = project / f"docs/_data/{table}.toml"
        path.write_text(
            re.sub(r'mot-cua(?=\.md|")', "mot-cua-13633", path.read_text(encoding="utf-8")), encoding="utf-8"
        )
    result = outreach(project, "kit", "--json")
    assert result.returncode == 1, result.stdout
    found = json.loads(result.stdout)
    assert {each["slug"] for each in found} == {"copyfit"}
    assert {(each["file"], each["line"]) for each in found} == {
        ("docs/_data/units/nam-dinh-2020.csv", line) for line in (2, 4)
    }
    assert not (project / "out").exists()


def test_a_units_logo_takes_the_place_of_words_about_one(tmp_path: Path) -> None:
    project = small_project(tmp_path / "p", "cho", "a2-logo")
    page, drawing = project / "docs/an-pham/cho.md", project / "docs/assets/cho-rong.svg"
    page.write_text(page.read_text(encoding="utf-8").replace("formats:", "kit: [a2-logo]\nformats:"), encoding="utf-8")
    shape = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="{}"/></svg>'
    drawing.write_text(shape.format("#00A040"), encoding="utf-8")
    table = project / "docs/_data/units/nam-dinh-2020.csv"
    table.write_text("code,name,logo\n1,Chợ Rồng,cho-rong.svg\n2,Chợ Mỹ Tho,\n", encoding="utf-8")
    made = []
    for ink in ("#00A040", "#A00040"):
        drawing.write_text(shape.format(ink), encoding="utf-8")
        arguments = ("--sheet", "cho-a2-logo", "--profile", "office-colour", "--json", "--out", ink[1:])
        result = outreach(project, "kit", *arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        assert [each["slug"] for each in json.loads(result.stdout)] == ["sheet-unstamped"]
        own, other = (files(project / ink[1:] / code)[0] for code in "12")
        assert ("Logo đơn vị quản lý" in words_of(own), "Logo đơn vị quản lý" in words_of(other)) == (False, True)
        colour = np.array([int(ink[at : at + 2], 16) for at in (1, 3, 5)])
        shown = []
        for file in (own, other):
            page = next(iter(raster.pages(file.read_bytes(), 50)))
            away = np.frombuffer(page.rgb, np.uint8).reshape(-1, 3).astype(int) - colour
            shown.append((np.abs(away).max(axis=1) < 4).sum())
        assert shown[0] > 5000 > 10 > shown[1]
        made.append(other.read_bytes())
    assert made[0] == made[1]
