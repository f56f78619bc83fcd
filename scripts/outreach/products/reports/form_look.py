"""Pictures of the form for the page that explains it: a part of the workbook as it is filled in, and the paper."""

from __future__ import annotations

from typing import NamedTuple

from outreach.campaign.bundle import Bundle
from outreach.campaign.units import Unit
from outreach.products.reports import THEME
from outreach.products.reports.form import DAY, PERIOD, UNIT, Form
from outreach.products.reports.table import Section
from outreach.render import pictures, raster
from outreach.sheets.documents import Document, DocumentComposer

LOOK = "report_look"
"""Name of the template and of its styles."""
WIDTH_MM, ROW_MM, EDGE_MM = 164, 10, 3
"""The picture of the workbook: its width, the height of a row, in which two lines have room, the white round it."""
PIXELS = {"xlsx": 1000, "pdf": 600}
"""Kind of the form → width of its picture in px."""
COLOURS = 32
DPI = 200.0


class LookRow(NamedTuple):
    """A row of the workbook in the picture, with the number of the hint that it shows."""

    key: str
    label: str
    answer: str
    beside: str = ""
    hint: int = 0
    open: bool = True
    """True for a cell that is filled in."""


def workbook_look(bundle: Bundle, form: Form, unit: Unit) -> Document:
    """The head and one section of the workbook as a document of one page, of the size of the picture."""
    words, period = bundle.words, form.current(bundle.campaign.as_of)
    section = _section(form)
    rows = [
        LookRow(UNIT, words.text("report.unit"), unit.code, unit.name, open=False),
        LookRow(PERIOD, words.text("report.period"), period.id, hint=2),
        LookRow(DAY, words.text("report.day"), words.date(period.due)),
        LookRow(section.id, section.title, section.questions[0].label, hint=0, open=False),
        *(
            LookRow(row.key, row.label, str(7 + 16 * at), hint=3 * (at == 0))
            for at, row in enumerate(form.rows(section)[:3])
        ),
    ]
    size = f"{WIDTH_MM}mm {(len(rows) + 1) * ROW_MM + 2 * EDGE_MM + 1}mm"  # 1 mm for the rules between rows
    composer = DocumentComposer(bundle, styles=f"{LOOK}.css", theme=THEME)
    values = {"rows": rows, "size": size, "row_mm": ROW_MM, "edge_mm": EDGE_MM}
    return composer.compose(LOOK, LOOK, values, form.reports.title, {})


def _section(form: Form) -> Section:
    """The section that is shown: the first whose rows have names, else the first of all."""
    named = [section for section in form.sections if isinstance(section.items, list) and section.items]
    return (named or form.sections)[0]


class Look(NamedTuple):
    """A picture of the form: PNG, width and height in px."""

    content: bytes
    width: int
    height: int


def draw(pdf: bytes, kind: str) -> Look:
    """The first page of a document as a picture."""
    page, width = next(iter(raster.pages(pdf, DPI))), PIXELS[kind]
    return Look(pictures.png(page, width, COLOURS), width, round(page.height * width / page.width))
