"""Commands that make, show and host the site."""

from __future__ import annotations

from pathlib import Path

import click

from outreach.cli.build import short_answer, whole
from outreach.cli.complete import files_below
from outreach.cli.program import FOLDER, Number, command, jobs
from outreach.cli.session import Session
from outreach.core import last_build
from outreach.core.findings import Finding, has_errors
from outreach.core.package import THEME

# What is imported here decides how fast "nothing has changed" is answered: commands import what is heavy.


@command()
@click.option("--force", is_flag=True)
@click.option("--verify", is_flag=True)
@click.option("--no-kits", is_flag=True)
@jobs
@click.pass_obj
def build(session: Session, force: bool, verify: bool, no_kits: bool, jobs: int | None) -> list[Finding]:
    state = last_build.state(session.project, not no_kits, verify)
    if not force and (warnings := short_answer(session, state, not no_kits, verify, jobs)) is not None:
        return warnings
    from outreach.products.product import Making
    from outreach.site.runner import build_site

    project = session.project
    return state.altered + whole(session, lambda move: build_site(project, Making(not no_kits, move, jobs)))


@command()
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


@command()
@click.pass_obj
def check(session: Session) -> list[Finding]:
    from outreach.products.product import Making
    from outreach.site.runner import build_site

    project = session.project
    return whole(session, lambda move: build_site(project, Making(progress=move), publish=False))


@command()
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
