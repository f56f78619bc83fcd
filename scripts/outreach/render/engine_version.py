"""The versions of WeasyPrint that sheets may be set with (see `typeset`, which reads its private layout tree).

The range is that of pyproject.toml, where an installer obeys it. Whoever installs another version is told before
anything is set: text that leaves its box would not be found.
"""

import re
from collections.abc import Iterator
from importlib.metadata import version

from outreach.core.findings import Finding

OLDEST, BEYOND = "70.0", "71"
"""The oldest version, and the first that is too new. Tests run with the oldest and with the newest in the lock file."""


def version_faults() -> Iterator[Finding]:
    """A finding if the installed version is outside the range. WeasyPrint itself, which is heavy, is not imported."""
    installed = version("weasyprint")
    if not _numbers(OLDEST) <= _numbers(installed) < _numbers(BEYOND):
        yield Finding("engine-version", data={"found": installed, "oldest": OLDEST, "beyond": BEYOND})


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"[0-9]+", version)[:2])
