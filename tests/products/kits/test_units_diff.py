"""Two lists of units compared: what changed, what must be printed anew, and which printed links go on working."""

import csv
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import openpyxl
import pytest

from outreach.campaign.codes import link_code, link_path
from outreach.campaign.issued import Issued
from outreach.campaign.units import Unit
from outreach.cli.commands import main
from outreach.cli.sheet_commands import change_rows
from outreach.cli.texts import Texts
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.products.kits.changes import FEEDS, changes, values_on
from outreach.products.kits.orders import _units
from outreach.products.prepare import prepare
from outreach.sheets.compose import Composer
from outreach.sheets.values import values_of
from outreach.site.files import link_pages
from projects import ROOT

LIST = ROOT / "docs/_data/units/nam-dinh-2020.csv"
Rows = list[dict[str, str]]
DAY = dt.date(2020, 8, 10)
TAKEN = {"poster": {"record.full", "record.imprint"}, "card": {"record.help_number"}, "plain": set[str]()}


def units(*found: Unit) -> dict[str, Unit]:
    return {unit.code: unit for unit in found}


def rows() -> Rows:
    with LIST.open(encoding="utf-8", newline="") as file:
        return [{**row, "formerly": "", "hotline": ""} for row in csv.DictReader(file)]


def saved(path: Path, found: Rows) -> Path:
    if path.suffix == ".xlsx":
        workbook = openpyxl.Workbook()
        for record in [list(found[0]), *(list(row.values()) for row in found)]:
            workbook.active.append(record)
        workbook.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(found[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(found)
    return path


@pytest.fixture
def diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(found: Rows, *options: str, kind: str = "xlsx") -> str:
        path = saved(tmp_path / f"new.{kind}", found)
        assert main(["units", "-C", str(ROOT), "diff", str(LIST), str(path), *options]) == 0
        return capsys.readouterr().out

    return run


def test_nothing_changed(diff: Callable[..., str]) -> None:
    for kind in ("csv", "xlsx"):
        assert diff(rows(), kind=kind) == "No unit has changed.\n"
        assert json.loads(diff(rows(), "--json", kind=kind)) == []


def test_what_happens_to_communes(diff: Callable[..., str]) -> None:
    new = rows()
    old = {row["code"]: row["name"] for row in new}
    new[0]["name"] = "Phường Mới"
    new[1]["formerly"] = new[2]["code"]
    new[5]["hotline"] = "0228 3849 999"
    new[6]["district_code"] = "999"
    fresh = {**new[7], "code": "99999", "name": "Xã Gộp", "formerly": f"{new[7]['code']} {new[8]['code']}"}
    gone = [new[2]["code"], new[4]["code"], new[7]["code"], new[8]["code"]]
    new = [row for row in new if row["code"] not in gone] + [fresh]
    found = {change["code"]: change for change in json.loads(diff(new, "--json"))}
    told = {code: (one["kind"], one["was"], one["columns"], one["links"]) for code, one in found.items()}
    assert told == {
        new[0]["code"]: ("renamed", [old[new[0]["code"]]], ["name"], new[0]["code"]),
        new[1]["code"]: ("merged", [gone[0]], ["formerly"], new[1]["code"]),
        new[3]["code"]: ("changed", [], ["hotline"], new[3]["code"]),
        new[4]["code"]: ("changed", [], ["district_code"], new[4]["code"]),
        "99999": ("merged", gone[2:], [], "99999"),
        gone[0]: ("gone", [], [], new[1]["code"]),
        gone[1]: ("gone", [], [], ""),
        gone[2]: ("gone", [], [], "99999"),
        gone[3]: ("gone", [], [], "99999"),
    }
    assert "mot-cua" in found[new[0]["code"]]["print"] and "mot-cua" in found["99999"]["print"]
    assert "mot-cua" in found[new[3]["code"]]["print"]
    for code in (new[1]["code"], new[4]["code"], *gone):
        assert found[code]["print"] == []
    table = diff(new).splitlines()
    assert len(table) == 1 + len(found)
    assert [line.split()[:2] for line in table[1:]] == [[one["kind"], code] for code, one in found.items()]
    assert "lead to 99999" in table[-1] and "lead nowhere" in next(line for line in table if gone[1] in line)


def test_only_what_takes_a_changed_column_is_printed_anew() -> None:
    old = Unit("1", "A", district_name="Huyện Đ", hotline="113")

    def prints(new: Unit) -> tuple[str, ...]:
        (change,) = changes(units(old), units(new), TAKEN, DAY)
        return change.print

    assert prints(replace(old, name="B")) == ("poster",)
    assert prints(replace(old, district_name="Huyện E")) == ("poster",)
    assert prints(replace(old, hotline="114")) == ("card",)
    assert prints(replace(old, type="xã")) == ()
    assert list(changes(units(old), units(replace(old, file="b.csv", line=9)), TAKEN, DAY)) == []
    (new, gone) = changes(units(old), units(replace(old, code="2")), TAKEN, DAY)
    assert (new.kind, new.print, gone.kind, gone.print) == ("new", ("card", "poster"), "gone", ())


def test_a_unit_that_keeps_the_code_of_one_that_it_replaces() -> None:
    before = units(Unit("1", "A"), Unit("2", "B"))
    after = units(Unit("1", "AB", formerly=("1", "2")))
    merged, gone = changes(before, after, TAKEN, DAY)
    assert (merged.kind, merged.was, merged.print) == ("merged", ("1", "2"), ("poster",))
    assert (gone.kind, gone.links) == ("gone", "1")
    assert list(changes(after, after, TAKEN, DAY)) == []


def test_a_code_is_the_same_with_zeros_before_it() -> None:
    before = units(Unit("00001", "A"), Unit("00002", "B", formerly=("7",)), Unit("00003", "C"))
    after = units(Unit("1", "A"), Unit("2", "B", formerly=("00007",)), Unit("4", "D", formerly=("3",)))
    told = [(one.kind, one.code, one.was, one.links) for one in changes(before, after, TAKEN, DAY)]
    assert told == [("merged", "4", ("3",), "4"), ("gone", "00003", (), "4")]


def test_a_unit_whose_days_are_over_is_gone() -> None:
    old, past = Unit("1", "A"), DAY - dt.timedelta(1)
    (gone,) = changes(units(old), units(replace(old, valid_to=past)), TAKEN, DAY)
    assert (gone.kind, gone.links, gone.print) == ("gone", "1", ())
    assert change_rows([gone], [], Texts("en"))[0][5] == "go on working"
    heir = Unit("2", "B", formerly=("1",))
    merged, gone = changes(units(old), units(replace(old, valid_to=past), heir), TAKEN, DAY)
    assert (merged.kind, merged.was, gone.kind, gone.links) == ("merged", ("1",), "gone", "2")
    (change,) = changes(units(old), units(replace(old, valid_to=DAY)), TAKEN, DAY)
    assert (change.kind, change.columns) == ("changed", ("valid_to",))
    assert list(changes(units(replace(old, valid_to=past)), {}, TAKEN, DAY)) == []


def test_faults_of_both_lists_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("code,name\n1,=A\n")
    (tmp_path / "b.csv").write_text("code,name\n1,A|B\n")
    arguments = ["units", "-C", str(ROOT), "diff", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--json"]
    assert main(arguments) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(one["slug"], Path(one["file"]).name, one["line"]) for one in found] == [
        ("units-formula", "a.csv", 2),
        ("units-markup", "b.csv", 2),
    ]
    assert main([*arguments[:4], "none.csv", "none.xlsx"]) == 1
    assert "file-unreadable" in capsys.readouterr().out


def test_a_unit_is_ordered_by_its_code_as_people_type_it() -> None:
    prepared = prepare(Project(ROOT))
    assert [unit.code for unit in _units(prepared, ["13633", " i3636"], [])] == ["13633", "13636"]
    with pytest.raises(OutreachError) as caught:
        _units(prepared, ["O0007"], [])
    assert [(f.slug, f.data["found"]) for f in caught.value.findings] == [("unit-unknown", "O0007")]


def test_the_table_of_columns_says_what_records_take() -> None:
    """A column changed on a real sheet changes the values that the table says, and no others."""
    prepared = prepare(Project(ROOT))
    sheet = next(sheet for sheet in prepared.sheets if sheet.material.slug == "mot-cua")
    unit = Unit(*["1" for field in fields(Unit) if field.default == "" or field.name in {"code", "name"}][:13])
    unit = replace(unit, code="1", contact_label="", hotline="113")
    known = values_of(prepared.bundle, replace(sheet, unit=unit))
    for column in (field.name for field in fields(Unit) if isinstance(getattr(unit, field.name), str)):
        other = values_of(prepared.bundle, replace(sheet, unit=replace(unit, **{column: "22"})))
        changed = {name for name in known if name.startswith("record.") and known[name] != other[name]}
        told = set(FEEDS.get(column, ()))
        assert changed <= told, column
        kept = {"record.help_label"} if column == "hotline" else set()  # it changes with the first number alone
        assert told - changed - kept <= told - set(known), column
    composed = Composer(prepared.bundle, prepared.fonts).compose(replace(sheet, unit=unit))
    assert "113" in composed.html
    taken = values_on(sheet.material, prepared.bundle.templates)
    assert {"record.full", "record.help_number", "record.link", "record.imprint"} <= taken
    assert all(value in known for value in taken)


def test_issued_codes_have_pages_whatever_became_of_their_units() -> None:
    bundle = replace(prepare(Project(ROOT)).bundle, units={})
    old, new = ([link_code("01", unit) for unit in some] for some in (("13633", "13636"), ("", "99999")))
    pages = link_pages(bundle, [Issued(code, "1") for code in old], new)
    assert set(pages) == {f"{link_path(code)}/index.html" for code in (*old, *new)}  # and of no other code
