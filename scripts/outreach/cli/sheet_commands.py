"""Commands that make sheets to order, prove them, examine files for print, and say which sheets new lists ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli.program import FOLDER, Number, command, files_below, jobs
from outreach.cli.session import Session
from outreach.cli.texts import Texts
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.core.project import MATERIALS, Project

# What is imported here decides how fast "nothing has changed" is answered: commands import what is heavy.
if TYPE_CHECKING:
    from outreach.products.kits.changes import Change
    from outreach.products.print_orders.scan_proof import Outcome

MATERIAL = files_below("docs", MATERIALS, kind="md")
CHANGES = ("change", "code", "name", "was", "columns", "old links", "print anew")
MOST_MATERIALS = 6
"""The most materials that a row names one by one."""
out = click.option("--out", type=FOLDER, default="out")


@command()
@click.argument("material", shell_complete=MATERIAL)
@click.option("--format", "form")
@click.option("--profile")
@click.option("--unit")
@out
@click.pass_obj
def sheet(session: Session, /, **options: Any) -> list[Finding]:
    from outreach.products.kits.orders import export

    with session.console.progress() as progress:
        files, findings = export(session.project, progress=progress, **options)
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
def kit(session: Session, /, jobs: int | None, **options: Any) -> list[Finding]:
    from outreach.products.kits.orders import order

    with session.console.progress() as progress:
        files, findings = order(session.project, progress=progress, workers=jobs, **options)
    session.say("kit-files", count=len(files) - 1, list=files[-1])
    return findings


@command()
@click.argument("material", required=False, shell_complete=MATERIAL)
@out
@click.pass_obj
def proof(session: Session, material: str | None, out: Path) -> list[Finding]:
    from outreach.core.output_folder import open_folder
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


@command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.pass_obj
def diff(session: Session, old: Path, new: Path) -> list[Finding]:
    from outreach.products.kits.changes import compare

    changes, materials = compare(session.project, old, new)
    if session.json:
        session.answer([asdict(change) for change in changes])
    elif changes:
        session.table(CHANGES, change_rows(changes, materials, session.texts))
    else:
        session.say("units-same")
    return []


def change_rows(changes: Iterable[Change], materials: list[str], texts: Texts) -> list[tuple[str, ...]]:
    """The changes as rows of `CHANGES`; where most `materials` are to be printed, the others are named."""
    return [
        (
            texts.word("changes", change.kind),
            change.code,
            change.name,
            ", ".join(change.was),
            ", ".join(change.columns),
            _links(change, texts),
            _prints(change.print, materials, texts),
        )
        for change in changes
    ]


def _links(change: Change, texts: Texts) -> str:
    if change.kind == "new":
        return ""
    if change.kind == "gone" and change.links != change.code:
        return texts.message("links-lead", code=change.links) if change.links else texts.message("links-nowhere")
    return texts.message("links-work")


def _prints(prints: tuple[str, ...], materials: list[str], texts: Texts) -> str:
    if not prints:
        return texts.message("print-nothing")
    if len(prints) <= MOST_MATERIALS:
        return ", ".join(prints)
    rest = [name for name in materials if name not in prints]
    if not rest:
        return texts.message("print-all", count=len(materials))
    if len(rest) <= MOST_MATERIALS:
        return texts.message("print-all-but", count=len(materials), others=", ".join(rest))
    names = ", ".join(prints[:MOST_MATERIALS])
    return texts.message("print-more", names=names, count=len(prints) - MOST_MATERIALS)


def proof_rows(outcome: Outcome, texts: Texts) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows: a row for each symbol. Shares of shots are those of the phone's decoder: it counts."""
    proofs, decoder = outcome.proofs, outcome.prepared.bundle.conditions.phone.decoder
    views = list(dict.fromkeys(view for proof in proofs for symbol in proof.symbols for view in symbol.views))
    columns = ("sheet", "page", "card mm", "module mm", "scan from", "px a module", *views, "hostile prints")
    rows = []
    for proof in proofs:
        for symbol in proof.symbols:
            sizes = [number(symbol.card_mm), number(symbol.module_mm, 2), f"{number(proof.scan_from, 2)} m"]
            reaches = [
                texts.message(
                    "reach", share=number(100 * view.read[decoder] / view.shots, 0), metres=number(view.metres, 2)
                )
                for view in symbol.views.values()
            ]
            prints = [trace for trace in symbol.prints.values() if trace.state in {"read", "lost"}]
            losses = [name for name, trace in symbol.prints.items() if trace.state == "lost"]
            count = f"{len(prints) - len(losses)}/{len(prints)}"
            if losses:
                count = texts.message("prints-lost", survived=count, lost=", ".join(losses))
            row = (proof.sheet.name, str(symbol.page), *sizes, number(symbol.pixels), *reaches, count)
            rows.append(row)
    return columns, rows
