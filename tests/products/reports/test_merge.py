"""Returns of a whole province in one folder: totals are exact, each fault is told in its cell, whatever the order."""

import datetime as dt
import random
import shutil
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import shipped
from filled_forms import Fault, Filled, faults, write
from outreach.campaign.units import Unit
from outreach.core.findings import Finding, OutreachError
from outreach.core.grid import Cell
from outreach.core.spreadsheets import Sheet, SheetCell
from outreach.products.reports.answers import Fault as AnswerFault
from outreach.products.reports.answers import read_answer
from outreach.products.reports.figures_workbook import figures_workbook
from outreach.products.reports.form import Form
from outreach.products.reports.form_workbook import form_workbook
from outreach.products.reports.merge import check_folder, merge
from outreach.products.reports.product import ReportForms
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import Results
from outreach.products.reports.results_file import read_results, write_results

MISSING = 3
"""Units at the end of the list that send nothing."""


def form() -> Form:
    (product,) = (product for product in shipped.prepared().products if isinstance(product, ReportForms))
    assert product.form is not None
    return product.form


def filled(unit: Unit) -> Filled:
    return Filled(form(), unit, form().reports.periods[0], shipped.bundle().words)


class Province(NamedTuple):
    """A folder of returns, and what is true about them."""

    folder: Path
    units: Sequence[Unit]
    totals: dict[str, int]
    planted: Sequence[tuple[str, Fault, Filled]]
    """Name of a file, the fault in it, the form."""
    replaced: Sequence[str]
    missing: Sequence[str]
    """Codes of those who have not reported, or whose return does not count."""


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    folder = tmp_path_factory.mktemp("returns")
    units, number = shipped.bundle().live, random.Random(19)
    totals: dict[str, int] = {}
    planted: list[tuple[str, Fault, Filled]] = []
    replaced: list[str] = []
    missing = [unit.code for unit in units[-MISSING:]]
    for at, unit in enumerate(units[:-MISSING]):
        whole = filled(unit)
        truth = whole.fill(number)
        kinds = faults(whole, truth)
        name = f"{unit.district_code}/{'Báo cáo ' if at % 3 else 'bc-'}{at}"
        fault = kinds[at] if at < len(kinds) else None
        if fault is not None:
            fault.change(whole)
        # Half of them as a spreadsheet saves text, with days in both ways; that keeps no formula.
        if at % 2 and (fault is None or fault.name != "a formula"):
            name, content = f"{name}.csv", whole.as_csv(",;\t"[at % 3], "%d/%m/%Y" if at % 4 == 1 else "%Y-%m-%d")
        else:
            name, content = f"{name}.xlsx", whole.workbook()
        write(folder / name, content)
        counts = fault is None or fault.lost is not None
        if fault is not None:
            planted.append((name, fault, whole))
            truth = {measure: count - (fault.lost or {}).get(measure, 0) for measure, count in truth.items()}
        if at % 20 == 19:  # what they had sent before counts where the later file does not
            earlier = filled(unit)
            before = earlier.fill(number)
            earlier.put("day", 3, dt.date(2020, 8, 20))
            write(folder / f"cu/{at}.xlsx", earlier.workbook())
            replaced += [f"cu/{at}.xlsx"] if counts else []
            truth, counts = truth if counts else before, True
        if not counts:
            missing.append(unit.code)
            continue
        for measure, count in truth.items():
            totals[measure] = totals.get(measure, 0) + count
    return Province(folder, units, totals, planted, replaced, missing)


def merged(folder: Path) -> tuple[Results, list[Finding]]:
    return merge(form(), shipped.bundle().live, [], form().reports.periods[0], folder)


def test_every_kind_of_fault_is_planted_once(province: Province) -> None:
    assert len(province.planted) >= 25 and len(list(province.folder.rglob("*.*"))) >= 226


def test_totals_are_exact(province: Province) -> None:
    results, _ = merged(province.folder)
    measures = {measure.id: measure for measure in form().reports.measures}
    assert {name: results.total(measures[name]) for name in province.totals} == province.totals
    assert results.total(measures["planned"]) == 226 * 25 * len(form().times)


