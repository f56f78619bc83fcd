"""Reminders to those who have not reported: texts for Zalo, mail and SMS, a list and a page for the department."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from outreach.campaign.units import Unit
from outreach.content.segments import count, remove_marks
from outreach.core.files import windows_text
from outreach.core.lists import spreadsheet
from outreach.products.reports.figures_workbook import states
from outreach.products.reports.offline_page import offline_page
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import areas

PAGE = "report_due.html.j2"


@dataclass(frozen=True)
class Reminder:
    """The words to a unit that has not reported."""

    unit: Unit
    subject: str
    """Of a mail."""
    text: str
    """As Zalo and mail show it, with all marks."""

    @property
    def sms(self) -> str:
        """The text without marks: with them a segment holds less than half of it."""
        return remove_marks(self.text)

    @property
    def segments(self) -> int:
        """SMS that the text without marks takes."""
        return count(self.sms).segments

    @property
    def mailto(self) -> str:
        """An address that opens a mail with subject and text (RFC 6068), whose recipient the office fills in."""
        body = self.text.replace("\n", "\r\n")
        return f"mailto:?subject={quote(self.subject)}&body={quote(body)}"


def reminders(reporting: Reporting) -> list[Reminder]:
    """A reminder to each that has not reported."""
    reports, period, words = reporting.reports, reporting.results.period, reporting.bundle.words
    due, subject = words.date(period.due), words.text("report.subject", period=period.name)
    texts = {
        unit: reports.reminder.format(
            name=unit.name, department=reports.department, period=period.name, due=due, email=reports.email
        )
        for unit in reporting.results.missing
    }
    return [Reminder(unit, subject, text) for unit, text in texts.items()]


def reminder_files(reporting: Reporting) -> Mapping[str, bytes]:
    """Name → file: the list of states with the texts, all texts for Zalo, for mail and for SMS, and the page."""
    text, listed = reporting.bundle.words.text, reminders(reporting)
    files = {
        "zalo": [f"{_title(reminder.unit)}\n{reminder.text}\n" for reminder in listed],
        "mail": [f"{_title(reminder.unit)}\n{reminder.subject}\n\n{reminder.text}\n" for reminder in listed],
        "sms": [f"{_title(reminder.unit)}\n{reminder.sms}\n" for reminder in listed],
    }
    return {
        f"{text('report.due_list')}.csv": spreadsheet(_rows(reporting, listed)),
        **{f"{text(f'report.due_{name}')}.txt": windows_text("\n".join(texts)) for name, texts in files.items()},
        f"{text('report.due_page')}.html": _page(reporting, listed),
    }


def _title(unit: Unit) -> str:
    return f"{unit.code} {unit.name}"


def _rows(reporting: Reporting, listed: Sequence[Reminder]) -> list[list[str]]:
    """All who have not reported, were late or wrote nothing; programs that send many messages take the texts here."""
    text, by_code = reporting.bundle.words.text, {reminder.unit.code: reminder for reminder in listed}
    heads = ("state", "district", "code", "name", "due_text", "due_plain", "due_segments")
    rows = [[text(f"report.{name}") for name in heads]]
    for state, *about in states(reporting.results):
        reminder = by_code.get(about[1])
        words = [] if reminder is None else [reminder.text, reminder.sms, str(reminder.segments)]
        rows.append([text(f"report.state_{state}"), *about, *(words or [""] * 3)])
    return rows


def _page(reporting: Reporting, listed: Sequence[Reminder]) -> bytes:
    """Who has not reported, by district, each with the reminder to copy; below them who was late or wrote nothing."""
    by_code = {reminder.unit.code: reminder for reminder in listed}
    whole, *districts = areas(reporting.results.reporters.values(), reporting.bundle.campaign.issuer.place)
    inside = {unit.code for area in districts for unit in area.units}
    groups = [(area.name, area.units) for area in districts]
    groups.append((reporting.bundle.words.text("report.others"), [u for u in whole.units if u.code not in inside]))
    missing = [
        (name, [by_code[unit.code] for unit in units if unit.code in by_code], len(units)) for name, units in groups
    ]
    others = {state: units for state, units in reporting.results.states.items() if state != "missing" and units}
    context = {
        "place": whole.name,
        "missing": [(name, reminders, count) for name, reminders, count in missing if reminders],
        "others": others,
        "due": reporting.bundle.words.date(reporting.results.period.due),
    }
    return offline_page(PAGE, reporting, context)
