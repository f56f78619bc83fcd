"""Commands that make reports of what units send back."""

from pathlib import Path

import click

from outreach.cli.program import FOLDER, command
from outreach.cli.session import Session
from outreach.core.findings import Finding

period = click.option("--period", required=True)


@command("merge")
@click.argument("returns", type=FOLDER, metavar="FOLDER")
@period
@click.pass_obj
def merge_reports(session: Session, returns: Path, period: str) -> list[Finding]:
    from outreach.products.reports.commands import merge_returns

    results, files, findings = merge_returns(session.project, returns, period)
    for file in files:
        session.console.line(str(file))
    session.say("report-merged", **results.counts)
    return findings


@command()
@period
@click.pass_obj
def due(session: Session, period: str) -> list[Finding]:
    from outreach.products.reports.commands import remind

    results, files = remind(session.project, period)
    for unit in results.missing:
        session.console.line(f"{unit.code} {unit.name}, {unit.district_name}")
    for file in files:
        session.console.line(str(file))
    session.say("report-due", **results.counts)
    return []


@command()
@click.argument("logs", type=FOLDER, nargs=-1, required=True, metavar="LOG...")
@period
@click.pass_obj
def scans(session: Session, logs: tuple[Path, ...], period: str) -> list[Finding]:
    from outreach.products.reports.commands import count_scans

    counts, path, findings = count_scans(session.project, logs, period)
    session.console.line(str(path))
    session.say("report-scans", count=sum(counts.days.values()), robots=counts.robots, lines=counts.lines)
    return findings
