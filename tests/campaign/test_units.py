"""Unit lists: the shipped one, the columns they may have, and what is refused."""

import csv
import json
from pathlib import Path

import pytest

from outreach.campaign.load import load
from outreach.campaign.model import Campaign
from outreach.campaign.units import Unit, help_of, read_units
from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.products.kits.finder import index_json
from outreach.sheets.values import record_values
from projects import ROOT


def read(folder: Path, *texts: str) -> tuple[dict[str, Unit], list[Finding]]:
    for number, text in enumerate(texts):
        (folder / f"{number}.csv").write_text(text, encoding="utf-8")
    return read_units(folder, "units")


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load(Project(ROOT)).campaign


def test_the_shipped_list() -> None:
    units, faults = read_units(ROOT / "docs/_data/units", "units")
    assert faults == [] and len(units) == 226
    with (ROOT / "docs/_data/units/nam-dinh-2020.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(unit.code, unit.name, unit.district_name) for unit in units.values()] == [
        (row["code"], row["name"], row["district_name"]) for row in rows
    ]
    assert len({unit.district_code for unit in units.values()}) == 10
    assert {unit.province_name for unit in units.values()} == {"Tỉnh Nam Định"}


def test_code_and_name_are_enough(tmp_path: Path) -> None:
    units, faults = read(tmp_path, "name,code\nTrường Trần Quốc Đạt,TQD\n")
    assert faults == []
    assert units == {"TQD": Unit("TQD", "Trường Trần Quốc Đạt")}
    assert units["TQD"].seat == ""


def test_all_optional_columns_in_any_order(tmp_path: Path) -> None:
    header = (
        "hours;address;hotline;contact_label;province_name;province_code;district_name;district_code;type;name;code"
    )
    units, faults = read(tmp_path, f"{header}\n1;2;113;4;Tỉnh A;6;Huyện Đ;8;9;10;11\n")
    assert faults == []
    assert units["11"] == Unit("11", "10", "9", "8", "Huyện Đ", "6", "Tỉnh A", "4", "113", "2", "1")
    assert units["11"].seat == "Huyện Đ, tỉnh A"


def test_a_unit_without_district_lies_in_its_province(tmp_path: Path) -> None:
    units, _ = read(tmp_path, "code,name,province_name\n1,Xã A,Tỉnh Đ\n")
    assert units["1"].seat == "Tỉnh Đ"


@pytest.mark.parametrize(
    ("district", "province", "seat"),
    [
        ("Huyện Ý Yên", "Tỉnh Nam Hải", "Huyện Ý Yên, tỉnh Nam Hải"),
        ("Quận 1", "Thành phố Hồ Chí Minh", "Quận 1, thành phố Hồ Chí Minh"),
        ("TP. Nam Định", "TP. Hồ Chí Minh", "TP. Nam Định, TP. Hồ Chí Minh"),
        ("Ý Yên", "Hà Nội", "Ý Yên, Hà Nội"),
        ("Thị xã A", "Tỉnhland", "Thị xã A, Tỉnhland"),
        ("", "Đặc khu Phú Quốc", "Đặc khu Phú Quốc"),
    ],
)
def test_only_kinds_of_places_have_a_small_initial(district: str, province: str, seat: str, campaign: Campaign) -> None:
    """In the unit's place, in its full name on sheets, and in the finder's list of places."""
    unit = Unit("1", "Xã A", district_name=district, province_name=province)
    assert unit.seat == seat
    full = f"Xã A, {Unit('1', 'A', district_name='Huyện', province_name=district).seat[7:]}" if district else "Xã A"
    assert record_values(campaign, "01", unit)["record.full"] == full
    index = json.loads(index_json([unit]))
    (named, at) = index["places"][0]
    assert ", ".join(part for part in (named, index["provinces"][at]) if part) == seat