def test_who_has_not_reported_is_named(province: Province) -> None:
    results, _ = merged(province.folder)
    assert sorted(unit.code for unit in results.missing) == sorted(province.missing)


def test_each_fault_is_told_in_its_cell_and_no_other(province: Province) -> None:
    _, findings = merged(province.folder)
    cells = {(name, fault.finding) for name, fault, _ in province.planted if fault.key}
    told = {
        (finding.file, finding.slug, finding.data.get("cell", "") if (finding.file, finding.slug) in cells else "")
        for finding in findings
    }
    expected = {(name, "return-replaced", "") for name in province.replaced}
    for name, fault, whole in province.planted:
        cell = f"{'ABCDEF'[fault.column - 1]}{whole.line(fault.key)}" if fault.key else ""
        expected.add((name, fault.finding, cell))
        # A key that is gone, or of which nobody knows which row is meant, is a missing row too.
        expected |= {(name, "return-rows", "")} if fault.finding == "return-key-twice" else set()
    assert told == expected


def test_the_order_of_files_decides_nothing(province: Province, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for at, path in enumerate(sorted(province.folder.rglob("*.*"), key=lambda path: path.name[::-1])):
        (other / str(at)).mkdir(parents=True)
        shutil.copy(path, other / str(at) / path.name)
    files = []
    for folder in (province.folder, other):
        results, _ = merged(folder)
        reporting = Reporting(shipped.bundle(), {}, form().reports, results)
        returns = {code: answer.rows for code, answer in results.returns.items()}
        files.append((returns, figures_workbook(reporting)))
    assert files[0] == files[1]


def test_results_are_read_again_as_they_were_written(province: Province, tmp_path: Path) -> None:
    results, _ = merged(province.folder)
    path = tmp_path / "results.json"
    content = write_results(results, form())
    path.write_bytes(content)
    again = read_results(path, "results.json", form(), results.period, results.reporters, results.planned)
    assert write_results(again, form()) == content and again.returns.keys() == results.returns.keys()
    for damaged in (content[:-40], content.replace(b'"2020-08"', b'"2020-09"', 1), b"[]", b'{"form": 1}'):
        path.write_bytes(damaged)
        with pytest.raises(OutreachError) as error:
            read_results(path, "results.json", form(), results.period, results.reporters, results.planned)
        assert [finding.slug for finding in error.value.findings] == ["results-damaged"]


def read(folder: Path, content: bytes, name: str = "a.xlsx") -> tuple[Results, list[str]]:
    write(folder / name, content)
    results, findings = merged(folder)
    return results, [finding.slug for finding in findings]


def test_a_form_is_read_whatever_its_sheet_is_called_and_where_it_stands(tmp_path: Path) -> None:
    whole = filled(shipped.bundle().live[0])
    truth = whole.fill(random.Random(1))
    whole.title = "Trang tính 7"
    for row in range(1, 5):
        whole.cells[row + 60, 4] = SheetCell("ghi chú bên ngoài")
    notes = Sheet("Ghi chú", {(1, 1): SheetCell("form không phải ở đây")}, [20])
    results, slugs = read(tmp_path, whole.workbook(notes))
    assert slugs == [] and results.returns[whole.unit.code].total(form().reports.measures[0]) == truth["posters"]


def test_headings_may_be_typed_over_and_a_column_put_in_before(tmp_path: Path) -> None:
    whole = filled(shipped.bundle().live[0])
    truth = whole.fill(random.Random(2))
    for column in range(2, 7):
        whole.cells[whole.line("posters"), column] = SheetCell("?")
    book = openpyxl.load_workbook(BytesIO(whole.workbook()))
    book.worksheets[0].insert_cols(1)
    file = BytesIO()
    book.save(file)
    results, slugs = read(tmp_path, file.getvalue())
    assert slugs == [] and results.returns[whole.unit.code].total(form().reports.measures[0]) == truth["posters"]


def test_a_form_that_is_filled_in_with_openpyxl_comes_back_unharmed(tmp_path: Path) -> None:
    unit, period = shipped.bundle().live[5], form().reports.periods[0]
    words = shipped.bundle().words
    book = openpyxl.load_workbook(BytesIO(form_workbook(form(), unit, period, words, "x", dt.date(2020, 9, 1))))
    sheet = book.worksheets[0]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    sheet.cell(rows["day"], 3).value = dt.date(2020, 9, 3)
    sheet.cell(rows["people.helped"], 3).value = 41
    assert sheet.protection.sheet and not sheet.cell(rows["people.helped"], 3).protection.locked
    assert sheet.cell(rows["unit"], 3).protection.locked and len(sheet.data_validations.dataValidation) == 3
    file = BytesIO()
    book.save(file)
    results, slugs = read(tmp_path, file.getvalue())
    (answer,) = results.returns.values()
    assert slugs == [] and (answer.code, answer.day) == (unit.code, dt.date(2020, 9, 3))
    assert [answer.total(measure) for measure in form().reports.measures if measure.item == "helped"] == [41]


def test_two_of_one_day_that_differ_count_neither_and_equal_ones_once(tmp_path: Path) -> None:
    whole = filled(shipped.bundle().live[0])
    whole.fill(random.Random(3))
    write(tmp_path / "a.xlsx", whole.workbook())
    results, slugs = read(tmp_path, whole.as_csv(), "b.csv")
    assert slugs == [] and len(results.returns) == 1
    whole.put("people.helped", 3, 7)
    results, slugs = read(tmp_path, whole.workbook(), "c.xlsx")
    assert slugs == ["return-differs"] * 3 and not results.returns


def test_late_and_empty_returns_are_named(tmp_path: Path) -> None:
    late, empty = filled(shipped.bundle().live[0]), filled(shipped.bundle().live[1])
    late.fill(random.Random(4))
    late.put("day", 3, form().reports.periods[0].due + dt.timedelta(1))
    write(tmp_path / "late.xlsx", late.workbook())
    results, slugs = read(tmp_path, empty.workbook(), "empty.xlsx")
    assert slugs == [] and [unit.code for unit in results.late] == [late.unit.code]
    assert [unit.code for unit in results.empty] == [empty.unit.code]


def test_a_folder_that_would_be_published_is_refused(tmp_path: Path) -> None:
    project = shipped.bundle().project
    for folder in (project.docs / "returns", project.site):
        with pytest.raises(OutreachError):
            check_folder(project, folder)
    check_folder(project, project.root / "returns")
    with pytest.raises(OutreachError) as error:
        merged(tmp_path / "nowhere")
    assert error.value.findings[0].slug == "returns-missing"


def cells() -> Iterator[st.SearchStrategy[str]]:
    yield st.text(max_size=40)
    yield st.integers(-(10**12), 10**12).map(str)
    yield st.from_regex(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", fullmatch=True)
    yield st.floats().map(str)


@given(
    text=st.one_of(*cells()),
    kind=st.sampled_from(["count", "day", "text", "choice"]),
    slug=st.sampled_from(["", "workbook-format", "workbook-value"]),
)
def test_any_cell_is_an_answer_as_it_stands_or_a_fault(text: str, kind: str, slug: str) -> None:
    choices = {"Tờ rơi": "to-roi"}
    answer = read_answer(Cell(text.strip(), slug), kind, choices)
    if isinstance(answer, AnswerFault) or answer is None:
        return
    if kind == "count":
        assert text.strip().isdigit() and int(text) == answer and not slug
    elif kind == "choice":
        assert answer == "to-roi"
    elif kind == "day":
        assert isinstance(answer, dt.date) and str(answer.year) in text and str(answer.day) in text
    else:
        assert isinstance(answer, str) and answer == " ".join(answer.split())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_content_of_any_cell_ends_in_findings(data: st.DataObject, tmp_path: Path) -> None:
    whole = filled(shipped.bundle().live[0])
    whole.fill(random.Random(5))
    for _ in range(data.draw(st.integers(1, 6))):
        row, column = data.draw(st.integers(1, 60)), data.draw(st.integers(1, 7))
        whole.cells[row, column] = SheetCell(data.draw(st.one_of(*cells())))
    shutil.rmtree(tmp_path / "x", ignore_errors=True)
    results, _ = read(tmp_path / "x", whole.as_csv(), "a.csv")
    assert len(results.returns) <= 1
