"""Official letters as Word documents (adapter of python-docx, beside word.py, which fills templates).

Sizes, margins and places are those of Decree 30/2020/NĐ-CP, appendix I: paper A4; margins 20 to 25 mm above and below,
30 to 35 mm left, 15 to 20 mm right; Times New Roman; body 13 to 14 pt, first lines in by 1 or 1.27 cm, at least 6 pt
between paragraphs; page numbers in the middle of the upper margin, none on the first page, annexes numbered by
themselves; the rule below the motto as long as its words, those below body and subject a third to a half as long.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from outreach.core.files import zip_files
from outreach.render.letter import Annex, Letter, Paragraph, Table, width_mm

FACE = "Times New Roman"
MARGINS_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
BODY_PT, SMALL_PT, HEAD_PT = 14, 11, 12
INDENT_MM = 12.7
GAP_PT = 6
WIDE_MM = 165
"""Between the margins of A4."""
HALVES_MM = (76, 89)
"""Columns of the head: who writes, the country's name."""
TIGHT_PT = -0.3
"""Between the letters of capitals in the head: the country's name is 88 mm long in 12 pt bold."""
PART = 0.42
"""Length of a rule as a share of the words above it."""
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def letter_document(letter: Letter, author: str, day: dt.date, language: str) -> bytes:
    """A letter as DOCX. The same letter gives the same bytes."""
    writer = _Writer()
    writer.head(letter)
    for block, following in pairwise([*letter.blocks, None]):
        if isinstance(block, Table):
            writer.table(block)
        elif block is not None:
            # Nobody signs on a page without words, and no table begins below the page of the line that names it.
            writer.paragraph(block, block.heading or not isinstance(following, Paragraph))
    writer.foot(letter)
    for annex in letter.annexes:
        writer.annex(annex)
    return writer.save(letter.title, author, day, language)


