"""Commands that compare lists of units, look after embeds, explain findings and examine this computer."""

from __future__ import annotations

from pathlib import Path

import click

from outreach.cli.complete import finding_names
from outreach.cli.program import FOLDER, command
from outreach.cli.session import Session
from outreach.core.findings import Finding

# What is imported here decides how fast "nothing has changed" is answered: commands import what is heavy.


@command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.pass_obj
def diff(session: Session, old: Path, new: Path) -> list[Finding]:
    from outreach.cli.tables import CHANGES, change_rows
    from outreach.products.kits.changes import compare

    changes, materials = compare(session.project, old, new)
    if session.json:
        session.answer([change.as_record() for change in changes])
    elif changes:
        session.table(CHANGES, change_rows(changes, materials, session.texts))
    else:
        session.say("units-same")
    return []


@command()
@click.pass_obj
def measure(session: Session) -> list[Finding]:
    from outreach.products.guide.commands import measure as measured

    session.table(("page", "px"), [(page, f"{heights}") for page, heights in measured(session.project).items()])
    return []


@command("check")
@click.argument("places", nargs=-1, required=True, metavar="PAGE...")
@click.pass_obj
def check_embeds(session: Session, places: tuple[str, ...]) -> list[Finding]:
    from outreach.products.guide.commands import check, faults

    embeds, unread = check(session.project, places)
    word = session.texts.word
    for place, pieces in embeds.items():
        for piece in pieces:
            parts = (f"{place}:", word("embeds", piece.kind), piece.title, word("embeds", piece.state))
            session.console.line(" ".join(part for part in parts if part))
    return [*unread, *(fault for place, pieces in embeds.items() for fault in faults(place, pieces))]


@command()
@click.argument("finding", required=False, shell_complete=finding_names)
@click.pass_obj
def explain(session: Session, finding: str | None) -> list[Finding]:
    from outreach.cli.explain import explanation, explanations, show

    if finding is not None:
        show(session, explanation(finding, session.language))
    else:
        session.table(("finding", "what"), [(e.finding, e.text) for e in explanations(session.language)])
    return []


@command()
@click.pass_obj
def doctor(session: Session) -> list[Finding]:
    from outreach.cli.doctor import examine

    checks = list(examine(session.project, session.texts))
    columns = ("what", "state", "detail")
    if session.json:
        session.table(columns, checks)
    else:
        word = session.texts.word
        rows = [(word("checks", check.name), word("states", check.state), check.detail) for check in checks]
        session.table(columns, rows)
    missing = ", ".join(session.texts.word("checks", check.name) for check in checks if check.state != "ok")
    return [Finding("doctor", data={"found": missing})] if missing else []
