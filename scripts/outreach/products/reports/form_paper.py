"""The form of a unit on paper, A4 in black and white, for those who write by hand: the rows of the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.units import Unit
from outreach.campaign.validate import Strict
from outreach.content.inline import Run
from outreach.core.findings import Data, Finding, OutreachError
from outreach.products.reports import THEME
from outreach.products.reports.form import Form
from outreach.products.reports.table import NAME, Question, Section
from outreach.render.glyphs import Family
from outreach.render.xmp import Label
from outreach.sheets.boxes import TextBox, read_boxes
from outreach.sheets.copyfit import LineBreaker, misfit
from outreach.sheets.documents import Document, DocumentComposer
from outreach.sheets.label import file_label

PAPER = "report"
"""Name of the template, of its styles and of its boxes."""
ROOM: Mapping[str, float] = {"count": 1.0, "day": 1.5, "text": 3.5, "choice": 2.5}
"""Kind of a question → share of a row's width that its answers are written in."""


class Boxes(Strict):
    """theme/report.toml: the boxes that hold a unit's own words."""

    unit: TextBox
    code: TextBox
    sign: TextBox


class PaperWords:
    """Sets a unit's own words in the boxes of the paper."""

    def __init__(self, family: Family) -> None:
        self._boxes, self._family = read_boxes(THEME / f"{PAPER}.toml", Boxes), family

    def box(self, slot: str) -> TextBox:
        box: TextBox = getattr(self._boxes, slot)
        return box

    def of(self, unit: Unit) -> dict[str, str]:
        """Slot → its line. The district is left out where there is no room for it.

        Raises OutreachError for a name that is too long.
        """
        names = [f"{unit.name}, {unit.district_name}"] if unit.district_name else []
        name = next((name for name in names if self._fits("unit", name)), unit.name)
        lines = {"unit": name, "code": unit.code, "sign": unit.code}
        if faults := [self._fault(unit, slot, text) for slot, text in lines.items() if not self._fits(slot, text)]:
            raise OutreachError(faults)
        return lines

    def _fits(self, slot: str, text: str) -> bool:
        box = self.box(slot)
        return LineBreaker(self._family, box.type).em((Run(text),)) * box.size_mm <= box.width

    def _fault(self, unit: Unit, slot: str, text: str) -> Finding:
        box = self.box(slot)
        over = misfit((Run(text),), box.type, box.size_mm, (box.width, box.height), box.lines, self._family)
        wide, high = round(over.over_width, 1), round(over.over_height, 1)
        data: Data = {"text": text, "slot": slot, "sheet": PAPER, "wide": wide, "high": high}
        return Finding("copyfit", file=unit.file, line=unit.line, data=data)


class FormPaper:
    """Composes the paper of a campaign's form."""

    def __init__(self, bundle: Bundle, form: Form, words: PaperWords) -> None:
        self._bundle, self._form, self._words = bundle, form, words
        self._papers = DocumentComposer(bundle, styles=f"{PAPER}.css", theme=THEME)

    def compose(self, name: str, lines: Mapping[str, str], title: str) -> Document:
        """The paper with these words in its slots."""
        form, texts = self._form, self._bundle.words
        period = form.current(self._bundle.campaign.as_of)
        reports, due = form.reports, texts.date(period.due)
        context = {
            "reports": reports,
            "period": period,
            "send": reports.send_paper.format(email=reports.email, due=due, department=reports.department),
            "slots": {slot: {"style": self._words.box(slot).style, "line": line} for slot, line in lines.items()},
            "sections": [self._section(section) for section in form.sections],
        }
        return self._papers.compose(name, PAPER, context, title, {}, [self._bundle.project.data / NAME])

    def _section(self, section: Section) -> dict[str, Any]:
        """Values of a section for the template: columns with their widths in % of the page, rows, lists of choices."""
        form = self._form
        planned = form.planned(form.current(self._bundle.campaign.as_of)) if section.items == "broadcasts" else {}
        totals = [question.id for _, question in form.totals(section)]
        return {
            "title": section.title,
            "note": section.note,
            "numbered": bool(section.rows),
            "columns": _columns(section.questions, bool(section.rows), bool(planned)),
            "rows": [{"label": row.label, "plan": planned.get(row.item)} for row in form.rows(section)],
            "totals": [question.id in totals for question in section.questions] if totals else [],
            "choices": {
                question.label: list(form.choices(question)) for question in section.questions if question.choices
            },
        }


def _columns(questions: Sequence[Question], numbered: bool, planned: bool) -> list[dict[str, Any]]:
    """Label and width of each column behind the first, whose width is what they leave."""
    left = 94.0 if numbered else 94.0 - 34.0
    shares = [ROOM[question.kind] for question in questions] + [ROOM["count"]] * planned
    return [
        {"label": label, "width": round(left * share / sum(shares), 2)}
        for label, share in zip([*(question.label for question in questions), *[""] * planned], shares, strict=True)
    ]


def paper_label(bundle: Bundle, form: Form, title: str) -> Label:
    """Metadata of the paper."""
    return file_label(bundle, title, form.reports.title)
