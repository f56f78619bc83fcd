"""Official reports of a period, for the province and for each district: figures put into the officer's words.

Each is a Word document, which the officer edits, and a PDF, which shows what the signed paper will look like.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from outreach.campaign.unit_cells import inside
from outreach.core.strings import Strings
from outreach.core.text import fold
from outreach.products.reports import THEME
from outreach.products.reports.figures_workbook import states
from outreach.products.reports.official_text import COMPARISON, HEADING, NAME, TABLE, OfficialText, fill
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import PLANNED, Area, areas, parts
from outreach.render.letter import Annex, Letter, Paragraph, Table
from outreach.render.official_word import letter_document
from outreach.sheets.documents import Document, DocumentComposer
from outreach.sheets.label import file_label
from outreach.sheets.typeset_document import set_documents

PAPER = "official"
"""Name of the template and of its styles."""
PAPERS = "official-reports"
"""In the cache: the reports as PDF."""


def official_documents(reporting: Reporting) -> Mapping[str, bytes]:
    """Name → DOCX: of the province first, then of each district; none without an official-report.md."""
    campaign = reporting.bundle.campaign
    return {
        f"{name}.docx": letter_document(letter, campaign.issuer.name, campaign.as_of, campaign.language)
        for name, letter in letters(reporting).items()
    }


def official_papers(reporting: Reporting) -> Mapping[str, bytes]:
    """Name → PDF of each, in the campaign's font. Raises OutreachError for what can't be set."""
    from outreach.render.pdf.labels import add_label  # heavy

    bundle = reporting.bundle
    papers = {name: (letter, paper(reporting, name, letter)) for name, letter in letters(reporting).items()}
    files = set_documents(bundle, reporting.fonts, [document for _, document in papers.values()], PAPERS)
    return {
        f"{name}.pdf": add_label(file.read_bytes(), file_label(bundle, letter.title, reporting.reports.title))
        for (name, (letter, _)), file in zip(papers.items(), files, strict=True)
    }


def letters(reporting: Reporting) -> dict[str, Letter]:
    """Name → letter of each area; none without an official-report.md."""
    if reporting.official is None:
        return {}
    words, province = reporting.bundle.words, reporting.bundle.campaign.issuer.place
    listed = {}
    for area in areas(reporting.results.reporters.values(), province):
        stem = "-".join(fold(area.name).replace(",", " ").split())
        name = words.text("report.official_file", area=f"{stem}-{area.code}" if area.code else stem)
        listed[name] = letter(reporting, reporting.official, area)
    return listed


def paper(reporting: Reporting, name: str, letter: Letter) -> Document:
    """A letter as a document to be set."""
    composer = DocumentComposer(reporting.bundle, styles=f"{PAPER}.css", theme=THEME)
    blocks = [(isinstance(block, Table), block) for block in letter.blocks]
    context: dict[str, Any] = {"letter": letter, "blocks": blocks}
    return composer.compose(name, PAPER, context, letter.title, {}, [reporting.bundle.project.data / NAME])


def figures(reporting: Reporting, area: Area) -> Mapping[str, str]:
    """Name → figure of an area, as it is written."""
    results, words = reporting.results, reporting.bundle.words
    codes = {unit.code for unit in area.units}
    period, measures = results.period, reporting.measures
    counts = {
        "reporters": len(codes),
        "returned": len(codes & set(results.returns)),
        **{state: sum(unit.code in codes for unit in units) for state, units in results.states.items()},
        **{name: results.total(measure, area.units) for name, measure in measures.items()},
    }
    rates = {rate.id: results.rate(rate, measures, area.units) for rate in reporting.reports.rates}
    before = reporting.previous
    return {
        **({} if before is None else {"previous": before.period.name}),
        "area": inside(area.name),
        "period": period.name,
        "first": words.date(period.first),
        "last": words.date(period.last),
        **{name: words.grouped(count) for name, count in counts.items()},
        **{name: "–" if share is None else _percent(share, words) for name, share in rates.items()},
    }


def letter(reporting: Reporting, text: OfficialText, area: Area) -> Letter:
    """The report of an area as a letter; its annex names those who have not reported, were late or wrote nothing."""
    words, frame, values = reporting.bundle.words, text.frame, figures(reporting, area)
    codes = {unit.code for unit in area.units}
    rows = [
        [words.text(f"report.state_{state}"), district, name]
        for state, district, code, name in states(reporting.results)
        if code in codes
    ]
    heads = [words.text(f"report.{name}") for name in ("state", "district", "name")]
    heading, title, goes_with = (fill(part, values) for part in (frame.annex, frame.annex_title, frame.annex_letter))
    annex = Annex(heading, title, goes_with, Table(heads, rows, words=3))
    if rows:
        values = {**values, "annex": annex.heading}
    tables = {TABLE: _table, COMPARISON: _comparison}
    lines = {
        name: fill(getattr(frame, name), values)
        for name in ("superior", "body", "country", "motto", "number", "dated", "kind", "subject", "signer")
    }
    return Letter(
        **lines,
        blocks=[
            tables[block](reporting, area) if block in tables else _paragraph(block)
            for block in text.blocks_with(values)
        ],
        recipients_title=words.text("report.recipients"),
        recipients=[fill(line, values) for line in frame.recipients],
        annexes=[annex] if rows else [],
    )


def _paragraph(block: str) -> Paragraph:
    """A heading, or a paragraph with bold words."""
    heading = block.startswith(HEADING)
    pieces = re.split(r"\*\*", block.removeprefix(HEADING))
    return Paragraph([(words, at % 2 == 1) for at, words in enumerate(pieces) if words], heading)


def _table(reporting: Reporting, area: Area) -> Table:
    """Figures by district for the province, by unit for a district."""
    results, words = reporting.results, reporting.bundle.words
    measures = list(reporting.measures.values())
    rows = [[part.name, *_cells(reporting, part)] for part in parts(area, words.text("report.others"))]
    total = [words.text("report.total"), *(words.grouped(results.total(measure, area.units)) for measure in measures)]
    return Table([words.text("report.name"), *(measure.name for measure in measures)], [*rows, total])


def _cells(reporting: Reporting, part: Area) -> list[str]:
    """The figures of a part of an area; a dash for what nobody of it has reported."""
    results, words = reporting.results, reporting.bundle.words
    returned = any(unit.code in results.returns for unit in part.units)
    return [
        words.grouped(results.total(measure, part.units)) if returned or measure.question == PLANNED else "–"
        for measure in reporting.measures.values()
    ]


def _comparison(reporting: Reporting, area: Area) -> Table:
    """Each measure in the period before and in this one, and the difference."""
    results, before, words = reporting.results, reporting.previous, reporting.bundle.words
    assert before is not None  # its block is left out without
    rows = []
    for measure in reporting.measures.values():
        then, now = before.total(measure, area.units), results.total(measure, area.units)
        sign = "+" if now > then else "−" if now < then else ""
        rows.append([measure.name, words.grouped(then), words.grouped(now), f"{sign}{words.grouped(abs(now - then))}"])
    heads = [words.text("report.measure"), before.period.name, results.period.name, words.text("report.difference")]
    return Table(heads, rows, first_mm=75)


def _percent(share: float, words: Strings) -> str:
    return f"{words.number(round(share * 100))}%"
