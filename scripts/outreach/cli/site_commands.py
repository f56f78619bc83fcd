"""Commands that make, show and host the site, and look after its embeds."""

import sys
from pathlib import Path

import click

from outreach.campaign.issued_pages import codes_have_pages
from outreach.cli.program import FOLDER, Number, command, files_below, jobs
from outreach.cli.session import Session
from outreach.core import last_build, lock
from outreach.core.files import write_whole
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
    return state.altered + make_site(session, not no_kits, jobs)


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
    return make_site(session, publish=False)


@command()
@click.argument("server", shell_complete=files_below(kind="j2", folder=THEME / "hosting"))
@click.option("--root", "place", default="")
@click.option("--out", type=FOLDER)
@click.pass_obj
def hosting(session: Session, server: str, place: str, out: Path | None) -> list[Finding]:
    from outreach.site.hosting import configuration

    text = configuration(session.project, server, place)
    if out is not None:
        write_whole(out, text.encode())
        session.console.line(str(out))
    elif session.json:
        session.answer({"configuration": text})
    else:
        click.echo(text, nl=False)
    return []


@command()
@click.pass_obj
def measure(session: Session) -> list[Finding]:
    from outreach.products.guide import commands

    heights = commands.measure(session.project)
    session.table(("page", "px"), [(page, str(height)) for page, height in heights.items()])
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


def short_answer(
    session: Session, state: last_build.State, kits: bool, verify: bool, workers: int | None
) -> list[Finding] | None:
    """Answer without a build, or by making kits alone anew: the site's warnings; None if it must be built."""
    project, stream = session.project, sys.stderr if session.json else sys.stdout
    if state.altered or not project.site.exists():
        return None
    if not codes_have_pages(project):  # a whole build then says which codes lead nowhere
        return None
    if state.fresh:
        lock.sweep(project.cache)
        if state.warnings or not session.json:  # an empty list is the whole answer
            key = "unchanged-verified" if verify else "unchanged"
            print(session.texts.message(key, files=state.read), file=stream)
        return state.warnings
    if not kits:
        return None
    from outreach.products.kits.refresh import renew

    with session.progress_when_long() as progress:
        renewal = renew(project, progress, workers)
    if renewal is None:
        return None
    counts = session.texts.message("kits-renewed", kits=renewal.kits, files=renewal.files)
    print(f"{session.texts.word('parts', 'kits'):9} {counts}", file=stream)
    return renewal.warnings


def make_site(
    session: Session, kits: bool = True, workers: int | None = None, *, publish: bool = True
) -> list[Finding]:
    """Builds, shows what each part counted and how long it took, and returns the warnings."""
    from outreach.products.product import BuildOptions
    from outreach.site.runner import build_site

    with session.console.progress() as progress:
        outcome = build_site(session.project, BuildOptions(kits, progress, workers), publish=publish)
    for part, counts, seconds in outcome.parts:
        line = session.texts.message(f"part-{part}", **counts)
        session.console.line(f"{session.texts.word('parts', part):9} {line:36} {seconds:6.2f} s")
    return outcome.warnings
