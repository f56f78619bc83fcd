"""Official letters as Word documents (adapter of python-docx, beside word.py, which fills templates).

Sizes, margins and places are those of Decree 30/2020/NĐ-CP, appendix I: paper A4; margins 20 to 25 mm above and below,
30 to 35 mm left, 15 to 20 mm right; Times New Roman; body 13 to 14 pt, first lines in by 1 or 1.27 cm, at least 6 pt
between paragraphs; page numbers in the middle of the upper margin, none on the first page.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from outreach.core.files import zip_files

FACE = "Times New Roman"
MARGINS_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
BODY_PT, SMALL_PT, HEAD_PT = 14, 11, 12
INDENT_MM = 12.7
GAP_PT = 6
WIDE_MM = 165
"""Between the margins of A4."""
HALVES_MM = (78, 87)
"""Columns of the head: who writes, the country's name."""
NAME_MM = 45
"""Of a table's words, where numbers stand beside them."""
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True)
class Table:
    """Rows of cells below a row of headings; columns behind the first `words` hold numbers, on the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1


@dataclass(frozen=True)
class Letter:
    """An official letter: its frame, its body and its annexes."""

    superior: str
    body: str
    country: str
    motto: str
    number: str
    dated: str
    kind: str
    subject: str
    blocks: Sequence[str | Table]
    """Headings begin with `## `."""
    recipients_title: str
    recipients: Sequence[str]
    signer: str
    annexes: Sequence[tuple[str, str, Table]] = ()
    """Heading, title, table."""


def letter_document(letter: Letter, author: str, day: dt.date, language: str) -> bytes:
    """A letter as DOCX. The same letter gives the same bytes."""
    writer = _Writer()
    writer.head(letter)
    for block in letter.blocks:
        if isinstance(block, Table):
            writer.table(block)
        elif block.startswith("## "):
            writer.line(block.removeprefix("## "), bold=True, align="both", indent=True)
        else:
            writer.line(" ".join(block.split()), align="both", indent=True)
    writer.foot(letter)
    for heading, title, table in letter.annexes:
        writer.annex(heading, title, table)
    return writer.save(f"{letter.kind} {letter.subject}", author, day, language)


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
    ) -> Any:
        """A paragraph of the body, or of `parent`, a cell."""
        paragraph = (parent or self.document).add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        form = paragraph.paragraph_format
        form.alignment = ALIGN[align]
        form.space_before, form.space_after, form.line_spacing = Pt(gap), Pt(0), 1.1
        if indent:
            form.first_line_indent = Mm(INDENT_MM)
        return paragraph

    def rule(self, parent: Any, width_mm: float, inside_mm: float) -> None:
        """A line in the middle, so many millimetres long, in a column of so many."""
        paragraph = self.line("", size=2, gap=3, parent=parent)
        side = Mm((width_mm - inside_mm) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
        borders = OxmlElement("w:pBdr")
        top = OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        borders.append(top)
        paragraph._p.get_or_add_pPr().append(borders)

    def columns(self, widths: Sequence[float]) -> list[Any]:
        """Cells beside each other without lines; each is empty."""
        table = self.document.add_table(1, len(widths))
        self.widen(table, widths)
        cells = list(table.rows[0].cells)
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
        left, right = self.columns(HALVES_MM)
        self.line(letter.superior, HEAD_PT, align="center", gap=0, parent=left)
        self.line(letter.body, HEAD_PT, bold=True, align="center", gap=0, parent=left)
        self.rule(left, HALVES_MM[0], 26)
        self.line(letter.number, 13, align="center", parent=left)
        self.line(letter.country, HEAD_PT, bold=True, align="center", gap=0, parent=right)
        self.line(letter.motto, 13, bold=True, align="center", gap=0, parent=right)
        self.rule(right, HALVES_MM[1], 56)
        self.line(letter.dated, 13, italic=True, align="center", parent=right)
        self.line(letter.kind, bold=True, align="center", gap=18)
        self.line(letter.subject, bold=True, align="center", gap=0)
        self.rule(self.document, WIDE_MM, 60)

    def foot(self, letter: Letter) -> None:
        """Who gets it, and who signs."""
        self.line("", size=4, gap=0)
        left, right = self.columns((85, 80))
        self.line(letter.recipients_title, HEAD_PT, bold=True, italic=True, gap=0, parent=left)
        for recipient in letter.recipients:
            self.line(f"- {recipient}", SMALL_PT, gap=0, parent=left)
        self.line(letter.signer, bold=True, align="center", gap=0, parent=right)
        for _ in range(4):  # room for the signature and the seal
            self.line("", gap=0, parent=right)

    def annex(self, heading: str, title: str, table: Table) -> None:
        """An annex on a page of its own."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        self.line(heading, bold=True, align="center", gap=0)
        self.line(title, bold=True, align="center", gap=0)
        self.table(table)

    def table(self, table: Table) -> None:
        """A table with lines; its headings come again on each page."""
        grid = self.document.add_table(1 + len(table.rows), len(table.heads), "Table Grid")
        mark = OxmlElement("w:tblHeader")
        grid.rows[0]._tr.get_or_add_trPr().append(mark)
        for row in grid.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        numbers = len(table.heads) - table.words
        first = NAME_MM if numbers else WIDE_MM
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
