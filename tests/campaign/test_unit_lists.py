"""Unit lists as people save them: encodings, workbooks, headings, and what is refused cell by cell."""

import datetime as dt
import io
import tomllib
import unicodedata
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.campaign.unit_cells import COLUMNS, OPTIONAL, REQUIRED, field_of
from outreach.campaign.units import Unit, read_list, read_units
from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.products.prepare import prepare
from projects import small_project

WORDS = [Strings.load(language) for language in ("vi", "en")]
CSV = "code,name,hotline\n00001,Xã Nghĩa Lâm,0228 3849 999\n00004,Thị trấn Cổ Lễ,\n"
UNITS = {
    "00001": Unit("00001", "Xã Nghĩa Lâm", hotline="0228 3849 999"),
    "00004": Unit("00004", "Thị trấn Cổ Lễ"),
}
SAVED = {
    "UTF-8": CSV.encode(),
    "with a BOM": CSV.encode("utf-8-sig"),
    "decomposed": unicodedata.normalize("NFD", CSV).encode(),
    "by Windows": CSV.replace("\n", "\r\n").encode("utf-8-sig"),
    "with semicolons": CSV.replace(",", ";").encode(),
    "with tabs": CSV.replace(",", "\t").encode(),
    "with its separator said": b"\xef\xbb\xbfsep=;\r\n" + CSV.replace(",", ";").replace("\n", "\r\n").encode(),
    "with a rare separator said": b"sep=#\n" + CSV.replace(",", "#").encode(),
    "with headings in capitals": CSV.replace("code,name,hotline", " CODE , Name ,HOTLINE").encode(),
    "with Vietnamese headings": CSV.replace("code,name,hotline", "Mã,Tên,Đường  dây nóng").encode(),
    "with a column of numbers": CSV.replace("\n0", "\n1,0").replace("code,name,hotline", "STT,Mã,Tên,ĐT").encode(),
    "with empty rows": CSV.encode() + b",,\n\n , ,\n",
}


