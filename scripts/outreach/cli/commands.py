"""The commands: each calls what does the work and shows what came of it."""

from __future__ import annotations

from pathlib import Path

import click

from outreach.cli.build import short_answer, whole
from outreach.cli.complete import files_below, finding_names
from outreach.cli.program import PROGRAM, Group, Number
from outreach.cli.session import Session
from outreach.core import stamp
from outreach.core.findings import Finding, has_errors
from outreach.core.package import THEME
from outreach.core.project import MATERIALS, Project

# What is imported here decides how fast "nothing has changed" is answered: commands import what is heavy.

root = click.version_option(package_name="outreach", message="%(prog)s %(version)s")(Group(PROGRAM))
unit_lists, embedded_pages = Group("units"), Group("embeds")

FOLDER = click.Path(path_type=Path)
MATERIAL = files_below("docs", MATERIALS, kind="md")
jobs = click.option("--jobs", type=Number("count", 256))
out = click.option("--out", type=FOLDER, default="out")


@root.command()
@click.option("--force", is_flag=True)
@click.option("--verify", is_flag=True)
@click.option("--no-kits", is_flag=True)
@jobs
@click.pass_obj
def build(session: Session, force: bool, verify: bool, no_kits: bool, jobs: int | None) -> list[Finding]:
    state = stamp.state(session.project, not no_kits, verify)
    if not force and (warnings := short_answer(session, state, not no_kits, verify, jobs)) is not None:
        return warnings
    from outreach.site.plugin import Making
    from outreach.site.runner import build_site

    project = session.project
    return state.altered + whole(session, lambda move: build_site(project, Making(not no_kits, move, jobs)))


@root.command()
@click.option("--port", type=Number("port", 65535), default=8000)
@click.option("--lan", is_flag=True)
@click.pass_obj
def serve(session: Session, port: int, lan: bool) -> list[Finding]:
    from outreach.site.server import serve as run

    def report(findings: list[Finding]) -> None:
        session.console.findings(findings, as_json=session.json)
        session.say("serve-waiting" if has_errors(findings) else "serve-current")

    with session.console.progress() as progress:
        run(session.project, port, lan, report, lambda address: session.say("serve-at", address=address), progress)
    return []


@root.command()
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


@root.command()
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


@root.command()
@click.pass_obj
def check(session: Session) -> list[Finding]:
    from outreach.site.plugin import Making
    from outreach.site.runner import build_site

    project = session.project
    return whole(session, lambda move: build_site(project, Making(progress=move), publish=False))


@root.command()
@click.argument("material", required=False, shell_complete=MATERIAL)
@out
@click.pass_obj
def proof(session: Session, material: str | None, out: Path) -> list[Finding]:
    from outreach.cli.proof import show, write

    outcome, files = write(session, material, out)
    show(session, outcome)
    for file in files:
        session.console.line(str(file))
    return outcome.findings


@root.command()
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


root.add_command(unit_lists)


@unit_lists.command()
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


root.add_command(embedded_pages)


@embedded_pages.command()
@click.pass_obj
def measure(session: Session) -> list[Finding]:
    from outreach.products.guide.commands import measure as measured

    session.table(("page", "px"), [(page, f"{heights}") for page, heights in measured(session.project).items()])
    return []


@embedded_pages.command("check")
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


@root.command()
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


@root.command()
@click.argument("server", shell_complete=files_below(kind="j2", folder=THEME / "hosting"))
@click.option("--root", "place", default="")
@click.option("--out", type=FOLDER)
@click.pass_obj
def hosting(session: Session, server: str, place: str, out: Path | None) -> list[Finding]:
    from outreach.site.hosting import configuration, save

    text = configuration(session.project, server, place)
    if out is not None:
        session.console.line(save(text, out))
    elif session.json:
        session.answer({"configuration": text})
    else:
        click.echo(text, nl=False)
    return []


@root.command()
@click.argument("finding", required=False, shell_complete=finding_names)
@click.pass_obj
def explain(session: Session, finding: str | None) -> list[Finding]:
    from outreach.cli.explain import explanation, explanations, show

    if finding is not None:
        show(session, explanation(finding, session.language))
    else:
        session.table(("finding", "what"), [(e.finding, e.text) for e in explanations(session.language)])
    return []


@root.command()
@click.pass_obj
def doctor(session: Session) -> list[Finding]:
    from outreach.cli.doctor import examine

    rows = list(examine(session.project, session.texts))
    word = str if session.json else lambda state: session.texts.word("states", state)
    session.table(("what", "state", "detail"), [(row.name, word(row.state), row.detail) for row in rows])
    missing = ", ".join(row.name for row in rows if row.state != "ok")
    return [Finding("doctor", data={"found": missing})] if missing else []
