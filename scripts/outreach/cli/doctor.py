"""Looks whether this computer has all that a build needs, each thing by trying it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from outreach.campaign.load import load
from outreach.core.errors import OutreachError
from outreach.core.project import Project
from outreach.core.strings import FALLBACK, Strings
from outreach.core.swap import exchange
from outreach.render import fonts

Check = tuple[str, bool, str]
"""What was looked at, whether it is good, and what was seen."""


def examine(project: Project) -> Iterator[Check]:
    """Every check in turn; none stops the others."""
    checks: dict[str, Callable[[Project], str]] = {
        "Python": _python,
        "WeasyPrint": _weasyprint,
        "campaign": _campaign,
        "fonts": _fonts,
        "swap": _swap,
        "Chromium (tests only)": _chromium,
    }
    for name, check in checks.items():
        try:
            yield name, True, check(project)
        except OutreachError as error:
            words = Strings.load(FALLBACK)
            yield name, False, "; ".join(f"{f.place} {words.finding(f)[0]}".strip() for f in error.findings)
        except (OSError, ImportError) as error:
            yield name, False, str(error).strip().splitlines()[0]


def _python(project: Project) -> str:
    return sys.version.split()[0]


def _weasyprint(project: Project) -> str:
    import weasyprint  # loads Pango and HarfBuzz, and fails without them

    return f"{weasyprint.__version__}, with its native libraries"


def _campaign(project: Project) -> str:
    bundle = load(project)
    return f"{bundle.campaign.name}, {len(bundle.units)} units, {len(bundle.templates)} templates"


def _fonts(project: Project) -> str:
    brand = load(project).brand.fonts
    files, faults = fonts.find(brand, "docs/_data/brand.toml", 0)
    if faults:
        raise OutreachError(faults)
    return f"{brand.family}, {len(files)} weights, {brand.package} {version(brand.package.replace('_', '-'))}"


def _swap(project: Project) -> str:
    with tempfile.TemporaryDirectory(dir=project.root, prefix=".doctor-") as folder:
        one, other = Path(folder, "one"), Path(folder, "other")
        one.mkdir()
        other.mkdir()
        return "in one step" if exchange(one, other) else "by two renames: this file system can't exchange names"


def _chromium(project: Project) -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise OSError("not found")
    return path