def book(path: Path, *rows: tuple[Any, ...]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.create_sheet("Khác").append(["not", "read"])
    workbook.save(path)
    return path


def read(folder: Path, header: str, *rows: str) -> tuple[dict[str, Unit], list[Finding]]:
    (folder / "x.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8", newline="")
    return read_list(folder / "x.csv", "x.csv")


def told(faults: list[Finding]) -> list[tuple[str, str, int]]:
    return [(fault.slug, str(fault.data.get("column", "")), fault.line) for fault in faults]


@pytest.mark.parametrize("how", SAVED)
def test_a_list_is_the_same_however_it_was_saved(tmp_path: Path, how: str) -> None:
    (tmp_path / "x.csv").write_bytes(SAVED[how])
    units, faults = read_list(tmp_path / "x.csv", "x.csv")
    assert (units, faults) == (UNITS, [])
    shift = how.endswith("separator said")
    assert [(unit.file, unit.line) for unit in units.values()] == [("x.csv", 2 + shift), ("x.csv", 3 + shift)]


def test_another_encoding_is_a_finding(tmp_path: Path) -> None:
    for encoding in ("utf-16", "cp1258"):
        (tmp_path / "x.csv").write_bytes(CSV.encode(encoding, "replace"))
        assert {fault.slug for fault in read_list(tmp_path / "x.csv", "x.csv")[1]} <= {"file-encoding", "csv-columns"}


def test_a_workbook_says_what_it_shows(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.XLSX",
        ("Mã", "Tên", "Điện thoại", "Từ ngày", None),
        ("00001", unicodedata.normalize("NFD", " Xã Nghĩa Lâm "), "0228 3849 999", dt.datetime(2020, 8, 1)),
        (None, None),
        (4, "Thị trấn <b>Cổ</b> {{ Lễ }}", 19009095, "01/02/2021"),
        (13633.0, "Phường 1"),
    )
    workbook = openpyxl.load_workbook(path)
    workbook.active["A4"].number_format = "00000"
    workbook.save(path)
    units, faults = read_units(tmp_path, "units")
    assert faults == []
    assert list(units.values()) == [
        Unit("00001", "Xã Nghĩa Lâm", hotline="0228 3849 999", valid_from=dt.date(2020, 8, 1)),
        Unit("00004", "Thị trấn <b>Cổ</b> {{ Lễ }}", hotline="19009095", valid_from=dt.date(2021, 2, 1)),
        Unit("13633", "Phường 1"),
    ]
    assert [(unit.file, unit.line) for unit in units.values()] == [("units/x.XLSX", n) for n in (2, 4, 5)]


def test_a_workbook_is_refused_for_formulas_errors_and_cells_without_a_heading(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ("code", "name"), ("1", "=A1&A2"), ("#N/A", "B"), ("3", "C", "D"), ("0", "E"))
    _, faults = read_list(path, "x.xlsx")
    found = [(fault.slug, fault.line, fault.data.get("cell", fault.data["found"])) for fault in faults]
    assert found == [("csv-cells", 4, 3), ("workbook-cell", 2, "B2"), ("workbook-cell", 3, "A3")]


def test_a_campaign_may_have_its_units_in_a_workbook(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project", "mot-cua", "a4")
    for path in (folder / "docs/_data/units").glob("*.csv"):
        records = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
        book(path.with_suffix(".xlsx"), *map(tuple, records))
        before = read_list(path, path.name)[0]
        path.unlink()
    assert dict(prepare(Project(folder)).bundle.units) == before and len(before) == 3


def _zipped(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(f"{name}.xml"), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "workbook-unreadable"),
        (b"code,name\n1,A\n", "workbook-unreadable"),
        (_zipped(a=b"<a/>"), "workbook-unreadable"),
        (_zipped(a=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "workbook-unreadable"),
        (_zipped(a=b" " * 50_000_001), "list-large"),
    ],
    # names of their own: both workers have to call a test alike
    ids=["nothing", "a CSV", "a ZIP", "entities", "a bomb"],
)
def test_what_is_no_workbook_or_a_bomb(tmp_path: Path, content: bytes, slug: str) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    assert [f.slug for f in read_list(tmp_path / "x.xlsx", "x.xlsx")[1]] == [slug]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "utf-8"])
def test_a_document_type_is_seen_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """The XML parser reads UTF-16 too, and would put the entity's words into the cell."""
    whole, file = book(tmp_path / "a.xlsx", ("code", "name"), ("1", "Ba")), tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(file, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                text = content.decode().partition("?>")[2] if content.startswith(b"<?xml") else content.decode()
                entity = '<!DOCTYPE worksheet [<!ENTITY e "EVIL">]>' if encoding != "iso-8859-1" else ""
                cell = text.replace("<v>1</v>", "<v>&e;</v>" if entity else "<v>1</v>")
                content = f'<?xml version="1.0" encoding="{encoding[:6]}"?>{entity}{cell}'.encode(encoding)
            target.writestr(part, content)
    findings = read_list(file, "b.xlsx")[1]
    assert [f.slug for f in findings] == ["workbook-unreadable"]
    assert "sheet1.xml" in str(findings[0].data["reason"])


def test_a_workbook_cut_short_is_a_finding(tmp_path: Path) -> None:
    whole = book(tmp_path / "x.xlsx", ("code", "name"), ("1", "A")).read_bytes()
    for size in range(1, len(whole), len(whole) // 40):
        (tmp_path / "x.xlsx").write_bytes(whole[:size])
        assert [f.slug for f in read_list(tmp_path / "x.xlsx", "x.xlsx")[1]] == ["workbook-unreadable"]


def test_a_cell_in_the_last_row_is_a_list_too_large(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ("code", "name"), ("1", "A"))
    workbook = openpyxl.load_workbook(path)
    workbook.active["A1048576"] = "2"
    workbook.save(path)
    assert [(f.slug, f.line) for f in read_list(path, "x.xlsx")[1]] == [("list-large", 200_001)]


def test_other_files_beside_the_lists(tmp_path: Path) -> None:
    for name in ("~$x.xlsx", ".x.csv", "README.md"):
        (tmp_path / name).write_text("owner")
    assert read_units(tmp_path, "units") == ({}, [])
    assert [f.slug for f in read_list(tmp_path / "README.md", "README.md")[1]] == ["list-kind"]
    for name in ("old.xls", "x.ods"):
        (tmp_path / name).write_text("owner")
    faults = read_units(tmp_path, "units")[1]
    assert [(f.slug, f.file) for f in faults] == [("list-kind", "units/old.xls"), ("list-kind", "units/x.ods")]


def test_every_field_has_a_heading_and_none_means_two_things() -> None:
    own = [field.name for field in fields(Unit) if field.compare]
    assert own == [*REQUIRED, *OPTIONAL]
    table = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))
    assert set(table["units"]) == set(own)
    names = [" ".join(n.split()).casefold() for n in sum(table["units"].values(), table["ignored"]["names"])]
    assert len(names) == len(set(names)) and not set(names) & set(own)
    assert [field_of(name) for name in (" MÃ ", "tên", "Ghi chú", "nmae")] == ["code", "name", "", None]