class _Writer:
    """A document to which one part after the other is added."""

    def __init__(self) -> None:
        self.document = Document()
        (section,) = self.document.sections
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side, size in MARGINS_MM.items():
            setattr(section, f"{side}_margin", Mm(size))
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        self._page_number(section.header.paragraphs[0])
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FACE, Pt(BODY_PT)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:eastAsia", "w:cs"):  # else Word takes another face for letters with two accents
            fonts.set(qn(kind), FACE)

    def line(
        self,
        text: str,
        size: float = BODY_PT,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
        indent: bool = False,
        gap: float = GAP_PT,
        parent: Any = None,
        tight: bool = False,
    ) -> Any:
        """A paragraph of the body, or of `parent`, a cell."""
        paragraph = (parent or self.document).add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        if tight:
            spacing = _element("spacing", val=str(round(TIGHT_PT * 20)))
            run._r.get_or_add_rPr().insert_element_before(spacing, "w:sz")
        form = paragraph.paragraph_format
        form.alignment = ALIGN[align]
        form.space_before, form.space_after, form.line_spacing = Pt(gap), Pt(0), 1.1
        if indent:
            form.first_line_indent = Mm(INDENT_MM)
        return paragraph

    def paragraph(self, block: Paragraph, stays: bool) -> None:
        """A paragraph of the body, or a heading; it may stay on the page of what follows."""
        paragraph = self.line("", align="both", indent=True)
        paragraph.paragraph_format.keep_with_next = stays
        for text, bold in block.words:
            run = paragraph.add_run(text)
            run.bold, run.font.size = bold or block.heading, Pt(BODY_PT)

    def rule(self, parent: Any, width_mm: float, inside_mm: float) -> None:
        """A line in the middle, so many millimetres long, in a column of so many."""
        paragraph = self.line("", gap=3, parent=parent)
        paragraph.paragraph_format.line_spacing = Pt(3)
        side = Mm((width_mm - inside_mm) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
        borders = OxmlElement("w:pBdr")
        borders.append(_element("top", val="single", sz="6", space="1", color="000000"))
        paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")

    def columns(self, widths: Sequence[float], rows: int = 1) -> list[Any]:
        """Cells beside each other without lines, row by row; each is empty."""
        table = self.document.add_table(rows, len(widths))
        margins = OxmlElement("w:tblCellMar")
        margins.extend([_element("left", w="0", type="dxa"), _element("right", w="0", type="dxa")])
        table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
        self.widen(table, widths)
        cells = [cell for row in table.rows for cell in row.cells]
        for cell in cells:
            cell._tc.remove(cell.paragraphs[0]._p)
        return cells

    def widen(self, table: Any, widths: Sequence[float]) -> None:
        """Give the columns of a table their widths in mm: Word takes those of cells, LibreOffice those of columns."""
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)

    def head(self, letter: Letter) -> None:
        """Who writes and the country's name; number and date; kind and subject."""
        left, right, number, dated = self.columns(HALVES_MM, 2)
        self.line(letter.superior, HEAD_PT, align="center", gap=0, parent=left)
        self.line(letter.body, HEAD_PT, bold=True, align="center", gap=0, parent=left, tight=True)
        self.rule(left, HALVES_MM[0], PART * min(width_mm(letter.body, HEAD_PT), HALVES_MM[0]))
        self.line(letter.number, 13, align="center", parent=number)
        self.line(letter.country, HEAD_PT, bold=True, align="center", gap=0, parent=right, tight=True)
        self.line(letter.motto, 13, bold=True, align="center", gap=0, parent=right)
        self.rule(right, HALVES_MM[1], min(width_mm(letter.motto, 13), HALVES_MM[1]))
        self.line(letter.dated, 13, italic=True, align="center", parent=dated)
        self.line(letter.kind, bold=True, align="center", gap=18)
        self.line(letter.subject, bold=True, align="center", gap=0)
        self.rule(self.document, WIDE_MM, PART * min(width_mm(letter.subject, BODY_PT), WIDE_MM))

    def foot(self, letter: Letter) -> None:
        """Who gets it, and who signs."""
        self.line("", size=4, gap=0).paragraph_format.keep_with_next = True
        left, right = self.columns((85, 80))
        self.line(letter.recipients_title, HEAD_PT, bold=True, italic=True, gap=0, parent=left)
        for recipient in letter.recipients:
            self.line(f"- {recipient}", SMALL_PT, gap=0, parent=left)
        self.line(letter.signer, bold=True, align="center", gap=0, parent=right)
        for _ in range(4):  # room for the signature and the seal
            self.line("", gap=0, parent=right)

    def annex(self, annex: Annex) -> None:
        """An annex on pages of its own, which are numbered from 1."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = True
        start = _element("pgNumType", start="1")
        section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")
        self.line(annex.heading, bold=True, align="center", gap=0)
        self.line(annex.title.upper(), bold=True, align="center", gap=0)
        self.line(annex.letter, italic=True, align="center", gap=0)
        self.line("", size=4, gap=0)
        self.table(annex.table)

    def table(self, table: Table) -> None:
        """A table with lines; its headings come again on each page."""
        grid = self.document.add_table(1 + len(table.rows), len(table.heads), "Table Grid")
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER  # else it begins left of the text by the padding of a cell
        mark = OxmlElement("w:tblHeader")
        grid.rows[0]._tr.get_or_add_trPr().append(mark)
        for row in grid.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        numbers = len(table.heads) - table.words
        first = table.first_mm if numbers else WIDE_MM
        self.widen(grid, [first / table.words] * table.words + [(WIDE_MM - first) / max(numbers, 1)] * numbers)
        for number, row in enumerate([table.heads, *table.rows]):
            for column, (cell, text) in enumerate(zip(grid.rows[number].cells, row, strict=True)):
                cell._tc.remove(cell.paragraphs[0]._p)
                paragraph = self.line(text, SMALL_PT, bold=number == 0, gap=2, parent=cell)
                # The sums are not left alone on the next page.
                paragraph.paragraph_format.keep_with_next = len(table.rows) - 3 < number < len(table.rows)
                if number == 0:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                elif column >= table.words:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _page_number(self, paragraph: Any) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run()
        run.font.size = Pt(BODY_PT)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            run._r.append(part)

    def save(self, title: str, author: str, day: dt.date, language: str) -> bytes:
        """The document's bytes, with properties."""
        core = self.document.core_properties
        core.title, core.language, core.comments = title, language, ""
        core.author = core.last_modified_by = author
        core.created = core.modified = dt.datetime(day.year, day.month, day.day, 12)
        for mark in self.document.styles.element.iter(qn("w:lang")):
            mark.set(qn("w:val"), language)
        file = io.BytesIO()
        self.document.save(file)
        with zipfile.ZipFile(file) as packed:
            parts: Mapping[str, bytes] = {name: packed.read(name) for name in packed.namelist()}
        return zip_files(parts)


def _element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML. Its place among its neighbours matters to Word (ECMA-376, 17)."""
    element = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element
