"""The form of a unit: what the workbook locks and offers, the same rows on paper, one stamped file like another."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

import shipped
from accessibility import claims, faults
from lines import torn
from office import office
from outreach.campaign.units import Unit
from outreach.core.findings import OutreachError
from outreach.products.product import BuildOptions, SitePage
from outreach.products.reports import form_look
from outreach.products.reports.form import Form
from outreach.products.reports.form_paper import FormPaper, PaperWords
from outreach.products.reports.form_pattern import SLOTS, FormRecords, set_in_full
from outreach.products.reports.form_workbook import form_workbook
from outreach.products.reports.merge import merge
from outreach.products.reports.product import ReportForms
from outreach.products.reports.unit_files import UnitForms, unit_forms
from outreach.render import raster
from outreach.render.fonts import restrict
from outreach.render.glyphs import Family
from outreach.render.pdf.reader import read
from outreach.sheets.records.pattern import Variant
from outreach.sheets.records.shelves import standing_warnings
from outreach.sheets.ties import ties_of
from projects import ROOT, words_of

LINES = {(0.0,), (0.0, 0.0, 0.0)}
"""Black, in grey and in RGB."""


def form() -> Form:
    (product,) = (product for product in shipped.prepared().products if isinstance(product, ReportForms))
    assert product.form is not None
    return product.form


def units() -> list[Unit]:
    return list(shipped.bundle().live)


def workbook(unit: Unit) -> bytes:
    bundle = shipped.bundle()
    return form_workbook(form(), unit, form().reports.periods[1], bundle.words, "x", bundle.campaign.as_of)


def test_the_same_form_has_the_same_bytes_and_nothing_that_runs() -> None:
    content = workbook(units()[0])
    assert content == workbook(units()[0]) != workbook(units()[1])
    with ZipFile(BytesIO(content)) as parts:
        names = parts.namelist()
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]


def test_all_cells_are_locked_but_answers_and_each_can_be_typed_into() -> None:
    unit = units()[0]
    book = openpyxl.load_workbook(BytesIO(workbook(unit)))
    sheet = book.worksheets[0]
    assert all(other.protection.sheet and other.sheet_state == "visible" for other in book.worksheets)
    keys = {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}
    assert (sheet.cell(keys["unit"], 3).value, sheet.cell(keys["unit"], 4).value) == (unit.code, unit.name)
    answers = {("period", 3), ("day", 3)}
    for section in form().sections:
        columns = range(3, 3 + len(section.questions))
        answers |= {(row.key, column) for row in form().rows(section) for column in columns}
    rows = {row: key for key, row in keys.items()}
    open_cells = {
        (rows[cell.row], cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    assert open_cells == answers


def test_lists_and_sums_cover_their_rows() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(units()[0])))
    sheet = book.worksheets[0]
    keys = {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}
    first, last = keys["posters.1"], keys["posters.15"]
    assert sheet.cell(keys["posters.total"], 5).value == f"=SUM(E{first}:E{last})"
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(lists) == {
        f"C{keys['period']}", f"C{first}:C{last}", f"C{keys['handouts.1']}:C{keys['handouts.4']}"
    }  # fmt: skip
    title, _, cells = lists[f"C{first}:C{last}"].partition("!")
    entries = [row[0].value for row in book[title.strip("'")][cells.replace("$", "")]]
    assert entries == list(form().kit)


def test_what_is_asked_holds_no_name_and_no_number_of_a_citizen() -> None:
    """Free words are asked of places and remarks alone."""
    free = {
        (section.id, question.id)
        for section in form().sections
        for question in section.questions
        if question.kind == "text"
    }
    assert free == {("posters", "place"), ("remarks", "text")}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> UnitForms:
    """Units' forms with a cache of their own."""
    bundle = shipped.bundle()
    project = replace(bundle.project, root=tmp_path_factory.mktemp("forms"))
    for name in ("docs", "print_templates"):
        (project.root / name).symlink_to(ROOT / name)
    restrict(bundle.brand.fonts, shipped.fonts(), project.cache)
    return replace(unit_forms(bundle, shipped.fonts(), form()), bundle=replace(bundle, project=project))