def test_a_field_is_named_once(tmp_path: Path) -> None:
    _, (fault,) = read(tmp_path, "Mã,Tên,code", "1,A,2")
    assert (fault.slug, fault.data["found"], fault.data["field"]) == ("units-column-twice", "code", "code")


HOSTILE = {
    "a mark of sheets": ("Tên", "Xã | A", "units-markup"),
    "emphasis": ("Tên", "Xã **A**", "units-markup"),
    "right to left": ("Tên", "Xã \u202eA", "units-character"),
    "a mark of direction": ("Tên", "Xã \u200fA", "units-character"),
    "an invisible space": ("Tên", "Xã\u200bA", "units-character"),
    "a joiner": ("Tên", "Xã\u200dA", "units-character"),
    "a soft hyphen": ("Tên", "Xã\u00adA", "units-character"),
    "a filler": ("Tên", "Xã\u3164A", "units-character"),
    "a tag": ("Tên", "Xã\U000e0041A", "units-character"),
    "a variation": ("Tên", "Xã\ufe0fA", "units-character"),
    "a bell": ("Tên", "Xã\x07A", "units-character"),
    "a null": ("Tên", "Xã\x00A", "units-character"),
    "two lines": ("Tên", '"Xã\nA"', "units-character"),
    "an emoji": ("Tên", "Xã 🏠", "units-character"),
    "a flag": ("Tên", "Xã \U0001f1fb\U0001f1f3", "units-character"),
    "private use": ("Tên", "Xã \ue000", "units-character"),
    "no character": ("Tên", "Xã \u0378", "units-character"),
    "121 characters": ("Tên", "A" * 121, "units-cell-long"),
    "a formula": ("Tên", "=1+1", "units-formula"),
    "an address that browsers mend": ("Địa chỉ", "https://evil.example\\@a.vn/", "units-address"),
    "a command": ("Tên", "@SUM(A1)", "units-formula"),
    "a sum": ("Địa chỉ", "+1+cmd", "units-formula"),
    "a difference": ("Địa chỉ", "-1", "units-formula"),
    "a formula as a number": ("Điện thoại", "+1+1", "units-formula"),
    "a word as a number": ("Điện thoại", "xã", "units-phone"),
    "two digits": ("Điện thoại", "1 2", "units-phone"),
    "21 digits": ("Điện thoại", "1" * 21, "units-phone"),
    "foreign digits": ("Điện thoại", "١٢٣", "units-phone"),
    "a rewritten number": ("Điện thoại", "8.42284E+11", "units-number"),
    "no day of the year": ("Từ ngày", "30/02/2021", "units-date"),
    "an American day": ("Đến ngày", "02/13/2021", "units-date"),
    "a day in words": ("Đến ngày", "hôm nay", "units-date"),
    "a former code that is none": ("Mã cũ", "13633 ../1", "units-code"),
    "a logo elsewhere": ("Biểu trưng", "../logo.svg", "units-logo"),
    "a logo from the root": ("Biểu trưng", "/etc/logo.svg", "units-logo"),
    "a logo of another kind": ("Biểu trưng", "logo.png", "units-logo"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_cell_is_one_finding_with_file_row_and_column(tmp_path: Path, what: str) -> None:
    column, text, slug = HOSTILE[what]
    other = "Tên," if column != "Tên" else ""
    units, faults = read(
        tmp_path, f"Mã,{other}{column}", f"1,{'A,' if other else ''}{text}", f"2,{'B,' if other else ''}"
    )
    faults = [fault for fault in faults if fault.slug != "units-name-empty"]
    assert told(faults) == [(slug, column, 2)] and faults[0].file == "x.csv" and "1" not in units
    for strings in WORDS:
        words = " ".join(strings.finding(faults[0]))
        assert column in words or slug == "units-logo"
        assert all(unicodedata.category(c)[0] != "C" for c in words), "a terminal would obey"


@pytest.mark.parametrize("code", ["../1", "a/b", "1.3633E4", "1,3633E+04", "13633.0", "1.36E+04"])
def test_a_code_that_is_none(tmp_path: Path, code: str) -> None:
    slug = "units-code" if "/" in code else "units-number"
    assert told(read(tmp_path, "Mã;Tên", f"{code};A")[1]) == [(slug, "Mã", 2)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<script>alert(1)</script>",
            "{{ facts }}{% raw %}",
            "Xã Đắk R'Lấp",
            "Thị trấn “Mẫu”, số 5°",
            "Xã & xã",
            "A" * 120,
        ),
        "Кыргызстан",
    ],
)
def test_what_only_looks_dangerous_is_plain_text(tmp_path: Path, text: str) -> None:
    units, faults = read(tmp_path, "code;name", f"1;{text}")
    assert faults == [] and units["1"].name == text


