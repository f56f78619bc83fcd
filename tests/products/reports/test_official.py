"""Official reports as Decree 30/2020/NĐ-CP wants them: words, figures, parts of the Word document."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

import shipped
from outreach.campaign.bundle import Bundle
from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.products.reports.figures_workbook import figures_workbook
from outreach.products.reports.official import figures, official_documents
from outreach.products.reports.official_text import COMPARISON, NAME, OfficialText, read_official_text
from outreach.products.reports.results import Area
from reported import document_texts, form, official, reporting

ORDERS = {
    "pPr": ("keepNext", "pBdr", "spacing", "ind", "jc"),
    "rPr": ("rFonts", "b", "i", "spacing", "sz"),
    "tblPr": ("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"),
    "sectPr": ("type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"),
}
"""Elements in the order that ECMA-376 has, as far as letters have them: Word may refuse others."""


@cache
def documents() -> Mapping[str, bytes]:
    """Name → document of each area."""
    return official_documents(reporting())


def test_there_is_one_for_the_province_and_one_for_each_district() -> None:
    files = documents()
    assert len(files) == 11 and list(files)[:2] == ["bao-cao-tinh-nam-dinh.docx", "bao-cao-thanh-pho-nam-dinh-356.docx"]


def test_its_words_have_the_figures_of_their_area() -> None:
    whole = reporting()
    unit = shipped.bundle().live[0]
    units = [other for other in shipped.bundle().live if other.district_code == unit.district_code]
    values = figures(whole, Area(unit.district_code, unit.district_name, units))
    helped = whole.results.total(whole.measures["helped"], units)
    assert values["helped"] == f"{helped:,}".replace(",", ".") and values["reporters"] == str(len(units))
    text = "\n".join(document_texts(documents()["bao-cao-thanh-pho-nam-dinh-356.docx"]))
    assert f"giúp {values['helped']} người" in text and "của thành phố Nam Định như sau" in text
    assert f"đạt {values['on_air']}." in text and "{" not in text


def test_missing_late_and_empty_units_are_named_in_the_annex() -> None:
    units = shipped.bundle().live
    text = document_texts(documents()["bao-cao-tinh-nam-dinh.docx"])
    for state, unit in (("Chưa gửi", units[-1]), ("Gửi muộn", units[-3]), ("Gửi nhưng chưa điền gì", units[-4])):
        at = text.index(state)
        assert unit.name in text[at : at + 9], state
    assert "Phụ lục" not in document_texts(documents()["bao-cao-huyen-my-loc-358.docx"])


def test_page_and_type_are_those_of_the_decree() -> None:
    document = Document(BytesIO(documents()["bao-cao-tinh-nam-dinh.docx"]))
    assert len(document.sections) == 2  # the letter, its annex
    for section in document.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        margins = [round(getattr(section, f"{side}_margin").mm) for side in ("top", "bottom", "left", "right")]
        assert margins == [20, 20, 30, 15] and section.different_first_page_header_footer
    assert document.styles["Normal"].font.name == "Times New Roman"
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("Thực hiện"))
    form = body.paragraph_format
    assert (body.runs[0].font.size.pt, round(form.first_line_indent.mm, 1), form.space_before.pt) == (14, 12.7, 6)


def test_the_same_results_give_the_same_bytes() -> None:
    assert official_documents(reporting()) == documents()
    assert figures_workbook(reporting()) == figures_workbook(reporting())


def test_parts_of_a_document_stand_in_the_order_that_word_wants() -> None:
    body = Document(BytesIO(documents()["bao-cao-tinh-nam-dinh.docx"])).element.body
    for parent, order in ORDERS.items():
        nodes = list(body.iter(qn(f"w:{parent}")))
        assert nodes, parent
        for node in nodes:
            names = [child.tag.rpartition("}")[2] for child in node]
            places = [order.index(name) for name in names if name in order]
            assert places == sorted(places), (parent, names)


def test_the_period_before_stands_beside_this_one() -> None:
    whole = reporting()
    assert whole.previous is not None
    name = "bao-cao-tinh-nam-dinh.docx"
    measure = whole.measures["helped"]
    before, now = whole.previous.total(measure), whole.results.total(measure)
    document = Document(BytesIO(documents()[name]))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    (row,) = (row for row in rows if row[:1] == [measure.name])
    grouped = shipped.bundle().words.grouped
    assert row[1:] == [grouped(before), grouped(now), f"{'+' if now > before else '−'}{grouped(abs(now - before))}"]
    first = document_texts(official_documents(replace(reporting(shipped.bundle().live[:20]), previous=None))[name])
    assert "Chỉ tiêu" not in first and not any("So với" in text for text in first)


def test_tables_add_up_to_their_sums_with_those_who_are_in_no_district() -> None:
    units = [*shipped.bundle().live[:20], *shipped.bundle().live[-8:]]
    loose = [replace(unit, district_code="", district_name="") for unit in units[18:22]]
    whole = reporting([*units[:18], *loose, *units[22:]])
    for name, content in official_documents(whole).items():
        (table,) = (table for table in Document(BytesIO(content)).tables if len(table.columns) > 4)
        _, *rows, total = [[cell.text.replace(".", "").replace("–", "0") for cell in row.cells] for row in table.rows]
        for column in range(1, len(total)):
            assert sum(int(row[column]) for row in rows) == int(total[column]), (name, column)
    names = [row[0].value for row in openpyxl.load_workbook(BytesIO(figures_workbook(whole))).worksheets[0].rows]
    assert "Đơn vị khác" in names


def test_words_of_the_officer_are_headings_paragraphs_items_and_bold() -> None:
    frame = official().frame
    body = ("## A", "Một **hai** ba {annex}.", "## B", "So {previous}.", COMPARISON, "## C", "## D", "- bốn", "Năm")
    text = OfficialText(frame, body)
    assert text.blocks_with({}) == ["## C", "## D", "- bốn", "Năm"]
    known = {"annex": "Phụ lục", "previous": "tháng 8"}
    assert text.blocks_with(known) == ["## A", "Một **hai** ba Phụ lục.", "## B", "So tháng 8.", *body[4:]]
    whole = replace(reporting(shipped.bundle().live[:20]), official=text)
    document = Document(BytesIO(official_documents(whole)["bao-cao-tinh-nam-dinh.docx"]))
    (line,) = (line for line in document.paragraphs if line.text.startswith("Một"))
    assert [(run.text, run.bold) for run in line.runs if run.text] == [
        ("Một ", False),
        ("hai", True),
        (" ba Phụ lục.", False),
    ]


def words_of_the_officer() -> str:
    return (shipped.bundle().project.data / NAME).read_text(encoding="utf-8")


def changed(folder: Path, source: str) -> Bundle:
    """The campaign with other words of the officer."""
    project = Project(folder)
    project.data.mkdir(parents=True)
    (project.data / NAME).write_text(source, encoding="utf-8")
    return replace(shipped.bundle(), project=project)


def slugs(findings: list[Finding]) -> list[tuple[str, int, object]]:
    return [(finding.slug, finding.line, finding.data.get("found")) for finding in findings]


def test_faults_of_its_words_are_told_with_their_lines(tmp_path: Path) -> None:
    source = words_of_the_officer()
    other = changed(tmp_path, source.replace("{returned}", "{retruned}").replace("signer: GIÁM ĐỐC\n", ""))
    text, findings = read_official_text(other, form().reports)
    line = next(at for at, words in enumerate(source.split("\n"), 1) if "{returned}" in words) - 1
    assert text is None and ("report-placeholder", line, "retruned") in slugs(findings)
    assert any(finding.slug == "field-invalid" and finding.data["field"] == "signer" for finding in findings)
    (other.project.data / NAME).unlink()
    assert read_official_text(other, form().reports) == (None, [])


@pytest.mark.parametrize(
    ("line", "slug", "found"),
    [
        ("Có {returned:>99999999}.", "report-placeholder", "returned:>99999999"),
        ("Có {returned!r}.", "report-placeholder", "returned!r"),
        ("Có {returned.__class__}.", "report-placeholder", "returned.__class__"),
        ("Có {returned", "report-placeholder", "expected '}' before end of string"),
        ("Bảng {table} ở đây.", "report-placeholder", "table"),
        ("### Mục nhỏ", "report-markup", "###"),
        ("| a | b |", "report-markup", "|"),
        ("> lời", "report-markup", ">"),
        ("Xem [trang](x).", "report-markup", "]("),
        ("Chữ *nghiêng*.", "report-markup", "*"),
        ("Chữ **đậm.", "report-markup", "**"),
        ("<b>đậm</b>", "report-markup", "<b"),
    ],
)
def test_what_a_letter_has_nothing_for_is_told(tmp_path: Path, line: str, slug: str, found: str) -> None:
    source = words_of_the_officer()
    other = changed(tmp_path, f"{source}\n{line}\n")
    assert slugs(read_official_text(other, form().reports)[1]) == [(slug, source.count("\n") + 2, found)]


def test_a_table_or_an_annex_has_no_place_in_the_frame(tmp_path: Path) -> None:
    source = words_of_the_officer()
    other = changed(tmp_path, source.replace("signer: GIÁM ĐỐC", 'signer: "{table} {annex}"'))
    _, findings = read_official_text(other, form().reports)
    line = next(at for at, words in enumerate(source.split("\n"), 1) if words.startswith("signer"))
    assert slugs(findings) == [("report-placeholder", line, "annex"), ("report-placeholder", line, "table")]