@pytest.fixture(scope="module")
def papers(forms: UnitForms) -> dict[str, Path]:
    """Code → the stamped paper, of the units with the longest and the shortest name and of some between."""
    by_length = sorted(units(), key=lambda unit: len(f"{unit.name}{unit.district_name}"))
    some = [by_length[0], *by_length[50::60], by_length[-1]]
    shelf = forms.fill(some, units())
    assert standing_warnings([shelf], some) == []  # each was stamped, and nothing is to be said about it
    return {unit.code: shelf.path(list(forms.names(unit).values())[1]) for unit in some}


@pytest.mark.parametrize(
    ("day", "period", "name"),
    [
        ("2020-08-01", None, "2020-08"),
        ("2020-08-07", None, "2020-08"),
        ("2020-08-31", None, "2020-08"),
        ("2020-09-01", None, "2020-09"),
        ("2021-03-01", None, "2020-q4"),
        ("2020-09-21", "2020-q4", "2020-q4"),
        ("2020-09-21", "2020-08", "2020-08"),
    ],
)
def test_a_form_is_made_for_the_period_of_the_day_or_of_the_table(day: str, period: str | None, name: str) -> None:
    changed = replace(form(), reports=form().reports.model_copy(update={"period": period}))
    assert changed.current(dt.date.fromisoformat(day)).id == name


def test_paper_and_workbook_bear_the_period_that_the_table_names() -> None:
    bundle = shipped.bundle()
    reports = form().reports.model_copy(update={"period": "2020-q4"})
    changed, period = replace(form(), reports=reports), reports.periods[-1]
    due = bundle.words.date(period.due)
    paper = FormPaper(bundle, changed, PaperWords(Family(shipped.fonts()))).compose("x", dict.fromkeys(SLOTS, ""), "x")
    html = paper.html.replace("\u00a0", " ")
    assert f"<b>{period.name}</b>" in html and due in html
    current = changed.current(bundle.campaign.as_of)
    content = form_workbook(changed, units()[0], current, bundle.words, "x", bundle.campaign.as_of)
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows() for cell in row]
    assert period.id in cells and any(due in str(value) for value in cells)
    forms = unit_forms(bundle, shipped.fonts(), changed)
    assert due in forms.words["unit_lead"]
    assert forms.key != unit_forms(bundle, shipped.fonts(), form()).key  # or kits would keep forms of the other period


def test_the_paper_asks_what_the_workbook_asks(papers: dict[str, Path]) -> None:
    bundle, period = shipped.bundle(), form().current(shipped.bundle().campaign.as_of)
    for code, path in papers.items():
        said, unit = words_of(path), bundle.units[code]
        assert f"{unit.name}, {unit.district_name}" in said and said.count(code) == 2
        assert period.name in said and form().reports.email in said and bundle.words.date(period.due) in said
        for section in form().sections:
            asked = [section.title, section.note, *(question.label for question in section.questions)]
            labels = [row.label for row in form().rows(section)]
            choices = [entry for question in section.questions for entry in form().choices(question)]
            assert [words for words in [*asked, *labels, *choices] if words not in said] == []
        planned = form().planned(period)
        assert all(f"{item.label} {planned[item.id]}" in said for item in form().times)


def test_the_paper_is_a4_black_on_white_and_has_room_to_write(papers: dict[str, Path]) -> None:
    for path in papers.values():
        document = read(path.read_bytes(), 1)
        assert len(document.pages) == 2 and path.stat().st_size < 40_000
        assert claims(path.read_bytes()) and faults(path.read_bytes()) == []  # of PDF/UA
        assert torn(path, ties_of(shipped.bundle())) == []
        marks = [mark for page in document.pages for mark in page.marks]
        assert marks and {mark.colour.values for mark in marks if mark.colour} <= LINES


def test_a_stamped_paper_is_as_it_is_set_in_full(forms: UnitForms, papers: dict[str, Path]) -> None:
    pattern = forms.pattern(units())
    chosen = [(pattern, shipped.bundle().units[code]) for code in list(papers)[:2]]
    for (_, unit), (content, findings) in zip(chosen, set_in_full(chosen), strict=True):
        assert findings == []
        raster.same(content, papers[unit.code].read_bytes(), 1000)


