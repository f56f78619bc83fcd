"""Reminders to those who have not reported: texts for Zalo and for mail, and a list for the department."""

from collections.abc import Mapping

from outreach.campaign.units import Unit
from outreach.core.lists import spreadsheet
from outreach.core.strings import Strings
from outreach.products.reports.figures_workbook import states
from outreach.products.reports.results import Results
from outreach.products.reports.table import Reports


def reminder(reports: Reports, results: Results, unit: Unit, words: Strings) -> str:
    """The words to a reporter that has not reported."""
    period = results.period
    return reports.reminder.format(
        name=unit.name,
        department=reports.department,
        period=period.name,
        due=words.date(period.due),
        email=reports.email,
    )


def reminders(reports: Reports, results: Results, words: Strings) -> Mapping[str, bytes]:
    """Name → file: the list of states, a text for Zalo of each, and the same as mail with a subject."""
    text = words.text
    heads = [text(f"report.{name}") for name in ("state", "district", "code", "name")]
    rows = [[text(f"report.state_{state}"), *about] for state, *about in states(results)]
    messages = [(unit, reminder(reports, results, unit, words)) for unit in results.missing]
    subject = text("report.subject", period=results.period.name)
    zalo = [f"{unit.code} {unit.name}\n{message}\n" for unit, message in messages]
    mail = [f"{unit.code} {unit.name}\n{subject}\n\n{message}\n" for unit, message in messages]
    return {
        f"{text('report.due_list')}.csv": spreadsheet([heads, *rows]),
        f"{text('report.due_zalo')}.txt": "\n".join(zalo).encode(),
        f"{text('report.due_mail')}.txt": "\n".join(mail).encode(),
    }