@pytest.mark.parametrize("number", ["113", "1900 9095", "+84 228 3849 999", "(0228) 3.849.999", "0228.3849999"])
def test_phone_numbers(tmp_path: Path, number: str) -> None:
    units, faults = read(tmp_path, "code;name;hotline", f"1;A;{number}")
    assert faults == [] and units["1"].hotline == number


def test_codes_that_lost_their_zeros_are_told_once_for_each_list(tmp_path: Path) -> None:
    _, (fault,) = read(tmp_path, "Mã,Tên", "1,A", "4,B", "13633,C", "A1,D")
    assert (fault.slug, fault.line) == ("units-zeros", 2)
    assert fault.data == {"column": "Mã", "found": "1", "count": 2, "expected": "00001"}
    assert read(tmp_path, "Mã,Tên", "1,A", "12,B")[1] == []
    assert read(tmp_path, "Mã,Tên", "00001,A", "13633,B")[1] == []


def test_the_days_of_a_unit(tmp_path: Path) -> None:
    header = "code,name,valid_from,valid_to"
    units, faults = read(tmp_path, header, "1,A,2020-01-02,31/12/2020", "2,B,,1/2/2021", "3,C,,")
    assert faults == []
    days = [dt.date(2020, 1, 1), dt.date(2020, 1, 2), dt.date(2020, 12, 31), dt.date(2021, 1, 1), dt.date(2021, 2, 2)]
    assert [[unit.valid(day) for day in days] for unit in units.values()] == [
        [False, True, True, False, False],
        [True, True, True, True, False],
        [True] * 5,
    ]
    _, (fault,) = read(tmp_path, header, "1,A,2020-01-02,2020-01-01")
    assert (fault.slug, fault.data["found"], fault.data["first"]) == ("units-period", "2020-01-01", "2020-01-02")


def test_former_codes(tmp_path: Path) -> None:
    units, faults = read(tmp_path, "code,name,formerly", "1,A,2  3", "4,B,4 5", "6,C,")
    assert faults == [] and [unit.formerly for unit in units.values()] == [("2", "3"), ("4", "5"), ()]
    _, faults = read(tmp_path, "code,name,formerly", "1,A,2 3", "4,B,03", "5,C,00001")
    assert [(f.slug, f.line, f.data["found"], f.data["other"]) for f in faults] == [
        ("units-former-twice", 3, "03", "x.csv:2"),
        ("units-former-twice", 4, "00001", "x.csv:2"),
    ]


