"""All commands put together, and one run of them: arguments in, findings and an exit code out."""

import os
import sys
import time
from collections.abc import Sequence

import click

from outreach.cli.doctor import doctor
from outreach.cli.explain import explain
from outreach.cli.program import LANGUAGE_VARIABLE, PROGRAM, Group, finding, translate
from outreach.cli.report_commands import due, merge_reports, scans
from outreach.cli.session import Session
from outreach.cli.sheet_commands import diff, formats, kit, preflight, proof, sheet
from outreach.cli.site_commands import build, check, check_embeds, hosting, measure, serve
from outreach.cli.texts import languages
from outreach.core.cache import Store
from outreach.core.findings import Finding, OutreachError, has_errors
from outreach.core.strings import FALLBACK

units = Group("units", commands=[diff])
embeds = Group("embeds", commands=[measure, check_embeds])
report = Group("report", commands=[merge_reports, due, scans])
root = click.version_option(package_name="outreach", message="%(prog)s %(version)s")(
    Group(
        PROGRAM,
        commands=[
            build, serve, sheet, kit, check, proof, formats, units, embeds, report, preflight, hosting, explain, doctor,
        ],
    )
)  # fmt: skip

COMPLETION_VARIABLE = "_OUTREACH_COMPLETE"
FORESEEN = (OutreachError, click.UsageError, OSError, MemoryError)
LONG_COMMANDS = {"build", "check"}
"""Commands that say how long they took."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0, or 1 if something is wrong, or if nobody reads to the end what it says."""
    try:
        code = _run(sys.argv[1:] if argv is None else list(argv))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain once more when it ends and flushes what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(arguments: list[str]) -> int:
    start = time.perf_counter()
    session = Session()
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        return _complete(session, instruction)
    try:
        with root.make_context(PROGRAM, arguments, obj=session) as context:
            findings = root.invoke(context)
    except click.exceptions.Exit as end:  # --help and --version have said all
        return end.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        raise
    except Exception as error:
        if session.trace and not isinstance(error, FORESEEN):
            raise
        findings = _findings(error, session)
    if "project" in vars(session):
        findings = [*findings, *Store(session.project.cache).damages()]
    if not session.has_answer:
        _show(session, findings)
    failure = has_errors(findings)
    if session.command in LONG_COMMANDS and not session.json:
        key, seconds = "failed" if failure else "done", f"{time.perf_counter() - start:.2f}"
        print(session.texts.message(key, command=session.command, seconds=seconds), file=sys.stderr)
    return 1 if failure else 0


def _show(session: Session, findings: Sequence[Finding]) -> None:
    if findings:
        session.console.findings(findings, as_json=session.json)
    elif session.json:
        print("[]")


def _findings(error: Exception, session: Session) -> list[Finding]:
    """Message of an error, for people."""
    if isinstance(error, OutreachError):
        return error.findings
    if isinstance(error, click.UsageError):
        return [finding(error, f"{PROGRAM} {session.command}")]
    if isinstance(error, OSError):  # a full disk, a folder that may not be written
        return [Finding("system", file=str(error.filename or ""), data={"reason": error.strerror or str(error)})]
    if isinstance(error, MemoryError):
        return [Finding("memory-short", data={"found": session.command})]
    return [Finding("internal", data={"reason": f"{type(error).__name__}: {error}"})]


def _complete(session: Session, instruction: str) -> int:
    """Print completions of a word for a shell, or the script by which the shell asks for them."""
    from click.shell_completion import shell_complete

    language = os.environ.get(LANGUAGE_VARIABLE, "")
    session.language = language if language in languages() else FALLBACK
    translate(root, session.texts)
    return shell_complete(root, {"obj": session}, PROGRAM, COMPLETION_VARIABLE, instruction)
