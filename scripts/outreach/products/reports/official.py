"""Official reports of a period, for the province and for each district: figures put into the officer's words."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.campaign.unit_cells import inside
from outreach.core.strings import Strings
from outreach.core.text import fold
from outreach.products.reports.figures_workbook import states
from outreach.products.reports.official_text import TABLE, OfficialText, fill
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import Area, areas
from outreach.render.official_word import Letter, Table, letter_document


def official_reports(reporting: Reporting) -> Mapping[str, bytes]:
    """Name → DOCX: of the province first, then of each district; none without an official-report.md."""
    if reporting.official is None:
        return {}
    campaign, words = reporting.bundle.campaign, reporting.bundle.words
    province = campaign.issuer.place
    files: dict[str, bytes] = {}
    for area in areas(reporting.results.reporters.values(), province):
        stem = "-".join(fold(area.name).replace(",", " ").split())
        name = words.text("report.official_file", area=f"{stem}-{area.code}" if area.code else stem)
        content = letter_document(
            letter(reporting, reporting.official, area), campaign.issuer.name, campaign.as_of, campaign.language
        )
        files[f"{name}.docx"] = content
    return files


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
    return {
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
    annex = (fill(frame.annex, values), fill(frame.annex_title, values), Table(heads, rows, words=3))
    return Letter(
        frame.superior,
        frame.body,
        frame.country,
        frame.motto,
        frame.number,
        frame.dated,
        frame.kind,
        fill(frame.subject, values),
        [_table(reporting, area) if block == TABLE else fill(block, values) for block in text.blocks],
        words.text("report.recipients"),
        frame.recipients,
        frame.signer,
        [annex] if rows else [],
    )


def _table(reporting: Reporting, area: Area) -> Table:
    """Figures by district for the province, by unit for a district."""
    results, words = reporting.results, reporting.bundle.words
    parts = [Area(unit.code, unit.name, [unit]) for unit in area.units]
    if not area.code:
        _, *parts = areas(area.units, area.name)
    measures = list(reporting.measures.values())
    rows = [
        [part.name, *(words.grouped(results.total(measure, part.units)) for measure in measures)]
        for part in parts
        if part.units[1:] or part.code in results.returns or not area.code
    ]
    total = [words.text("report.total"), *(words.grouped(results.total(m, area.units)) for m in measures)]
    return Table([words.text("report.name"), *(measure.name for measure in measures)], [*rows, total])


def _percent(share: float, words: Strings) -> str:
    return f"{words.number(round(share * 100))}%"