def test_workbooks_lie_beside_the_papers_and_what_nobody_needs_goes(forms: UnitForms, papers: dict[str, Path]) -> None:
    kept = [shipped.bundle().units[code] for code in papers]
    shelf = forms.fill(kept, units(), light=True)  # all is there
    for unit in kept:
        published, stored = list(forms.names(unit)), list(forms.names(unit).values())
        assert published == [f"bao-cao-{unit.code}.xlsx", f"bao-cao-{unit.code}.pdf"]
        book = openpyxl.load_workbook(shelf.path(stored[0]))
        assert unit.name in book.properties.title
    other = replace(kept[0], name="Xã Khác")
    forms.fill([other], [other, *units()[1:]], light=True)
    assert len(list(forms.bundle.project.cache.glob("report-forms-bases/*/*"))) == 1  # it serves a further record
    forms.prune(shelf, kept)
    names = {name for unit in kept for name in forms.names(unit).values()}
    assert {path.name for path in shelf.folder.iterdir() if path.suffix in {".pdf", ".xlsx"}} == names


def words() -> PaperWords:
    return PaperWords(Family(shipped.fonts()))


def test_a_long_district_gives_way_to_the_name_and_a_long_name_is_told_in_its_row() -> None:
    unit = replace(units()[0], file="units.csv", line=7)
    assert words().of(unit)["unit"] == f"{unit.name}, {unit.district_name}"
    assert words().of(replace(unit, district_name="Huyện " + "Nghĩa Hưng " * 9))["unit"] == unit.name
    assert words().of(replace(unit, district_name=""))["unit"] == unit.name
    long = replace(unit, name="Trường " + "An Bình " * 12, code="9" * 40)
    with pytest.raises(OutreachError) as caught:
        words().of(long)
    told = [(finding.slug, finding.place, finding.data["slot"]) for finding in caught.value.findings]
    assert told == [("copyfit", "units.csv:7", slot) for slot in ("unit", "code", "sign")]


def test_a_record_that_does_not_fit_is_no_variant() -> None:
    records = FormRecords(shipped.bundle(), form(), "A", Family(shipped.fonts()))
    assert isinstance(records.variant(units()[0]), Variant)
    assert isinstance(records.variant(replace(units()[0], name="Trường " + "An Bình " * 12)), list)


def test_without_broadcasts_nothing_is_asked_about_them() -> None:
    silent = replace(form(), times=[])
    assert [section.id for section in silent.sections] == ["posters", "people", "handouts", "remarks"]
    day = dt.date(2020, 9, 1)
    content = form_workbook(silent, units()[0], silent.reports.periods[0], shipped.bundle().words, "x", day)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert "broadcasts" not in {sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)}


