"""The figures of a period as a workbook: by district and by unit, with sums and shares as formulas."""

from collections.abc import Iterator, Sequence

from outreach.core.spreadsheets import Sheet, SheetCell, Style, write_workbook
from outreach.core.strings import Strings
from outreach.core.worksheets import letters
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import PLANNED, Area, Results, parts
from outreach.products.reports.table import Measure

TITLE = Style(bold=True, size=14, wrap=False)
HEAD = Style(bold=True, fill="DDE6F2", border=True, align="center")
WORDS = Style(border=True)
COUNT = Style(border=True, align="right", format="#,##0")
SUM = Style(bold=True, fill="EEF2F7", border=True, align="right", format="#,##0")
TOTAL = Style(bold=True, fill="EEF2F7", border=True)
SHARE = Style(border=True, align="right", format="0.0%")
TOP = 3
"""The row of the headings; the title stands above."""
HIGH_PT = 48
"""Height of that row: names of measures take three lines."""


def figures_workbook(reporting: Reporting) -> bytes:
    """An XLSX file: districts, all who report, those who have not, and the period before beside this one."""
    campaign = reporting.bundle.campaign
    title = f"{reporting.reports.title}, {reporting.results.period.name}"
    sheets = [_districts(reporting, title), _reporters(reporting, title), _states(reporting, title)]
    if reporting.previous is not None:
        sheets.append(_comparison(reporting, reporting.previous, title))
    return write_workbook(sheets, title, campaign.issuer.name, campaign.as_of)


class Table:
    """Rows of figures below headings, with sums in the last row."""

    def __init__(self, reporting: Reporting, title: str, heads: Sequence[str], counted: int = 0) -> None:
        """The last `counted` of the heads hold numbers too."""
        self.reporting = reporting
        self.measures = list(reporting.measures.values())
        self.cells: dict[tuple[int, int], SheetCell] = {(1, 1): SheetCell(title, TITLE)}
        self.first = len(heads) + 1
        """Column of the first measure."""
        self._counted = counted
        rates = reporting.reports.rates
        names = [*heads, *(measure.name for measure in self.measures), *(rate.name for rate in rates)]
        self.cells |= {(TOP, column): SheetCell(name, HEAD) for column, name in enumerate(names, 1)}
        self.row = TOP
        self.widths = [30.0 if at < len(heads) - counted else 14.0 for at in range(len(names))]

    def add(self, heads: Sequence[str | int], counts: Sequence[int | None]) -> None:
        """A row; None for a figure that nobody has reported."""
        self.row += 1
        for at, head in enumerate(heads, 1):
            self.cells[self.row, at] = SheetCell(head, COUNT if isinstance(head, int) else WORDS)
        for column, count in enumerate(counts, self.first):
            self.cells[self.row, column] = SheetCell(count, COUNT)
        if None not in counts:
            self._rates(self.row)

    def total(self, words: Strings) -> None:
        """The last row: sums of the rows above."""
        last, self.row = self.row, self.row + 1
        self.cells[self.row, 1] = SheetCell(words.text("report.total"), TOTAL)
        for column in range(2, self.first - self._counted):
            self.cells[self.row, column] = SheetCell(None, SUM)
        for column in range(self.first - self._counted, self.first + len(self.measures)):
            above = f"{letters(column)}{TOP + 1}:{letters(column)}{last}"
            self.cells[self.row, column] = SheetCell(f"=SUM({above})", SUM, formula=True)
        self._rates(self.row)

    def _rates(self, row: int) -> None:
        """Shares as formulas of the row's own figures; empty where there is nothing to share."""
        ids = [measure.id for measure in self.measures]
        for at, rate in enumerate(self.reporting.reports.rates):
            part, whole = (f"{letters(self.first + ids.index(name))}{row}" for name in (rate.part, rate.whole))
            formula = f'=IF({whole}=0,"",{part}/{whole})'
            self.cells[row, self.first + len(ids) + at] = SheetCell(formula, SHARE, formula=True)

    def sheet(self, title: str) -> Sheet:
        return Sheet(title, self.cells, self.widths, heads=TOP, landscape=True, heights={TOP: HIGH_PT})


def _counts(results: Results, measures: Sequence[Measure], area: Area) -> list[int]:
    return [results.total(measure, area.units) for measure in measures]


def _districts(reporting: Reporting, title: str) -> Sheet:
    words, results = reporting.bundle.words, reporting.results
    heads = [words.text(f"report.{name}") for name in ("district", "reporters", "returned")]
    table = Table(reporting, title, heads, counted=2)
    for area in parts(Area("", "", list(results.reporters.values())), words.text("report.others")):
        returned = sum(unit.code in results.returns for unit in area.units)
        table.add([area.name, len(area.units), returned], _counts(results, table.measures, area))
    table.total(words)
    return table.sheet(words.text("report.sheet_districts"))


def _reporters(reporting: Reporting, title: str) -> Sheet:
    words, results = reporting.bundle.words, reporting.results
    table = Table(reporting, title, [words.text(f"report.{name}") for name in ("district", "code", "name")])
    for unit in results.reporters.values():
        counts = [
            results.total(measure, [unit]) if unit.code in results.returns or measure.question == PLANNED else None
            for measure in table.measures
        ]
        table.add([unit.district_name, unit.code, unit.name], counts)
    table.total(words)
    return table.sheet(words.text("report.sheet_units"))


def states(results: Results) -> Iterator[tuple[str, str, str, str]]:
    """State, district, code and name of all who have not reported, were late, or filled in nothing."""
    for state, units in results.states.items():
        for unit in units:
            yield state, unit.district_name, unit.code, unit.name


def _states(reporting: Reporting, title: str) -> Sheet:
    words = reporting.bundle.words
    heads = [words.text(f"report.{name}") for name in ("state", "district", "code", "name")]
    cells = {(1, 1): SheetCell(title, TITLE)}
    cells |= {(TOP, column): SheetCell(head, HEAD) for column, head in enumerate(heads, 1)}
    for row, (state, *about) in enumerate(states(reporting.results), TOP + 1):
        values = [words.text(f"report.state_{state}"), *about]
        cells |= {(row, column): SheetCell(value, WORDS) for column, value in enumerate(values, 1)}
    return Sheet(words.text("report.sheet_states"), cells, [22, 30, 12, 34], heads=TOP)


def _comparison(reporting: Reporting, previous: Results, title: str) -> Sheet:
    """Each measure in both periods, and the difference as a formula."""
    words, results = reporting.bundle.words, reporting.results
    heads = [words.text("report.measure"), previous.period.name, results.period.name, words.text("report.difference")]
    cells = {(1, 1): SheetCell(title, TITLE)}
    cells |= {(TOP, column): SheetCell(head, HEAD) for column, head in enumerate(heads, 1)}
    for row, measure in enumerate(reporting.measures.values(), TOP + 1):
        cells[row, 1] = SheetCell(measure.name, WORDS)
        cells[row, 2] = SheetCell(previous.total(measure), COUNT)
        cells[row, 3] = SheetCell(results.total(measure), COUNT)
        cells[row, 4] = SheetCell(f"=C{row}-B{row}", Style(border=True, align="right", format="+#,##0;-#,##0;0"), True)
    return Sheet(words.text("report.sheet_comparison"), cells, [40, 18, 18, 18], heads=TOP)
