"""Unit lists as offices keep them: titles above the names, merged cells, charts, cells that a spreadsheet changed."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from outreach.campaign.units import Unit, read_list
from outreach.core.findings import Finding
from outreach.core.strings import Strings

WORDS = [Strings.load(language) for language in ("vi", "en")]
HEAD = ("Mã", "Tên", "Huyện", "Điện thoại")
ROW = ("13633", "Phường Hạ Long", "Thành phố Nam Định", "0228 3849 999")
UNIT = Unit("13633", "Phường Hạ Long", district_name="Thành phố Nam Định", hotline="0228 3849 999")


def saved(path: Path, *rows: tuple[Any, ...], merged: str = "", charts: int = 0) -> Path:
    if path.suffix == ".csv":
        text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
        path.write_text(text + "\n", encoding="utf-8")
        return path
    workbook = openpyxl.Workbook()
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            workbook.active.cell(at, column, cell)
    if merged:
        workbook.active.merge_cells(merged)
    for number in range(charts):
        workbook.create_chartsheet(f"Biểu đồ {number}", number)
    workbook.save(path)
    return path


def told(faults: list[Finding]) -> list[tuple[str, int, Any]]:
    assert all(words.finding(fault)[0] for words in WORDS for fault in faults)
    return [(fault.slug, fault.line, fault.data.get("found")) for fault in faults]


def padded(*cells: Any) -> tuple[Any, ...]:
    return (*cells, *[None] * (6 - len(cells)))


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
@pytest.mark.parametrize("above", [[("Danh sách xã, phường",)], [("",)], [("Tỉnh Nam Hải",), ("",), ("Danh sách",)]])
def test_names_below_a_title_are_one_finding_with_their_row(tmp_path: Path, name: str, above: list[Any]) -> None:
    rows = [*(padded(*row) for row in above), padded(*HEAD), padded(*ROW), padded("1", "A", "B", "C", "D")]
    path = saved(tmp_path / name, *rows, merged="A1:D1" if name == "x.xlsx" else "")
    assert told(read_list(path, name)[1]) == [("list-title", 1, len(above) + 1)]


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_a_title_without_names_below_is_told_once(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path / name, ("Danh sách",), *[("1", "A", "B")] * 20)
    slugs = ["units-column-missing", "units-column-missing", "units-column-unknown"]
    assert [slug for slug, *_ in told(read_list(path, name)[1])] == slugs


def test_empty_columns_at_the_end_of_a_csv_file_are_none(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.csv", padded(*HEAD), padded(*ROW), ROW, padded(), ())
    units, faults = read_list(path, "x.csv")
    assert [(slug, line) for slug, line, _ in told(faults)] == [("units-code-twice", 3)]
    assert list(units.values()) == [UNIT]
    path = saved(tmp_path / "x.csv", padded(*HEAD), padded(*ROW, None, "more"))
    assert told(read_list(path, "x.csv")[1]) == [("csv-cells", 2, 6)]


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_columns_without_a_name_are_told_by_their_number(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path / name, ("Mã", "Tên", None, None, "Huyện"), ("1", "A", "B", "C", "D"))
    assert told(read_list(path, name)[1]) == [("csv-nameless", 1, 3), ("csv-nameless", 1, 4)]


def test_chart_sheets_are_passed_over(tmp_path: Path) -> None:
    assert read_list(saved(tmp_path / "x.xlsx", HEAD, ROW, charts=2), "x.xlsx") == ({"13633": UNIT}, [])


@pytest.mark.parametrize("value", [dt.time(7, 30), dt.datetime(2020, 12, 3), dt.timedelta(hours=31), 0.5, True])
def test_what_is_no_text_is_told_where_text_belongs(tmp_path: Path, value: Any) -> None:
    """Not in a column of days, nor in one that is passed over."""
    head = ("Mã", "Tên", "Giờ làm việc", "Từ ngày", "Ghi chú")
    path = saved(tmp_path / "x.xlsx", head, ("1", "A", value, dt.datetime(2020, 8, 1), value), (2, "B", 7, None, None))
    _, faults = read_list(path, "x.xlsx")
    assert [(fault.slug, fault.line, fault.data["cell"]) for fault in faults] == [("workbook-value", 2, "C2")]
    path = saved(tmp_path / "x.xlsx", head, ("1", "A", "7:30", dt.datetime(2020, 8, 1), value))
    units, faults = read_list(path, "x.xlsx")
    assert faults == [] and units["1"] == Unit("1", "A", hours="7:30", valid_from=dt.date(2020, 8, 1))


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_a_number_to_call_that_lost_its_zero(tmp_path: Path, name: str) -> None:
    lost = (912345678, 2283823115, "84912345678")
    good = ("0912345678", "+84912345678", 18001234, 19009095, 1800123456, 115, "228 3823 115")
    rows = [(number, "A", phone) for number, phone in enumerate((*lost, *good), 1)]
    path = saved(tmp_path / name, ("code", "name", "hotline"), *rows)
    units, faults = read_list(path, name)
    assert told(faults) == [("units-phone-zero", at, str(phone)) for at, phone in enumerate(lost, 2)]
    assert [unit.hotline for unit in units.values()] == [str(phone) for phone in good]


def test_an_emoji_is_not_called_invisible(tmp_path: Path) -> None:
    _, (fault,) = read_list(saved(tmp_path / "x.csv", ("code", "name"), ("1", "Xã 🏠 ㅤ")), "x.csv")
    assert fault.slug == "units-character" and fault.data["found"] == "U+1F3E0"
    assert not any(word in WORDS[at].finding(fault)[0] for at, word in enumerate(("nhìn thấy", "visible")))
    _, (fault,) = read_list(saved(tmp_path / "x.csv", ("code", "name"), ("\u3164", "A")), "x.csv")
    assert fault.data["found"] == "U+3164"
