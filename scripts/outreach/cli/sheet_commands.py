"""Commands that make sheets to order, prove them, and examine files for print."""

from __future__ import annotations

from pathlib import Path

import click

from outreach.cli.complete import files_below
from outreach.cli.program import FOLDER, Number, command, jobs
from outreach.cli.session import Session
from outreach.core.findings import Finding
from outreach.core.project import MATERIALS, Project

# What is imported here decides how fast "nothing has changed" is answered: commands import what is heavy.

MATERIAL = files_below("docs", MATERIALS, kind="md")
out = click.option("--out", type=FOLDER, default="out")


@command()
@click.argument("material", shell_complete=MATERIAL)
@click.option("--format", "form")
@click.option("--profile")
@click.option("--unit")
@out
@click.pass_obj
def sheet(
    session: Session, material: str, form: str | None, profile: str | None, unit: str | None, out: Path
) -> list[Finding]:
    from outreach.products.kits.orders import export

    with session.console.progress() as progress:
        files, findings = export(session.project, material, out, form, profile, unit, progress)
    for file in files:
        session.console.line(str(file))
    return findings


@command()
@click.option("--unit", "units", multiple=True)
@click.option("--district", "districts", multiple=True)
@click.option("--profile")
@click.option("--sheet", "sheets", multiple=True)
@out
@jobs
@click.pass_obj
def kit(
    session: Session,
    units: tuple[str, ...],
    districts: tuple[str, ...],
    profile: str | None,
    sheets: tuple[str, ...],
    out: Path,
    jobs: int | None,
) -> list[Finding]:
    from outreach.products.kits.orders import order

    with session.console.progress() as progress:
        files, findings = order(session.project, units, districts, profile, sheets, out, progress, jobs)
    session.say("kit-files", count=len(files) - 1, list=files[-1])
    return findings


@command()
@click.argument("material", required=False, shell_complete=MATERIAL)
@out
@click.pass_obj
def proof(session: Session, material: str | None, out: Path) -> list[Finding]:
    from outreach.cli.tables import proof_rows
    from outreach.core.delivery import open_folder
    from outreach.products.print_orders.documents import write
    from outreach.products.print_orders.scan_proof import prove

    with open_folder(session.project, out), session.console.progress() as progress:
        outcome = prove(session.project, material, progress)
        files = write(outcome.prepared, outcome.records, out, material is None, progress)
    if session.json:
        session.answer([proof.as_record() for proof in outcome.proofs])
    else:
        session.table(*proof_rows(outcome, session.texts))
    for file in files:
        session.console.line(str(file))
    return outcome.findings


@command()
@click.pass_obj
def formats(session: Session) -> list[Finding]:
    from outreach.campaign.load import load

    rows = [
        (template.name, key, form.label, form.size, ", ".join(form.profiles))
        for template in load(session.project).templates.values()
        for key, form in template.formats.items()
    ]
    session.table(("template", "format", "label", "trim", "profiles"), rows)
    return []


@command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--shop", shell_complete=files_below("docs", "_data", "shops", kind="toml"))
@click.option("--profile")
@click.option("--scale", type=Number("scale", 1000, whole=False), default=1.0)
@click.pass_obj
def preflight(
    session: Session, files: tuple[str, ...], shop: str | None, profile: str | None, scale: float
) -> list[Finding]:
    from outreach.checks.files import examine

    # PDF files lie anywhere: outside a project they are held against what most shops ask for.
    findings, verdicts = examine(Project(Path(session.folder)), files, shop, profile, scale)
    for verdict in verdicts:
        key = "preflight-page" if verdict.pages == 1 else "preflight-pages"
        session.say(key, **verdict._asdict(), state=session.texts.word("states", "no" if verdict.errors else "fit"))
    return findings
