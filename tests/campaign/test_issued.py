"""The table of issued codes: read with its faults, and what of it would lead nowhere."""

import datetime as dt
from pathlib import Path

import pytest

from outreach.campaign.codes import link_code
from outreach.campaign.issued import Issued, check_issued, read_issued, rows_of
from outreach.core.findings import Finding

A, B, C, D = link_code("01"), link_code("01", "13633"), link_code("01", "13636"), link_code("02", "13633")


def read(folder: Path, text: str) -> tuple[dict[str, Issued], list[Finding]]:
    file = folder / "issued.csv"
    file.write_text(text, encoding="utf-8")
    return read_issued(file, "docs/_data/issued.csv")


def test_no_table_is_no_fault(tmp_path: Path) -> None:
    assert read_issued(tmp_path / "issued.csv", "issued.csv") == ({}, [])


def test_rows_in_any_order_and_twice(tmp_path: Path) -> None:
    """As git leaves them that has put two branches together."""
    text = f"code,edition,ended\n{B},1,\n{A},1,\n{B},2,2020-10-15\n{A},1,\n"
    issued, faults = read(tmp_path, text)
    assert faults == []
    assert issued == {A: Issued(A, "1", None, 3), B: Issued(B, "2", dt.date(2020, 10, 15), 4)}
    assert rows_of(issued) == [["code", "edition", "ended"], [A, "1", ""], [B, "2", "2020-10-15"]]


def test_the_column_of_ends_may_be_missing_and_days_be_written_as_here(tmp_path: Path) -> None:
    assert read(tmp_path, f"code,edition\n{A},1\n") == ({A: Issued(A, "1", None, 2)}, [])
    assert read(tmp_path, f"code,edition,ended\n{A},1,15/10/2020\n")[0][A].ended == dt.date(2020, 10, 15)


def test_all_faults_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = f"code,edition,ended\n{A[:-1]}X,1,\n{A},1,soon\n{B},1,\n0100000O,1,\n,1,\n{A[:5]},1,\n"
    issued, faults = read(tmp_path, text)
    assert list(issued) == [B]
    assert [(f.slug, f.file, f.line) for f in faults] == [
        ("issued-code", "docs/_data/issued.csv", 2),
        ("units-date", "docs/_data/issued.csv", 3),
        ("issued-code", "docs/_data/issued.csv", 5),
        ("issued-code", "docs/_data/issued.csv", 6),
        ("issued-code", "docs/_data/issued.csv", 7),
    ]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("edition,ended\n1,\n", "units-column-missing"),
        (f"code,edition,end\n{A},1,2020-10-15\n", "units-column-unknown"),
        (f"code,edition,ended,note\n{A},1,,x\n", "units-column-unknown"),
        (f"code,edition,ended\n<<<<<<< HEAD\n{A},1,\n", "csv-cells"),
        (f'code,edition,ended\n{A},"1,\n', "csv-syntax"),
    ],
)
def test_what_is_no_such_table(tmp_path: Path, text: str, slug: str) -> None:
    issued, faults = read(tmp_path, text)
    assert issued == {} and slug in {fault.slug for fault in faults}


def test_a_table_beyond_all_bounds_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "issued.csv").open("wb") as file:
        file.truncate(60_000_000)
    issued, (fault,) = read_issued(tmp_path / "issued.csv", "issued.csv")
    assert issued == {} and fault.slug == "list-large"


def told(rows: list[Issued], materials: str = "01 02", units: str = "13633 13636", current: str = "") -> list[Finding]:
    day = dt.date(2020, 10, 15)
    return list(check_issued(rows, "issued.csv", materials.split(), units.split(), (current or units).split(), day))


def test_what_has_a_page_is_not_lost() -> None:
    assert told([Issued(code, "1") for code in (A, B, C, D)]) == []
    assert (
        told([Issued(link_code("01", "7"), "1")], units="00007")
        == told([Issued(link_code("01", "7"), "1")], units="7")
        == []
    )


def test_units_and_materials_that_are_gone_are_told_once_each() -> None:
    rows = [Issued(A, "1", None, 2), Issued(B, "1", None, 3), Issued(C, "2", None, 4), Issued(D, "3", None, 5)]
    (unit,) = told(rows, units="13636")
    assert (unit.slug, unit.severity, unit.line) == ("issued-unit", "error", 3)
    assert unit.data == {"found": "13633", "count": 2, "code": B, "edition": "1"}
    (material,) = told(rows, materials="01")
    assert (material.slug, material.line, material.data["found"], material.data["code"]) == (
        "issued-material",
        5,
        "02",
        D,
    )
    assert {fault.slug for fault in told(rows, materials="01", units="13636")} == {"issued-unit"}


def test_what_has_ended_has_its_page_but_may_not_be_printed_any_more() -> None:
    rows = [Issued(B, "1", dt.date(2020, 10, 15), 3)]
    assert told(rows, units="13636") == told(rows, materials="02") == told(rows, current="13636") == []
    (fault,) = told(rows)
    assert (fault.slug, fault.line, fault.data["found"]) == ("issued-ended", 3, B)


def test_a_link_ends_on_the_campaigns_day_or_before() -> None:
    """Its page says that it has ended as soon as the row has a day."""
    assert told([Issued(B, "1", dt.date(2020, 10, 15), 3)], units="13636") == []
    (fault,) = told([Issued(B, "1", dt.date(2020, 10, 16), 3)], units="13636")
    assert (fault.slug, fault.line, fault.data["found"]) == ("issued-early", 3, B)
    assert (fault.data["ended"], fault.data["as_of"]) == ("2020-10-16", "2020-10-15")


@pytest.mark.parametrize("ended", ["2020-02-30", "31/11/2020", "0000-01-01", "10/2020", "yes", "2020-13-01", "44119"])
def test_what_is_no_day_ends_nothing(tmp_path: Path, ended: str) -> None:
    issued, (fault,) = read(tmp_path, f"code,edition,ended\n{A},1,{ended}\n")
    assert issued == {} and (fault.slug, fault.line) == ("units-date", 2)
