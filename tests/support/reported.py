"""Results of a period as a province might report them, without files: for what is made of results."""

import datetime as dt
import random
from collections.abc import Sequence
from io import BytesIO

from docx import Document

import shipped
from outreach.campaign.units import Unit
from outreach.products.reports.form import Form
from outreach.products.reports.official_text import OfficialText
from outreach.products.reports.product import ReportForms
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import Results, Return
from outreach.products.reports.table import Period


def product() -> ReportForms:
    (product,) = (product for product in shipped.prepared().products if isinstance(product, ReportForms))
    return product


def form() -> Form:
    form = product().form
    assert form is not None
    return form


def results(units: Sequence[Unit], period: Period, seed: int = 1) -> Results:
    """The last two units have not reported, the third from the end was late, the one before it wrote nothing."""
    number, returns = random.Random(seed), {}
    for at, unit in enumerate(units[:-2]):
        people = [{"item": item, "count": number.randrange(500)} for item in ("helped", "no_phone", "no_wish")]
        broadcasts = [{"item": item.id, "count": number.randrange(26)} for item in form().times]
        posters = [{"material": "mot-cua", "place": "Chợ", "count": number.randrange(1, 7)}]
        rows = {"people": people, "broadcasts": broadcasts, "posters": posters}
        day = period.due + dt.timedelta(at == len(units) - 3)
        empty = at == len(units) - 4
        returns[unit.code] = Return(unit.code, period.id, day, f"{unit.code}.xlsx", {} if empty else rows)
    planned = {unit.code: form().planned(period) for unit in units}
    return Results(period, {unit.code: unit for unit in units}, returns, planned)


def reporting(units: Sequence[Unit] | None = None) -> Reporting:
    """The second period beside the first; of all units, or of some."""
    first, second, *_ = form().reports.periods
    listed = shipped.bundle().live if units is None else units
    return Reporting(
        shipped.bundle(),
        shipped.fonts(),
        form().reports,
        results(listed, second),
        results(listed, first, 2),
        official=product().official,
    )


def official() -> OfficialText:
    """The officer's words."""
    text = product().official
    assert text is not None
    return text


def document_texts(content: bytes) -> list[str]:
    """The texts of a Word document: paragraphs, then cells."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]