def rows_of(content: bytes) -> tuple[Worksheet, dict[str, int]]:
    """The first sheet of a workbook, and the row of each key."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return sheet, {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}


@pytest.mark.long
def test_a_form_that_libreoffice_opened_and_saved_comes_back_unharmed(tmp_path: Path) -> None:
    """As XLSX by way of its own format: locks, lists, sums, and what was written."""
    unit, period = units()[7], form().reports.periods[1]
    book = openpyxl.load_workbook(BytesIO(workbook(unit)))
    sheet, keys = book.worksheets[0], rows_of(workbook(unit))[1]
    first, second, *_ = form().kit
    written: dict[tuple[str, int], object] = {
        ("day", 3): dt.date(2020, 10, 2),
        ("posters.1", 3): first,
        ("posters.1", 4): "Chợ, cổng trước",
        ("posters.1", 5): 2,
        ("posters.2", 3): second,
        ("posters.2", 4): "Trụ sở",
        ("posters.2", 5): 1,
        ("people.helped", 3): 41,
        ("broadcasts.at_0530", 3): 29,
    }
    for (key, column), value in written.items():
        sheet.cell(keys[key], column).value = value
    file = BytesIO()
    book.save(file)
    own = office(tmp_path, "form.xlsx", file.getvalue(), "ods").read_bytes()
    back = office(tmp_path, "back.ods", own, "xlsx").read_bytes()
    saved, places = rows_of(back)
    assert places == keys and saved.protection.sheet
    unlocked = {(cell.row, cell.column) for row in saved.iter_rows() for cell in row if not cell.protection.locked}
    assert {(keys[key], column) for key, column in written} <= unlocked and (keys["unit"], 3) not in unlocked
    lists = {str(rule.sqref) for rule in saved.data_validations.dataValidation if rule.type == "list"}
    assert lists == {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    computed = openpyxl.load_workbook(BytesIO(back), data_only=True).worksheets[0]
    assert computed.cell(keys["posters.total"], 5).value == 3
    assert computed.cell(keys["broadcasts.at_0530"], 4).value == form().planned(period)["at_0530"]
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns/back.xlsx").write_bytes(back)
    results, findings = merge(form(), units(), [], period, tmp_path / "returns")
    assert findings == []
    answer = results.returns[unit.code]
    totals = {measure.id: answer.total(measure) for measure in form().reports.measures if measure.id != "planned"}
    counted = {"posters": 3, "broadcasts": 29, "helped": 41}
    assert {name: total for name, total in totals.items() if total} == counted
    assert answer.day == dt.date(2020, 10, 2)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReportForms, Mapping[str, bytes | Path]]:
    """The product, and the files that it makes for those who are no units."""
    prepared = shipped.prepared()
    project = replace(prepared.bundle.project, root=tmp_path_factory.mktemp("others"))
    for name in ("docs", "print_templates"):
        (project.root / name).symlink_to(ROOT / name)
    campaign = replace(prepared, bundle=replace(prepared.bundle, project=project))
    product = ReportForms()
    assert product.read(campaign) == []
    return product, product.make(campaign, [], BuildOptions())


def test_schools_and_stations_get_both_forms_below_the_page(
    others: tuple[ReportForms, Mapping[str, bytes | Path]], tmp_path: Path
) -> None:
    product, files = others
    names = {f"bao-cao/bao-cao-{code}.{kind}" for code in product.reporters for kind in ("xlsx", "pdf")}
    assert len(names) == 8 and names <= files.keys()
    for code, unit in product.reporters.items():
        sheet, keys = rows_of(bytes(files[f"bao-cao/bao-cao-{code}.xlsx"]))
        assert (sheet.cell(keys["unit"], 3).value, sheet.cell(keys["unit"], 4).value) == (code, unit.name)
        paper = tmp_path / f"{code}.pdf"
        paper.write_bytes(bytes(files[f"bao-cao/bao-cao-{code}.pdf"]))
        assert unit.name in words_of(paper) and code in words_of(paper)
        # The district stands behind a name that leaves room for it.
        assert (f"{unit.name}, {unit.district_name}" in words_of(paper)) == (len(unit.name) < 20)
    listed = {entry.path: entry for entry in product.publish(tmp_path).entries}
    assert listed.keys() == names
    looks = {name: Image.open(BytesIO(bytes(files[name]))) for name in files.keys() - names}
    assert {(name, look.width) for name, look in looks.items()} == {
        ("bao-cao/bao-cao-xlsx.png", 1000), ("bao-cao/bao-cao-pdf.png", 600)
    }  # fmt: skip
    page = SitePage("bao-cao/index.md", "bao-cao/", {"lists": "reports"})
    text = product.markdown(page, "# Báo cáo")
    assert all(f"]({name.removeprefix('bao-cao/')})" in text for name in names)
    for name, look in looks.items():
        assert f']({name.removeprefix("bao-cao/")}){{ width="{look.width}" height="{look.height}"' in text
    assert product.markdown(SitePage("index.md", "", {}), "# Trang chủ") == "# Trang chủ"


def test_pictures_of_the_form_are_the_same_each_time(
    others: tuple[ReportForms, Mapping[str, bytes | Path]],
) -> None:
    """They show the form as it is: its keys, the period, the first that reports."""
    bundle, unit = shipped.bundle(), next(iter(others[0].reporters.values()))
    first, again = (form_look.workbook_look(bundle, form(), unit).html for _ in range(2))
    period = form().current(bundle.campaign.as_of)
    assert first == again
    for said in (unit.code, unit.name, period.id, "people.helped", bundle.words.date(period.due)):
        assert said in first.replace("\u00a0", " "), said