def test_a_logo_is_there_and_inside(tmp_path: Path) -> None:
    assets, lists = tmp_path / "assets", tmp_path / "units"
    lists.mkdir(), (assets / "logos").mkdir(parents=True)
    (assets / "logos/a.svg").write_text("<svg/>")
    (tmp_path / "out.svg").write_text("<svg/>")
    (assets / "out.svg").symlink_to(tmp_path / "out.svg")
    (assets / "loop.svg").symlink_to(assets / "loop.svg")
    rows = ["logos/a.svg", "logos/b.svg", "out.svg", "loop.svg", "logos"]
    text = "code,name,logo\n" + "".join(f"{number},A,{logo}\n" for number, logo in enumerate(rows, 1))
    (lists / "x.csv").write_text(text)
    units, faults = read_units(lists, "units", assets)
    assert list(units) == ["1"]
    assert [(f.slug, f.line, f.data["found"]) for f in faults] == [("units-logo", n + 2, rows[n]) for n in range(1, 5)]


def test_all_faults_of_a_row_and_of_all_lists_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Mã,Tên,Điện thoại,Từ ngày\n../x,=A,xã,mai\n")
    book(tmp_path / "b.xlsx", ("code", "name"), ("1", "A"), ("1", "B|C"))
    _, faults = read_units(tmp_path, "units")
    assert [(f.slug, f.file, f.line, f.data["column"]) for f in faults] == [
        ("units-formula", "units/a.csv", 2, "Tên"),
        ("units-code", "units/a.csv", 2, "Mã"),
        ("units-phone", "units/a.csv", 2, "Điện thoại"),
        ("units-date", "units/a.csv", 2, "Từ ngày"),
        ("units-markup", "units/b.xlsx", 3, "name"),
        ("units-code-twice", "units/b.xlsx", 3, "code"),
    ]


@given(st.lists(st.lists(st.text(), min_size=1, max_size=17), max_size=4), st.sampled_from([",", ";", "\t"]))
def test_any_text_in_any_cell_is_a_unit_or_a_finding(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    heads = [*REQUIRED, *OPTIONAL]
    lines = [delimiter.join(heads)]
    for row in rows:
        cells = [*row, *[""] * len(heads)][: len(heads)]
        lines.append(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells))
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    units, faults = read_list(path, "any.csv")
    assert all(words.finding(fault)[0] for words in WORDS for fault in faults)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(units) == len(filled) or faults
    assert all(len(unit.code) <= 5 and len(unit.name) <= 120 and "|" not in unit.name for unit in units.values())


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_a_finding(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    for ending in ("csv", "xlsx"):
        path = tmp_path_factory.getbasetemp() / f"any.{ending}"
        path.write_bytes(content)
        units, faults = read_list(path, path.name)
        assert faults and not units


WORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))
FINITE = st.floats(allow_nan=False, allow_infinity=False)  # a workbook holds no others
TYPED = WORD | st.integers() | FINITE | st.booleans()


@settings(max_examples=60)
@given(st.lists(st.lists(TYPED | st.dates() | st.none(), min_size=1, max_size=17), max_size=4))
def test_any_value_in_a_workbook_is_a_unit_or_a_finding(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]
) -> None:
    path = book(tmp_path_factory.getbasetemp() / "typed.xlsx", (*REQUIRED, *OPTIONAL), *map(tuple, rows))
    units, faults = read_list(path, path.name)
    assert all(words.finding(fault)[0] for words in WORDS for fault in faults)
    filled = [row for row in rows if any(cell is not None and str(cell).strip() for cell in row)]
    assert len(units) == len(filled) or faults


def test_findings_quote_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("\u202ea,\u202ea\n", encoding="utf-8")
    path = book(tmp_path / "x.xlsx", ("code", "name"), ("1", "=\u202eA1"))
    for file, found in ((tmp_path / "x.csv", "U+202Ea"), (path, "=U+202EA1")):
        assert [fault.data["found"] for fault in read_list(file, "x")[1]] == [found]
    _, faults = read(tmp_path, "code,name,\u202ename", "1,A,B")
    assert [fault.data["found"] for fault in faults] == ["U+202Ename"]


def test_a_list_far_too_large_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"code,name\n" + b" " * 50_000_000)
    assert [(f.slug, f.line) for f in read_list(tmp_path / "a.csv", "a.csv")[1]] == [("list-large", 0)]
    (tmp_path / "b.csv").write_bytes(b"code,name\n" + b"1,A\n" * 200_001)
    assert [(f.slug, f.line) for f in read_list(tmp_path / "b.csv", "b.csv")[1]] == [("list-large", 200_002)]
