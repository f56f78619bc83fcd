"""Word documents (adapter of python-docx): paragraphs, headings and columns in one face, on A4."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

_STRAY = {"thumbnail", "customXml", "stylesWithEffects", "webSettings", "theme", "numbering"}
"""Parts of the library's blank document that no document needs."""
_STYLES = {"Normal", "Heading1", "Header", "Footer", "DefaultParagraphFont", "TableNormal", "NoList"}
"""Styles that documents use; the blank document has some two hundred."""
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER}


@dataclass(frozen=True)
class Words:
    """A run of text."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Para:
    """A paragraph: `size` and spaces in pt. `whole` keeps its lines on one page, `new_page` begins one."""

    words: Sequence[Words]
    size: float
    align: Literal["left", "center"] = "left"
    level: int = 0
    """Of a heading; 0 for text."""
    before: float = 0
    after: float = 0
    spacing: float = 1.15
    whole: bool = False
    new_page: bool = False


@dataclass(frozen=True)
class Columns:
    """Paragraphs side by side without rules: widths in mm."""

    widths: Sequence[float]
    cells: Sequence[Sequence[Para]]


@dataclass(frozen=True)
class Grid:
    """A table with rules: widths in mm, `size` in pt; its first row heads each page."""

    widths: Sequence[float]
    rows: Sequence[Sequence[str]]
    size: float


@dataclass(frozen=True)
class Paper:
    """Properties of a document: title, author, day, language, face, margins in mm."""

    title: str
    author: str
    day: dt.date
    language: str
    face: str
    margins: tuple[float, float, float, float]
    """Top, right, bottom, left."""
    footer: str


Block = Para | Columns | Grid


def document(paper: Paper, blocks: Sequence[Block]) -> bytes:
    """The document as a file. Its ZIP says when it was made: see `core.archive.zip_files` for one that does not."""
    made = docx.Document()
    _strip(made)
    _page(made, paper)
    for block in blocks:
        if isinstance(block, Para):
            _paragraph(made.add_paragraph(), block, paper.face)
        elif isinstance(block, Columns):
            _row(made.add_table(rows=1, cols=len(block.widths)), 0, block.widths, block.cells, paper.face)
        else:
            _grid(made, block, paper.face)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _row(table: Table, row: int, widths: Sequence[float], cells: Sequence[Sequence[Para]], face: str) -> None:
    table.autofit = False
    for cell, width, paragraphs in zip(table.rows[row].cells, widths, cells, strict=True):
        cell.width = Mm(width)
        for number, one in enumerate(paragraphs):
            _paragraph(cell.paragraphs[0] if not number else cell.add_paragraph(), one, face)


def _grid(made: Document, grid: Grid, face: str) -> None:
    table = made.add_table(rows=len(grid.rows), cols=len(grid.widths))
    rules = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        rule = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            rule.set(qn(f"w:{key}"), value)
        rules.append(rule)
    table._tbl.tblPr.append(rules)
    for number, texts in enumerate(grid.rows):
        _row(
            table,
            number,
            grid.widths,
            [[Para([Words(text, bold=not number)], grid.size, spacing=1)] for text in texts],
            face,
        )
        kept = table.rows[number]._tr.get_or_add_trPr()
        kept.append(OxmlElement("w:cantSplit"))
        if not number:
            kept.append(OxmlElement("w:tblHeader"))


def _strip(made: Document) -> None:
    """Takes out what the library's blank document has too much."""
    for style in list(made.styles.element.iter(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _STYLES:
            made.styles.element.remove(style)
    for fonts in made.styles.element.iter(qn("w:rFonts")):
        for name in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[name]
    for holder in (made.part.package, made.part):
        for key, relation in list(holder.rels.items()):
            if any(stray in relation.reltype for stray in _STRAY):
                del holder.rels[key]


def _page(made: Document, paper: Paper) -> None:
    properties = made.core_properties
    noon = dt.datetime(paper.day.year, paper.day.month, paper.day.day, 12)
    properties.title, properties.author, properties.language = paper.title, paper.author, paper.language
    properties.created = properties.modified = noon
    properties.comments, properties.last_modified_by, properties.revision = "", paper.author, 1
    normal = made.styles["Normal"]
    normal.font.name = paper.face
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), paper.face)
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), paper.language)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, right, bottom, left = (Mm(side) for side in paper.margins)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.header_distance = section.footer_distance = Mm(paper.margins[0] / 2)
    section.different_first_page_header_footer = True
    _number(section.header.paragraphs[0])
    for footer in (section.first_page_footer, section.footer):
        _paragraph(footer.paragraphs[0], Para([Words(paper.footer)], 8, spacing=1), paper.face)


def _number(paragraph: Paragraph) -> None:
    """The page's number, in the middle."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)


def _paragraph(made: Paragraph, one: Para, face: str) -> None:
    if one.level:
        made.style = f"Heading {one.level}"
    made.alignment = _ALIGN[one.align]
    form = made.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(one.before), Pt(one.after), one.spacing
    form.keep_together, form.widow_control, form.page_break_before = one.whole, True, one.new_page
    form.keep_with_next = bool(one.level)
    for words in one.words:
        run = made.add_run(words.text)
        run.bold, run.italic, run.font.size = words.bold, words.italic, Pt(one.size)
        if one.level:  # headings have a face and a colour of their own
            run.font.name = face
            run.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
