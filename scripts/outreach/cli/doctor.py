"""The command `doctor`: whether this computer has all that a build needs, each thing by trying it."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from outreach.cli.program import command
from outreach.cli.session import Session
from outreach.cli.texts import Texts
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.core.swap import exchange

# Imported with all commands: a check imports what is heavy.


class Check(NamedTuple):
    """Result of a check: its name, "ok" or "missing", and the version, path or error."""

    name: str
    state: str
    detail: str


@command()
@click.pass_obj
def doctor(session: Session) -> list[Finding]:
    checks, word = list(examine(session.project, session.texts)), session.texts.word
    rows = [(word("checks", check.name), word("states", check.state), check.detail) for check in checks]
    session.table(("what", "state", "detail"), checks if session.json else rows)
    missing = ", ".join(word("checks", check.name) for check in checks if check.state != "ok")
    return [Finding("doctor", data={"found": missing})] if missing else []


def examine(project: Project, texts: Texts) -> Iterator[Check]:
    """Results of all checks; a check that fails does not stop the others."""
    checks: dict[str, Callable[[Project, Texts], str]] = {
        "Python": _python,
        "WeasyPrint": _weasyprint,
        "campaign": _campaign,
        "fonts": _fonts,
        "swap": _swap,
        "Chromium (tests only)": _chromium,
    }
    for name, check in checks.items():
        try:
            yield Check(name, "ok", check(project, texts))
        except OutreachError as error:
            words = Strings.load(texts.language)
            faults = (f"{finding.place} {words.finding(finding)[0]}".strip() for finding in error.findings)
            yield Check(name, "missing", "; ".join(faults))
        except (OSError, ImportError) as error:
            yield Check(name, "missing", str(error).strip().splitlines()[0])


def _python(project: Project, texts: Texts) -> str:
    return sys.version.split()[0]


def _weasyprint(project: Project, texts: Texts) -> str:
    import weasyprint  # loads Pango and HarfBuzz, and fails without them

    return texts.message("doctor-weasyprint", version=weasyprint.__version__)


def _campaign(project: Project, texts: Texts) -> str:
    from outreach.campaign.load import load

    bundle = load(project)
    counts = {"units": len(bundle.units), "templates": len(bundle.templates)}
    return texts.message("doctor-campaign", name=bundle.campaign.name, **counts)


def _fonts(project: Project, texts: Texts) -> str:
    from importlib.metadata import version

    from outreach.campaign.load import load
    from outreach.render import fonts

    brand = load(project).brand.fonts
    files, faults = fonts.find(brand, "docs/_data/brand.toml", 0)
    if faults:
        raise OutreachError(faults)
    package = f"{brand.package} {version(brand.package.replace('_', '-'))}"
    return texts.message("doctor-fonts", family=brand.family, weights=len(files), package=package)


def _swap(project: Project, texts: Texts) -> str:
    import tempfile

    with tempfile.TemporaryDirectory(dir=project.root, prefix=".doctor-") as folder:
        first, second = Path(folder, "one"), Path(folder, "other")
        first.mkdir()
        second.mkdir()
        return texts.message("doctor-swap" if exchange(first, second) else "doctor-renames")


def _chromium(project: Project, texts: Texts) -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise OSError(texts.message("doctor-nowhere"))
    return path
