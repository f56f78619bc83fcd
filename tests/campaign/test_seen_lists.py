"""Lists in workbooks: what a person sees in the sheet is what is read, and what nobody sees is told."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.cell_range import CellRange

from outreach.campaign.units import Unit, read_list
from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.products.prepare import prepare
from projects import small_project

WORDS = [Strings.load(language) for language in ("vi", "en")]
HEAD = ("Mã", "Tên", "Huyện", "Điện thoại")
ROWS = [
    ("24400", "Xã A", "Huyện M'Drắk", "0262 3777 110"),
    ("24401", "Xã B", None, "0262 3777 111"),
    ("24402", "Xã C", None, "0262 3777 112"),
    ("24403", "Xã D", "Huyện Ea H'Leo", "0262 3777 113"),
    ("24404", "Xã E", None, "0262 3777 114"),
]
Sheet = Any


def saved(path: Path, change: Callable[[Sheet], object], rows: list[tuple[Any, ...]] = ROWS, head: Any = HEAD) -> Path:
    workbook = openpyxl.Workbook()
    for row in (head, *rows):
        workbook.active.append(row)
    change(workbook.active)
    workbook.save(path)
    return path


def read(
    folder: Path, change: Callable[[Sheet], object], rows: list[tuple[Any, ...]] = ROWS, head: Any = HEAD
) -> tuple[list[Unit], list[Finding]]:
    units, faults = read_list(saved(folder / "x.xlsx", change, rows, head), "x.xlsx")
    assert all(words.finding(fault)[0] for words in WORDS for fault in faults)
    return list(units.values()), faults


def told(faults: list[Finding]) -> list[tuple[str, str, int]]:
    return [(fault.slug, fault.severity, fault.line) for fault in faults]


def merged(*blocks: str) -> Callable[[Sheet], None]:
    def change(sheet: Sheet) -> None:
        for block in blocks:
            sheet.merge_cells(block)

    return change


def test_merged_cells_give_their_text_to_each_row(tmp_path: Path) -> None:
    units, faults = read(tmp_path, merged("C2:C4", "C5:C6"))
    assert faults == []
    assert [unit.district_name for unit in units] == ["Huyện M'Drắk"] * 3 + ["Huyện Ea H'Leo"] * 2
    assert [unit.hotline for unit in units] == [row[3] for row in ROWS]


def test_merged_cells_hide_what_the_others_held(tmp_path: Path) -> None:
    """LibreOffice keeps the text of cells that it merges, and shows that of the first."""

    def change(sheet: Sheet) -> None:
        sheet.merge_cells("C2:C4")
        sheet._cells[3, 3] = openpyxl.cell.Cell(sheet, 3, 3, "Huyện cũ")

    units, faults = read(tmp_path, change)
    assert faults == [] and [unit.district_name for unit in units[:3]] == ["Huyện M'Drắk"] * 3


def test_a_block_that_reaches_below_the_list_makes_no_rows(tmp_path: Path) -> None:
    units, faults = read(tmp_path, lambda sheet: sheet.merged_cells.ranges.add(CellRange("C5:C1048576")))
    assert faults == [] and len(units) == 5 and units[-1].district_name == "Huyện Ea H'Leo"


@pytest.mark.parametrize(
    ("blocks", "slug", "line"),
    [
        (["A1:A2", "B1:B2"], "workbook-head", 1),
        (["B3:C3"], "workbook-merged", 3),
        (["A2:D2", "A5:D5"], "workbook-merged", 2),
        (["C1:D1"], "csv-nameless", 1),
    ],
)
def test_blocks_that_are_no_cell_of_a_list_are_findings(
    tmp_path: Path, blocks: list[str], slug: str, line: int
) -> None:
    units, faults = read(tmp_path, merged(*blocks), head=HEAD if slug != "csv-nameless" else (*HEAD, "Ghi chú"))
    assert not units and told(faults)[0] == (slug, "error", line)
    assert len([fault for fault in faults if fault.slug == "workbook-head"]) <= 1


def test_hidden_rows_and_columns_are_left_out_and_told(tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        sheet.merge_cells("C2:C4")
        sheet.row_dimensions[2].hidden = True  # the row that holds the text of the block
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet["D4"] = "=A1"  # nobody sees that it is a formula

    units, faults = read(tmp_path, change)
    assert [(unit.code, unit.district_name, unit.hotline) for unit in units] == [
        ("24401", "Huyện M'Drắk", ""),
        ("24402", "Huyện M'Drắk", ""),
        ("24403", "Huyện Ea H'Leo", ""),
    ]
    assert told(faults) == [("workbook-rows-hidden", "warning", 2), ("workbook-column-hidden", "warning", 1)]
    assert faults[0].data == {"count": 2, "first": 2, "last": 6}
    assert faults[1].data == {"column": "D", "found": "Điện thoại"}


def test_rows_and_columns_without_size_are_hidden(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.xlsx", lambda sheet: setattr(sheet.column_dimensions["D"], "width", 7))
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'<row r="6"', b'<row r="6" ht="0" customHeight="1"')
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'width="7"', b'width="0"')
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    units, faults = read_list(path, "x.xlsx")
    assert [unit.code for unit in units.values()] == ["24400", "24401", "24402", "24403"]
    assert {unit.hotline for unit in units.values()} == {""}
    assert told(faults) == [("workbook-rows-hidden", "warning", 6), ("workbook-column-hidden", "warning", 1)]


def test_a_filter_leaves_out_what_it_hides(tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        sheet.auto_filter.ref = "A1:D6"
        sheet.auto_filter.add_filter_column(2, ["Huyện M'Drắk"])
        for line in (5, 6):
            sheet.row_dimensions[line].hidden = True

    units, faults = read(tmp_path, change)
    assert [unit.code for unit in units] == ["24400", "24401", "24402"]
    assert [fault.data["count"] for fault in faults] == [2]


def test_hidden_rows_above_the_names_do_not_hide_them(tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Danh sách"
        sheet.row_dimensions[1].hidden = True

    units, faults = read(tmp_path, change)
    assert len(units) == 5 and told(faults) == [("workbook-rows-hidden", "warning", 1)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_the_first_worksheet_that_is_seen_is_read(tmp_path: Path, state: str) -> None:
    def change(sheet: Sheet) -> None:
        old = sheet.parent.create_sheet("Nháp", 0)
        old.append(("Mã", "Tên"))
        old.append(("1", "Xã cũ"))
        old.sheet_state = state
        sheet.parent.active = 1

    units, faults = read(tmp_path, change)
    assert len(units) == 5 and told(faults) == [("workbook-sheet-hidden", "warning", 0)]
    assert (faults[0].data["found"], faults[0].data["expected"]) == ("Nháp", "Sheet")


def test_print_areas_play_no_part(tmp_path: Path) -> None:
    units, faults = read(tmp_path, lambda sheet: setattr(sheet, "print_area", "A1:B3"))
    assert faults == [] and len(units) == 5 and units[4].hotline == "0262 3777 114"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Xã Hòa Bình_x000D_", "Xã Hòa Bình"),
        ("Xã _x0041_B", "Xã AB"),
        ("Xã _x005F_x0041_B", "Xã _x0041_B"),
        ("Xã H_x006F_\u0300a", "Xã Hòa"),
        ("Xã _x00e9_", "Xã é"),
        ("Xã_x00A0_A", "Xã A"),
        ("Xã _x12", "Xã _x12"),
        ("Xã A_x0041", "Xã A_x0041"),
    ],
)
def test_escapes_of_the_format_are_the_characters_that_they_stand_for(tmp_path: Path, written: str, name: str) -> None:
    units, faults = read(tmp_path, lambda sheet: None, [("1", written, "Huyện _x0042_", None)], HEAD)
    left = name.count("_x0041_")
    assert [(unit.name, unit.district_name) for unit in units] == ([(name, "Huyện B")] if not left else [])
    assert [(fault.slug, fault.data["found"]) for fault in faults] == [("units-escape", "_x0041_")] * left


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Xã _x000A_A", "U+000A"),
        ("Xã _x0007_", "U+0007"),
        ("Xã _x200B_A", "U+200B"),
        ("Xã _xD83D__xDE00_", "U+1F600"),
        ("Xã _xD83D_A", "U+FFFD"),
        ("Xã A\nB", "U+000A"),
    ],
)
def test_an_escape_for_a_character_that_no_sheet_prints_is_a_finding(tmp_path: Path, written: str, shown: str) -> None:
    units, faults = read(tmp_path, lambda sheet: None, [("1", written, None, None)])
    assert not units and [(fault.slug, fault.data["found"]) for fault in faults] == [("units-character", shown)]


def test_an_escape_in_a_csv_file_is_seen_as_it_stands_and_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("code,name\n1,Xã A_x000D_\n", encoding="utf-8")
    units, (fault,) = read_list(tmp_path / "x.csv", "x.csv")
    assert not units and (fault.slug, fault.line, fault.data["found"]) == ("units-escape", 2, "_x000D_")


@pytest.mark.parametrize(
    ("value", "form", "number"),
    [
        (262377710, "0000 000 000", "0262 377 710"),
        (2623777110, "00000000000", "02623777110"),
        (2623777110, r"\(0###\)\ ####\ ###", "(0262) 3777 110"),
        (84262377711, r"\+0", "+84262377711"),
        (19009095, "General", "19009095"),
        ("19009095", "@", "19009095"),
        (19009095, "0;-0;;@", "19009095"),
        (19009095, '0000" "0000', "1900 9095"),
        (19009095, "[Blue]0000 0000", "1900 9095"),
    ],
)
def test_a_number_has_the_zeros_and_signs_of_its_format(tmp_path: Path, value: Any, form: str, number: str) -> None:
    def change(sheet: Sheet) -> None:
        sheet["D2"].number_format = form

    units, faults = read(tmp_path, change, [("1", "Xã A", None, value)])
    assert faults == [] and [unit.hotline for unit in units] == [number]


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (24400, "#,##0"),
        (24400, "0.00"),
        (5, "0%"),
        (5, "yyyy"),
        (24400, ";;;"),
        ("A1", ";;;"),
        ("A1", '0;0;0;"khác"'),
        (24400, "[>5]0;0"),
        (24400, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)'),
    ],
)
def test_a_cell_that_shows_otherwise_than_it_is_is_a_finding(tmp_path: Path, value: Any, form: str) -> None:
    def change(sheet: Sheet) -> None:
        sheet["A2"].number_format = form

    units, faults = read(tmp_path, change, [(value, "Xã A", None, None)])
    slug = "workbook-value" if form == "yyyy" else "workbook-format"
    assert not units and [(fault.slug, fault.line, fault.data["cell"]) for fault in faults] == [(slug, 2, "A2")]


def test_a_text_has_the_words_of_its_format(tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        sheet["B2"].number_format = '"Xã "@'

    units, faults = read(tmp_path, change, [("1", "Nghĩa Lâm", None, None)])
    assert faults == [] and units[0].name == "Xã Nghĩa Lâm"


def test_words_in_several_types_are_read_whole(tmp_path: Path) -> None:
    name = CellRichText("Xã ", TextBlock(InlineFont(b=True), "Nghĩa"), " Lâm")
    units, faults = read(tmp_path, lambda sheet: None, [("1", name, None, None)], ("Mã\nxã", *HEAD[1:]))
    assert faults == [] and units[0].name == "Xã Nghĩa Lâm"


def test_a_cell_far_to_the_right_is_told(tmp_path: Path) -> None:
    units, (fault,) = read(tmp_path, lambda sheet: sheet.cell(3, 200, "x"))
    assert not units and (fault.slug, fault.line, fault.data["found"]) == ("csv-cells", 3, 200)


def test_blocks_without_number_are_a_list_too_large(tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        for line in range(20_001):
            sheet.merged_cells.ranges.add(CellRange(f"A{line + 2}:B{line + 2}"))

    assert [fault.slug for fault in read(tmp_path, change)[1]] == ["list-large"]

    def reach(sheet: Sheet) -> None:
        sheet["A200000"] = "9"
        for column in ("E", "F", "G"):
            sheet.merged_cells.ranges.add(CellRange(f"{column}2:{column}1048576"))

    assert [fault.slug for fault in read(tmp_path, reach)[1]] == ["list-large"]


def test_a_build_warns_of_what_is_hidden_in_its_lists(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project", "mot-cua", "a4")
    for path in (folder / "docs/_data/units").glob("*.csv"):
        path.unlink()
    rows: list[tuple[Any, ...]] = [
        ("13633", "Phường Hạ Long", None, None),
        ("13636", "Phường Trần Tế Xương", None, None),
    ]

    def change(sheet: Sheet) -> None:
        sheet.row_dimensions[3].hidden = True

    saved(folder / "docs/_data/units/x.xlsx", change, rows)
    prepared = prepare(Project(folder))
    assert list(prepared.bundle.units) == ["13633"]
    assert [(f.slug, f.file, f.line) for f in prepared.findings] == [
        ("workbook-rows-hidden", "docs/_data/units/x.xlsx", 3)
    ]


def test_further_lists_in_a_workbook_are_told(tmp_path: Path) -> None:
    """One worksheet for each district: the first alone is read, and blank ones are no lists."""

    def change(sheet: Sheet) -> None:
        sheet.parent.create_sheet("Trang2")
        for title, state in (("Huyện B", "visible"), ("Cũ", "hidden")):
            other = sheet.parent.create_sheet(title)
            other.append(HEAD)
            other.sheet_state = state

    units, faults = read(tmp_path, change)
    assert len(units) == 5 and told(faults) == [("workbook-sheet-more", "warning", 0)]
    assert faults[0].data["found"] == "Huyện B"


def test_what_is_struck_out_is_told(tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        sheet["B3"].font = openpyxl.styles.Font(strike=True)
        sheet["E1"].font = openpyxl.styles.Font(strike=True)  # an empty cell

    units, faults = read(tmp_path, change)
    assert not units and told(faults) == [("workbook-struck", "error", 3)]
    assert faults[0].data == {"cell": "B3", "found": "Xã B"}


def test_next_to_no_size_is_hidden(tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        sheet.row_dimensions[3].height = 0.75
        sheet.column_dimensions["C"].width = 0.1

    units, faults = read(tmp_path, change)
    assert [unit.code for unit in units] == ["24400", "24402", "24403", "24404"]
    assert told(faults) == [("workbook-rows-hidden", "warning", 3), ("workbook-column-hidden", "warning", 1)]
