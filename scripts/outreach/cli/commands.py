"""The command line. Each command is short: it calls the house and shows what came of it."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.campaign.issued_pages import codes_have_pages
from outreach.cli.options import Parser, add_common, add_options
from outreach.core import stamp, swap
from outreach.core.cache import Store
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors
from outreach.core.project import Project

if TYPE_CHECKING:
    from outreach.cli.console import Console
    from outreach.core.workers import Progress
    from outreach.site.runner import Built

# What is imported here decides how fast "nothing changed" is answered: heavy modules are imported by commands.


def build(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """build the site into site/"""
    kits, out = not args.no_kits, sys.stderr if args.json else sys.stdout
    state = stamp.state(project, kits, args.verify)
    # Else a whole build says which codes lead nowhere.
    shortly = not args.force and not state.altered and project.site.exists() and codes_have_pages(project)
    if shortly and state.fresh:
        swap.sweep(project.cache)
        if state.warned or not args.json:  # an empty list needs no console
            read = f" {state.read} files were read." if args.verify else ""
            print(f"Nothing has changed: site/ is up to date.{read}", file=out)
        return state.warned
    if shortly and kits:
        from outreach.products.kits.refresh import renew

        with _when_long(console) as progress:
            renewed = renew(project, progress, args.jobs)
        if renewed is not None:
            print(f"kits      {renewed.kits} made anew, {renewed.files} files stamped", file=out)
            return renewed.warned
    from outreach.site.plugin import Making
    from outreach.site.runner import build_site

    return state.altered + _site(console(), lambda moved: build_site(project, Making(kits, moved, args.jobs)))


@contextmanager
def _when_long(console: Callable[[], Console]) -> Iterator[Progress]:
    """Progress that is shown only once there is some: what is done at once needs no console."""
    with ExitStack() as stack:
        shown: list[Progress] = []

        def moved(done: int, total: int, name: str) -> None:
            if not shown:
                shown.append(stack.enter_context(console().progress()))
            shown[0](done, total, name)

        yield moved


def check(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """build everything aside, show all findings, publish nothing"""
    from outreach.site.plugin import Making
    from outreach.site.runner import build_site

    return _site(console(), lambda progress: build_site(project, Making(progress=progress), publish=False))


def sheet(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """make the sheets of one material into a folder"""
    from outreach.products.kits.orders import export

    with console().progress() as progress:
        files, findings = export(project, args.material, Path(args.out), args.format, args.profile, args.unit, progress)
    for file in files:
        console().line(str(file))
    return findings


def kit(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """make the sheets of some units for one printer, with a packing list"""
    from outreach.products.kits.orders import order

    with console().progress() as progress:
        files, findings = order(
            project, args.unit, args.district, args.profile, args.sheet, Path(args.out), progress, args.jobs
        )
    console().line(f"{len(files) - 1} files, {files[-1]}")
    return findings


def proof(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """prove that the QR codes scan, seen as by a phone and after hostile printing"""
    from outreach.core.delivery import opened
    from outreach.products.print_orders.papers import filed, proven, write
    from outreach.products.print_orders.scan_proof import prove, table

    out = Path(args.out)
    with opened(project, out):
        with console().progress() as progress:
            outcome = prove(project, args.material, filed, progress)
        proofs = {one.sheet.name: one for one in outcome.proofs}
        files = [proven(one, proofs.get(one.sheet.name)) for one in outcome.kept]
        with console().progress() as progress:
            written = write(outcome.prepared, files, out, args.material is None, progress)
    if args.json:
        args.told = True  # each sheet's record holds its own
        print(json.dumps([one.as_record() for one in outcome.proofs], ensure_ascii=False, indent=1))
    else:
        console().table(*table(outcome.proofs, outcome.prepared.bundle.conditions.phone.decoder), as_json=False)
    for file in written:
        console().line(str(file))
    return outcome.findings


def formats(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """list templates with their formats, sizes and profiles"""
    from outreach.campaign.load import load

    templates = load(project).templates
    rows = [
        (template.name, key, form.label, form.size, ", ".join(form.profiles))
        for template in templates.values()
        for key, form in template.formats.items()
    ]
    console().table(("template", "format", "label", "trim", "profiles"), rows, as_json=args.json)
    args.json = False
    return []


def units(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """compare two lists of units: what has changed, and what must be printed anew"""
    from outreach.products.kits.changes import COLUMNS, compare, rows

    found, materials = compare(project, args.old, args.new)
    if args.json:
        args.told = True
        print(json.dumps([change.as_record() for change in found], ensure_ascii=False, indent=1))
    elif found:
        console().table(COLUMNS, rows(found, materials), as_json=False)
    else:
        console().line("No unit has changed.")
    return []


def embeds(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """measure the frames that other sites show, or look whether portals show them as they are"""
    from outreach.products.guide.commands import check, faults, measure

    if args.action == "measure":
        rows = [(page, f"{height}") for page, height in measure(project).items()]
        console().table(("page", "px"), rows, as_json=args.json)
        args.json = False
        return []
    found, unread = check(project, args.places)
    for place, embedded in found.items():
        for one in embedded:
            console().line(" ".join(part for part in (f"{place}:", one.kind, one.title, one.state) if part))
    return [*unread, *(finding for place, embedded in found.items() for finding in faults(place, embedded))]


def preflight(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """look whether PDF files are fit to be printed"""
    from outreach.checks.files import examine

    findings, told = examine(project, args.files, args.shop, args.profile, args.scale)
    for line in told:
        console().line(line)
    return findings


def hosting(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """print the configuration of a web server for this campaign's site"""
    from outreach.site.hosting import configuration, save

    text = configuration(project, args.server, args.root)
    if args.out is not None:
        console().line(save(text, Path(args.out)))
        return []
    args.told = True
    print(json.dumps({"configuration": text}, ensure_ascii=False) if args.json else text, end="")
    return []