def test_missing_and_unknown_columns_are_named(tmp_path: Path) -> None:
    units, faults = read(tmp_path, "code,nmae,hotlin\n1,A,\n")
    assert units == {}
    assert [(f.slug, f.line, f.data.get("column", f.data.get("found"))) for f in faults] == [
        ("units-column-missing", 1, "name"),
        ("units-column-unknown", 1, "nmae"),
        ("units-column-unknown", 1, "hotlin"),
    ]
    assert str(faults[1].data["expected"]).startswith("name") and faults[2].data["expected"] == "hotline"


def test_a_column_of_the_writer_s_own_hides_no_other_fault(tmp_path: Path) -> None:
    units, faults = read(tmp_path, "Mã,Tên,Điện thoại,Người phụ trách\n1,A,912345678,Ông B\n2,C,,\n")
    assert [(f.slug, f.line) for f in faults] == [("units-column-unknown", 1), ("units-phone-zero", 2)]
    assert list(units) == ["2"]
    assert "“Ghi chú”" in Strings.load("vi").finding(faults[0])[1]
    assert "“Notes”" in Strings.load("en").finding(faults[0])[1]
    _, (fault,) = read(tmp_path, "Mã,Tên,Điện thọai\n1,A,\n")
    assert str(fault.data["expected"]).startswith("Điện thoại")


@pytest.mark.parametrize("code", ["", "0", "00000", "123456", "12a", "Đ1", "1-2", "1 2", "١", "1I", "L2", "1O3", "U"])
def test_codes_that_can_not_stand_in_a_link(tmp_path: Path, code: str) -> None:
    units, faults = read(tmp_path, f"code,name\n1,A\n{code},B\n")
    assert [(f.slug, f.file, f.line, f.data["found"]) for f in faults] == [("units-code", "units/0.csv", 3, code)]
    assert list(units) == ["1"]


@pytest.mark.parametrize("code", ["PRN", "CON", "AUX", "NUL", "COM1", "LPT9"])
def test_codes_that_no_folder_can_bear_on_windows(tmp_path: Path, code: str) -> None:
    units, faults = read(tmp_path, f"code,name\n1,A\n{code},B\n")
    assert [(f.file, f.line) for f in faults] == [("units/0.csv", 3)] and list(units) == ["1"]
    assert {f.slug for f in faults} <= {"units-code-device", "units-code"}  # letters that no code has come first
    assert code != "PRN" or faults[0].slug == "units-code-device"


@pytest.mark.parametrize("code", ["1", "0000A", "ZZZZZ", "13693", "10", "HJKMN", "PTVWX"])
def test_codes_that_can(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, f"code,name\n{code},A\n") == ({code: Unit(code, "A")}, [])


def test_a_code_is_the_same_with_zeros_before_it_and_in_another_file(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "code,name\nA2,A\n000A2,B\n120,C\n", "code,name\n0120,D\n1200,E\n")
    assert [(f.slug, f.file, f.line, f.data["other"]) for f in faults] == [
        ("units-code-twice", "units/0.csv", 3, "units/0.csv:2"),
        ("units-code-twice", "units/1.csv", 2, "units/0.csv:4"),
    ]


def test_all_faults_of_all_files(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "code,name\n0,\n1\n", "code,name\n0,\n2,\n", "code;name\n3;A\n")
    assert [(f.slug, f.file, f.line) for f in faults] == [
        ("csv-cells", "units/0.csv", 3),
        ("units-code", "units/1.csv", 2),
        ("units-name-empty", "units/1.csv", 2),
        ("units-name-empty", "units/1.csv", 3),
    ]


def test_whom_to_call(campaign: Campaign) -> None:
    province = (campaign.help.label, campaign.help.number)
    assert help_of(None, campaign) == province
    assert help_of(Unit("1", "Xã A"), campaign) == province
    assert help_of(Unit("1", "Xã A", contact_label="Gọi xã"), campaign) == province  # a label without a number
    assert help_of(Unit("1", "Xã A", hotline="0228 1"), campaign) == ("Xã A", "0228 1")
    assert help_of(Unit("1", "Xã A", hotline="0228 1", contact_label="Gọi xã"), campaign) == ("Gọi xã", "0228 1")


def test_no_list_is_no_fault(tmp_path: Path) -> None:
    assert read_units(tmp_path / "none", "units") == ({}, [])