def doctor(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """look whether this computer has all that outreach needs"""
    from outreach.cli.doctor import examine

    rows = [(name, "ok" if good else "missing", detail) for name, good, detail in examine(project)]
    console().table(("what", "state", "detail"), rows, as_json=args.json)
    args.json = False
    lacking = ", ".join(name for name, state, _ in rows if state != "ok")
    return [Finding("doctor", data={"found": lacking})] if lacking else []


def serve(project: Project, args: argparse.Namespace, console: Callable[[], Console]) -> list[Finding]:
    """show the site on this computer and follow changes"""
    from outreach.site.server import serve as run

    shown = console()

    def report(findings: list[Finding]) -> None:
        shown.findings(findings, as_json=args.json)
        shown.line("waiting for a change that mends it" if has_errors(findings) else "up to date")

    with shown.progress() as progress:
        run(project, args.port, args.lan, report, lambda address: shown.line(f"{address}  (Ctrl-C ends)"), progress)
    return []


def _site(console: Console, run: Callable[[Progress], Built]) -> list[Finding]:
    with console.progress() as progress:
        built = run(progress)
    for name, what, seconds in built.parts:
        console.line(f"{name:9} {what:36} {seconds:6.2f} s")
    return built.warned


COMMANDS = {
    command.__name__: command
    for command in (build, serve, sheet, kit, check, proof, formats, units, embeds, preflight, hosting, doctor)
}
ANYWHERE = {"preflight"}  # works outside a project too


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    root = Parser(prog="outreach", description="From Markdown to a campaign's site and sheets.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    parsers = {}
    for name, command in COMMANDS.items():
        parsers[name] = sub = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        add_common(sub)
        sub.set_defaults(told=False)  # findings are shown when the command has ended, unless it has shown them
    add_options(parsers)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0, or 1 if something is wrong, or if nobody reads to the end what it says."""
    try:
        code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is said to nobody
        return 1
    return code


def _run(argv: Sequence[str] | None) -> int:
    started = time.perf_counter()
    args = parser().parse_args(argv)
    made: list[Console] = []

    def console() -> Console:
        if not made:
            from outreach.cli.console import Console

            made.append(Console(args.lang, quiet=args.json))
        return made[0]

    project: Project | None = None
    try:
        folder = Path(args.folder)
        project = Project(folder) if args.command in ANYWHERE else Project.find(folder)
        findings = COMMANDS[args.command](project, args, console)
    except OutreachError as error:
        findings = error.findings
    except BrokenPipeError:
        raise
    except OSError as error:  # a full disk, a folder that may not be written
        findings = [Finding("system", file=str(error.filename or ""), data={"reason": error.strerror or str(error)})]
    except MemoryError:
        findings = [Finding("memory-short", data={"found": args.command})]
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if args.trace:
            raise
        findings = [Finding("internal", data={"reason": f"{type(error).__name__}: {error}"})]
    findings += Store(project.cache).damages() if project else []
    if args.json and not findings and not args.told:
        print("[]")
    elif findings and not args.told:
        console().findings(findings, as_json=args.json)
    failed = has_errors(findings)
    if args.command in {"build", "check"} and not args.json:
        state = "failed" if failed else "done"
        print(f"{args.command}: {state} in {time.perf_counter() - started:.2f} s", file=sys.stderr)
    return 1 if failed else 0
